"""Writes the report of a run as one HTML file that needs nothing from the network.

Everything is folded from the ledger. Values are escaped by the template; pictures are
our own SVG and styles stand in the file, so it can be mailed, printed and projected.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from swsim.ledger.records import StoredMessage
from swsim.ledger.store import Ledger
from swsim.reports import sequence, svg
from swsim.reports.case import ToldCase, tell_case
from swsim.reports.faults import faults
from swsim.reports.fold import fold
from swsim.reports.outcome import LegCount, RunFold, Traffic, documents_in_order
from swsim.reports.summary import (
    Group,
    ReleaseTimes,
    by_member,
    by_region,
    median_release_time,
    release_times,
    traffic_by_member,
)
from swsim.reports.wording import Wording

ROWS = 25  # as many as a person reads in a table
_BARS = 12
_ARROWS = 60
_MESSAGES = 60
_XML_CHARACTERS = 12_000


class Expected(Protocol):
    """An expectation of the scenario and what was seen."""

    @property
    def id(self) -> str:
        """Its id in the scenario."""

    @property
    def text(self) -> str:
        """What was expected."""

    @property
    def verdict(self) -> str:
        """PASS, WARN, FAIL or BLOCKED."""

    @property
    def observed(self) -> str:
        """What was seen."""


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
    expectations: Sequence[Expected] = (),
    run: RunFold | None = None,
    verdict: str | None = None,
) -> None:
    """Write the report of a run to `path`, in English or Spanish.

    `run` is the ledger folded, where the caller has it already, `verdict` that of a run
    whose ledger does not hold it yet. Also works on a run
    that was stopped half-way. Raises UsageError for another language, LedgerError when
    the ledger cannot be read.
    """
    text = render(
        ledger, lang=lang, expectations=expectations, run=run, verdict=verdict
    )
    path.write_text(text, encoding="utf-8")


def render(
    ledger: Ledger,
    *,
    lang: str = "en",
    expectations: Sequence[Expected] = (),
    run: RunFold | None = None,
    verdict: str | None = None,
) -> str:
    """Return the report of a run as the text of one HTML file."""
    header = ledger.header()
    start = _start(header)
    say = Wording(lang, start)
    run = run or fold(ledger.events())
    page = _environment().get_template("report.html.j2")
    return page.render(
        say=say,
        header=header,
        scenario=_title(header, lang),
        folder=_folder(ledger.path),
        link=_link(header.get("broker", ""), say),
        members=_members(header, say),
        expectations=expectations,
        verdict=verdict or header.get("verdict", "unknown"),
        run=run,
        refused=_refused(run.total),
        median=median_release_time(run),
        tally=ledger.tally(),
        **_traffic(run, say),
        **_outcomes(run, say),
        **_times(run, say),
        faults=cut(faults(ledger, run)),
        **_case(tell_case(ledger, run, lang=lang, start=start), say),
    )


def cut(rows: Sequence[Any], most: int = ROWS) -> Table:
    """Return the first rows and the number of the rest; one more is no rest."""
    shown = len(rows) if len(rows) <= most + 1 else most
    return Table(rows=tuple(rows[:shown]), more=len(rows) - shown)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("swsim.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


# --- the head -------------------------------------------------------------------------


def _start(header: Mapping[str, str]) -> datetime | None:
    try:
        return datetime.fromisoformat(header.get("start", ""))
    except ValueError:
        return None


def _title(header: Mapping[str, str], lang: str) -> str:
    return header.get(f"scenario_title_{lang}") or header.get("scenario", "swsim")


def _folder(ledger: Path) -> str:
    """Return the run's folder as a reader types it, without where it lies."""
    folder = ledger.parent
    return f"runs/{folder.name}" if folder.parent.name == "runs" else folder.name


def _link(broker: str, say: Wording) -> str:
    if not broker:
        return ""
    known = f"broker.{broker}"
    return say(known) if say.has(known) else say("broker.mqtt", broker=broker)


def _members(header: Mapping[str, str], say: Wording) -> str:
    codes = [each for each in header.get("members", "").split(",") if each]
    if len(codes) > 8:
        return say.number(len(codes))
    return ", ".join(say.country(code) for code in codes)


def _refused(counts: LegCount) -> int:
    return counts.rejected + counts.nacked


# --- sections -------------------------------------------------------------------------


def _traffic(run: RunFold, say: Wording) -> dict[str, object]:
    """Return the messages by participant, or by member where those are too many."""
    single = len(run.traffic) <= ROWS
    rows: Sequence[Traffic] = run.traffic if single else traffic_by_member(run.traffic)
    name: Callable[[str], str] = say.participant if single else say.country
    return {
        "documents": documents_in_order(run.messages_by_document),
        "traffic": cut(rows),
        "traffic_single": single,
        "traffic_name": lambda who: _capital(name(who)),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _outcomes(run: RunFold, say: Wording) -> dict[str, object]:
    regions, members = by_region(run), by_member(run)
    return {
        "regions": regions,
        "members_table": cut(members),
        "regions_chart": _chart(regions, say, "regions", "outcomes.chart"),
        "members_chart": _chart(
            members[:_BARS], say, "members", "outcomes.members.chart"
        ),
        "refused_of": _refused,
    }


def _chart(groups: Iterable[Group], say: Wording, id_: str, title: str) -> Markup:
    rows = [
        svg.BarRow(label=_group_name(group, say), bars=_bars(group, say))
        for group in groups
    ]
    return Markup(svg.bars(rows, id_=id_, title=say(title))) if rows else Markup("")


def _group_name(group: Group, say: Wording) -> str:
    if group.leg is None:
        return say.country(group.name)
    return f"{say(f'region.{group.name}')}, {say(f'leg.{group.leg}')}"


def _bars(group: Group, say: Wording) -> tuple[svg.Bar, ...]:
    return tuple(
        svg.Bar(
            tone=tone,
            value=value,
            words=f"{sign} {say.number(value)} {say(word).lower()}",
        )
        for tone, sign, value, word in (
            ("ok", "✓", group.counts.released, "released"),
            ("bad", "✗", _refused(group.counts), "refused.count"),
        )
        if value or group.leg
    )


_CHANNEL_TONES = {
    None: "info",
    "green": "ok",
    "yellow": "wait",
    "red": "bad",
    "blue": "info",
}


def _times(run: RunFold, say: Wording) -> dict[str, object]:
    rows = release_times(run)
    if not rows:
        return {"times": rows, "times_chart": Markup("")}
    chart = svg.boxes(
        [_box(row, say) for row in rows],
        id_="times-chart",
        title=say("times.chart"),
        zero=say("arrival"),
        say=say.duration,
    )
    return {"times": rows, "times_chart": Markup(chart)}


def _box(row: ReleaseTimes, say: Wording) -> svg.BoxRow:
    channel = say(f"channel.{row.channel}" if row.channel else "channels.all")
    middle = say.duration(row.all_agencies.median)
    return svg.BoxRow(
        label=f"{say(f'region.{row.region}')}, {channel}",
        tone=_CHANNEL_TONES[row.channel],
        quantiles=row.all_agencies,
        words=f"n = {say.number(row.all_agencies.n)}, {say('median').lower()} {middle}",
    )


def _case(case: ToldCase | None, say: Wording) -> dict[str, object]:
    if case is None:
        return {"case": None}
    drawn = [line for line in case.lines if line.label]
    business = [each for each in case.messages if each.document != "acknowledgement"]
    return {
        "case": case,
        "picture": Markup(sequence.draw(drawn[:_ARROWS], say)) if drawn else Markup(""),
        "picture_cut": _ARROWS if len(drawn) > _ARROWS else 0,
        "story": cut(case.lines, _ARROWS),
        "messages": cut([_shown(each, say) for each in business], _MESSAGES),
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shown:
    """A message as the report lists it."""

    when: str
    route: str
    what: str
    xml: str
    cut: int


def _shown(message: StoredMessage, say: Wording) -> _Shown:
    xml = message.xml.decode("utf-8", "replace")
    sender = _capital(say.participant(message.sender))
    recipient = say.participant(message.recipient)
    return _Shown(
        when=say.moment(message.time),
        route=f"{sender} → {recipient}",
        what=_capital(say.document(message.document)),
        xml=xml[:_XML_CHARACTERS],
        cut=len(xml) if len(xml) > _XML_CHARACTERS else 0,
    )
