"""Valid declarations of a wanted size: a sample with as many items as that takes."""

from copy import deepcopy
from decimal import Decimal
from math import ceil
from typing import Final

from lxml import etree

from swsim.artefacts import artefact_dir

_SAMPLE: Final = "samples/declaration/good-bare-export.xml"
_D: Final = "{urn:swsim:datamodel:DEC:1}"
# What each item holds, so that any number of them is a plausible load.
_ITEM: Final = {
    "GrossMassMeasure": Decimal(92),
    "NetNetWeightMeasure": Decimal(86),
    "TariffQuantity": Decimal(2),
    "ItemChargeAmount": Decimal("480.00"),
    "StatisticalValueAmount": Decimal("480.00"),
    "QuantityQuantity": Decimal(2),
}
# The totals of the header, by what they are of.
_TOTALS: Final = {
    "InvoiceAmount": "ItemChargeAmount",
    "TotalGrossMassMeasure": "GrossMassMeasure",
    "TotalPackageQuantity": "QuantityQuantity",
}


def small() -> bytes:
    """Return a declaration of about 5 KB: the sample as it is."""
    return (artefact_dir("schemas") / _SAMPLE).read_bytes()


def large(size: int = 100_000) -> bytes:
    """Return a declaration of at least `size` bytes."""
    one = len(_with_items(1))
    step = len(_with_items(2)) - one
    return _with_items(1 + ceil((size - one) / step))


def _with_items(number: int) -> bytes:
    root = etree.fromstring(small())
    (item,) = root.iter(f"{_D}GovernmentAgencyGoodsItem")
    for name, value in _ITEM.items():
        for element in item.iter(f"{_D}{name}"):
            element.text = str(value)
    for sequence in range(number, 1, -1):
        copy = deepcopy(item)
        _first(copy, "SequenceNumeric").text = str(sequence)
        item.addnext(copy)
    _first(root, "GoodsItemQuantity").text = str(number)
    for total, part in _TOTALS.items():
        _first(root, total).text = str(_ITEM[part] * number)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _first(parent: etree._Element, name: str) -> etree._Element:
    return next(parent.iter(f"{_D}{name}"))
