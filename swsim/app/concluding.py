"""How a run ended: verdict, counts, digest, and the report that is written then."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from swsim.app.expectations import Evidence, Outcome, judge_in, verdict_of
from swsim.app.outcomes import as_text, outcomes_key
from swsim.app.stage import Stage
from swsim.domain.settings import ShipmentOrder
from swsim.errors import RunError
from swsim.exchange import wallclock
from swsim.exchange.address import without_login
from swsim.ledger.records import TALLY, Tally
from swsim.ledger.store import Ledger
from swsim.reports.fold import RunFold, fold
from swsim.reports.wording import LANGUAGES


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """How a run ended; `as_json` is what `--json` prints."""

    scenario: str
    verdict: str
    seed: int
    administrations: int
    declarations: int
    released: int
    rejected: int
    nacked: int
    repaired: int
    messages: int
    lost: int
    duplicated: int
    repeated_deliveries: int
    dead_letters: int
    digest: str
    virtual_seconds: int
    wall_seconds: float
    first_accepted_seconds: float | None
    broker: str
    run_id: str
    run_dir: str
    report: str
    expectations: tuple[Outcome, ...]
    fold: RunFold
    tally: Tally

    def as_json(self) -> str:
        """Return the summary as one JSON object."""
        shown = {
            name: getattr(self, name)
            for name in self.__dataclass_fields__
            if name not in ("expectations", "fold", "tally")
        }
        shown["expectations"] = [
            {**asdict(outcome), "met": outcome.met} for outcome in self.expectations
        ]
        return json.dumps(shown, indent=2, ensure_ascii=False)


def conclude(stage: Stage, ledger: Ledger, second: int) -> Summary:
    """Judge a run that was played to its end, write its report, return its summary."""
    # A third of all imports: nobody waits for them before the end, a worker never.
    from swsim.reports.html import write_report

    wall_seconds = wallclock.monotonic() - stage.began
    folded, tally = fold(ledger.events()), ledger.tally()
    lang = stage.play.lang
    told = _judged(stage, ledger, folded, tally, LANGUAGES)
    outcomes = told[lang]
    verdict, digest = verdict_of(outcomes), ledger.digest()
    ending = {
        "digest": digest,
        "verdict": verdict,
        TALLY: json.dumps(asdict(tally)),
        **{outcomes_key(each): as_text(told[each]) for each in told},
        "virtual_seconds": str(second),
        "wall_seconds": f"{wall_seconds:.2f}",
    }
    write_report(
        ledger,
        stage.folder.report,
        lang=lang,
        expectations=outcomes,
        run=folded,
        ending=ending,
        scenario=stage.play.loaded.scenario,
    )
    ledger.note(ending)  # comes last: a run that is killed before it can be resumed
    if tally.messages == 0 and not stage.play.all_seats:
        raise RunError("Nobody sent a message; the scenario's lanes carry no shipment.")
    return Summary(
        scenario=stage.play.loaded.name,
        verdict=verdict,
        seed=stage.play.the_seed,
        administrations=sum(bool(each.member) for each in stage.world.sites),
        declarations=folded.lodged,
        released=folded.released,
        rejected=folded.rejected,
        nacked=folded.nacked,
        repaired=folded.repaired,
        messages=tally.messages,
        lost=tally.lost,
        duplicated=tally.duplicated,
        repeated_deliveries=tally.repeated_deliveries,
        dead_letters=tally.dead_letters,
        digest=digest,
        virtual_seconds=second,
        wall_seconds=round(wall_seconds, 2),
        first_accepted_seconds=_since(stage.began, stage.first_accepted),
        broker=without_login(stage.play.broker),
        run_id=stage.folder.id,
        run_dir=str(stage.folder.path),
        report=str(stage.folder.report),
        expectations=outcomes,
        fold=folded,
        tally=tally,
    )


def outcomes_of(stage: Stage, ledger: Ledger, lang: str) -> tuple[Outcome, ...]:
    """Return how a run that has ended came out, told in a language."""
    folded, tally = fold(ledger.events()), ledger.tally()
    return _judged(stage, ledger, folded, tally, (lang,))[lang]


def _judged(
    stage: Stage, ledger: Ledger, folded: RunFold, tally: Tally, langs: Sequence[str]
) -> dict[str, tuple[Outcome, ...]]:
    expected = stage.play.loaded.scenario.expectations
    orders = [order for site in stage.world.sites for order in site.orders]
    return judge_in(langs, expected, evidence_of(ledger, folded, tally, orders))


def evidence_of(
    ledger: Ledger, folded: RunFold, tally: Tally, orders: Sequence[ShipmentOrder]
) -> Evidence:
    """Return what a run has to show to those who judge it."""

    def xml(message: str) -> bytes | None:
        found = ledger.message(message)
        return found.xml if found else None

    return Evidence(
        events=ledger.events,
        run=folded,
        tally=tally,
        orders=orders,
        xml=xml,
    )


def _since(began: float, then: float | None) -> float | None:
    return None if then is None else round(then - began, 2)
