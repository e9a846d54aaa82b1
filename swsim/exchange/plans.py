"""When each site has its next event of its own; changes only by running the site."""

import heapq
from collections.abc import Iterable

from swsim.simulation.site import Site


class Plans:
    """The next own second of each site."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self._planned: dict[str, int] = {}
        self._heap: list[tuple[int, str]] = []
        for site in sites:
            self.ask(site)

    def ask(self, site: Site) -> None:
        """Note what a site plans next: at the beginning, and after it was run."""
        planned = site.next_second()
        if planned is not None and planned != self._planned.get(site.id):
            self._planned[site.id] = planned
            heapq.heappush(self._heap, (planned, site.id))

    def earliest(self) -> int | None:
        """Return the earliest second at which a site plans something."""
        return self._heap[0][0] if self._heap else None

    def awake(self, second: int) -> set[str]:
        """Return the sites with events of their own at a second."""
        awake = set()
        while self._heap and self._heap[0][0] <= second:
            awake.add(heapq.heappop(self._heap)[1])
        return awake
