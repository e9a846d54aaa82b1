"""PaymentNotice: the receipt (UN/EDIFACT 1001 code 917) that duties were paid."""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.fields import amount, child, moment, text
from swsim.documents.parts import Party
from swsim.documents.registry import document
from swsim.domain.money import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentMade:
    """94A: what was paid under which reference."""

    method: str | None = text("MethodCode")  # 107
    reference: str | None = text("ReferenceID")  # 014
    paid: Money | None = amount("PaymentAmount")  # 378


@document(
    id="payment",
    root="PaymentNotice",
    namespace="urn:swsim:datamodel:PAY:1",
    wco_type="PAY",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentNotice:
    """A payment of duties and taxes for the declaration with MRN `declaration_id`."""

    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    declaration_id: str | None = text("DeclarationID")  # D014
    issued: datetime | None = moment("IssueDateTime")  # D011
    type: str | None = text("TypeCode")  # D013
    payer: Party | None = child("Payer", Party)  # 56B
    payment: PaymentMade | None = child("Payment", PaymentMade)
