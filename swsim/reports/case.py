"""Chooses the one case that a report tells message by message, and gathers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from swsim.domain.events import Event, Kind
from swsim.ledger.records import StoredMessage
from swsim.ledger.store import Ledger
from swsim.reports.facts import text
from swsim.reports.line import Line
from swsim.reports.outcome import DeclarationRecord, RunFold
from swsim.reports.story import Storyteller

Why = Literal["repair", "released", "first"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldCase:
    """A case with its story and its messages; `why` says why it was chosen."""

    id: str
    why: Why
    lines: tuple[Line, ...]
    messages: tuple[StoredMessage, ...]


def choose(run: RunFold) -> tuple[str, Why] | None:
    """Return the most telling case: one with a repair, else the first released.

    Of several repairs the one that ended in the release of an import is preferred, as
    it tells the whole journey. None where no declaration was lodged.
    """
    repaired = [each for each in run.declarations if each.repairs]
    arrived = {
        each.case
        for each in run.declarations
        if each.leg == "import" and each.released is not None
    }
    whole = [each for each in repaired if each.case in arrived]
    if repaired:
        return (whole or repaired)[0].case, "repair"
    released = [each for each in run.declarations if each.released is not None]
    if released:
        return _first_released(released).case, "released"
    return (run.declarations[0].case, "first") if run.declarations else None


def _first_released(released: list[DeclarationRecord]) -> DeclarationRecord:
    """Return the first released import, else the first released export."""
    return min(
        released,
        key=lambda each: (each.leg != "import", each.released or 0, each.reference),
    )


def tell_case(
    ledger: Ledger, run: RunFold, *, lang: str, start: datetime | None
) -> ToldCase | None:
    """Return the chosen case of a run, told in a language."""
    chosen = choose(run)
    if chosen is None:
        return None
    events = tuple(ledger.events(case=chosen[0]))
    return told_case(ledger, chosen, events, lang=lang, start=start)


def told_case(
    ledger: Ledger,
    chosen: tuple[str, Why],
    events: Sequence[Event],
    *,
    lang: str,
    start: datetime | None,
) -> ToldCase:
    """Return a case that was chosen, told in a language; `events` are all it has."""
    id_, why = chosen
    sent = (ledger.message(text(e, "message")) for e in events if e.kind is Kind.SENT)
    messages = tuple(each for each in sent if each is not None)
    xml = {each.id: each.xml for each in messages}
    teller = Storyteller(lang, start=start, xml_of=xml.get)
    lines = (teller.tell(event) for event in events)
    return ToldCase(
        id=id_,
        why=why,
        lines=tuple(line for line in lines if line is not None),
        messages=messages,
    )
