"""Compares an import declaration with the export declaration of the same UCR.

A difference is a reason to look, never a proof; it adds risk and nothing else.
Thresholds are illustrative.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from swsim.documents.types.declaration import Declaration
from swsim.domain.money import Money
from swsim.simulation.declarations import headings_of, items_of


class Match(StrEnum):
    """What the comparison says."""

    OK = "OK"
    PHANTOM_EXPORT = "PHANTOM_EXPORT"  # an import without an export
    QTY = "QTY"
    CLASS = "CLASS"
    VALUE_LOW = "VALUE_LOW"
    VALUE_HIGH = "VALUE_HIGH"


# Differences that concern duties alone.
FISCAL = frozenset({Match.VALUE_LOW, Match.VALUE_HIGH, Match.CLASS})

_MASS_TOLERANCE = Decimal("0.05")
_LOW, _HIGH = Decimal("0.90"), Decimal("1.15")


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """What is compared of a declaration, small enough to keep for every export.

    `net_mass` is in grams, `headings` are HS subheadings of six digits.
    """

    headings: frozenset[str]
    net_mass: int
    invoiced: Money | None


def outline(declaration: Declaration) -> Outline:
    """Return what is compared of a declaration."""
    items = items_of(declaration)
    return Outline(
        headings=frozenset(heading for item in items for heading in headings_of(item)),
        net_mass=sum(
            item.commodity.measure.net_mass or 0
            for item in items
            if item.commodity and item.commodity.measure
        ),
        invoiced=declaration.invoice_amount,
    )


def compare(imported: Outline, exported: Outline | None) -> Match:
    """Return the first difference in the order: goods, quantity, value."""
    if exported is None:
        return Match.PHANTOM_EXPORT
    if imported.headings != exported.headings:
        return Match.CLASS
    here, there = imported.net_mass, exported.net_mass
    if there and abs(here - there) > there * _MASS_TOLERANCE:
        return Match.QTY
    return _compare_values(imported.invoiced, exported.invoiced)


def _compare_values(here: Money | None, there: Money | None) -> Match:
    if not here or not there or here.currency != there.currency or not there.value:
        return Match.OK
    ratio = here.value / there.value
    if ratio < _LOW:
        return Match.VALUE_LOW
    return Match.VALUE_HIGH if ratio > _HIGH else Match.OK
