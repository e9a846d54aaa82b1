"""Writes the report of a run as one HTML file that needs nothing from the network.

Values are escaped by the template; pictures are our own SVG and styles stand in the
file, so it can be mailed, printed and projected.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from swsim.ledger.records import StoredMessage
from swsim.ledger.store import Ledger
from swsim.reports import drawn
from swsim.reports.case import ToldCase
from swsim.reports.contents import Contents, contents
from swsim.reports.debrief import Expected
from swsim.reports.outcome import RunFold, Traffic, documents_in_order
from swsim.reports.pictures.flows import ARCS
from swsim.reports.summary import by_member, by_region, traffic_by_member
from swsim.reports.wording import Wording
from swsim.scenario.model import Scenario
from swsim.trs import words
from swsim.trs.intervals import RELEASE
from swsim.trs.study import Row

ROWS = 25  # as many as a person reads in a table
_BARS = 12
_ARROWS = 60
_MESSAGES = 60
_XML_CHARACTERS = 12_000
_ALL_XML_CHARACTERS = 80_000  # of all that are shown: the file stays small
_WORTH_SHOWING = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The rows that are shown, and how many more there are."""

    rows: tuple[Any, ...]
    more: int


def write_report(
    ledger: Ledger,
    path: Path,
    *,
    lang: str = "en",
    scenario: Scenario | None = None,
    expectations: Sequence[Expected] = (),
    run: RunFold | None = None,
    ending: Mapping[str, str] | None = None,
) -> None:
    """Write the report of a run to `path`; parameters and errors as `contents` has."""
    told = contents(
        ledger,
        lang=lang,
        scenario=scenario,
        expectations=expectations,
        run=run,
        ending=ending,
    )
    path.write_text(render(told), encoding="utf-8")


def render(told: Contents) -> str:
    """Return the report of a run as the text of one HTML file."""
    say, run, header = told.say, told.run, told.header
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            say=say,
            told=told,
            header=header,
            scenario=told.title,
            folder=told.folder,
            link=link_of(header.get("broker", ""), say),
            members=members_of(header, say),
            expectations=told.expectations,
            verdict=told.verdict,
            run=run,
            refused=drawn.refused(run.total),
            median=_median(told),
            tally=told.tally,
            words=words,
            timeline=Markup(drawn.timeline(told)),
            alerts=told.alerts,
            debrief=told.debrief,
            **_traffic(told),
            **_outcomes(told),
            **_study(told),
            faults=cut(told.faults),
            **_case(told),
        )
    )


def cut(rows: Sequence[Any], most: int = ROWS) -> Table:
    """Return the first rows and the number of the rest; one more is no rest."""
    shown = len(rows) if len(rows) <= most + 1 else most
    return Table(rows=tuple(rows[:shown]), more=len(rows) - shown)


@cache
def environment() -> Environment:
    """Return what makes pages of the templates; values are escaped."""
    return Environment(
        loader=PackageLoader("swsim.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


# --- the head -------------------------------------------------------------------------


def link_of(broker: str, say: Wording) -> str:
    """Return over what a run was played, in words."""
    if not broker:
        return ""
    known = f"broker.{broker}"
    return say(known) if say.has(known) else say("broker.mqtt", broker=broker)


def members_of(header: Mapping[str, str], say: Wording) -> str:
    """Return the administrations of a run, or their number where they are many."""
    codes = [each for each in header.get("members", "").split(",") if each]
    if len(codes) > 8:
        return say.number(len(codes))
    return ", ".join(say.country(code) for code in codes)


def _median(told: Contents) -> int | None:
    """Return the median release time of imports in seconds."""
    found = (row for row in told.study.spans if row.what == RELEASE)
    row: Row | None = next(found, None)
    return None if row is None else round(row.statistics.median)


# --- sections -------------------------------------------------------------------------


def _traffic(told: Contents) -> dict[str, object]:
    """Return the messages by participant, or by member where those are too many."""
    run, say = told.run, told.say
    single = len(run.traffic) <= ROWS
    rows: Sequence[Traffic] = run.traffic if single else traffic_by_member(run.traffic)
    name: Callable[[str], str] = say.participant if single else say.country
    return {
        "map": Markup(drawn.flow_map(told)),
        "map_arcs": ARCS,
        "documents": documents_in_order(run.messages_by_document),
        "traffic": cut(rows),
        "traffic_single": single,
        "traffic_name": lambda who: _capital(name(who)),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _outcomes(told: Contents) -> dict[str, object]:
    say, regions, members = told.say, by_region(told.run), by_member(told.run)
    by_regions = drawn.outcome_bars(regions, say, "regions", "outcomes.chart")
    busiest = members[:_BARS]
    by_members = drawn.outcome_bars(busiest, say, "members", "outcomes.members.chart")
    return {
        "regions": regions,
        "members_table": cut(members),
        "regions_chart": Markup(by_regions),
        "members_chart": Markup(by_members),
        "refused_of": drawn.refused,
    }


def _study(told: Contents) -> dict[str, object]:
    found = told.study
    return {
        "study": found,
        "group_name": lambda by, name: _group(by, name, told.say),
        "finding": words.paragraph(found.bottleneck, told.say.lang),
        "parts": cut(found.bottleneck.parts, 12),
        "boxes": Markup(drawn.release_boxes(told)),
        "histogram": Markup(drawn.release_histogram(told)),
        "curves": Markup(drawn.release_curves(told)),
        "queues": Markup(drawn.queues(told)),
    }


def _group(by: str, name: str, say: Wording) -> str:
    """Return what a group of a cut is called; its name where that has no word."""
    key = f"channel.{name}" if by == "channel" else f"group.{by}.{name}"
    if by == "agency" and name != "none":
        return ", ".join(words.agency_name(each, say.lang) for each in name.split("+"))
    for known in (key, f"group.{name}"):
        if say.has(known):
            return say(known)
    return name


def _case(told: Contents) -> dict[str, object]:
    shown, more = _shown_messages(told)
    numbers = {each.id: number for number, each in enumerate(shown, 1)}
    case: ToldCase | None = told.case
    found: dict[str, object] = {
        "case": case,
        "numbers": numbers,
        "messages": Table(rows=tuple(shown), more=more),
    }
    if case is None:
        return found
    lines = [line for line in case.lines if line.label]
    return {
        **found,
        "sequence": Markup(drawn.case_sequence(lines[:_ARROWS], told.say)),
        "picture_cut": _ARROWS if len(lines) > _ARROWS else 0,
        "story": cut(case.lines, _ARROWS),
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shown:
    """A message as the report lists it; `cut` is its length where it is cut."""

    id: str
    when: str
    route: str
    what: str
    xml: str
    cut: int


def _shown_messages(told: Contents) -> tuple[list[_Shown], int]:
    """Return the messages that are listed and how many are not.

    Those that the debrief speaks of come first, then those of the case, without the
    acknowledgements.
    """
    of_case = told.case.messages if told.case else ()
    business = (each for each in of_case if each.document != "acknowledgement")
    wanted = {each.id: each for each in (*told.mentioned, *business)}
    room, shown = _ALL_XML_CHARACTERS, []
    for message in list(wanted.values())[:_MESSAGES]:
        one = _shown(message, told.say, min(room, _XML_CHARACTERS))
        room -= len(one.xml)
        shown.append(one)
        if room < _WORTH_SHOWING:
            break
    in_order = sorted(shown, key=lambda one: wanted[one.id].time)
    return in_order, len(wanted) - len(shown)


def _shown(message: StoredMessage, say: Wording, most: int) -> _Shown:
    xml = message.xml.decode("utf-8", "replace")
    sender = _capital(say.participant(message.sender))
    recipient = say.participant(message.recipient)
    return _Shown(
        id=message.id,
        when=say.moment(message.time),
        route=f"{sender} → {recipient}",
        what=_capital(say.document(message.document)),
        xml=xml[:most],
        cut=len(xml) if len(xml) > most else 0,
    )
