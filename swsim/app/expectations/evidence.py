"""What a run has to show: its events, and what is known of the cases they belong to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cached_property
from typing import Any

from swsim.domain.conditions import Look, own_fact
from swsim.domain.events import Event, Fact, Kind
from swsim.domain.members import member
from swsim.domain.settings import ShipmentOrder
from swsim.ledger.records import Tally
from swsim.reports.facts import text
from swsim.reports.outcome import DeclarationRecord, RunFold
from swsim.reports.said import indicator


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What expectations are judged by.

    `events` yields the events of some kinds in canonical order, `xml` gives a message
    by its id. `orders` are the shipments that the scenario dealt out.
    """

    events: Callable[[Sequence[Kind]], Iterable[Event]]
    run: RunFold
    tally: Tally
    orders: Sequence[ShipmentOrder] = ()
    xml: Callable[[str], bytes | None] = lambda message: None
    _indicators: dict[str, str] = field(default_factory=dict)

    def all_events(self) -> Iterable[Event]:
        """Return the events of every kind."""
        return self.events(tuple(Kind))

    @cached_property
    def conversations(self) -> int:
        """How many cases there were."""
        return len({event.case for event in self.all_events() if event.case})

    def look(self, event: Event) -> Look:
        """Return what an event says by a name, itself or through its case.

        Beside its own facts: `leg` and `channel` of its declaration; `order`, `lane`,
        `origin`, `destination`, `mode`, `mistake` and whatever else the order of its
        shipment holds, by dotted names; `indicator` of a Response; `region`.
        """

        def look(name: str) -> Fact | None:
            own = own_fact(event, name)
            if own is not None:
                return own
            special = _OF_CASE.get(name)
            return special(self, event) if special else self._of_order(event, name)

        return look

    # --- what is known of a case --------------------------------------------------

    @cached_property
    def _declarations(self) -> Mapping[tuple[str, str], DeclarationRecord]:
        return {(each.case, each.reference): each for each in self.run.declarations}

    @cached_property
    def _last(self) -> Mapping[tuple[str, str], DeclarationRecord]:
        return {(each.case, each.leg): each for each in self.run.declarations}

    @cached_property
    def _orders(self) -> Mapping[str, ShipmentOrder]:
        by_id = {order.id: order for order in self.orders}
        return {
            each.case: by_id[each.order]
            for each in self.run.declarations
            if each.order in by_id
        }

    def declaration(self, event: Event) -> DeclarationRecord | None:
        """Return the declaration that an event is about, None where there is none.

        An event of the goods names no declaration: it is about the last of its leg.
        """
        for name in ("declaration", "about"):
            found = self._declarations.get((event.case, text(event, name)))
            if found is not None:
                return found
        return self._last.get((event.case, text(event, "leg") or "import"))

    def leg(self, event: Event) -> Fact | None:
        """Return the leg of the declaration that an event is about."""
        found = self.declaration(event)
        return found.leg if found else None

    def channel(self, event: Event) -> Fact | None:
        """Return the risk channel of the declaration that an event is about."""
        found = self.declaration(event)
        return found.channel if found else None

    def region(self, event: Event) -> Fact | None:
        """Return the region of an event's site, None for one that is no member."""
        code = event.site.upper()
        return member(code).region if len(code) == 2 else None

    def order(self, event: Event) -> Fact | None:
        """Return the id of the shipment that an event belongs to."""
        found = self._orders.get(event.case)
        return found.id if found else None

    def indicator(self, event: Event) -> Fact | None:
        """Return the 7365 processing indicator of a Response that was sent."""
        if text(event, "document") != "response":
            return None
        id_ = text(event, "message")
        if id_ not in self._indicators:
            self._indicators[id_] = indicator(self.xml(id_) or b"") or ""
        return self._indicators[id_] or None

    def _of_order(self, event: Event, name: str) -> Fact | None:
        found: Any = self._orders.get(event.case)
        for part in name.split("."):
            found = getattr(found, part) if _has(found, part) else None
        return _as_fact(found)


def _has(record: object, name: str) -> bool:
    return is_dataclass(record) and any(each.name == name for each in fields(record))


def _as_fact(value: object) -> Fact | None:
    if value is None or isinstance(value, tuple):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


_OF_CASE: Mapping[str, Callable[[Evidence, Event], Fact | None]] = {
    "leg": Evidence.leg,
    "channel": Evidence.channel,
    "region": Evidence.region,
    "order": Evidence.order,
    "indicator": Evidence.indicator,
}
