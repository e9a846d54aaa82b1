"""Writes the declarations of a free zone: what is entered there, and what leaves it.

Entry is a procedure of its own (RKC D2), which ends the transhipment; what leaves the
zone is declared for re-export and cites the entry.
"""

from dataclasses import replace

from swsim.documents.goods import PreviousDocument
from swsim.documents.types.declaration import (
    Declaration,
    GoodsItem,
    GovernmentProcedure,
    Origin,
)
from swsim.domain.codes import DocumentName
from swsim.domain.goods import goods
from swsim.domain.identifiers import make_ucr
from swsim.domain.members import member
from swsim.simulation.contract import Contract, company
from swsim.simulation.declarations import headings_of, items_of
from swsim.simulation.paperwork import Filing, export_declaration, import_declaration
from swsim.simulation.transhipment.papers import IN, Call

ENTRY, EXIT = "7800", "3178"  # training values, as all codes of procedures
_FIRST, _MANY = 40, 36  # the companies of a member that trade in its zones
_HEAVIER_PER_MILLE = 1120


def entry(stay: Call, filing: Filing, mrn: str) -> Declaration:
    """Return the declaration of entry into the zone; `mrn` is that of the report in."""
    deal = replace(
        stay.comes, importer=company(member(stay.plan.member), _trader(stay))
    )
    declared = import_declaration(deal, filing, 0)
    return _placed(declared, ENTRY, PreviousDocument(id=mrn, type=IN))


def onward(stay: Call, filing: Filing, mrn: str) -> Declaration:
    """Return the declaration of re-export; `mrn` is that of the entry.

    A trader who relabels goods in the zone does it before this is written. The goods
    have a consignment reference of the country that they now leave (rule R48).
    """
    trader = company(member(stay.plan.member), _trader(stay))
    ucr = make_ucr(filing.at.year, stay.plan.member, trader.id or "", _number(stay))
    deal = replace(stay.goes, exporter=trader, ucr=ucr)
    if stay.plan.mishap == "mass-changed":
        deal = _heavier(deal)
    declared = _placed(
        export_declaration(deal, filing),
        EXIT,
        PreviousDocument(id=mrn, type=DocumentName.IMPORT_DECLARATION),
    )
    if stay.plan.mishap == "origin-relabelled":
        return _relabelled(declared)
    return declared


def procedure_of(declaration: Declaration) -> str:
    """Return the procedure of the first item, empty where there is none."""
    for item in items_of(declaration)[:1]:
        for procedure in item.procedures[:1]:
            return procedure.current or ""
    return ""


def entry_cited(declaration: Declaration) -> str:
    """Return the number of the declaration that placed goods in the zone."""
    shipment = declaration.shipment
    cited = shipment.previous_documents if shipment else ()
    return next((each.id for each in cited if each.id), "")


def _trader(stay: Call) -> int:
    return _FIRST + _number(stay) % _MANY


def _number(stay: Call) -> int:
    return int(stay.comes.order.id[1:])


def _placed(
    declared: Declaration, procedure: str, before: PreviousDocument
) -> Declaration:
    """Return a declaration for another procedure, which no duties are due under."""
    shipment = declared.shipment
    assert shipment is not None
    items = tuple(_under(item, procedure) for item in shipment.items)
    documents = (before, *shipment.previous_documents)
    return replace(
        declared,
        shipment=replace(shipment, items=items, previous_documents=documents),
    )


def _under(item: GoodsItem, procedure: str) -> GoodsItem:
    assert item.commodity is not None
    placed = GovernmentProcedure(current=procedure, previous=procedure[2:])
    commodity = replace(item.commodity, duties=())
    return replace(item, commodity=commodity, procedures=(placed,))


def _heavier(deal: Contract) -> Contract:
    items = (
        replace(item, gross_mass=item.gross_mass * _HEAVIER_PER_MILLE // 1000)
        for item in deal.items
    )
    return replace(deal, items=tuple(items))


def _relabelled(declared: Declaration) -> Declaration:
    """Return a declaration that says of every item that it comes from elsewhere."""
    shipment = declared.shipment
    assert shipment is not None
    items = tuple(map(_from_elsewhere, shipment.items))
    return replace(declared, shipment=replace(shipment, items=items))


def _from_elsewhere(item: GoodsItem) -> GoodsItem:
    told = next((each.country for each in item.origins if each.country), "")
    known = goods()[next(headings_of(item))].origins_for(told)
    others = [each for each in known if each != told]
    return replace(item, origins=(Origin(country=others[0]),)) if others else item
