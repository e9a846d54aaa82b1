"""Counts what a customs releases, from what is written down at its site.

It is never asked on the way of a declaration: it only reads what has happened.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from swsim.domain.events import Event, Kind
from swsim.domain.settings import Leg
from swsim.domain.timepoints import Point
from swsim.simulation.capacity.figures import PROCEDURES, Tally

_RELEASES = (Point.CUSTOMS_RELEASED, Point.EXPORT_RELEASED)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lodged:
    """When a declaration was registered, and whether its goods were there by then."""

    leg: Leg
    at: int
    arrived: bool


@dataclass(kw_only=True, slots=True)
class Book:
    """The declarations of a period, by procedure."""

    tallies: Mapping[Leg, Tally] = field(
        default_factory=lambda: {leg: Tally() for leg in PROCEDURES}
    )


class Counting:
    """Sees the events of a site and keeps a book for each period of so many seconds.

    A declaration counts in the period of its release. An import takes from the arrival
    of the goods, or no time where it was released before; an export from its
    registration. `opened` is called with the number of a period, from 0, when
    something is released in it for the first time.
    """

    def __init__(self, period: int, opened: Callable[[int], None]) -> None:
        self.period = period
        self._opened = opened
        self._books: dict[int, Book] = {}
        self._lodged: dict[str, _Lodged] = {}
        self._channels: dict[str, str] = {}
        self._arrivals: dict[str, int] = {}
        self._watching = {
            Kind.DECLARED: self._declared,
            Kind.CHANNEL: self._selected,
            Kind.TIME_POINT: self._stamped,
        }

    def see(self, event: Event) -> None:
        """Take note of an event."""
        act = self._watching.get(event.kind)
        if act is not None:
            act(event)

    def close(self, number: int) -> Book:
        """Return the book of a period, an empty one where nothing was released."""
        return self._books.pop(number, Book())

    def _declared(self, event: Event) -> None:
        leg = event.facts["leg"]
        if leg in PROCEDURES:
            self._lodged[str(event.facts["declaration"])] = _Lodged(
                leg="import" if leg == "import" else "export",
                at=event.time,
                arrived=event.case in self._arrivals,
            )

    def _selected(self, event: Event) -> None:
        self._channels[str(event.facts["declaration"])] = str(event.facts["channel"])

    def _stamped(self, event: Event) -> None:
        point = event.facts["point"]
        if point == Point.ARRIVED:
            self._arrivals.setdefault(event.case, event.time)
        elif point in _RELEASES:
            self._released(event)

    def _released(self, event: Event) -> None:
        declaration = str(event.facts["declaration"])
        lodged = self._lodged.pop(declaration, None)
        channel = self._channels.pop(declaration, None)
        if lodged is None or channel is None:
            return
        begun = lodged.at
        if lodged.leg == "import":
            begun = self._arrivals.get(event.case, event.time)
        number = event.time // self.period
        if number not in self._books:
            self._books[number] = Book()
            self._opened(number)
        tally = self._books[number].tallies[lodged.leg]
        tally.count(channel, event.time - begun, ahead=not lodged.arrived)
