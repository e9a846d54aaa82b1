"""Makes valid certificates of origin, phytosanitary certificates and licences.

Each is for the goods of a deal: applied for, issued, used, doubted or confirmed.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from swsim.documents.goods import (
    CitedDocument,
    Classification,
    Country,
    Packaging,
    Place,
    Status,
    Ucr,
)
from swsim.documents.parts import Party
from swsim.documents.types.certificate import (
    Certificate,
    CertifiedCommodity,
    CertifiedInvoice,
    CertifiedItem,
    CertifiedMeasure,
    CertifiedOrigin,
    CertifiedValue,
    CountryOfExport,
    RequestedDocument,
    Species,
    Verification,
    WriteOff,
)
from swsim.domain.codes import DocumentName, Function
from swsim.domain.identifiers import make_mrn
from swsim.domain.members import member
from swsim.domain.money import Quantity
from swsim.domain.streams import Stream
from swsim.material.deals import Deal, draw_deal
from swsim.material.draft import Draft, Order
from swsim.simulation.contract import ContractItem, company

# UN/EDIFACT 1001.
_ORIGIN, _PHYTOSANITARY, _APPLICATION = "861", "851", "860"
_EXPORT_LICENCE, _IMPORT_LICENCE = "811", "911"
_STATUS: Final = "8"  # UN/EDIFACT 1225
_NEWS: Final = ("issued", "issued", "applied", "used", "doubted", "confirmed")
_CRITERIA: Final = ("WO", "PE", "CTH", "RVC")
_SPECIES: Final = (
    "Prunus avium",
    "Musa acuminata",
    "Persea americana",
    "Pinus radiata",
)
_PLANTS: Final = ("06", "07", "08", "10", "12", "44")  # HS chapters of plants
_AUTHORITIES: Final = 85  # companies from this number on issue certificates
_DAY: Final = 86_400


def make_certificate(order: Order) -> Draft:
    """Return a certificate (origin, phytosanitary), a licence, or news of one."""
    deal = draw_deal(order.seed, order.number, order.items)
    stream = order.stream("certificate")
    at = deal.began - timedelta(seconds=stream.between(_DAY, 9 * _DAY))
    issued = _issued(deal, _kind(deal, stream), at, stream)
    news = stream.choice(_NEWS)
    told = _TELLING[news](issued, deal, stream) if news in _TELLING else issued
    origin, destination = (
        each.lower() for each in (deal.contract.order.origin, _for(deal))
    )
    assert told.issued is not None
    sender, recipient = {
        "issued": (f"{origin}-sw", f"{destination}-sw"),
        "applied": (f"{origin}-trd", f"{origin}-sw"),
        "confirmed": (f"{origin}-sw", f"{destination}-cus"),
    }.get(news, (f"{destination}-cus", f"{origin}-sw"))
    return Draft(payload=told, sender=sender, recipient=recipient, at=told.issued)


def _for(deal: Deal) -> str:
    return deal.contract.order.destination


def _kind(deal: Deal, stream: Stream) -> str:
    kinds = [_ORIGIN, _ORIGIN, _EXPORT_LICENCE, _IMPORT_LICENCE]
    if all(item.good.hs6[:2] in _PLANTS for item in deal.contract.items):
        kinds += [_PHYTOSANITARY] * 4
    return stream.choice(kinds)


def _issued(deal: Deal, kind: str, at: datetime, stream: Stream) -> Certificate:
    contract = deal.contract
    country = _for(deal) if kind == _IMPORT_LICENCE else contract.order.origin
    body = company(member(country), _AUTHORITIES + stream.below(5))
    return Certificate(
        effective=at.date(),
        expires=at.date() + timedelta(days=stream.between(90, 360)),
        function=Function.ORIGINAL,
        reference=f"{contract.order.id}-L{kind}",
        id=f"{country}-{kind}-{at.year}-{deal.number:06d}",
        issued=at,
        issue_location=member(country).ports[0],
        type=kind,
        agreement="TRAINING-FTA" if kind == _ORIGIN else None,
        consignee=_named(contract.importer),
        destination=Country(country=_for(deal)),
        export_country=CountryOfExport(id=contract.order.origin),
        exporter=_named(contract.exporter),
        items=tuple(
            _item(item, number, kind, stream)
            for number, item in enumerate(contract.items, 1)
        ),
        importer=_named(contract.importer),
        invoice=CertifiedInvoice(id=contract.invoice, issued=contract.invoice_date),
        authority=_named(body),
        loading=Place(id=contract.port_of_loading),
        statuses=(Status(effective=at, name="ISS"),),
        ucr=Ucr(id=contract.ucr),
        unloading=Place(id=contract.port_of_discharge),
    )


def _item(item: ContractItem, number: int, kind: str, stream: Stream) -> CertifiedItem:
    what = item.good
    criterion = stream.choice(_CRITERIA) if kind == _ORIGIN else None
    content = Decimal(stream.between(400, 950)) / 10
    return CertifiedItem(
        sequence=number,
        commodity=CertifiedCommodity(
            description=what.name,
            classifications=(Classification(id=what.hs6, type="HS"),),
            measure=CertifiedMeasure(
                gross_mass=item.gross_mass,
                net_mass=item.net_mass,
                quantity=Quantity(value=Decimal(item.net_mass) / 1000, unit="KGM"),
            ),
            invoice_line=CertifiedValue(amount=item.price),
            species=(
                Species(name=stream.choice(_SPECIES))
                if kind == _PHYTOSANITARY
                else None
            ),
        ),
        origin=CertifiedOrigin(
            country=item.origin,
            criterion=criterion,
            value_content=content if criterion == "RVC" else None,
        ),
        packaging=(Packaging(sequence=1, count=item.packages, type=what.package_type),),
    )


# --- news of a certificate ------------------------------------------------------------


def _applied(issued: Certificate, deal: Deal, stream: Stream) -> Certificate:
    return replace(
        issued,
        effective=None,
        expires=None,
        id=None,
        type=_APPLICATION,
        reference=f"{deal.contract.order.id}-L{_APPLICATION}",
        authority=None,
        statuses=(),
        submitter=_named(deal.contract.exporter),
    )


def _used(issued: Certificate, deal: Deal, stream: Stream) -> Certificate:
    """Return what customs tells of a use: a part of each item, or all of it."""
    at = deal.arrival + timedelta(seconds=stream.below(_DAY))
    whole = stream.chance(500)
    items = tuple(
        CertifiedItem(
            sequence=item.sequence,
            commodity=CertifiedCommodity(
                measure=CertifiedMeasure(quantity=_quantity(item))
            ),
            write_off=WriteOff(quantity=_quantity(item, 1 if whole else 2)),
        )
        for item in issued.items
    )
    mrn = make_mrn(at.year, _for(deal), deal.number)
    return replace(
        _about(issued, at, "U"),
        function=_STATUS,
        documents=(CitedDocument(id=mrn, type=DocumentName.IMPORT_DECLARATION),),
        items=items,
        statuses=(Status(effective=at, name="UTL" if whole else "PUT"),),
    )


def _quantity(item: CertifiedItem, divisor: int = 1) -> Quantity:
    assert item.commodity is not None
    assert item.commodity.measure is not None
    quantity = item.commodity.measure.quantity
    assert quantity is not None
    part = (quantity.value / divisor).quantize(Decimal("0.001"))
    return Quantity(value=part, unit=quantity.unit)


def _doubted(issued: Certificate, deal: Deal, stream: Stream) -> Certificate:
    at = deal.arrival + timedelta(seconds=stream.below(_DAY))
    question = Verification(
        limit=at + timedelta(days=stream.between(5, 30)),
        reason=stream.choice(("DBT", "RND")),
        wanted=(RequestedDocument(type=DocumentName.INVOICE),),
    )
    return replace(
        _about(issued, at, "Q"), function=Function.REQUEST, verification=question
    )


def _confirmed(issued: Certificate, deal: Deal, stream: Stream) -> Certificate:
    at = deal.arrival + timedelta(seconds=stream.between(_DAY, 5 * _DAY))
    answer = Verification(result=stream.choice(("GEN", "FLS", "ONC")))
    return replace(
        _about(issued, at, "V"), function=Function.RESPONSE, verification=answer
    )


def _about(issued: Certificate, at: datetime, letter: str) -> Certificate:
    """Return a message that names a certificate and repeats nothing of it."""
    reference = f"{issued.reference}-{letter}"
    return Certificate(reference=reference, id=issued.id, issued=at, type=issued.type)


_TELLING: Final = {
    "applied": _applied,
    "used": _used,
    "doubted": _doubted,
    "confirmed": _confirmed,
}


def _named(party: Party) -> Party:
    return Party(name=party.name, id=party.id, address=party.address)
