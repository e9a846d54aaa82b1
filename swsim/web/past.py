"""A run as it stood at an earlier second, and how it came out: folded from its ledger.

Reads with a connection and in a thread of its own; the run itself is not touched.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from swsim.domain.events import Event
from swsim.ledger.store import Ledger
from swsim.reports.story import XmlOf
from swsim.web.live import Live

# Events before a moment that are told again, and not only counted: as many as fill
# what a browser is told of that has just come.
TOLD_AGAIN: Final = 1_000

Result = TypeVar("Result")


def catch_up(live: Live, events: Sequence[Event]) -> None:
    """Let a state take in what has been; only the last of it is told."""
    live.take(events[:-TOLD_AGAIN], told=False)
    live.take(events[-TOLD_AGAIN:])


class Past:
    """Looks back at the ledger of a run.

    `live` makes an empty state that reads messages with the function it is given.
    """

    def __init__(self, path: Path, live: Callable[[XmlOf], Live]) -> None:
        self._path = path
        self._live = live
        self._thread = ThreadPoolExecutor(1, "swsim.past")
        self._made: dict[str, Any] = {}
        self._last: tuple[int, dict[str, Any]] = (-1, {})

    async def at(self, second: int) -> dict[str, Any]:
        """Return the state at the end of a second, as `Live.snapshot` has it.

        The whole room looks at the same moment: the last one is kept.
        """
        return await self._in_turn(partial(self._at, second))

    async def once(self, key: str, work: Callable[[Ledger], Any]) -> Any:
        """Return what a function makes of the ledger of a run that has ended.

        All ask the same when it has: what was made for a `key` is kept.
        """
        return await self._in_turn(partial(self._once, key, work))

    def close(self) -> None:
        """Look back no more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _in_turn(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    # --- in the thread ----------------------------------------------------------------

    def _at(self, second: int) -> dict[str, Any]:
        if self._last[0] != second:
            self._last = second, self._snapshot(second)
        return self._last[1]

    def _snapshot(self, second: int) -> dict[str, Any]:
        def of(ledger: Ledger) -> dict[str, Any]:
            def xml_of(message_id: str) -> bytes | None:
                stored = ledger.message(message_id)
                return stored.xml if stored else None

            live = self._live(xml_of)
            catch_up(live, list(ledger.events(until=second)))
            return live.snapshot()

        return self._read(of)

    def _once(self, key: str, work: Callable[[Ledger], Any]) -> Any:
        if key not in self._made:
            self._made[key] = self._read(work)
        return self._made[key]

    def _read(self, work: Callable[[Ledger], Result]) -> Result:
        with closing(Ledger.open(self._path)) as ledger:
            return work(ledger)
