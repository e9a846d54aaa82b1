"""Makes valid answers and receipts: responses, acknowledgements, payment notices.

Each is about an import declaration that was made as well, so that references, amounts
and moments agree.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from swsim.documents.parts import AdditionalInformation, Error, Pointer
from swsim.documents.types.acknowledgement import ACK, NACK, Acknowledgement
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.payment import PaymentMade, PaymentNotice
from swsim.documents.types.response import Response
from swsim.domain.codes import Channel, DocumentName, Function, Indicator
from swsim.domain.identifiers import make_mrn, message_id
from swsim.domain.mistakes import MISTAKES
from swsim.domain.streams import Stream
from swsim.material.declarations import make_import
from swsim.material.draft import Draft, Order
from swsim.simulation.answers import assessment, channel_statement, outcome
from swsim.simulation.declarations import payable

_MINUTE: Final = 60
_DAY: Final = 86_400
_DECLARATION: Final = Pointer(section="42A")
# Mistakes of a header, with the WCO id of the element that is wrong.
_HEADER: Final = (
    ("item-count", "228"),
    ("total-gross-mass", "131"),
    ("package-total", "146"),
    ("invoice-total", "109"),
)


def make_response(order: Order) -> Draft:
    """Return a response (11) with one of the outcomes, or a demand for payment."""
    asked = make_import(order)
    declaration = _declared(asked)
    stream = order.stream("response")
    at = asked.at + timedelta(seconds=stream.between(_MINUTE, _DAY))
    response = _answer(declaration, order, at, stream)
    return _answering(asked, response, at, order)


def make_acknowledgement(order: Order) -> Draft:
    """Return the ACK or NACK of a declaration."""
    asked = make_import(order)
    stream = order.stream("acknowledgement")
    at = asked.at + timedelta(seconds=stream.between(1, _MINUTE))
    refused = stream.chance(300)
    acknowledgement = Acknowledgement(
        issued=at,
        message_id=_message(asked, order),
        status=NACK if refused else ACK,
        errors=(_error(stream),) if refused else (),
    )
    return _answering(asked, acknowledgement, at, order)


def make_payment(order: Order) -> Draft:
    """Return the notice that duties and taxes of a declaration were paid."""
    asked = make_import(order)
    declaration = _declared(asked)
    stream = order.stream("payment")
    at = asked.at + timedelta(seconds=stream.between(_DAY, 5 * _DAY))
    mrn = _mrn(declaration, order, at)
    assert declaration.shipment is not None
    importer = declaration.shipment.importer
    notice = PaymentNotice(
        function=Function.ORIGINAL,
        reference=f"{declaration.reference}-P",
        declaration_id=mrn,
        issued=at,
        type=DocumentName.DUTY_RECEIPT,
        payer=replace(importer, communications=()) if importer else None,
        payment=PaymentMade(
            method=stream.choice("AE"),
            reference=f"PAY-{mrn}",
            paid=payable(declaration),
        ),
    )
    return replace(asked, payload=notice, at=at)


def _declared(draft: Draft) -> Declaration:
    assert isinstance(draft.payload, Declaration)
    return draft.payload


def _message(asked: Draft, order: Order) -> str:
    return message_id(order.seed, asked.sender, order.number)


def _answering(asked: Draft, payload: object, at: datetime, order: Order) -> Draft:
    return Draft(
        payload=payload,
        sender=asked.recipient,
        recipient=asked.sender,
        at=at,
        reply_to=_message(asked, order),
    )


def _mrn(declaration: Declaration, order: Order, at: datetime) -> str:
    country = (declaration.office or "")[:2]
    return make_mrn(at.year, country, order.number)


def _answer(
    declaration: Declaration, order: Order, at: datetime, stream: Stream
) -> Response:
    reference = f"{declaration.reference}-A"
    mrn = _mrn(declaration, order, at)
    due = payable(declaration)
    if due is not None and stream.chance(200):
        return assessment(
            reference=reference,
            at=at,
            due=at + timedelta(days=stream.between(3, 15)),
            about=declaration,
            mrn=mrn,
            accepted=at,
            payable=due,
        )
    indicator = stream.choice(tuple(Indicator))
    if indicator is Indicator.REJECTED:
        errors = tuple(_error(stream) for _ in range(stream.between(1, 3)))
        return outcome(
            indicator, reference=reference, at=at, about=declaration, errors=errors
        )
    return outcome(
        indicator,
        reference=reference,
        at=at,
        about=declaration,
        mrn=mrn,
        accepted=at,
        information=_statements(indicator, at),
    )


def _statements(
    indicator: Indicator, at: datetime
) -> tuple[AdditionalInformation, ...]:
    """Return the channel that goes with an outcome, with a limit for documents."""
    if indicator is Indicator.EXAMINATION:
        return (channel_statement(Channel.RED),)
    if indicator is Indicator.DOCUMENTS_WANTED:
        return (channel_statement(Channel.YELLOW, at + timedelta(days=2)),)
    return (channel_statement(Channel.GREEN),)


def _error(stream: Stream) -> Error:
    mistake, tag = stream.choice(_HEADER)
    return Error(
        description=MISTAKES[mistake].en,
        code=MISTAKES[mistake].caught_by,
        pointers=(replace(_DECLARATION, tag=tag),),
    )
