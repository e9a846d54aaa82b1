"""Faults of the rule layer about goods: headings, descriptions, units, dangers."""

from typing import Any, Final

from swsim.domain.codelists import codelist
from swsim.domain.streams import Stream
from swsim.material.paper import Paper, remove
from swsim.material.rulefault import (
    CONSIGNMENT,
    ITEMS,
    ONES_OWN,
    declared_at,
    rule_fault,
)

_HS: Final = (
    f"{ITEMS}/d:Commodity/d:Classification"
    "[not(d:IdentificationTypeCode) or d:IdentificationTypeCode = 'HS']/d:ID"
)


@rule_fault("heading-cut-short", "R27")
def heading_cut_short(paper: Paper, stream: Stream) -> bool:
    """Declare a heading of four digits."""
    return _heading(paper, stream, lambda code: code[:4])


@rule_fault("split-subheading", "R28")
def split_subheading(paper: Paper, stream: Stream) -> bool:
    """Declare a subheading of 2017 that was split since."""
    return _heading(paper, stream, lambda code: stream.choice(_gone(several=True)))


@rule_fault("moved-subheading", "R28-moved")
def moved_subheading(paper: Paper, stream: Stream) -> bool:
    """Declare a subheading of 2017 that has another number now."""
    return _heading(paper, stream, lambda code: stream.choice(_gone(several=False)))


def _gone(*, several: bool) -> list[str]:
    rows = codelist("hs-2017").rows
    return sorted(
        code for code, row in rows.items() if (" " in row["successors"]) == several
    )


def _heading(paper: Paper, stream: Stream, change: Any) -> bool:
    found = paper.all(_HS)
    said = declared_at(paper)
    if not found or (said is not None and not 2022 <= said.year <= 2027):
        return False
    code = stream.choice(found)
    code.text = change(code.text)
    return True


@rule_fault("container-too-heavy", "R21", "W")
def container_too_heavy(paper: Paper, stream: Stream) -> bool:
    """Add forty tonnes to what is in the containers, for each of them."""
    boxes = paper.all(f"{CONSIGNMENT}/d:TransportEquipment")
    masses = paper.all(
        f"{ITEMS}[d:Commodity/d:TransportEquipment]"
        "/d:Commodity/d:GoodsMeasure/d:GrossMassMeasure"
    )
    total = paper.one("d:TotalGrossMassMeasure")
    if not boxes or not masses:
        return False
    for element in (stream.choice(masses), total):
        if element is not None:
            whole, point, rest = element.text.partition(".")
            element.text = f"{int(whole) + 40_000 * len(boxes)}{point}{rest}"
    return True


@rule_fault("empty-words", "R29", "W")
def empty_words(paper: Paper, stream: Stream) -> bool:
    """Describe goods with words that say nothing."""
    return _described(paper, stream, stream.choice(_SAY_NOTHING))


_SAY_NOTHING: Final = (
    "Goods",
    "Spare parts",
    "Various articles as per invoice",
    "Mercancía según factura",
    "General cargo, said to contain samples",
)


@rule_fault("words-of-another-chapter", "R30", "W")
def words_of_another_chapter(paper: Paper, stream: Stream) -> bool:
    """Describe goods of any other chapter as if they came from the sea."""
    found = paper.one(f"{_HS}[not(starts-with(., '03') or starts-with(., '16'))]/../..")
    description = None if found is None else paper.one("d:Description", found)
    if description is None:
        return False
    description.text = stream.choice(
        ("Live spiny lobster and crab claws", "Langostino entero y cangrejo")
    )
    return True


def _described(paper: Paper, stream: Stream, text: str) -> bool:
    found = paper.all(f"{ITEMS}/d:Commodity/d:Description")
    if not found:
        return False
    stream.choice(found).text = text
    return True


@rule_fault("missing-supplementary-unit", "R31")
def missing_supplementary_unit(paper: Paper, stream: Stream) -> bool:
    """Leave the quantity out that the tariff asks for."""
    units = codelist("supplementary-units").codes
    found = [
        quantity
        for quantity in paper.all(
            f"self::*[{ONES_OWN}]/{ITEMS}/d:Commodity/d:GoodsMeasure/d:TariffQuantity"
        )
        if units & _levels(paper.text("../../d:Classification/d:ID", quantity))
    ]
    if not found:
        return False
    remove(stream.choice(found))
    return True


def _levels(code: str) -> set[str]:
    return {code[:2], code[:4], code[:6]}


@rule_fault("missing-origin", "R33")
def missing_origin(paper: Paper, stream: Stream) -> bool:
    """Leave the origin of an import out."""
    found = paper.all(f"self::*[d:TypeCode = '929']/{ITEMS}/d:Origin")
    if not found:
        return False
    item = stream.choice(found).getparent()
    for origin in paper.all("d:Origin", item):
        remove(origin)
    return True


@rule_fault("missing-un-number", "R47")
def missing_un_number(paper: Paper, stream: Stream) -> bool:
    """Leave the UN number of dangerous goods out."""
    dangerous = codelist("dangerous-goods").codes
    found = [
        commodity
        for commodity in paper.all(f"{ITEMS}/d:Commodity[d:DangerousGoods]")
        if paper.text("d:Classification/d:ID", commodity)[:6] in dangerous
    ]
    if not found:
        return False
    for number in paper.all("d:DangerousGoods", stream.choice(found)):
        remove(number)
    return True


@rule_fault("un-number-in-words", "R47-words")
def un_number_in_words(paper: Paper, stream: Stream) -> bool:
    """Write a UN number into the description alone."""
    found = paper.all(
        f"{ITEMS}/d:Commodity[not(d:DangerousGoods)]/d:Description"
        "[string-length(.) < 400]"
    )
    if not found:
        return False
    description = stream.choice(found)
    description.text += f", UN {stream.between(1001, 3500)}"
    return True


@rule_fault("no-un-number", "R47-number")
def no_un_number(paper: Paper, stream: Stream) -> bool:
    """Cut a digit off a UN number."""
    found = paper.all(f"{ITEMS}/d:Commodity/d:DangerousGoods/d:UNDGID")
    if not found:
        return False
    number = stream.choice(found)
    number.text = number.text[: stream.between(1, 3)]
    return True
