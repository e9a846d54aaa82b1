"""Makes valid declarations: export and import, of every kind of deal.

Amounts, masses and references are reckoned by `swsim.simulation.paperwork`, as in a
run; here stands only what a declarant may do in one way or another.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from swsim.documents.parts import AdditionalInformation, Party
from swsim.documents.types.declaration import (
    AdditionalDocument,
    Declaration,
    GoodsItem,
)
from swsim.domain.members import member
from swsim.domain.streams import Stream
from swsim.material.deals import Deal, draw_deal
from swsim.material.draft import Draft, Order
from swsim.simulation.contract import ContractItem, company
from swsim.simulation.paperwork import (
    Filing,
    export_declaration,
    import_declaration,
)

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
    return _from_trader(declaration, deal.contract.order.destination, filing)


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
