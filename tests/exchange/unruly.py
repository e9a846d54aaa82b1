"""Links with faults: they delay, repeat, alter or withhold what they carry."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import replace
from typing import Any

from swsim.domain.streams import Stream
from swsim.exchange.direct import DirectLink
from swsim.exchange.link import Arrival, Parcel, Post


class TaskLink(DirectLink):
    """A direct link with work in the background, which ends when it is closed."""

    def __init__(self, participants: Iterable[str]) -> None:
        super().__init__(participants)
        self.closed = False
        self._tasks: set[asyncio.Task[None]] = set()

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do some work in the background."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self, *, clear_sessions: bool = True) -> None:
        """Deliver nothing more."""
        self.closed = True
        await super().close(clear_sessions=clear_sessions)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class UnrulyLink(TaskLink):
    """Delays each parcel by 0 to `most` ms, so that they overtake each other.

    Of 1,000 parcels, `repeat` come twice and `lose` do not come at all.
    """

    def __init__(
        self,
        participants: Iterable[str],
        *,
        seed: int,
        most: int = 6,
        repeat: int = 0,
        lose: int = 0,
    ) -> None:
        super().__init__(participants)
        self._draw = Stream(seed, "unruly-link")
        self._most = most
        self._repeat = repeat
        self._lose = lose
        self.did: Counter[str] = Counter()

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Carry parcels, each at its own pace."""
        for parcel in parcels:
            if self._draw.chance(self._lose):
                self.did["lost"] += 1
                continue
            self.later(self._carry(parcel))
            if self._draw.chance(self._repeat):
                self.did["repeated"] += 1
                self.later(self._carry(parcel))

    async def _carry(self, parcel: Parcel) -> None:
        await asyncio.sleep(self._draw.below(self._most + 1) / 1000)
        await super().publish([parcel])


class AlteringLink(DirectLink):
    """Puts `alter(body)` in the place of the first body that it changes."""

    def __init__(
        self, participants: Iterable[str], alter: Callable[[bytes], bytes]
    ) -> None:
        super().__init__(participants)
        self._alter = alter
        self.altered = 0

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Carry parcels, one of them altered."""
        await super().publish([self._touched(parcel) for parcel in parcels])

    def _touched(self, parcel: Parcel) -> Parcel:
        body = parcel.body if self.altered else self._alter(parcel.body)
        self.altered += body != parcel.body
        return replace(parcel, body=body)


class SilentLink(DirectLink):
    """Delivers nothing; keeps what it was to deliver, and whom it was to tell."""

    post: Post

    def __init__(self, participants: Iterable[str]) -> None:
        super().__init__(participants)
        self.swallowed: list[Parcel] = []
        self.began = asyncio.Event()

    async def open(self, post: Post) -> None:
        """Note whom to tell."""
        await super().open(post)
        self.post = post

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Swallow parcels."""
        self.swallowed += parcels
        self.began.set()


class ForgingLink(DirectLink):
    """Delivers `forged` arrivals before anything else; keeps what is confirmed."""

    def __init__(self, participants: Iterable[str], forged: Sequence[Arrival]) -> None:
        super().__init__(participants)
        self._forged = forged
        self.confirmed: list[tuple[Arrival, str | None]] = []

    async def open(self, post: Post) -> None:
        """Start with the forgeries."""
        await super().open(post)
        self._soon(lambda post: post.arrived(self._forged))

    async def confirm(self, arrivals: Sequence[tuple[Arrival, str | None]]) -> None:
        """Keep what is confirmed."""
        self.confirmed += arrivals
        await super().confirm(arrivals)


class OwingLink(TaskLink):
    """Brings no receipts until `more_wait` says that parcels are held back for them.

    `owed` is how many receipts are due, `most` how many one recipient owed at once.
    """

    def __init__(self, participants: Iterable[str]) -> None:
        super().__init__(participants)
        self.more_wait: Callable[[], bool] = lambda: False
        self.most = 0
        self._open: dict[str, set[str]] = {}
        self._held: list[tuple[Arrival, str | None]] = []
        self._brings = False

    @property
    def owed(self) -> int:
        return sum(map(len, self._open.values()))

    async def open(self, post: Post) -> None:
        """Connect, and look out for parcels that are held back."""
        await super().open(post)
        self.later(self._bring())

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Carry parcels and count those without a receipt."""
        for parcel in parcels:
            owed = self._open.setdefault(parcel.recipient, set())
            owed.add(parcel.message_id)
            self.most = max(self.most, len(owed))
        await super().publish(parcels)

    async def confirm(self, arrivals: Sequence[tuple[Arrival, str | None]]) -> None:
        """Bring receipts, or keep them for later."""
        if not self._brings:
            self._held += arrivals
            return
        for arrival, message_id in arrivals:
            self._open[arrival.recipient].discard(message_id or "")
        await super().confirm(arrivals)

    async def _bring(self) -> None:
        # Twice, as a parcel may be on its way from the kernel to us.
        for _ in range(2):
            while not self.more_wait():  # noqa: ASYNC110 (the kernel tells nobody)
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.01)
        self._brings = True
        await self.confirm(self._held)


class FailingLink(TaskLink):
    """Raises `error` when it is asked to publish."""

    def __init__(self, participants: Iterable[str], error: Exception) -> None:
        super().__init__(participants)
        self._error = error

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Fail."""
        raise self._error
