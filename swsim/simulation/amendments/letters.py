"""The documents by which declarations are changed, cancelled and asked after.

Two styles say the same. Generic: function 4 changes, 5 replaces, 1 cancels (UN/EDIFACT
1225). National practice: function 13, TypeCode COR or INV, the MRN, an Amendment with a
reason and pointers, and free text under the statement type AES. A status request is
function 13 with the document name; its answer is 8, 10 or 12, that to a change is 11.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from swsim.documents.goods import Ucr
from swsim.documents.parts import (
    AdditionalInformation,
    Amendment,
    Error,
    Party,
    Pointer,
)
from swsim.documents.types.declaration import (
    AdditionalDocument,
    Commodity,
    Declaration,
    GoodsItem,
    GoodsMeasure,
    GoodsShipment,
)
from swsim.documents.types.response import AnsweredDeclaration, Response, Status
from swsim.domain.changes import Style
from swsim.domain.codes import Function, Indicator
from swsim.simulation.answers import outcome

CORRECTION, INVALIDATION = "COR", "INV"  # TypeCode of national practice
FREE_TEXT = "AES"  # StatementTypeCode of national practice
DOCUMENTS = "DOC"  # ChangeReasonCode: what customs asked for is supplied
CLERICAL, UNFOUNDED, WITHDRAWN = "ERR", "OTH", "1"  # further reasons, national
PROOF = "962"  # UN/EDIFACT 1001: document
_KILOGRAM = 1_000  # grams

# 42A > 67A > 68A[1] > 23A > 65A tag 128: the net mass of item 1.
_NET_MASS = (
    Pointer(section="42A"),
    Pointer(section="67A"),
    Pointer(sequence=1, section="68A"),
    Pointer(section="23A"),
    Pointer(section="65A", tag="128"),
)

# --- what they are -------------------------------------------------------------------


def is_cancellation(message: Declaration) -> bool:
    """Tell whether a declaration is to be cancelled."""
    return message.function == Function.CANCELLATION or (
        message.function == Function.REQUEST and message.type == INVALIDATION
    )


def is_amendment(message: Declaration) -> bool:
    """Tell whether a declaration is to be changed, by whatever style."""
    if message.function == Function.CHANGE:
        return DOCUMENTS not in [each.reason for each in message.amendments]
    return message.function == Function.REPLACEMENT or (
        message.function == Function.REQUEST and message.type == CORRECTION
    )


def is_query(message: Declaration) -> bool:
    """Tell whether somebody asks how a declaration stands."""
    national = message.type in (CORRECTION, INVALIDATION)
    return message.function == Function.REQUEST and not national


def is_founded(message: Declaration) -> bool:
    """Tell whether the reason given for a change is one that customs takes."""
    return UNFOUNDED not in [each.reason for each in message.amendments]


# --- what traders write --------------------------------------------------------------


def corrected(declaration: Declaration) -> Declaration:
    """Return a declaration with the net mass of its first item as it should be.

    The trader has counted one per cent too much.
    """
    shipment = declaration.shipment
    assert shipment is not None
    first, *rest = shipment.items
    commodity = first.commodity or Commodity()
    measure = commodity.measure or GoodsMeasure()
    right = replace(measure, net_mass=_right(measure.net_mass))
    mended = replace(first, commodity=replace(commodity, measure=right))
    return replace(declaration, shipment=replace(shipment, items=(mended, *rest)))


def _right(mass: int | None) -> int:
    return (mass or 0) * 99 // 100


def change(
    declaration: Declaration,
    mrn: str,
    reason: str,
    at: datetime,
    style: Style,
    *,
    rightly: bool = True,
) -> Declaration:
    """Return the change that mends the net mass of the first item.

    Or, where not `rightly`, makes it greater than the gross mass.
    """
    message = replace(
        _about(declaration, mrn, at),
        function=Function.CHANGE,
        amendments=(Amendment(reason=reason, pointers=_NET_MASS),),
        shipment=GoodsShipment(items=(_with_net_mass(declaration, rightly),)),
    )
    if style == "generic":
        return message
    return replace(
        message,
        function=Function.REQUEST,
        type=CORRECTION,
        information=_free_text("Net mass of item 1 was mistaken"),
    )


def _with_net_mass(declaration: Declaration, rightly: bool) -> GoodsItem:
    shipment = corrected(declaration).shipment
    commodity = shipment.items[0].commodity if shipment else None
    measure = (commodity.measure if commodity else None) or GoodsMeasure()
    mass = measure.net_mass if rightly else (measure.gross_mass or 0) + _KILOGRAM
    return GoodsItem(
        sequence=1, commodity=Commodity(measure=GoodsMeasure(net_mass=mass))
    )


def replacement(declaration: Declaration, mrn: str, at: datetime) -> Declaration:
    """Return the whole declaration anew, with the right net mass."""
    return replace(
        corrected(declaration), function=Function.REPLACEMENT, id=mrn, issued=at
    )


def cancellation(
    declaration: Declaration, mrn: str, at: datetime, style: Style, proof: str = ""
) -> Declaration:
    """Return the request to cancel, with the number of a proof where there is one."""
    documents = (AdditionalDocument(id=proof, type=PROOF),) if proof else ()
    message = replace(_about(declaration, mrn, at), documents=documents)
    if style == "generic":
        return replace(message, function=Function.CANCELLATION)
    return replace(
        message,
        function=Function.REQUEST,
        type=INVALIDATION,
        information=_free_text("The declaration is no longer wanted"),
        amendments=(Amendment(reason=WITHDRAWN),),
    )


def _about(declaration: Declaration, mrn: str, at: datetime) -> Declaration:
    return Declaration(
        reference=declaration.reference,
        id=mrn,
        issued=at,
        type=declaration.type,
        declarant=declaration.declarant,
    )


def _free_text(words: str) -> tuple[AdditionalInformation, ...]:
    return (AdditionalInformation(description=words, type=FREE_TEXT),)


def query(
    type: str,
    at: datetime,
    asker: Party,
    *,
    reference: str,
    mrn: str | None = None,
    ucr: str | None = None,
) -> Declaration:
    """Return the question how a declaration stands, by one of its three numbers.

    With an MRN or a UCR, `reference` is the question's own.
    """
    return Declaration(
        function=Function.REQUEST,
        reference=reference,
        id=mrn,
        issued=at,
        type=type,
        declarant=asker,
        shipment=GoodsShipment(ucr=Ucr(id=ucr)) if ucr else None,
    )


# --- what they are answered ----------------------------------------------------------


def refused(
    reference: str,
    at: datetime,
    about: Declaration,
    why: str,
    errors: Iterable[Error] = (),
) -> Response:
    """Return the answer that nothing is changed; without `errors` `why` is the one."""
    plain = Error(description=why, code="R61")
    return outcome(
        Indicator.CHANGE_REFUSED,
        reference=reference,
        at=at,
        about=about,
        mrn=about.id,
        errors=tuple(errors) or (plain,),
    )


def status(
    function: Function, reference: str, at: datetime, about: Declaration
) -> Response:
    """Return the answer to a status request that tells no outcome."""
    return Response(
        function=function,
        reference=reference,
        issued=at,
        declaration=AnsweredDeclaration(reference=about.reference, id=about.id),
    )


def stands(response: Response, told: Indicator, at: datetime) -> Response:
    """Return a status answer with the outcome that was told last."""
    return replace(response, statuses=(Status(effective=at, name=told),))
