"""What people and other systems give to a run, until it takes effect."""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from swsim.domain.identifiers import site_of
from swsim.simulation.mail import Given


class Inputs:
    """Inputs by the second at which they take effect, numbered from 1.

    Those of a second come in the order of their numbers.
    """

    def __init__(self, before: Sequence[Given] = ()) -> None:
        """Begin with those that were given before the run was interrupted."""
        self._waiting = [(each.time, each.number, each) for each in before]
        heapq.heapify(self._waiting)
        self._given = max((each.number for each in before), default=0)

    def next(self, **said: Any) -> Given:
        """Return a new input, which has the next number and waits from now on.

        `said` is what `Given` holds beside the number.
        """
        self._given += 1
        given = Given(number=self._given, **said)
        heapq.heappush(self._waiting, (given.time, given.number, given))
        return given

    def earliest(self) -> int | None:
        """Return the earliest second of an input, None where none waits."""
        return self._waiting[0][0] if self._waiting else None

    def of(self, second: int) -> dict[str, list[Given]]:
        """Return what takes effect by a second, by site; it waits no more."""
        found: dict[str, list[Given]] = defaultdict(list)
        while self._waiting and self._waiting[0][0] <= second:
            *_, given = heapq.heappop(self._waiting)
            found[site_of(given.participant)].append(given)
        return found
