"""The control topics of a run: one participant's words to others, and theirs to it.

Knows which word is new and which stands; not what the words mean.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from swsim.exchange import wallclock
from swsim.exchange.control import Said, Word, decode, encode
from swsim.exchange.link import Arrival, Link, Parcel
from swsim.exchange.logbook import warn

DOCUMENT: Final = "control"

# Wall seconds after which a word is said again that still stands. All others may wait
# for it, so the first time soon; then twice as long each time, up to the longest.
_AGAIN: Final = 0.125
_AGAIN_LONGEST: Final = 1.0


@dataclass(slots=True)
class _Standing:
    """A word that stands, since when it was last said, and how often it was."""

    said: Said
    when: float
    times: int = 1

    def is_due(self, now: float) -> bool:
        """Tell whether it is time to say it again."""
        wait = _AGAIN * 2.0 ** min(self.times - 1, 8)
        return now - self.when >= min(wait, _AGAIN_LONGEST)


class Channel:
    """Says words over a link and hears those of others; use it with `async with`.

    `heard` is called in the event loop with each new word; what it raises ends the
    channel: `failed` is awaited by whoever wants to know.
    """

    def __init__(self, link: Link, me: str, heard: Callable[[str, Word], None]) -> None:
        """Connect nothing yet; `link` has the one participant `me`."""
        self._link = link
        self._me = me
        self._heard = heard
        self._session = _new_session()
        self._number = 0
        self._standing: dict[str, _Standing] = {}
        # Of each other one: its latest session, and the last number in that.
        self._last: dict[str, tuple[str, int]] = {}
        self.signs: dict[str, float] = {}  # when each was last heard, new word or not
        self._tasks: list[asyncio.Task[None]] = []
        self._work: asyncio.Queue[tuple[list[Parcel], list[Arrival]]] = asyncio.Queue()
        self.failed: asyncio.Future[None]

    async def __aenter__(self) -> Self:
        """Connect; raises BrokerError."""
        self.failed = asyncio.get_running_loop().create_future()
        await self._link.open(self)
        self._tasks = [
            asyncio.create_task(self._work_on(), name="channel.work"),
            asyncio.create_task(self._repeat(), name="channel.repeat"),
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say what is still to be said, and disconnect.

        After an error the session stays: what is said meanwhile waits on the broker.
        """
        while not self._work.empty():
            await self._do(*self._work.get_nowait())
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.failed.cancel()
        await self._link.close(clear_sessions=kind is None)

    def say(self, to: str, word: Word) -> None:
        """Say a word that stands until another is said to the same one."""
        self._number += 1
        said = Said(session=self._session, number=self._number, word=word)
        self._standing[to] = _Standing(said, wallclock.monotonic())
        self._work.put_nowait(([self._parcel(to, said)], []))

    def standing(self, to: str) -> Word | None:
        """Return the word that stands to another one."""
        standing = self._standing.get(to)
        return standing.said.word if standing else None

    def _parcel(self, to: str, said: Said) -> Parcel:
        return Parcel(
            message_id=f"{said.session}-{said.number}",
            sender=self._me,
            recipient=to,
            document=DOCUMENT,
            body=encode(said),
        )

    async def _work_on(self) -> None:
        while True:
            await self._do(*await self._work.get())

    async def _do(self, parcels: list[Parcel], taken: list[Arrival]) -> None:
        await self._link.publish(parcels)
        await self._link.confirm([(each, None) for each in taken])

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(_AGAIN / 2)
            now = wallclock.monotonic()
            self._say_again(
                [to for to, word in self._standing.items() if word.is_due(now)]
            )

    def _say_again(self, recipients: Sequence[str]) -> None:
        for to in recipients:
            standing = self._standing[to]
            standing.when, standing.times = wallclock.monotonic(), standing.times + 1
            self._work.put_nowait(([self._parcel(to, standing.said)], []))

    # --- the link's Post ---------------------------------------------------------

    def arrived(self, arrivals: Sequence[Arrival]) -> None:
        """Hear words; each is acknowledged, for it comes again while it stands."""
        self._work.put_nowait(([], list(arrivals)))
        for arrival in arrivals:
            try:
                said = decode(arrival.body)
            except ValueError as error:
                warn("control_not_read", sender=arrival.sender, reason=str(error))
                continue
            if arrival.document == DOCUMENT and self._is_new(arrival.sender, said):
                self._hear(arrival.sender, said.word)

    def _is_new(self, sender: str, said: Said) -> bool:
        self.signs[sender] = wallclock.monotonic()
        # A broker may bring a word of a killed process after those of the next one.
        if (said.session, said.number) <= self._last.get(sender, ("", 0)):
            return False
        self._last[sender] = said.session, said.number
        return True

    def _hear(self, sender: str, word: Word) -> None:
        try:
            self._heard(sender, word)
        except Exception as error:  # the event loop would only log it
            if not self.failed.done():
                self.failed.set_exception(error)

    def receipted(
        self, sender: str, recipient: str, message_ids: Sequence[str]
    ) -> None:
        """Nothing to do: words are not receipted but answered."""

    def reconnected(self, participant: str) -> None:
        """Say again at once what may have been lost with the connection."""
        self._say_again(list(self._standing))


def _new_session() -> str:
    """Return a name for this start of a process, which sorts behind earlier ones.

    Its start in milliseconds, and some chance, in hexadecimal.
    """
    started = int(wallclock.now_utc().timestamp() * 1000)
    return f"{started:011x}{os.urandom(3).hex()[:5]}"
