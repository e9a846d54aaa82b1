"""The good answers: responses, acknowledgements and payment notices."""

from dataclasses import replace
from decimal import Decimal

from samples.exports import EXPORT_MRN
from samples.imports import IMPORT, IMPORT_MRN
from samples.parts import PA_DECLARANT, SEED, at, duties, enveloped, usd
from swsim.documents.parts import (
    AdditionalInformation,
    Amendment,
    Communication,
    ContactOffice,
    Error,
    Pointer,
)
from swsim.documents.types.acknowledgement import ACK, NACK, Acknowledgement
from swsim.documents.types.declaration import DutyTaxFee, Payment
from swsim.documents.types.payment import PaymentMade, PaymentNotice
from swsim.documents.types.response import (
    AnsweredCommodity,
    AnsweredDeclaration,
    AnsweredItem,
    AnsweredShipment,
    AssessedDuty,
    AssessedPayment,
    Response,
    Status,
)
from swsim.domain.codes import Channel, DocumentName, Function, Indicator
from swsim.domain.identifiers import message_id

EXPORT_LRN = "JPCB-2026-000001"
IMPORT_LRN = "PACB-2026-000001"
PAYMENT_REFERENCE = "PA26-PAY-000001"
EXPORT_MESSAGE = message_id(SEED, "jp-trd", 1)
IMPORT_MESSAGE = message_id(SEED, "pa-trd", 1)

ACCEPTED = Response(
    function=Function.RESPONSE,
    reference="JPCUS-2026-000001",
    issued=at("2026-04-06 23:50"),
    information=(AdditionalInformation(code=Channel.GREEN, type="ACB"),),
    statuses=(Status(effective=at("2026-04-06 23:50"), name=Indicator.ACCEPTED),),
    declaration=AnsweredDeclaration(
        acceptance=at("2026-04-06 23:50"),
        reference=EXPORT_LRN,
        id=EXPORT_MRN,
        version="1",
    ),
)

REJECTED = Response(
    function=Function.RESPONSE,
    reference="PACUS-2026-000001",
    issued=at("2026-04-20 14:10"),
    errors=(
        Error(
            description="Item 1: net mass 9600 kg is above gross mass 9200 kg.",
            code="R03",
            pointers=(
                Pointer(section="42A"),
                Pointer(section="67A"),
                Pointer(sequence=1, section="68A"),
                Pointer(section="23A"),
                Pointer(section="65A", tag="128"),
            ),
        ),
        Error(
            description="The number of items is 2, but 1 item is declared.",
            code="R01",
            pointers=(Pointer(section="42A", tag="228"),),
        ),
    ),
    statuses=(Status(effective=at("2026-04-20 14:10"), name=Indicator.REJECTED),),
    declaration=AnsweredDeclaration(
        reference=IMPORT_LRN, rejection=at("2026-04-20 14:10")
    ),
)

DOCUMENTS_WANTED = Response(
    function=Function.RESPONSE,
    reference="PACUS-2026-000002",
    issued=at("2026-04-20 15:00"),
    information=(
        AdditionalInformation(
            description="Send the commercial invoice and the bill of lading.",
            limit=at("2026-04-22 15:00"),
            pointers=(Pointer(section="42A"), Pointer(section="67A")),
        ),
    ),
    contact_offices=(
        ContactOffice(
            id="PABLB",
            communications=(Communication(id="aduana@balboa.example", type="EM"),),
        ),
    ),
    statuses=(
        Status(effective=at("2026-04-20 15:00"), name=Indicator.DOCUMENTS_WANTED),
    ),
    declaration=AnsweredDeclaration(reference=IMPORT_LRN, id=IMPORT_MRN, version="1"),
)


def as_assessed(duty: DutyTaxFee) -> DutyTaxFee:
    """Return the duty without the declarant's way of paying."""
    assert duty.payment is not None
    return replace(duty, payment=Payment(assessed=duty.payment.assessed))


TAX = Response(
    function=Function.RESPONSE,
    reference="PACUS-2026-000003",
    issued=at("2026-04-21 09:30"),
    statuses=(
        Status(effective=at("2026-04-21 09:30"), name=Indicator.AWAITING_ARRIVAL),
    ),
    declaration=AnsweredDeclaration(
        acceptance=at("2026-04-20 14:40"),
        reference=IMPORT_LRN,
        id=IMPORT_MRN,
        version="1",
        duties=(
            AssessedDuty(
                payment=AssessedPayment(
                    reference=PAYMENT_REFERENCE,
                    assessed=usd("5170.34"),
                    due=at("2026-05-01 09:30"),
                    payable=usd("5170.34"),
                )
            ),
        ),
        shipment=AnsweredShipment(
            items=(
                AnsweredItem(
                    sequence=1,
                    commodity=AnsweredCommodity(
                        duties=tuple(
                            as_assessed(each)
                            for each in duties(usd("50640.00"), "3", "7")
                        )
                    ),
                ),
            )
        ),
    ),
)

RELEASED = Response(
    function=Function.RESPONSE,
    reference="PACUS-2026-000004",
    issued=at("2026-04-22 11:05"),
    statuses=(
        Status(
            effective=at("2026-04-22 11:05"),
            name=Indicator.RELEASED,
            release=at("2026-04-22 11:05"),
        ),
    ),
    declaration=AnsweredDeclaration(reference=IMPORT_LRN, id=IMPORT_MRN, version="1"),
)

CORRECTED = Response(
    function=Function.RESPONSE,
    reference="JPCUS-2026-000002",
    issued=at("2026-04-07 06:30"),
    amendments=(Amendment(reason="1", pointers=(Pointer(section="42A", tag="131"),)),),
    statuses=(Status(effective=at("2026-04-07 06:30"), name="15"),),
    declaration=AnsweredDeclaration(
        reference="JPCB-2026-000003", id=EXPORT_MRN, version="2"
    ),
)

_PA = ("pa-sw", "pa-trd")
RESPONSES = {
    "accepted": enveloped(
        ACCEPTED,
        2,
        ("jp-sw", "jp-trd"),
        "2026-04-06 23:50",
        case="excavators",
        reply_to=EXPORT_MESSAGE,
    ),
    "rejected": enveloped(
        REJECTED, 2, _PA, "2026-04-20 14:10", case="excavators", reply_to=IMPORT_MESSAGE
    ),
    "documents-wanted": enveloped(
        DOCUMENTS_WANTED,
        3,
        _PA,
        "2026-04-20 15:00",
        case="excavators",
        reply_to=IMPORT_MESSAGE,
    ),
    "tax": enveloped(
        TAX, 4, _PA, "2026-04-21 09:30", case="excavators", reply_to=IMPORT_MESSAGE
    ),
    "released": enveloped(
        RELEASED, 5, _PA, "2026-04-22 11:05", case="excavators", reply_to=IMPORT_MESSAGE
    ),
    "corrected": enveloped(
        CORRECTED, 4, ("jp-sw", "jp-trd"), "2026-04-07 06:30", case="excavators"
    ),
    "bare-released": RELEASED,
}

RECEIVED = Acknowledgement(
    issued=at("2026-04-06 23:31"), message_id=EXPORT_MESSAGE, status=ACK
)
REFUSED = Acknowledgement(
    issued=at("2026-04-20 14:01"),
    message_id=IMPORT_MESSAGE,
    status=NACK,
    errors=(
        Error(
            description="FunctionCode is missing before FunctionalReferenceID.",
            code="XSD-element",
            pointers=(Pointer(section="42A", tag="017"),),
        ),
    ),
)
UNKNOWN_SENDER = Acknowledgement(
    issued=at("2026-04-20 14:02"),
    # As it was received: what is refused here is that it is no UUID.
    message_id="message no. 17",
    status=NACK,
    errors=(Error(description="The sender is not known in this run."),),
)

ACKNOWLEDGEMENTS = {
    "ack": enveloped(
        RECEIVED,
        1,
        ("jp-sw", "jp-trd"),
        "2026-04-06 23:31",
        case="excavators",
        reply_to=EXPORT_MESSAGE,
    ),
    "nack": enveloped(
        REFUSED, 1, _PA, "2026-04-20 14:01", case="excavators", reply_to=IMPORT_MESSAGE
    ),
    "nack-unknown-sender": enveloped(
        UNKNOWN_SENDER, 6, _PA, "2026-04-20 14:02", case="unknown sender"
    ),
    "bare-ack": RECEIVED,
}

PAID = PaymentNotice(
    function=Function.ORIGINAL,
    reference="PABK-2026-000001",
    declaration_id=IMPORT_MRN,
    issued=at("2026-04-21 16:00"),
    type=DocumentName.DUTY_RECEIPT,
    payer=IMPORT.shipment.importer if IMPORT.shipment else None,
    payment=PaymentMade(method="A", reference=PAYMENT_REFERENCE, paid=usd("5170.34")),
)
PAID_IN_YEN = replace(
    PAID,
    reference="PABK-2026-000002",
    payer=PA_DECLARANT,
    payment=PaymentMade(
        reference=PAYMENT_REFERENCE,
        paid=replace(usd("0"), value=Decimal(775551), currency="JPY"),
    ),
)
SHORTEST = PaymentNotice(
    function=Function.ORIGINAL,
    declaration_id=IMPORT_MRN,
    payment=PaymentMade(paid=usd("5170.34")),
)

ORDERED = replace(PAID, reference="S00001-I1-P", type=DocumentName.PAYMENT_ORDER)
NOT_PAID = replace(ORDERED, function=Function.NOT_ACCEPTED)

_FROM_TRADER = ("pa-trd", "pa-sw")
_TO_BANK, _FROM_BANK = ("pa-trd", "pa-bnk"), ("pa-bnk", "pa-trd")
PAYMENTS = {
    "order": enveloped(ORDERED, 1, _TO_BANK, "2026-04-21 15:30", case="excavators"),
    "not-paid": enveloped(
        NOT_PAID, 1, _FROM_BANK, "2026-04-21 15:50", case="excavators"
    ),
    "full": enveloped(PAID, 2, _FROM_TRADER, "2026-04-21 16:00", case="excavators"),
    "no-decimals": enveloped(
        PAID_IN_YEN, 3, _FROM_TRADER, "2026-04-21 16:05", case="excavators"
    ),
    "minimal": enveloped(
        SHORTEST, 4, _FROM_TRADER, "2026-04-21 16:10", case="excavators"
    ),
    "bare": PAID,
}

GOOD = {
    "response": RESPONSES,
    "acknowledgement": ACKNOWLEDGEMENTS,
    "payment": PAYMENTS,
}
