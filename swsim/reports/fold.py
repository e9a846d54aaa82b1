"""Folds the events of a run into its numbers, in one pass.

Expectations and reports read off the result. Knows events only: no XML, no scenario,
no language. A ledger of many events is folded by `swsim.reports.passing`.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from sys import intern
from typing import cast

from swsim.domain.codes import Channel
from swsim.domain.events import Event, Kind
from swsim.domain.identifiers import site_of
from swsim.domain.lifecycle import State
from swsim.domain.settings import Leg
from swsim.domain.timepoints import Point
from swsim.ledger.totals import Sent
from swsim.reports.facts import text
from swsim.reports.outcome import (
    DeclarationRecord,
    Refusal,
    RunFold,
    Traffic,
    documents_in_order,
)

__all__ = ["Folding", "RunFold", "fold"]


def fold(events: Iterable[Event]) -> RunFold:
    """Fold the events of a run, in canonical order."""
    folding = Folding()
    for event in events:
        folding.take(event)
    folding.carriers.clear()  # nothing more is named
    return folding.result()


_Key = tuple[str, str]  # site and LRN: an LRN is unique within one country only


@dataclass(kw_only=True, slots=True)
class _Open:
    """A declaration while its events come in."""

    reference: str
    case: str
    leg: Leg
    site: str
    lodged: int
    registered: int | None = None
    customs_released: int | None = None
    all_released: int | None = None
    asked_agency: bool = False
    channel: Channel | None = None
    refusal: Refusal | None = None
    detained: bool = False
    lodged_as: str = ""
    refused_by: str = ""

    @property
    def order(self) -> str:
        """The shipment: the LRN without its leg and attempt (`S00001-I2`)."""
        return self.reference.rpartition("-")[0] or self.reference


@dataclass(kw_only=True, slots=True)
class _Sender:
    sent: Counter[str] = field(default_factory=Counter)
    first: int
    last: int


class Folding:
    """Takes events in, those of one site in order of time.

    `_TAKE` says what becomes of each kind.
    """

    def __init__(self) -> None:
        self.open: dict[_Key, _Open] = {}
        self.senders: dict[str, _Sender] = {}
        self.arrived: dict[str, int] = {}
        self.at_export_port: set[str] = set()
        self.under_way: set[str] = set()
        self.carriers: dict[str, _Key] = {}  # message id -> declaration it lodged
        self.counts: Counter[str] = Counter()
        self.flows: Counter[tuple[str, str]] = Counter()
        self.last = 0

    def take(self, event: Event) -> None:
        """Take one event in."""
        self.last = max(self.last, event.time)
        act = _TAKE.get(event.kind)
        if act is not None:
            act(self, event)

    # --- messages -----------------------------------------------------------------

    def sent(self, event: Event) -> None:
        """Count a message, and note those that lodge or refuse a declaration."""
        document = text(event, "document")
        sender = self.senders.setdefault(
            event.participant, _Sender(first=event.time, last=event.time)
        )
        sender.sent[document] += 1
        sender.last = event.time
        message = text(event, "message")
        self.under_way.add(message)
        there = text(event, "to").rpartition("-")[0]
        if there != event.site:
            self.flows[event.site, there] += 1
        self.name(event.site, document, text(event, "about"), message)

    def counted_sent(self, counted: Sent) -> None:
        """Take in how many messages somebody sent to somebody."""
        sender = self.senders.setdefault(
            counted.sender, _Sender(first=counted.first, last=counted.last)
        )
        sender.sent[counted.document] += counted.messages
        sender.first = min(sender.first, counted.first)
        sender.last = max(sender.last, counted.last)
        here, there = site_of(counted.sender), site_of(counted.recipient)
        if here != there:
            self.flows[here, there] += counted.messages

    def forget_but(self, cases: Container[str]) -> None:
        """Forget all declarations but those of some cases: of a long run, most."""
        self.open = {key: one for key, one in self.open.items() if one.case in cases}

    def name(self, site: str, document: str, about: str, message: str) -> None:
        """Note a message that was sent to lodge or to refuse a declaration."""
        if document == "declaration":
            self._carries((site, about), message)
        elif document == "acknowledgement" and about in self.carriers:
            self.open[self.carriers.pop(about)].refused_by = message
        elif document == "response":
            found = self.open.get((site, about))
            if found is not None and found.refusal == "rejected":
                found.refused_by = message

    def _carries(self, key: _Key, message: str) -> None:
        found = self.open.get(key)
        if found is not None and not found.lodged_as:
            found.lodged_as = message
            self.carriers[message] = key

    def received(self, event: Event) -> None:
        """Balance a message against its sending."""
        message = text(event, "message")
        if message in self.under_way:
            self.under_way.remove(message)
        else:
            self.counts["duplicated"] += 1

    # --- declarations -------------------------------------------------------------

    def moved(self, event: Event) -> None:
        """Follow a declaration from state to state."""
        self.move(
            event.site,
            event.case,
            event.time,
            text(event, "declaration"),
            text(event, "leg"),
            text(event, "to"),
        )

    def move(
        self, site: str, case: str, time: int, reference: str, leg: str, to: str
    ) -> None:
        """Take a declaration to a state."""
        if to == State.LODGED:
            # Of a long run there are thousands, and each row brings its own texts.
            site, case, leg = intern(site), intern(case), intern(leg)
            self.open[site, reference] = _Open(
                reference=reference,
                case=case,
                leg=cast(Leg, leg),
                site=site,
                lodged=time,
            )
        elif to in MOVES and (found := self.open.get((site, reference))):
            MOVES[to](found, time)

    def stamped(self, event: Event) -> None:
        """Keep the time points that release times are measured by."""
        self.stamp(
            event.site,
            event.case,
            event.time,
            text(event, "declaration"),
            text(event, "point"),
        )

    def stamp(
        self, site: str, case: str, time: int, reference: str, point: str
    ) -> None:
        """Keep a time point of a declaration, or of the goods of a case."""
        if point == Point.ARRIVED:
            self.arrived[intern(case)] = min(time, self.arrived.get(case, time))
        elif point == Point.EXPORT_AT_PORT:
            self.at_export_port.add(intern(case))
        elif point == Point.ALL_RELEASED and (
            found := self.open.get((site, reference))
        ):
            found.all_released = time
        elif point == Point.AGENCY_ASKED and (
            found := self.open.get((site, reference))
        ):
            found.asked_agency = True

    def selected(self, event: Event) -> None:
        """Keep the risk channel."""
        self.select(event.site, text(event, "declaration"), text(event, "channel"))

    def select(self, site: str, reference: str, channel: str) -> None:
        """Keep the risk channel of a declaration."""
        if found := self.open.get((site, reference)):
            found.channel = Channel(channel)

    def counted(self, event: Event) -> None:
        """Count what went wrong in the exchange."""
        self.counts[event.kind] += 1

    # --- the end ------------------------------------------------------------------

    def result(self) -> RunFold:
        """Return what the events came to."""
        declarations = self._declarations()
        return RunFold(
            declarations=declarations,
            traffic=tuple(
                Traffic(
                    participant=name,
                    sent={
                        each: one.sent[each] for each in documents_in_order(one.sent)
                    },
                    first=one.first,
                    last=one.last,
                )
                for name, one in sorted(self.senders.items())
            ),
            flows=dict(self.flows),
            open_cases=len({each.case for each in declarations if each.is_open}),
            lost=len(self.under_way),
            duplicated=self.counts["duplicated"],
            undelivered=self.counts[Kind.UNDELIVERED],
            delivery_failed=self.counts[Kind.DELIVERY_FAILED],
            dropped=self.counts[Kind.DROPPED],
            last_second=self.last,
        )

    def _declarations(self) -> tuple[DeclarationRecord, ...]:
        refused: set[tuple[str, Leg]] = set()
        made = []
        for one in sorted(self.open.values(), key=lambda o: (o.lodged, o.reference)):
            record = self._record(one, (one.order, one.leg) in refused)
            if record.refusal:
                refused.add((record.order, record.leg))
            made.append(record)
        return tuple(made)

    def _record(self, one: _Open, after_refusal: bool) -> DeclarationRecord:
        return DeclarationRecord(
            reference=one.reference,
            case=one.case,
            leg=one.leg,
            site=one.site,
            order=intern(one.order),
            lodged=one.lodged,
            registered=one.registered,
            customs_released=one.customs_released,
            released=None if one.detained else self._released(one),
            arrived=self.arrived.get(one.case) if one.leg == "import" else None,
            channel=one.channel,
            refusal=one.refusal,
            detained=one.detained,
            repairs=after_refusal and one.registered is not None,
            lodged_as=one.lodged_as,
            refused_by=one.refused_by if one.refusal else "",
        )

    def _released(self, one: _Open) -> int | None:
        """Return when all agencies had released.

        An export has no time point for it: where an agency was asked, the goods going
        to the port show that the single window passed the release on.
        """
        if one.leg == "import":
            return one.all_released
        held = one.asked_agency and one.case not in self.at_export_port
        return None if held else one.customs_released


def _registered(one: _Open, time: int) -> None:
    one.registered = time


def _released(one: _Open, time: int) -> None:
    one.customs_released, one.detained = time, False


def _detained(one: _Open, time: int) -> None:
    one.detained = True


def _cancelled(one: _Open, time: int) -> None:
    one.customs_released = one.all_released = None


def _rejected(one: _Open, time: int) -> None:
    one.refusal = "rejected"


def _nacked(one: _Open, time: int) -> None:
    one.refusal = "nacked"


MOVES: dict[str, Callable[[_Open, int], None]] = {
    State.REGISTERED: _registered,
    State.RELEASED: _released,
    State.DETAINED: _detained,
    State.SEIZED: _detained,
    State.ABANDONED: _detained,
    State.CANCELLED: _cancelled,
    State.REJECTED: _rejected,
    State.NACKED: _nacked,
}

_TAKE: dict[Kind, Callable[[Folding, Event], None]] = {
    Kind.SENT: Folding.sent,
    Kind.RECEIVED: Folding.received,
    Kind.TRANSITION: Folding.moved,
    Kind.TIME_POINT: Folding.stamped,
    Kind.CHANNEL: Folding.selected,
    Kind.UNDELIVERED: Folding.counted,
    Kind.DELIVERY_FAILED: Folding.counted,
    Kind.DROPPED: Folding.counted,
}
