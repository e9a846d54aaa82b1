"""A wave of wrong lodgements, such as a broken program of a trader sends."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from swsim.domain.codes import Mode
from swsim.domain.goods import goods
from swsim.domain.happenings import Wave
from swsim.domain.mistakes import MISTAKE_IDS, MISTAKES, MistakeId
from swsim.domain.settings import ShipmentOrder
from swsim.domain.streams import Stream
from swsim.simulation.site import Site


class Lodging(Protocol):
    """Traders who lodge exports."""

    site: Site

    def lodge_once(self, order: ShipmentOrder) -> None:
        """Lodge an export declaration, and leave it at that if it is refused."""

    def stream(self, purpose: str) -> Stream:
        """Return a random stream."""


# Numbers of orders that no scenario deals out.
_FIRST_ORDER = 9_000_001


class Waves:
    """The waves of the traders of one country."""

    def __init__(self, traders: Lodging) -> None:
        self._traders = traders
        self._next = _FIRST_ORDER

    def lodge(self, wave: Wave) -> None:
        """Spread wrong lodgements over a time, made after orders that traders have."""
        site = self._traders.site
        stream = self._traders.stream(f"wave/{self._next}")
        for order in self._orders(site.settings.orders, wave):
            wait = 1 + stream.below(wave.within)
            site.after(wait, partial(self._traders.lodge_once, order))

    def _orders(
        self, own: Sequence[ShipmentOrder], wave: Wave
    ) -> Iterator[ShipmentOrder]:
        usable = [(each, fits) for each in own if (fits := _fitting(each, wave))]
        for number in range(wave.count if usable else 0):
            order, mistakes = usable[number % len(usable)]
            mistake = mistakes[number % len(mistakes)]
            id_ = f"S{self._next}"
            self._next += 1
            yield replace(order, id=id_, mistake=mistake, mistake_leg="export")


def _fitting(order: ShipmentOrder, wave: Wave) -> Sequence[MistakeId]:
    return [each for each in _possible(wave) if _fits(order, each)]


def _possible(wave: Wave) -> Sequence[MistakeId]:
    return wave.mistakes or [each for each in MISTAKE_IDS if MISTAKES[each].rejected]


def _fits(order: ShipmentOrder, mistake: MistakeId) -> bool:
    wanted = {code for each in order.hs6 for code in goods()[each].documents("export")}
    containers = order.mode == Mode.SEA
    return MISTAKES[mistake].fits(leg="export", containers=containers, documents=wanted)
