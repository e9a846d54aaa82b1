"""A desk: officers who serve one declaration after the other, urgent ones first.

What was waited and worked for is written down when the work is done, so that queues
can be measured afterwards.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Protocol

import simpy

from swsim.domain.events import Fact, Kind
from swsim.domain.settings import Leg

USUAL = 1  # the place in a queue of what is not urgent


class Ground(Protocol):
    """What a queue stands on: the site's clock and record."""

    env: simpy.Environment

    def working(self, seconds: int) -> int:
        """Return how long so much work takes, begun now."""

    def record(self, participant: str, kind: Kind, case: str, **facts: Fact) -> None:
        """Write down that something happened now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """The declaration that is served."""

    case: str
    declaration: str
    leg: Leg


def _nothing() -> None:
    """Do nothing when work begins."""


class Turn:
    """A job in a queue: `ready` happens when an officer takes it up; then end it."""

    def __init__(self, queue: "Queue", job: Job, priority: int) -> None:
        self._queue = queue
        self._job = job
        self._arrived = self._began = queue.now
        self.ready = queue.officers.request(priority)
        # Whoever finds an officer free has begun already.
        if not self.ready.triggered:
            self.ready.callbacks.append(self._begin)

    def _begin(self, _: simpy.Event) -> None:
        self._began = self._queue.now

    def end(self) -> None:
        """Let the officer go, and write down how long all took."""
        self._queue.officers.release(self.ready)
        self._queue.served(self._job, self._arrived, self._began)

    def leave(self) -> None:
        """Let the officer go without any work: nobody was served."""
        self._queue.officers.release(self.ready)


class Queue:
    """So many officers of a participant, who all work off one queue at a desk."""

    def __init__(
        self, site: Ground, participant: str, desk: str, officers: int
    ) -> None:
        self._site = site
        self._participant = participant
        self._desk = desk
        self.officers = simpy.PriorityResource(site.env, officers)

    @property
    def now(self) -> int:
        """The present second."""
        return int(self._site.env.now)

    def join(self, job: Job, priority: int = USUAL) -> Turn:
        """Queue up; a smaller `priority` goes first."""
        return Turn(self, job, priority)

    def serve(
        self,
        job: Job,
        seconds: int,
        begun: Callable[[], None] = _nothing,
        priority: int = USUAL,
    ) -> Generator[simpy.Event, Any, None]:
        """Wait for an officer, then for his work of `seconds`; part of a process.

        `begun` is called when the officer takes the job up.
        """
        turn = self.join(job, priority)
        yield turn.ready
        begun()
        yield self._site.env.timeout(self._site.working(seconds))
        turn.end()

    def served(self, job: Job, arrived: int, began: int) -> None:
        """Write a job down that has just been done."""
        self._site.record(
            self._participant,
            Kind.SERVED,
            job.case,
            declaration=job.declaration,
            leg=job.leg,
            desk=self._desk,
            officers=int(self.officers.capacity),
            arrived=arrived,
            began=began,
        )

    def resize(self, officers: int) -> None:
        """Change how many work; who is at work finishes what he has begun."""
        # SimPy has no method for this; those who wait are served as if one had left.
        self.officers._capacity = officers
        self.officers._trigger_put(None)
