"""Imports on paper while the single window cannot be reached, and their late entry.

Customs has a counter with a few clerks, who see a declaration on paper and let the
goods go; perishables come first. The electronic declaration is still under way, and
comes in when the single window is back. RKC 3.11, 7.1; TFA 7.9.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import simpy

from swsim.domain.events import Fact, Kind
from swsim.domain.goods import goods
from swsim.domain.happenings import OnPaper
from swsim.domain.lifecycle import State, Trigger
from swsim.domain.settings import Leg, ShipmentOrder
from swsim.simulation import queue
from swsim.simulation.queue import USUAL, Job, Queue

if TYPE_CHECKING:
    from swsim.simulation.site import Site

# When the sender of a message gives a link up: the trader takes the papers and goes.
_GIVEN_UP = 5 + 30 + 120

DESK = "counter"
_FIRST = 0  # the place of perishables in the queue


class Ground(queue.Ground, Protocol):
    """What a counter stands on: the site's clock and record."""

    id: str

    @property
    def now(self) -> int:
        """The present second."""


class Declared(Protocol):
    """An import that a trader has lodged, or tries to."""

    id: str
    leg: Leg
    reference: str
    state: State

    @property
    def order(self) -> ShipmentOrder:
        """The order behind the shipment."""

    @property
    def ucr(self) -> str:
        """The consignment."""


class Counter:
    """Where customs takes declarations on paper, while it is open."""

    def __init__(self, site: Ground) -> None:
        self._site = site
        self._open: OnPaper | None = None
        self._until = 0
        self._clerks: Queue
        self._let_go: dict[str, bool] = {}  # case -> whether it was entered since

    def open(self, how: OnPaper, until: int) -> None:
        """Open the counter until a second."""
        self._open, self._until = how, until
        self._clerks = Queue(self._site, f"{self._site.id}-cus", DESK, how.clerks)

    def let_go(self, case: str) -> bool:
        """Tell whether goods went out on paper."""
        return case in self._let_go

    def entered(self, case: str, declaration: str) -> None:
        """Write down that what went out on paper has been declared at last."""
        if self._let_go.get(case) is False:
            self._let_go[case] = True
            self._write(case, declaration=declaration, step="entered")

    def bring(
        self, declared: Declared, needed: Callable[[], bool], then: Callable[[], None]
    ) -> None:
        """Bring a declaration on paper; `then` when the goods may go.

        Nothing comes of it where the counter does not take such goods, is closed by
        then, or when it is not `needed` any more.
        """
        if self._open is None or self._site.now >= self._until:
            return
        perishable = any(goods()[code].perishable for code in declared.order.hs6)
        if perishable or not self._open.perishables_only:
            treat = self._treat(self._open, declared, perishable, needed, then)
            self._site.env.process(treat)

    def _treat(
        self,
        how: OnPaper,
        declared: Declared,
        perishable: bool,
        needed: Callable[[], bool],
        then: Callable[[], None],
    ) -> Generator[simpy.Event, Any, None]:
        yield self._site.env.timeout(_GIVEN_UP)
        job = Job(case=declared.id, declaration=declared.reference, leg="import")
        turn = self._clerks.join(job, _FIRST if perishable else USUAL)
        yield turn.ready
        if not needed() or self._site.now >= self._until:
            turn.leave()
            return
        yield self._site.env.timeout(how.each)
        turn.end()
        if needed():
            self._let_go[declared.id] = False
            self._write(
                declared.id,
                declaration=declared.reference,
                step="released",
                perishable=int(perishable),
            )
            then()

    def _write(self, case: str, **facts: Fact) -> None:
        customs = f"{self._site.id}-cus"
        self._site.record(customs, Kind.PAPER, case, leg="import", **facts)


@dataclass(kw_only=True, slots=True)
class _Gone:
    left: bool = False
    returned: bool = False


class PaperTrail:
    """What a trader does with imports that went out on paper."""

    def __init__(
        self, site: "Site", window: str, move: Callable[[Any, Trigger], None]
    ) -> None:
        self._site, self._window, self._move = site, window, move
        self._gone: dict[str, _Gone] = {}

    def lodged(self, case: Declared, trader: str) -> None:
        """Go to the counter where the lodgement cannot get through."""
        if case.leg == "export" or not self._cut_off(trader):
            return

        def needed() -> bool:
            lodged = case.state is State.LODGED and case.id not in self._gone
            return lodged and self._cut_off(trader)

        self._site.counter.bring(case, needed, lambda: self._collect(case))

    def _cut_off(self, trader: str) -> bool:
        return self._site.led.cut_off(trader, self._window)

    def _collect(self, case: Declared) -> None:
        gone = self._gone[case.id] = _Gone()

        def left() -> None:
            gone.left = True
            self._catch_up(case, gone)

        def returned() -> None:
            gone.returned = True
            self._catch_up(case, gone)

        port = self._site.port
        port.when_unloaded(
            case.ucr, lambda: port.gate_out(case.ucr, case.id, left, returned)
        )

    def released(self, case: Declared) -> bool:
        """Tell whether goods that are released now went out on paper before."""
        gone = self._gone.get(case.id)
        if gone is None:
            return False
        self._catch_up(case, gone)
        return True

    def _catch_up(self, case: Declared, gone: _Gone) -> None:
        """Write down what has happened to the goods, once the release is there."""
        if gone.left and case.state is State.RELEASED:
            self._move(case, Trigger.GATE_OUT)
        if gone.returned and case.state is State.GATED_OUT:
            self._move(case, Trigger.CLOSE)
