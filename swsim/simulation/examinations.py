"""The place where goods are opened: customs and agencies in turn, or once together.

Physical like the port: who looks, and when, is seen and not sent as messages. Together
(RKC 3.35) they wait until everybody who may want to look has made up his mind.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import simpy

from swsim.domain.events import Fact, Kind
from swsim.domain.policies import Policy
from swsim.domain.settings import Leg
from swsim.simulation.port import ROLE, Port
from swsim.simulation.queue import Job, Queue

Process = Generator[simpy.Event, Any, None]


class Ground(Protocol):
    """What the place stands on: the site's clock, port, policy and record."""

    id: str
    env: simpy.Environment
    port: Port

    @property
    def policy(self) -> Policy:
        """The policy of the present second."""

    def working(self, seconds: int) -> int:
        """Return how long so much work takes, begun now."""

    def record(self, participant: str, kind: Kind, case: str, **facts: Fact) -> None:
        """Write down that something happened now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Goods:
    """The goods of one consignment, as whoever opens them knows them."""

    ucr: str
    case: str
    reference: str
    leg: Leg
    perishable: bool = False

    @property
    def job(self) -> Job:
        """The same, for a desk that serves it."""
        return Job(case=self.case, declaration=self.reference, leg=self.leg)


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One participant's wish to look: with an officer of `queue`, for `seconds`."""

    who: str
    queue: Queue
    seconds: int
    priority: int
    started: Callable[[], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Appointment:
    look: Look
    done: simpy.Event


class Examinations:
    """Opens goods for those who want to look."""

    def __init__(self, site: Ground) -> None:
        self.site = site
        self.env = site.env
        self._turns: dict[str, simpy.Resource] = {}
        # Taken again, as a resource that is let go of stays: it refers to itself.
        self._spare: list[simpy.Resource] = []
        self._undecided: dict[str, set[str]] = {}
        self._wanted: dict[str, list[_Appointment]] = {}
        self._present: dict[str, simpy.Event] = {}

    def presence(self, reference: str) -> simpy.Event:
        """Return the event that the declarant of an LRN comes to see goods opened."""
        return self._present.setdefault(reference, self.env.event())

    def attend(self, reference: str) -> None:
        """Come, as the declarant of an LRN; nothing if nobody opens the goods."""
        present = self._present.pop(reference, None)
        if present is not None:
            present.succeed()

    def expect(self, ucr: str, who: str) -> None:
        """Note that somebody may want to look at the goods, or may not."""
        self._undecided.setdefault(ucr, set()).add(who)

    def waive(self, goods: Goods, who: str) -> None:
        """Note that somebody who was expected need not look."""
        if self._all_decided(goods.ucr, who) and goods.ucr in self._wanted:
            self.env.process(self._together(goods, self._wanted.pop(goods.ucr)))

    def _all_decided(self, ucr: str, who: str) -> bool:
        """Note that somebody has made up his mind; tell whether all have by now."""
        undecided = self._undecided.get(ucr, set())
        undecided.discard(who)
        if not undecided:
            self._undecided.pop(ucr, None)
        return not undecided

    def look(self, goods: Goods, look: Look) -> Process:
        """Look at the goods once they are there; ends when the look is over."""
        yield from self.at_hand(goods)
        if not self.site.policy.joint_inspection:
            self._all_decided(goods.ucr, look.who)
            yield from self._alone(goods, look)
            return
        appointment = _Appointment(look=look, done=self.env.event())
        self._wanted.setdefault(goods.ucr, []).append(appointment)
        self.waive(goods, look.who)
        yield appointment.done

    def at_hand(self, goods: Goods) -> Process:
        """Wait for goods that are still to arrive."""
        if goods.leg == "export":
            return
        arrival = self.site.port.arrival(goods.ucr)
        if not arrival.processed:
            yield arrival

    def _alone(self, goods: Goods, look: Look) -> Process:
        turns = self._turns_at(goods.ucr)
        with turns.request() as turn:
            if not turn.triggered:
                yield turn
            yield self._positioned(goods)
            yield from look.queue.serve(
                goods.job,
                look.seconds,
                partial(self._open, goods, [look]),
                look.priority,
            )
        if not (turns.count or turns.queue):
            self._spare.append(self._turns.pop(goods.ucr))

    def _turns_at(self, ucr: str) -> simpy.Resource:
        """Return by what those who open goods take turns."""
        if ucr not in self._turns:
            spare = self._spare.pop() if self._spare else simpy.Resource(self.env)
            self._turns[ucr] = spare
        return self._turns[ucr]

    def _together(self, goods: Goods, appointments: Sequence[_Appointment]) -> Process:
        # In one order for all goods, or two appointments might wait for each other.
        looks = sorted((each.look for each in appointments), key=lambda look: look.who)
        yield self._positioned(goods)
        turns = []
        for look in looks:
            turns.append(look.queue.join(goods.job, look.priority))
            yield turns[-1].ready
        self._open(goods, looks)
        longest = max(look.seconds for look in looks)
        yield self.env.timeout(self.site.working(longest))
        for turn in turns:
            turn.end()
        for each in appointments:
            each.done.succeed()

    def _positioned(self, goods: Goods) -> simpy.Event:
        positioned = self.env.event()
        self.site.port.position(
            goods.ucr,
            goods.case,
            goods.leg,
            partial(_happen, positioned),
            first=goods.perishable and self.site.policy.perishables_first,
        )
        return positioned

    def _open(self, goods: Goods, looks: Sequence[Look]) -> None:
        for look in looks:
            look.started()
        by = tuple(look.who for look in looks)
        # Customs alone is told by its own time points.
        if by != (f"{self.site.id}-cus",):
            self.site.record(
                f"{self.site.id}-{ROLE}",
                Kind.INSPECTION,
                goods.case,
                declaration=goods.reference,
                leg=goods.leg,
                by=by,
            )


def _happen(event: simpy.Event) -> None:
    event.succeed()
