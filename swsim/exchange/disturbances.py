"""What goes wrong in the transport on purpose, at a virtual second.

The outcome of a run does not depend on it: that is the lesson it teaches.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from swsim.exchange.link import Parcel


class Way(Protocol):
    """From whom to whom a message goes."""

    @property
    def sender(self) -> str:
        """The participant that sends it."""

    @property
    def recipient(self) -> str:
        """The participant that it is for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat:
    """From second `at`, the next message on a link goes out twice."""

    name: str
    at: int
    sender: str
    recipient: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Breakage:
    """At the first traffic from second `at` on, `action` is awaited (a kill)."""

    name: str
    at: int
    action: Callable[[], Awaitable[None]]


@dataclass(kw_only=True, slots=True)
class Disturbances:
    """The disturbances of a run that are still to come.

    `struck` is called with the name of each when it happens.
    """

    repeats: list[Repeat] = field(default_factory=list)
    breakages: list[Breakage] = field(default_factory=list)
    struck: Callable[[str], None] = lambda name: None

    def parcels(self, second: int, parcels: Sequence[Parcel]) -> list[Parcel]:
        """Return the parcels of a second, with those doubled that are to be."""
        out = list(parcels)
        for repeat in list(self.repeats):
            ends = (repeat.sender, repeat.recipient)
            found = [each for each in parcels if (each.sender, each.recipient) == ends]
            if second >= repeat.at and found:
                out.append(found[0])
                self.repeats.remove(repeat)
                self.struck(repeat.name)
        return out

    def passed(self, second: int, messages: Sequence[Way], *, tell: bool) -> None:
        """Forget what has struck by a second that is only replayed.

        With `tell`, `struck` is called as it was then.
        """
        if not self.repeats and not self.breakages:
            return
        links = {(each.sender, each.recipient) for each in messages}
        for repeat in list(self.repeats):
            if second >= repeat.at and (repeat.sender, repeat.recipient) in links:
                self.repeats.remove(repeat)
                self._told(repeat.name, tell)
        for breakage in list(self.breakages):
            if second >= breakage.at and messages:
                self.breakages.remove(breakage)
                self._told(breakage.name, tell)

    def _told(self, name: str, tell: bool) -> None:
        if tell:
            self.struck(name)

    async def strike(self, second: int, in_flight: int) -> None:
        """Break what is to be broken by now, while messages are on their way."""
        for breakage in list(self.breakages):
            if second >= breakage.at and in_flight:
                self.breakages.remove(breakage)
                self.struck(breakage.name)
                await breakage.action()
