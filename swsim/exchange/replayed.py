"""The link of a run that goes on: from hand to hand while it is replayed, then live.

What was not received before the run was interrupted is not delivered while it is
replayed; the kernel publishes it over the live link.
"""

from collections.abc import Sequence

from swsim.exchange.direct import DirectLink
from swsim.exchange.link import Arrival, Link, Parcel, Post


class ReplayedLink:
    """Two links in turn; `stored` names the messages that were received."""

    def __init__(self, live: Link, stored: frozenset[str]) -> None:
        self.name = live.name
        self._live = live
        self._stored = stored
        self._replaying: DirectLink | None = DirectLink(None)

    @property
    def _link(self) -> Link:
        return self._replaying or self._live

    async def open(self, post: Post) -> None:
        """Start with the replay."""
        await self._link.open(post)

    async def end_replay(self) -> None:
        """End the replay once all it holds is delivered."""
        assert self._replaying is not None
        await self._replaying.settle()
        await self._replaying.close()
        self._replaying = None

    async def go_live(self, post: Post) -> None:
        """Open the live link, after the end of the replay."""
        await self._live.open(post)

    async def close(self, *, clear_sessions: bool = True) -> None:
        """Close the link in use."""
        await self._link.close(clear_sessions=clear_sessions)

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Move parcels; while replaying, those alone that were received then."""
        if self._replaying is not None:
            parcels = [each for each in parcels if each.message_id in self._stored]
        await self._link.publish(parcels)

    async def confirm(self, arrivals: Sequence[tuple[Arrival, str | None]]) -> None:
        """Confirm over the link by which each came."""
        await self._link.confirm(arrivals)
