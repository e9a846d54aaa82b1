"""Files that wait equally long for something, and what follows when it does not come.

All have the same time, so that the first to wait is the first to be due: one timer
runs, however many there are.
"""

from collections import deque
from collections.abc import Callable

from swsim.simulation.files import File
from swsim.simulation.site import Site


class Deadline:
    """A limit of `time` seconds.

    `waits` tells whether something is still awaited for a file; `missed` is called with
    each for which it is when its time is over.
    """

    def __init__(
        self,
        site: Site,
        time: int,
        *,
        waits: Callable[[File], bool],
        missed: Callable[[File], None],
    ) -> None:
        self._site = site
        self._time = time
        self._waits = waits
        self._missed = missed
        self._awaited: deque[tuple[int, File]] = deque()

    def expect(self, file: File) -> None:
        """Give a file its time, from now on."""
        self._awaited.append((self._site.now + self._time, file))
        if len(self._awaited) == 1:
            self._wait()

    def _wait(self) -> None:
        while self._awaited and not self._waits(self._awaited[0][1]):
            self._awaited.popleft()
        if self._awaited:
            due, _ = self._awaited[0]
            self._site.after(max(1, due - self._site.now), self._due)

    def _due(self) -> None:
        _, file = self._awaited.popleft()
        if self._waits(file):
            self._missed(file)
        self._wait()
