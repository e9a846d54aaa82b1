"""Compares an import declaration with the export declaration of the same UCR.

A difference is a reason to look, never a proof; it adds risk and nothing else.
Thresholds are illustrative.
"""

from decimal import Decimal
from enum import StrEnum

from swsim.documents.types.declaration import Declaration, GoodsItem


class Match(StrEnum):
    """What the comparison says."""

    OK = "OK"
    PHANTOM_EXPORT = "PHANTOM_EXPORT"  # an import without an export
    QTY = "QTY"
    CLASS = "CLASS"
    VALUE_LOW = "VALUE_LOW"
    VALUE_HIGH = "VALUE_HIGH"


_MASS_TOLERANCE = Decimal("0.05")
_LOW, _HIGH = Decimal("0.90"), Decimal("1.15")


def compare(imported: Declaration, exported: Declaration | None) -> Match:
    """Return the first difference in the order: goods, quantity, value."""
    if exported is None:
        return Match.PHANTOM_EXPORT
    if _headings(imported) != _headings(exported):
        return Match.CLASS
    here, there = _net_mass(imported), _net_mass(exported)
    if there and abs(here - there) > there * _MASS_TOLERANCE:
        return Match.QTY
    return _compare_values(imported, exported)


def _compare_values(imported: Declaration, exported: Declaration) -> Match:
    here, there = imported.invoice_amount, exported.invoice_amount
    if not here or not there or here.currency != there.currency or not there.value:
        return Match.OK
    ratio = here.value / there.value
    if ratio < _LOW:
        return Match.VALUE_LOW
    return Match.VALUE_HIGH if ratio > _HIGH else Match.OK


def _items(declaration: Declaration) -> tuple[GoodsItem, ...]:
    return declaration.shipment.items if declaration.shipment else ()


def _headings(declaration: Declaration) -> set[str]:
    return {
        (classification.id or "")[:6]
        for item in _items(declaration)
        if item.commodity
        for classification in item.commodity.classifications
    }


def _net_mass(declaration: Declaration) -> int:
    return sum(
        item.commodity.measure.net_mass or 0
        for item in _items(declaration)
        if item.commodity and item.commodity.measure
    )
