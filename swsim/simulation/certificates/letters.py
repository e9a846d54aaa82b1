"""Writes the certificate document for each of its purposes: apply, issue, tell, ask.

Every total follows from the contract; what is wrong on purpose is put in here, where
the exercise says so.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from swsim.documents.goods import (
    CitedDocument,
    Classification,
    Country,
    Packaging,
    Place,
    PreviousDocument,
    Status,
    Ucr,
)
from swsim.documents.parts import AdditionalInformation, Party
from swsim.documents.types.certificate import (
    Authentication,
    Authenticator,
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
from swsim.domain.agreements import agreements_between
from swsim.domain.codes import DocumentName, Function
from swsim.domain.papers import APPLICATIONS, ORIGIN_TYPES, PHYTOSANITARY
from swsim.simulation.certificates.flaws import kilograms, marred
from swsim.simulation.contract import Contract, ContractItem
from swsim.simulation.registers import licence_id

_VALID = timedelta(days=365)  # a certificate of origin is good for 12 months
_EARLY = timedelta(days=2)

# Code list certificate-status: UN/EDIFACT 4405 and swsim's own.
ISSUED, USED, USED_IN_PART = "ISS", "UTL", "PUT"
APPROVED, REJECTED = "39", "41"
WITHDRAWN, CANCELLED, REPLACED = "WDR", "64", "RPL"
_DELIVERED, _FAILED = "DLV", "FLD"
_REASON = "CER"  # StatementTypeCode of swsim: why a certificate is refused
_FOR = "APP"  # StatementTypeCode of swsim: which certificate is applied for


def signer(authority: str) -> str:
    """Return who signs for an issuing authority, as its country has notified."""
    return f"Certification desk of {authority}"


def application(contract: Contract, kind: str, at: datetime) -> Certificate:
    """Return the application for a certificate of a kind (UN/EDIFACT 1001)."""
    order = contract.order
    return Certificate(
        function=Function.ORIGINAL,
        reference=f"{order.id}-A{kind}",
        issued=at,
        type=APPLICATIONS[kind],
        information=(AdditionalInformation(code=kind, type=_FOR),),
        consignee=_named(contract.importer),
        destination=Country(country=order.destination),
        export_country=CountryOfExport(id=order.origin),
        exporter=_named(contract.exporter),
        items=tuple(
            _item(contract, item, number, kind)
            for number, item in enumerate(contract.items, 1)
        ),
        importer=_named(contract.importer),
        invoice=CertifiedInvoice(id=contract.invoice, issued=contract.invoice_date),
        loading=Place(id=contract.port_of_loading),
        submitter=_named(contract.exporter),
        ucr=Ucr(id=contract.ucr),
        unloading=Place(id=contract.port_of_discharge),
    )


def wanted(applied: Certificate) -> str:
    """Return the kind of certificate that is applied for."""
    return next((each.code or "" for each in applied.information), "")


def _item(
    contract: Contract, item: ContractItem, number: int, kind: str
) -> CertifiedItem:
    what = item.good
    species = what.species if kind == PHYTOSANITARY else None
    return CertifiedItem(
        sequence=number,
        commodity=CertifiedCommodity(
            description=what.name,
            classifications=(Classification(id=what.hs6, type="HS"),),
            measure=CertifiedMeasure(
                gross_mass=item.gross_mass,
                net_mass=item.net_mass,
                quantity=kilograms(item.net_mass),
            ),
            invoice_line=CertifiedValue(amount=item.price),
            species=Species(name=species) if species else None,
        ),
        origin=CertifiedOrigin(
            country=item.origin,
            criterion=_criterion(what.hs6) if kind in ORIGIN_TYPES else None,
        ),
        packaging=(Packaging(sequence=1, count=item.packages, type=what.package_type),),
    )


def _criterion(hs6: str) -> str:
    """Return the usual criterion: grown and mined goods are wholly obtained."""
    return "WO" if hs6[:2] <= "27" else "CTH"


def issue(
    applied: Certificate, contract: Contract, at: datetime, authority: str
) -> Certificate:
    """Return the certificate that is issued upon an application."""
    order, kind = contract.order, wanted(applied)
    flaw = order.papers.flaw if order.papers else None
    number = licence_id(order.origin, kind, order)
    agreements = agreements_between(order.origin, order.destination)
    preferred = kind in ORIGIN_TYPES and agreements
    right = replace(
        applied,
        effective=at.date(),
        expires=at.date() + (_EARLY if flaw == "expires-early" else _VALID),
        reference=f"{order.id}-C{kind}",
        id=number,
        issued=at,
        type=kind,
        information=(),
        agreement=agreements[0].id if preferred else None,
        authentication=Authentication(
            text=f"Registered under {number}",
            authenticator=Authenticator(name=signer(authority)),
        ),
        authority=Party(name=authority, id=authority),
        statuses=(Status(effective=at, name=ISSUED),),
        submitter=None,
    )
    return marred(right, flaw)


def _named(party: Party) -> Party:
    return Party(name=party.name, id=party.id, address=party.address)


def renumbered(paper: Certificate, number: str) -> Certificate:
    """Return a certificate under another number."""
    return replace(paper, id=number)


# --- news of a certificate ------------------------------------------------------------


def refusal(applied: Certificate, at: datetime, why: str) -> Certificate:
    """Return the answer to an application that is turned down."""
    return Certificate(
        function=Function.RESPONSE,
        reference=f"{applied.reference}-R",
        issued=at,
        type=applied.type,
        information=(AdditionalInformation(code=why, type=_REASON),),
        previous_documents=(PreviousDocument(id=applied.reference),),
        statuses=(Status(effective=at, name=REJECTED),),
    )


def receipt(of: Certificate, at: datetime, why: str = "") -> Certificate:
    """Return what the destination makes of a certificate: accepted, or why not."""
    return Certificate(
        function=Function.RESPONSE,
        reference=f"{of.reference}-{'N' if why else 'Y'}",
        id=of.id,
        issued=at,
        type=of.type,
        dispatch=_FAILED if why else _DELIVERED,
        information=_reasons(why),
        statuses=(Status(effective=at, name=REJECTED if why else APPROVED),),
    )


def reason(told: Certificate) -> str:
    """Return why something was refused, empty where it was not."""
    return next(
        (each.code or "" for each in told.information if each.type == _REASON), ""
    )


def status(told: Certificate) -> str:
    """Return the status that a message tells, empty where it tells none."""
    return next((each.name or "" for each in told.statuses), "")


def ended(of: Certificate, how: str, at: datetime) -> Certificate:
    """Return the news that a certificate is withdrawn or cancelled."""
    return Certificate(
        function=Function.CANCELLATION,
        reference=f"{of.reference}-E",
        id=of.id,
        issued=at,
        type=of.type,
        destination=of.destination,
        statuses=(Status(effective=at, name=how),),
    )


def replacement(of: Certificate, at: datetime) -> Certificate:
    """Return a certificate that stands in for another one."""
    return replace(
        of,
        function=Function.REPLACEMENT,
        reference=f"{of.reference}-2",
        id=f"{of.id}-2",
        issued=at,
        previous_documents=(PreviousDocument(id=of.id),),
        statuses=(Status(effective=at, name=ISSUED),),
    )


def use(
    number: str,
    kind: str,
    mrn: str,
    at: datetime,
    masses: Iterable[int],
    whole: bool,
) -> Certificate:
    """Return the notice that goods were written off (502), in grams net each."""
    return Certificate(
        function=Function.STATUS,
        reference=f"{number}-U-{mrn}",
        id=number,
        issued=at,
        type=kind,
        documents=(CitedDocument(id=mrn, type=DocumentName.IMPORT_DECLARATION),),
        items=tuple(
            CertifiedItem(sequence=place, write_off=WriteOff(quantity=kilograms(mass)))
            for place, mass in enumerate(masses, 1)
        ),
        statuses=(Status(effective=at, name=USED if whole else USED_IN_PART),),
    )


def used_mass(notice: Certificate) -> int:
    """Return the grams net that a notice tells of."""
    return sum(
        int(item.write_off.quantity.value * 1000)
        for item in notice.items
        if item.write_off and item.write_off.quantity
    )


def non_compliance(number: str, kind: str, at: datetime, why: str) -> Certificate:
    """Return the notification that goods were refused in spite of a certificate."""
    return Certificate(
        function=Function.STATUS,
        reference=f"{number}-X",
        id=number,
        issued=at,
        type=kind,
        information=_reasons(why),
        statuses=(Status(effective=at, name=REJECTED),),
    )


def question(
    number: str, kind: str, at: datetime, why: str, until: datetime
) -> Certificate:
    """Return the request to verify a certificate: by chance (RND) or doubt (DBT)."""
    return Certificate(
        function=Function.REQUEST,
        reference=f"{number}-Q",
        id=number,
        issued=at,
        type=kind,
        verification=Verification(
            limit=until,
            reason=why,
            wanted=(RequestedDocument(type=DocumentName.INVOICE),),
        ),
    )


def answer(asked: Certificate, at: datetime, result: str) -> Certificate:
    """Return the answer: genuine (GEN), false (FLS), origin not confirmed (ONC)."""
    return Certificate(
        function=Function.RESPONSE,
        reference=f"{asked.id}-V",
        id=asked.id,
        issued=at,
        type=asked.type,
        verification=Verification(result=result),
    )


def presented(paper: Certificate) -> Certificate:
    """Return a copy of a certificate that came on paper."""
    return replace(paper, function=Function.COPY, reference=f"{paper.reference}-P")


def _reasons(why: str) -> tuple[AdditionalInformation, ...]:
    return (AdditionalInformation(code=why, type=_REASON),) if why else ()


def order_of(number: str | None) -> str:
    """Return the shipment that a number is of; empty for a number that is not ours."""
    return "".join((number or "").split("-")[2:3])


def issuer_of(number: str) -> str:
    """Return the country that gave a number (alpha-2)."""
    return number[:2]
