"""Deals the ways of declaring to the shipments of a lane, and companies to rings.

The same lane, number and seed deal the same cards; only the traders are shown them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from swsim.domain.schemes import SCHEMES, SchemeId
from swsim.domain.streams import Stream
from swsim.scenario.lanes import Lane

# The companies of a ring: the last numbers of those that a member has.
_EXPORTERS_END, _IMPORTERS_END = 40, 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What is dealt to one shipment: how it is declared, and between which companies.

    None leaves a company to the deal itself.
    """

    scheme: SchemeId | None = None
    exporter: int | None = None
    importer: int | None = None


def cards(lane: Lane, count: int, seed: int) -> Sequence[Card]:
    """Return a card for each shipment of a lane, in their order."""
    if lane.schemes is None:
        return [Card()] * count
    stream = Stream(seed, "scenario", lane.id, "schemes")
    dealt = _dealt(lane.schemes, count, stream)
    return [_card(scheme, at, lane) for at, scheme in enumerate(dealt)]


def _dealt(
    schemes: Mapping[SchemeId, int], count: int, stream: Stream
) -> Sequence[SchemeId]:
    """Return schemes in the numbers asked for, shuffled; a rest is left to chance."""
    pack: list[SchemeId] = []
    for scheme, per_mille in sorted(schemes.items()):
        whole, rest = divmod(count * per_mille, 1000)
        pack += [scheme] * (whole + stream.chance(rest))
    pack += ["honest"] * (count - len(pack))
    pack = pack[:count]
    for last in range(len(pack) - 1, 0, -1):
        other = stream.below(last + 1)
        pack[last], pack[other] = pack[other], pack[last]
    return pack


def exporter(lane: Lane, card: Card, stream: Stream) -> int | None:
    """Return the number of the exporting company, None where the deal draws it."""
    if card.exporter is not None or lane.exporters is None:
        return card.exporter
    return stream.below(lane.exporters)


def _card(scheme: SchemeId, at: int, lane: Lane) -> Card:
    if not SCHEMES[scheme].ring:
        return Card(scheme=scheme)
    ring = at % lane.rings + 1
    return Card(
        scheme=scheme, exporter=_EXPORTERS_END - ring, importer=_IMPORTERS_END - ring
    )
