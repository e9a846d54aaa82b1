"""Writes Responses: function 11, the outcome as a 7365 indicator in Status."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from swsim.documents.parts import AdditionalInformation, ContactOffice, Error
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import (
    AnsweredDeclaration,
    AssessedDuty,
    AssessedPayment,
    Response,
    Status,
)
from swsim.domain.codes import Channel, Function, Indicator
from swsim.domain.money import Money

CHANNEL_STATEMENT = "CHN"  # StatementTypeCode of swsim: the risk channel
SUPPLEMENT = "-S"  # ends the payment reference of a supplementary assessment
AGENCY_STATEMENT = "AGY"  # StatementTypeCode of swsim: the agency that holds
ABANDONED = "ABD"  # StatementTypeCode of swsim: why goods are held to be abandoned
NO_OBJECTION = "NOB"  # StatementTypeCode of swsim: an agency that has no objection

_INDICATORS: Mapping[str | None, Indicator] = {each.value: each for each in Indicator}


def outcome(
    indicator: Indicator,
    *,
    reference: str,
    at: datetime,
    about: Declaration,
    mrn: str | None = None,
    accepted: datetime | None = None,
    errors: Iterable[Error] = (),
    information: Iterable[AdditionalInformation] = (),
) -> Response:
    """Return the Response that tells an outcome for the declaration `about`.

    `reference` is the answer's own reference; `mrn` is the number customs gave and
    `accepted` the moment it did so, both unknown to who answers before or beside it.
    """
    rejected = indicator is Indicator.REJECTED
    released = indicator is Indicator.RELEASED
    return Response(
        function=Function.RESPONSE,
        reference=reference,
        issued=at,
        information=tuple(information),
        contact_offices=(ContactOffice(id=about.office),) if about.office else (),
        errors=tuple(errors),
        statuses=(
            Status(effective=at, name=indicator, release=at if released else None),
        ),
        declaration=AnsweredDeclaration(
            acceptance=accepted,
            reference=about.reference,
            id=mrn,
            rejection=at if rejected else None,
        ),
    )


def assessment(
    *,
    reference: str,
    at: datetime,
    due: datetime,
    about: Declaration,
    mrn: str,
    accepted: datetime,
    payable: Money,
    supplementary: bool = False,
) -> Response:
    """Return the Response that asks for payment of duties and taxes until `due`.

    A `supplementary` assessment asks for what the first one lacked.
    """
    payment = AssessedPayment(
        reference=f"PAY-{mrn}{SUPPLEMENT if supplementary else ''}",
        assessed=payable,
        due=due,
        payable=payable,
    )
    return Response(
        function=Function.RESPONSE,
        reference=reference,
        issued=at,
        declaration=AnsweredDeclaration(
            acceptance=accepted,
            reference=about.reference,
            id=mrn,
            duties=(AssessedDuty(payment=payment),),
        ),
    )


def channel_statement(
    channel: Channel, limit: datetime | None = None
) -> AdditionalInformation:
    """Return the statement that names the risk channel.

    `limit` is until when documents are to be there, or the declarant is.
    """
    return AdditionalInformation(code=channel, limit=limit, type=CHANNEL_STATEMENT)


def indicator_of(response: Response) -> Indicator | None:
    """Return the outcome in a Response.

    None where it asks for payment, or has another of the many codes of the list.
    """
    return _INDICATORS.get(response.statuses[0].name) if response.statuses else None


def limit_of(response: Response) -> datetime | None:
    """Return until when a Response wants documents or the declarant."""
    return next((each.limit for each in response.information if each.limit), None)


def payment_of(response: Response) -> AssessedPayment | None:
    """Return what a Response asks to be paid, None where it does not."""
    answered = response.declaration
    if answered is None or not answered.duties:
        return None
    return answered.duties[0].payment


def reference_of(response: Response) -> str:
    """Return the LRN of the declaration that a Response is about."""
    answered = response.declaration
    return (answered.reference if answered else None) or ""
