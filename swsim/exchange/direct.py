"""The link of `--broker none`: the same bytes, from hand to hand, without a socket."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from swsim.exchange.link import Arrival, Parcel, Post, by_pair, handed_over


class DirectLink:
    """Delivers in the next turn of the event loop, as a broker would: never inline."""

    name = "none"

    def __init__(self, participants: Iterable[str]) -> None:
        self._participants = frozenset(participants)
        self._post: Post | None = None

    async def open(self, post: Post) -> None:
        """Start to deliver to `post`."""
        self._post = post

    async def close(self, *, clear_sessions: bool = True) -> None:
        """Deliver nothing more, not even what was handed over before."""
        self._post = None

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Deliver to the participants there are; drop what is for anybody else."""
        arrivals = [
            handed_over(parcel)
            for parcel in parcels
            if parcel.recipient in self._participants
        ]
        if arrivals:
            self._soon(lambda post: post.arrived(arrivals))

    async def confirm(self, arrivals: Sequence[tuple[Arrival, str | None]]) -> None:
        """Bring the receipts, one call for each pair of sender and recipient."""
        for (sender, recipient), message_ids in by_pair(arrivals).items():
            if sender in self._participants:
                self._soon(_receipt(sender, recipient, message_ids))

    def _soon(self, call: Callable[[Post], None]) -> None:
        def deliver() -> None:
            if self._post is not None:
                call(self._post)

        asyncio.get_running_loop().call_soon(deliver)


def _receipt(
    sender: str, recipient: str, message_ids: Sequence[str]
) -> Callable[[Post], None]:
    return lambda post: post.receipted(sender, recipient, message_ids)
