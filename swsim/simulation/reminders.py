"""Reminds of duties and taxes that are not paid when they are due.

All have the same time to pay, so that the first asked for is the first due: one timer
runs, however many payments are awaited.
"""

from collections import deque
from collections.abc import Callable

from swsim.domain.lifecycle import State
from swsim.simulation.files import File
from swsim.simulation.site import Site

TIME_TO_PAY = 10 * 86_400
_PAYING = frozenset({State.SELECTED, State.RELEASED})


class Reminders:
    """The payments that one customs administration awaits; `ask` asks once more."""

    def __init__(self, site: Site, ask: Callable[[File], None]) -> None:
        self._site = site
        self._ask = ask
        self._awaited: deque[tuple[int, File]] = deque()

    def expect(self, file: File) -> None:
        """Remind of what has just been asked for, once, if it is not paid in time."""
        self._awaited.append((self._site.now + TIME_TO_PAY, file))
        if len(self._awaited) == 1:
            self._wait()

    def _wait(self) -> None:
        while self._awaited and not _owes(self._awaited[0][1]):
            self._awaited.popleft()
        if self._awaited:
            due, _ = self._awaited[0]
            self._site.after(max(1, due - self._site.now), self._due)

    def _due(self) -> None:
        _, file = self._awaited.popleft()
        if _owes(file):
            self._ask(file)
        self._wait()


def _owes(file: File) -> bool:
    return not file.paid.triggered and file.state in _PAYING
