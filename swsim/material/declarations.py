"""Makes valid declarations: export, import and transit, of every kind of deal.

Amounts, masses and references are reckoned by `swsim.simulation.paperwork`, as in a
run; here stands only what a declarant may do in one way or another.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Final

from swsim.documents.parts import AdditionalInformation, Office, Party
from swsim.documents.types.declaration import (
    AdditionalDocument,
    Declaration,
    GoodsItem,
    ObligationGuarantee,
    TransportContractDocument,
    TransportMeans,
    UnloadingLocation,
)
from swsim.domain.codes import DocumentName, Mode
from swsim.domain.members import Member, all_members, member
from swsim.domain.money import money
from swsim.domain.settings import ShipmentOrder
from swsim.domain.streams import Stream
from swsim.material.deals import Deal, draw_deal
from swsim.material.draft import Draft, Order
from swsim.simulation.contract import ContractItem, company
from swsim.simulation.paperwork import (
    Filing,
    export_declaration,
    import_declaration,
)
from swsim.simulation.transit.papers import in_transit

_VAT: Final = (0, 50, 70, 100, 120, 160, 190)  # per mille
_PREFERENCE: Final = "300"  # duty regime, a training value: preferential rate
_CERTIFICATE_OF_ORIGIN: Final = "861"  # UN/EDIFACT 1001
_RELATED: Final = "1"  # buyer and seller are related
_BROKERS: Final = 90  # companies from this number on are customs brokers


def make_export(order: Order) -> Draft:
    """Return an export declaration (830)."""
    deal = draw_deal(order.seed, order.number, order.items)
    stream = order.stream("export")
    filing = Filing(
        reference=f"{deal.contract.order.id}-E1", at=deal.began, exit=deal.exit
    )
    declaration = export_declaration(deal.contract, filing)
    declaration = _represented(declaration, deal.contract.order.origin, stream)
    declaration = _expected(declaration, deal, stream)
    return _from_trader(declaration, deal.contract.order.origin, filing)


def make_import(order: Order) -> Draft:
    """Return an import declaration (929), with duties and VAT."""
    deal = draw_deal(order.seed, order.number, order.items)
    stream = order.stream("import")
    claimed = stream.chance(300)
    if claimed:
        deal = _free_of_duty(deal)
    at = deal.arrival + timedelta(seconds=stream.between(-2 * 86_400, 3 * 86_400))
    filing = Filing(reference=f"{deal.contract.order.id}-I1", at=at, exit=deal.exit)
    declaration = import_declaration(deal.contract, filing, stream.choice(_VAT))
    if claimed:
        declaration = _with_preference(declaration, deal)
    if stream.chance(150):
        declaration = _between_relatives(declaration)
    declaration = _represented(declaration, deal.contract.order.destination, stream)
    declaration = _expected(declaration, deal, stream)
    return _from_trader(declaration, deal.contract.order.destination, filing)


def make_transit(order: Order) -> Draft:
    """Return a transit declaration (950) of a country between the two of the deal.

    A lorry takes the goods from one office of that country to another.
    """
    deal = draw_deal(order.seed, order.number, order.items)
    stream = order.stream("transit")
    contract = deal.contract
    through = stream.choice(_crossed(contract.order))
    carrier = _named(company(through, _BROKERS + stream.below(10)))
    at = deal.arrival - timedelta(days=1)
    filing = Filing(reference=f"{contract.order.id}-T1", at=at, exit=deal.exit)
    exported = export_declaration(contract, filing)
    lorry = TransportMeans(
        id=f"{through.alpha2}-{stream.below(9000):04d}",
        id_type="PLATE",
        nationality=through.alpha2,
        mode=Mode.ROAD,
    )
    start, end = through.ports[:2]
    limit = AdditionalInformation(
        code="LIMIT", limit=at + timedelta(days=stream.between(1, 10)), type="TRA"
    )
    declaration = replace(
        exported,
        issue_location=start,
        type=DocumentName.TRANSIT_DECLARATION,
        office=start,
        invoice_amount=None,
        information=(limit,),
        border_means=lorry,
        declarant=carrier,
        exit_office=None,
        exporter=None,
        destination_office=Office(id=end),
        shipment=in_transit(
            exported,
            carrier=carrier,
            offices=(start, end),
            route=(contract.order.origin, through.alpha2, contract.order.destination),
            document=TransportContractDocument(
                id=f"CMR{deal.number:07d}", type=DocumentName.ROAD_WAYBILL
            ),
            arrival=deal.arrival,
        ),
        guarantees=(_guarantee(exported, start, deal, stream),),
    )
    return _from_trader(declaration, through.alpha2, filing)


def _crossed(order: ShipmentOrder) -> list[Member]:
    """Return the members with two offices that are neither origin nor destination."""
    ends = (order.origin, order.destination)
    return [
        each
        for each in all_members()
        if len(each.ports) > 1 and each.alpha2 not in ends
    ]


def _guarantee(
    exported: Declaration, office: str, deal: Deal, stream: Stream
) -> ObligationGuarantee:
    """Return a guarantee for this movement: a part of what the goods are worth."""
    assert exported.shipment is not None
    values = [each.statistical_value for each in exported.shipment.items]
    total = sum((each.value for each in values if each), Decimal(0))
    return ObligationGuarantee(
        amount=money(total * stream.between(200, 400) / 1000, deal.contract.currency),
        reference=f"26{office[:2]}GRN{deal.number:09d}",
        details="2",
        access_code="K7Q2",
        office=Office(id=office),
    )


def _from_trader(declaration: Declaration, country: str, filing: Filing) -> Draft:
    site = country.lower()
    return Draft(
        payload=declaration, sender=f"{site}-trd", recipient=f"{site}-sw", at=filing.at
    )


def _represented(declaration: Declaration, country: str, stream: Stream) -> Declaration:
    """Let a customs broker declare for the trader, as is usual in half the cases."""
    if not stream.chance(500):
        return declaration
    broker = company(member(country), _BROKERS + stream.below(10))
    return replace(declaration, declarant=broker, agent=_named(broker))


def _named(party: Party) -> Party:
    return Party(name=party.name, id=party.id, address=party.address)


def _expected(declaration: Declaration, deal: Deal, stream: Stream) -> Declaration:
    """Say where and when the goods are due, as is usual in half the cases."""
    shipment = declaration.shipment
    assert shipment is not None
    assert shipment.consignment is not None
    if not stream.chance(500):
        return declaration
    place = UnloadingLocation(arrival=deal.arrival, id=deal.contract.port_of_discharge)
    consignment = replace(shipment.consignment, unloading=place)
    return replace(declaration, shipment=replace(shipment, consignment=consignment))


# --- preference -------------------------------------------------------------------


def _free_of_duty(deal: Deal) -> Deal:
    items = tuple(map(_without_duty, deal.contract.items))
    return replace(deal, contract=replace(deal.contract, items=items))


def _without_duty(item: ContractItem) -> ContractItem:
    return replace(item, good=replace(item.good, duty_per_mille=0))


def _with_preference(declaration: Declaration, deal: Deal) -> Declaration:
    """Claim the preferential rate for every item, with a certificate of origin."""
    certificate = AdditionalDocument(
        effective=deal.began.date(),
        id=f"{deal.contract.order.origin}-CO-{deal.contract.order.id}",
        type=_CERTIFICATE_OF_ORIGIN,
    )
    assert declaration.shipment is not None
    shipment = declaration.shipment
    items = tuple(_preferred(item, certificate) for item in shipment.items)
    return replace(declaration, shipment=replace(shipment, items=items))


def _preferred(item: GoodsItem, certificate: AdditionalDocument) -> GoodsItem:
    assert item.commodity is not None
    duty, *others = item.commodity.duties
    preferred = replace(duty, regime=_PREFERENCE)
    commodity = replace(item.commodity, duties=(preferred, *others))
    return replace(item, commodity=commodity, documents=(*item.documents, certificate))


def _between_relatives(declaration: Declaration) -> Declaration:
    """Say that buyer and seller are related, and that the price was not affected."""
    shipment = declaration.shipment
    assert shipment is not None
    assert shipment.trade_terms is not None
    terms = replace(shipment.trade_terms, relationship=_RELATED)
    statement = AdditionalInformation(
        code="REL", description="The relationship did not influence the price."
    )
    return replace(
        declaration,
        shipment=replace(shipment, trade_terms=terms),
        information=(*declaration.information, statement),
    )
