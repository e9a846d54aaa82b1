"""All that a report of a run says, gathered once for HTML, Markdown and data.

Folded from the ledger; what the scenario adds (objectives, notes, questions) is left
out where its file is not at hand.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from swsim.ledger.records import TALLY, StoredMessage, Tally
from swsim.ledger.store import Ledger
from swsim.reports.alerts import Alerts, alerts
from swsim.reports.case import ToldCase, told_case
from swsim.reports.debrief import Debrief, Evidence, Expected, debrief
from swsim.reports.faults import Fault, faults
from swsim.reports.outcome import RunFold
from swsim.reports.passing import pass_over
from swsim.reports.struck import Struck, struck
from swsim.reports.study import SOME_START, StudyOfRun, studied
from swsim.reports.trying import name_for_commands
from swsim.reports.wording import Wording
from swsim.scenario.model import Scenario


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What a report says. `mentioned` are the messages that the debrief speaks of."""

    header: Mapping[str, str]
    say: Wording
    folder: str
    scenario: Scenario | None
    verdict: str
    expectations: Sequence[Expected]
    run: RunFold
    tally: Tally
    faults: tuple[Fault, ...]
    study: StudyOfRun
    alerts: Alerts
    injects: tuple[Struck, ...]
    case: ToldCase | None
    debrief: Debrief
    mentioned: tuple[StoredMessage, ...]

    @property
    def title(self) -> str:
        """The title of the scenario."""
        header = self.header
        known = header.get(f"scenario_title_{self.say.lang}")
        return known or header.get("scenario", "swsim")


def contents(
    ledger: Ledger,
    *,
    lang: str = "en",
    scenario: Scenario | None = None,
    expectations: Sequence[Expected] = (),
    run: RunFold | None = None,
    ending: Mapping[str, str] | None = None,
) -> Contents:
    """Gather what a report says, in English or Spanish.

    `run` is the ledger folded, where the caller has it already, `ending` what the
    ledger's header will say of the end of a run, where it does not yet. Also works on a
    run that was stopped half-way.
    Raises UsageError for another language, LedgerError when the ledger cannot be read.
    """
    header = {**ledger.header(), **(ending or {})}
    start = _start(header)
    say = Wording(lang, start)
    tally = _tally(header) or ledger.tally()
    passed = pass_over(ledger, tally, start or SOME_START, run)
    run, planned = passed.run, scenario.injects if scenario else ()
    folder = _folder(ledger.path)
    seen = Evidence(
        scenario=scenario,
        named=name_for_commands(header, folder),
        expectations=expectations,
        run=run,
        tally=tally,
        faults=faults(ledger, run),
        injects=struck(passed.injects, planned, run.last_second),
        study=studied(passed.table),
    )
    debriefed = debrief(seen, say)
    return Contents(
        header=header,
        say=say,
        folder=folder,
        scenario=scenario,
        verdict=header.get("verdict", "unknown"),
        expectations=expectations,
        run=run,
        tally=seen.tally,
        faults=tuple(seen.faults),
        study=seen.study,
        alerts=alerts(passed.alerts),
        injects=tuple(seen.injects),
        case=(
            told_case(ledger, passed.chosen, passed.story, lang=lang, start=start)
            if passed.chosen
            else None
        ),
        debrief=debriefed,
        mentioned=_mentioned(ledger, debriefed),
    )


def _tally(header: Mapping[str, str]) -> Tally | None:
    """Return the balance that was noted at the run's end; it takes long to count."""
    noted = header.get(TALLY)
    return Tally(**json.loads(noted)) if noted else None


def _start(header: Mapping[str, str]) -> datetime | None:
    try:
        return datetime.fromisoformat(header.get("start", ""))
    except ValueError:
        return None


def _folder(ledger: Path) -> str:
    """Return the run's folder as a reader types it, without where it lies."""
    folder = ledger.parent
    return f"runs/{folder.name}" if folder.parent.name == "runs" else folder.name


def _mentioned(ledger: Ledger, said: Debrief) -> tuple[StoredMessage, ...]:
    found = (ledger.message(id_) for id_ in said.messages)
    return tuple(each for each in found if each is not None)
