"""Makes valid messages between administrations: AEO events, assistance asked and given.

What is asked or supplied is about the export declaration of a deal, so that numbers,
masses and values agree with it.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from swsim.documents.cooperation import (
    Administration,
    ReferencedMessage,
    UseCondition,
    ValidityPeriod,
)
from swsim.documents.parts import AdditionalInformation, Amendment, ContactOffice
from swsim.documents.types.aeo_event import (
    AEOCertificate,
    AEOEvent,
    AuthorisationHolder,
    AuthorisationStatus,
    MutualRecognitionArrangement,
    RecognisedParty,
)
from swsim.documents.types.assistance_reply import (
    AssistanceReply,
    Authentication,
    Authenticator,
    SuppliedDeclaration,
)
from swsim.documents.types.assistance_request import (
    AssistanceMatter,
    AssistanceRequest,
    ConcernedExporter,
    ConcernedImporter,
    LegalBasis,
    RequestedDeclaration,
    RequestedInformation,
    RequestedUCR,
    UseStatement,
    Verification,
)
from swsim.domain.codes import DocumentName, Function
from swsim.domain.identifiers import make_mrn
from swsim.domain.members import member
from swsim.domain.streams import Stream
from swsim.material.deals import Deal, draw_deal
from swsim.material.draft import Draft, Order
from swsim.simulation.assistance.extract import extract
from swsim.simulation.paperwork import Filing, export_declaration

_WITHDRAWAL, _CONFIRMATION, _REMINDER = "1", "6", "15"  # UN/EDIFACT 1225
# What happened to an authorisation, the state that it leads to, and reasons.
_AEO: Final = (
    ("GRA", "VAL", ()),
    ("SUS", "SUS", ("INV", "CRI", "INS")),
    ("RES", "VAL", ("MET",)),
    ("REV", "REV", ("INF", "REQ")),
)
_LEGAL_BASES: Final = ("TFA", "BIL", "REG", "NAI", "JOH")
_MATTERS: Final = (
    ("VAL", "The price is below that of like goods."),
    ("QTY", "The mass at the gate differs from the one declared."),
    ("ORI", "The goods are not known to be made there."),
    ("CLS", "The description fits another heading better."),
)
_SOUGHT: Final = ("DEC", "INV", "PKL", "TRD", "EXI")
_DAY: Final = 86_400


def make_aeo_event(order: Order) -> Draft:
    """Return an event of an authorisation, a query about one, or the answer."""
    deal = draw_deal(order.seed, order.number)
    stream = order.stream("aeo-event")
    home, partner = deal.contract.order.origin, deal.contract.order.destination
    kind = stream.weighted((("event", 6), ("query", 2), ("answer", 2)))
    asked = kind == "query"
    party = RecognisedParty(id=f"{home}AEO{deal.number:07d}", role="EX")
    event = AEOEvent(
        function=Function.REQUEST if asked else Function.ORIGINAL,
        reference=f"{partner if asked else home}AEO-{deal.number:06d}",
        issued=deal.began,
        party=party,
        authority=Administration(country=home),
    )
    if kind == "event":
        event = _happened(event, deal, stream)
    elif kind == "answer":
        state = stream.choice(("VAL", "SUS", "REV", "EXP", "UNK"))
        event = replace(
            event,
            function=Function.RESPONSE,
            previous=(ReferencedMessage(id=f"{partner}AEO-{deal.number:06d}"),),
            status=AuthorisationStatus(name=state),
        )
    ends = (partner, home) if asked else (home, partner)
    sender, recipient = (f"{each.lower()}-cus" for each in ends)
    return Draft(payload=event, sender=sender, recipient=recipient, at=deal.began)


def _happened(event: AEOEvent, deal: Deal, stream: Stream) -> AEOEvent:
    home, partner = deal.contract.order.origin, deal.contract.order.destination
    kind, state, reasons = stream.choice(_AEO)
    since = deal.began - timedelta(seconds=stream.below(3 * _DAY))
    exporter = deal.contract.exporter
    assert exporter.address is not None
    before = (ReferencedMessage(id=f"{event.reference}-1"),)
    return replace(
        event,
        type=kind,
        certificate=AEOCertificate(
            id=f"{home}-AEO-{deal.number:06d}",
            validity=ValidityPeriod(start=since, end=since + timedelta(days=1095)),
        ),
        amendments=(Amendment(reason=stream.choice(reasons)),) if reasons else (),
        holder=AuthorisationHolder(
            name=exporter.name,
            id=exporter.id,
            category=stream.choice(("AEOC", "AEOF", "AEOS")),
        ),
        arrangement=MutualRecognitionArrangement(
            id=f"MRA-{home}-{partner}", partner=partner
        ),
        previous=() if kind == "GRA" else before,
        status=AuthorisationStatus(effective=since, name=state),
    )


# --- mutual assistance ----------------------------------------------------------------


def make_assistance_request(order: Order) -> Draft:
    """Return a request, a change, reminder or withdrawal of one, or what came of it."""
    deal = draw_deal(order.seed, order.number)
    stream = order.stream("assistance-request")
    request = _request(deal, stream)
    at = request.issued
    assert at is not None
    news = stream.weighted(
        (("13", 6), ("4", 2), (_REMINDER, 1), (_WITHDRAWAL, 1), (_CONFIRMATION, 1))
    )
    if news != Function.REQUEST:
        at += timedelta(days=3)
        earlier = (ReferencedMessage(id=request.reference),)
        reference = f"{request.reference}-{news}"
        request = replace(
            request if news == Function.CHANGE else _short(request),
            function=news,
            reference=reference,
            issued=at,
            previous=earlier,
            use=UseStatement(type="REA") if news == _CONFIRMATION else None,
        )
    sender, recipient = _ends(deal)
    return Draft(payload=request, sender=sender, recipient=recipient, at=at)


def _request(deal: Deal, stream: Stream) -> AssistanceRequest:
    contract = deal.contract
    at = deal.arrival + timedelta(seconds=stream.between(_DAY, 30 * _DAY))
    kind, facts = stream.choice(_MATTERS)
    sought = _SOUGHT[: stream.between(1, len(_SOUGHT))]
    declared = RequestedDeclaration(
        id=_export_mrn(deal),
        type=DocumentName.EXPORT_DECLARATION,
        ucr=RequestedUCR(id=contract.ucr),
    )
    exporter, importer = contract.exporter, contract.importer
    return AssistanceRequest(
        function=Function.REQUEST,
        reference=f"{contract.order.destination}-MA-{deal.number:05d}",
        issued=at,
        limit=at + timedelta(days=stream.between(14, 90)),
        urgency="URG" if stream.chance(150) else "NOR",
        declarations=(declared,),
        exporter=ConcernedExporter(name=exporter.name, id=exporter.id),
        importer=ConcernedImporter(name=importer.name, id=importer.id),
        legal_bases=(LegalBasis(type=stream.choice(_LEGAL_BASES)),),
        matter=AssistanceMatter(
            description=facts, reason="The papers shown leave a doubt.", type=kind
        ),
        requested=_administration(contract.order.origin),
        wanted=tuple(
            RequestedInformation(sequence=number, type=each)
            for number, each in enumerate(sought, 1)
        ),
        requesting=_administration(contract.order.destination),
        undertaking=_condition(stream),
        verification=Verification(
            completed=at - timedelta(hours=stream.between(1, 48)),
            description="Books and payments of the importer were seen.",
            result=stream.choice(("DOU", "INC")),
        ),
    )


def _short(request: AssistanceRequest) -> AssistanceRequest:
    """Return a message that names only who asks whom."""
    return AssistanceRequest(requested=request.requested, requesting=request.requesting)


def make_assistance_reply(order: Order) -> Draft:
    """Return what becomes of a request, the data sought, or data nobody asked for."""
    deal = draw_deal(order.seed, order.number, order.items)
    request = _request(deal, order.stream("assistance-request"))
    stream = order.stream("assistance-reply")
    assert request.issued is not None
    at = request.issued + timedelta(days=stream.between(1, 10))
    reply = AssistanceReply(
        function=Function.RESPONSE,
        reference=f"{deal.contract.order.origin}-MA-{deal.number:05d}",
        issued=at,
        previous=(ReferencedMessage(id=request.reference),),
        requested=request.requested,
        requesting=request.requesting,
    )
    decision = stream.choice(("ACC", "CLA", "POS", "REF", "ANS", "ANS", ""))
    if decision in ("ANS", ""):
        reply = _with_data(reply, decision, deal, stream)
    else:
        reply = _decided(reply, decision, at, stream)
    recipient, sender = _ends(deal)
    return Draft(payload=reply, sender=sender, recipient=recipient, at=at)


def _decided(
    reply: AssistanceReply, decision: str, at: datetime, stream: Stream
) -> AssistanceReply:
    later = at + timedelta(days=stream.between(5, 60))
    question = AdditionalInformation(description="Which of the invoices is meant?")
    return replace(
        reply,
        decision=decision,
        ground=stream.choice(("BUR", "CON", "LAW")) if decision == "REF" else None,
        limit=later if decision in ("POS", "CLA") else None,
        information=(question,) if decision == "CLA" else (),
    )


def _with_data(
    reply: AssistanceReply, decision: str, deal: Deal, stream: Stream
) -> AssistanceReply:
    """Return an answer with an extract of the export declaration, or one unasked."""
    partial = bool(decision) and stream.chance(300)
    gone = AdditionalInformation(description="The packing list is no longer on file.")
    filled = replace(
        reply,
        completeness="PAR" if partial else "FUL",
        decision=decision,
        information=(gone,) if partial else (),
        authentication=Authentication(
            text="True extract of the records of the administration.",
            authenticator=Authenticator(name="International cooperation desk"),
        ),
        declarations=(_extract(deal),),
        conditions=_condition(stream),
    )
    if decision:
        return filled
    return replace(
        filled,
        function=Function.ORIGINAL,
        completeness=None,
        decision=None,
        previous=(),
    )


def _extract(deal: Deal) -> SuppliedDeclaration:
    filing = Filing(reference="", at=deal.began, exit=deal.exit)
    return extract(
        export_declaration(deal.contract, filing),
        deal.contract,
        mrn=_export_mrn(deal),
        accepted=deal.began,
    )


# --- who ------------------------------------------------------------------------------


def _export_mrn(deal: Deal) -> str:
    return make_mrn(deal.began.year, deal.contract.order.origin, deal.number)


def _administration(country: str) -> Administration:
    office = ContactOffice(id=member(country).ports[0])
    return Administration(
        country=country, name=f"Exercise customs ({country})", contact_offices=(office,)
    )


def _condition(stream: Stream) -> UseCondition:
    return UseCondition(
        confidentiality=stream.choice(("SAM", "ASK")),
        use_limit=stream.choice(("CUS", "JUD", "WRT")),
    )


def _ends(deal: Deal) -> tuple[str, str]:
    """Return who asks, the country of import, and who is asked."""
    order = deal.contract.order
    return f"{order.destination.lower()}-cus", f"{order.origin.lower()}-cus"
