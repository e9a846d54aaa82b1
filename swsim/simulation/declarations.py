"""What participants read off a declaration: leg, references, certificates, the sum due.

A declaration may lack anything; what is not there reads as empty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from swsim.documents.types.declaration import Declaration, GoodsItem, GoodsShipment
from swsim.domain.agencies import AGENCIES, concerned
from swsim.domain.codes import RELIEF, DocumentName
from swsim.domain.events import Fact
from swsim.domain.goods import goods
from swsim.domain.money import Money, money
from swsim.domain.settings import Leg


def leg_of(declaration: Declaration) -> Leg:
    """Return the leg that a declaration is for, by its document name."""
    return "export" if declaration.type == DocumentName.EXPORT_DECLARATION else "import"


def ucr_of(declaration: Declaration) -> str:
    """Return the unique consignment reference, empty where there is none."""
    shipment = declaration.shipment
    return (shipment.ucr.id if shipment and shipment.ucr else None) or ""


def order_of(declaration: Declaration) -> str:
    """Return the traders' own reference of the deal, empty where there is none."""
    shipment = declaration.shipment
    return (shipment.ucr.trader_reference if shipment and shipment.ucr else None) or ""


def is_destined(declaration: Declaration, member: str) -> bool:
    """Tell whether goods are on their way to a member, as far as is said."""
    shipment = declaration.shipment
    destination = shipment.destination if shipment else None
    return destination is None or destination.country == member


def without_goods(declaration: Declaration) -> Declaration:
    """Return what answers name of a declaration, and nothing more."""
    return Declaration(
        acceptance=declaration.acceptance,
        reference=declaration.reference,
        id=declaration.id,
        type=declaration.type,
        office=declaration.office,
    )


def items_of(declaration: Declaration) -> tuple[GoodsItem, ...]:
    """Return the goods items."""
    return declaration.shipment.items if declaration.shipment else ()


def headings_of(item: GoodsItem) -> Iterator[str]:
    """Yield the HS subheadings, six digits each, under which an item is classified."""
    for classification in item.commodity.classifications if item.commodity else ():
        yield (classification.id or "")[:6]


def characteristics(declaration: Declaration) -> dict[str, Fact]:
    """Return by what a declaration is told apart in studies; without what is empty.

    `partner` is the country of export of an import, that of destination of an export.
    """
    means = declaration.border_means
    headings = dict.fromkeys(h for i in items_of(declaration) for h in headings_of(i))
    found: dict[str, Fact | None] = {
        "office": declaration.office,
        "mode": means.mode if means else None,
        "partner": _partner(declaration),
        "headings": tuple(headings),
    }
    return {name: fact for name, fact in found.items() if fact}


def _partner(declaration: Declaration) -> str | None:
    shipment = declaration.shipment
    if shipment is None:
        return None
    if leg_of(declaration) == "export":
        return shipment.destination.country if shipment.destination else None
    return shipment.export_country.id if shipment.export_country else None


def cited_operators(declaration: Declaration) -> tuple[str, ...]:
    """Return the numbers of authorised operators that are cited, each once."""
    cited = declaration.shipment.aeo_parties if declaration.shipment else ()
    return tuple(dict.fromkeys(each.id for each in cited if each.id))


def parties_of(declaration: Declaration) -> frozenset[str]:
    """Return the numbers of all companies that a declaration names."""
    shipment = declaration.shipment
    named = [declaration.declarant, declaration.exporter]
    if shipment is not None:
        named += [shipment.importer, shipment.consignor, shipment.consignee]
    return frozenset(each.id for each in named if each and each.id)


def agencies_concerned(declaration: Declaration) -> Mapping[str, tuple[str, ...]]:
    """Return the agencies that any goods concern, by role and in order of AGENCIES.

    Each with the papers (UN/EDIFACT 1001) that it asks for, sorted.
    """
    leg = leg_of(declaration)
    wanted: dict[str, set[str]] = {}
    for item in items_of(declaration):
        for heading in headings_of(item):
            for agency, papers in concerned(heading, leg).items():
                wanted.setdefault(agency, set()).update(papers)
    return {each: tuple(sorted(wanted[each])) for each in AGENCIES if each in wanted}


def changed_goods(before: Declaration, after: Declaration) -> Declaration:
    """Return a declaration with those items alone that another version has otherwise.

    An item that either of the two lacks is among them.
    """
    old, new = ({item.sequence: item for item in items_of(d)} for d in (before, after))
    items = tuple(
        item
        for sequence in dict.fromkeys((*old, *new))
        for item in (old.get(sequence), new.get(sequence))
        if item is not None and old.get(sequence) != new.get(sequence)
    )
    shipment = after.shipment or GoodsShipment()
    return replace(after, shipment=replace(shipment, items=items))


def papers_wanted(item: GoodsItem, leg: Leg, agency: str) -> Iterator[str]:
    """Yield the papers (UN/EDIFACT 1001) that an agency asks for an item."""
    for heading in headings_of(item):
        yield from concerned(heading, leg).get(agency, ())


def is_relief(declaration: Declaration) -> bool:
    """Tell whether relief goods are imported (RKC annex J5)."""
    return any(
        procedure.current == RELIEF
        for item in items_of(declaration)
        for procedure in item.procedures
    )


def perishable(declaration: Declaration) -> bool:
    """Tell whether any of the goods is perishable."""
    known = goods()
    return any(
        heading in known and known[heading].perishable
        for item in items_of(declaration)
        for heading in headings_of(item)
    )


def payable(declaration: Declaration) -> Money | None:
    """Return the sum of all duties and taxes, None where there are none."""
    amounts = [
        duty.payment.assessed
        for item in items_of(declaration)
        if item.commodity
        for duty in item.commodity.duties
        if duty.payment and duty.payment.assessed
    ]
    if not amounts:
        return None
    total = sum((amount.value for amount in amounts), Decimal(0))
    return money(total, amounts[0].currency)
