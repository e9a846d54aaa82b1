"""Compares an import declaration with the export declaration of the same goods.

A difference is a reason to look, never a proof; it adds risk and nothing else, and may
be asked about abroad. Thresholds are illustrative. Values compare as FOB in one
currency, masses in grams, whatever terms and units the papers have.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from swsim.documents.types.declaration import Declaration
from swsim.domain.identifiers import kept
from swsim.simulation.declarations import headings_of, items_of
from swsim.simulation.terms import fob_value


class Match(StrEnum):
    """What the comparison says."""

    OK = "OK"
    SPLIT = "SPLIT"  # one of several imports of one export, which is no error
    PHANTOM_EXPORT = "PHANTOM_EXPORT"  # an import without an export
    NEVER_ARRIVED = "NEVER_ARRIVED"  # an export that nobody has imported in time
    QTY = "QTY"
    CLASS = "CLASS"
    ORIGIN = "ORIGIN"
    VALUE_LOW = "VALUE_LOW"
    VALUE_HIGH = "VALUE_HIGH"
    PARTY = "PARTY"
    CONTAINER = "CONTAINER"


AGREES = frozenset({Match.OK, Match.SPLIT})
# Differences that concern duties alone.
FISCAL = frozenset({Match.VALUE_LOW, Match.VALUE_HIGH, Match.CLASS, Match.ORIGIN})

_MASS_TOLERANCE = Decimal("0.05")
_LOW, _HIGH = Decimal("0.90"), Decimal("1.15")
_SEVERE = Decimal("0.60")
_MINOR_POINTS, _POINTS, _SEVERE_POINTS = 10, 30, 60
_GOODS_POINTS = 40  # for what only a look at the goods can settle


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """What is compared of a declaration, small enough to keep for every export.

    `net_mass` is in grams, `value` FOB in US dollars, `headings` are HS subheadings of
    six digits, `containers` in order. What is empty, or None, is not known and not
    compared. `part` tells that a declaration says itself that it covers a part of a
    consignment.
    """

    headings: frozenset[str]
    net_mass: int
    value: Decimal | None
    packages: int | None = None
    origins: frozenset[str] = frozenset()
    parties: tuple[str, str] | None = None
    containers: tuple[str, ...] = ()
    part: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A verdict, and the risk points that it is worth."""

    verdict: Match
    points: int = 0


def outline(declaration: Declaration) -> Outline:
    """Return what is compared of a declaration."""
    items = items_of(declaration)
    shipment = declaration.shipment
    return Outline(
        headings=_codes(heading for item in items for heading in headings_of(item)),
        net_mass=sum(
            item.commodity.measure.net_mass or 0
            for item in items
            if item.commodity and item.commodity.measure
        ),
        value=fob_value(declaration),
        packages=declaration.package_count,
        origins=_codes(
            origin.country
            for item in items
            for origin in item.origins
            if origin.country
        ),
        parties=_parties(declaration),
        containers=tuple(sorted(_containers(declaration))),
        part=any(
            document.line is not None
            for document in (shipment.previous_documents if shipment else ())
        ),
    )


def _codes(codes: Iterable[str]) -> frozenset[str]:
    return _same(frozenset(codes))


@lru_cache(maxsize=1_024)
def _same(codes: frozenset[str]) -> frozenset[str]:
    """Return equal sets of codes as one: they are few, and the exports many."""
    return frozenset(map(kept, codes))


def _containers(declaration: Declaration) -> set[str]:
    shipment = declaration.shipment
    consignment = shipment.consignment if shipment else None
    equipment = consignment.equipment if consignment else ()
    return {kept(each.id) for each in equipment if each.id}


def _parties(declaration: Declaration) -> tuple[str, str] | None:
    """Return exporter and consignee by their ids, None unless both are named."""
    shipment = declaration.shipment
    exporter = declaration.exporter
    consignee = shipment.consignee if shipment else None
    if exporter and exporter.id and consignee and consignee.id:
        return kept(exporter.id), kept(consignee.id)
    return None


def compare(imported: Outline, exported: Outline | None, before: int = 0) -> Comparison:
    """Return the first difference: in goods, quantity, value, parties, containers.

    `before` is the net mass in grams that earlier imports of this export have declared.
    """
    if exported is None:
        return Comparison(verdict=Match.PHANTOM_EXPORT, points=_POINTS)
    found = (
        _compare_goods(imported, exported)
        or _compare_quantity(imported, exported, before)
        or _compare_values(imported, exported, before)
        or _compare_the_rest(imported, exported)
    )
    if found is not None:
        return found
    split = imported.part or before
    return Comparison(verdict=Match.SPLIT if split else Match.OK)


def _compare_goods(here: Outline, there: Outline) -> Comparison | None:
    if here.headings != there.headings:
        # The same heading of four digits is a matter of detail.
        close = {code[:4] for code in here.headings} == {
            code[:4] for code in there.headings
        }
        points = _MINOR_POINTS if close and here.headings else _POINTS
        return Comparison(verdict=Match.CLASS, points=points)
    if here.origins and there.origins and here.origins != there.origins:
        return Comparison(verdict=Match.ORIGIN, points=_POINTS)
    return None


def _compare_quantity(here: Outline, there: Outline, before: int) -> Comparison | None:
    partly = here.part or before > 0
    rest = there.net_mass - before if partly else there.net_mass
    tolerance = there.net_mass * _MASS_TOLERANCE
    missing = rest - here.net_mass
    lacks, exceeds = missing > tolerance, -missing > tolerance
    if there.net_mass and (exceeds or (lacks and not partly)):
        return Comparison(verdict=Match.QTY, points=_GOODS_POINTS)
    counted = None not in (here.packages, there.packages)
    if counted and not partly and here.packages != there.packages:
        return Comparison(verdict=Match.QTY, points=_GOODS_POINTS)
    return None


def _compare_values(here: Outline, there: Outline, before: int) -> Comparison | None:
    if here.value is None or not there.value or not there.net_mass:
        return None
    # Of a part of the goods, a part of the price is due.
    partly = here.part or before > 0
    share = Decimal(here.net_mass) / there.net_mass if partly else Decimal(1)
    ratio = here.value / (there.value * share) if share else Decimal(0)
    if ratio < _LOW:
        points = _SEVERE_POINTS if ratio < _SEVERE else _POINTS
        return Comparison(verdict=Match.VALUE_LOW, points=points)
    if ratio > _HIGH:
        return Comparison(verdict=Match.VALUE_HIGH, points=_POINTS)
    return None


def _compare_the_rest(here: Outline, there: Outline) -> Comparison | None:
    if here.parties and there.parties and here.parties != there.parties:
        return Comparison(verdict=Match.PARTY, points=_POINTS)
    if here.containers and there.containers:
        all_of_them = here.part or here.containers == there.containers
        if not (all_of_them and {*here.containers} <= {*there.containers}):
            return Comparison(verdict=Match.CONTAINER, points=_GOODS_POINTS)
    return None
