"""Parts that several samples share: parties, amounts, envelopes.

Companies and ships are invented. Container numbers have the training prefix SWSU, ship
numbers come from a range that no ship has.
"""

from datetime import UTC, datetime
from decimal import Decimal

from swsim.documents.envelope import CommunicationMetaData, Envelope
from swsim.documents.goods import Classification
from swsim.documents.parts import Address, Communication, Contact, Party
from swsim.documents.types.declaration import (
    ChargeDeduction,
    CustomsValuation,
    DutyTaxFee,
    EquipmentLink,
    GovernmentProcedure,
    Payment,
    Seal,
    TransportEquipment,
    TransportMeans,
)
from swsim.domain.identifiers import (
    container_number,
    conversation_id,
    imo_number,
    message_id,
)
from swsim.domain.money import Money, Quantity, money

RUN = "training"
SEED = 1

FREIGHT, INSURANCE = "64", "67"  # UN/EDIFACT 5025
DUTY, VAT = "CUD", "VAT"  # UN/EDIFACT 5153


def at(text: str) -> datetime:
    """Return a point of time from `2026-04-07 03:15`, in UTC."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def usd(text: str) -> Money:
    return Money(value=Decimal(text), currency="USD")


def pen(text: str) -> Money:
    return Money(value=Decimal(text), currency="PEN")


def yen(text: str) -> Money:
    return Money(value=Decimal(text), currency="JPY")


def pieces(count: int) -> Quantity:
    return Quantity(value=Decimal(count), unit="H87")


def charges(freight: str, insurance: str) -> CustomsValuation:
    """Return the freight and insurance of a shipment."""
    return CustomsValuation(
        freight=usd(freight),
        charges=(ChargeDeduction(type=INSURANCE, amount=usd(insurance)),),
    )


def item_charges(freight: str, insurance: str) -> CustomsValuation:
    """Return the share of an item in freight and insurance, by transaction value."""
    shares = ((FREIGHT, freight), (INSURANCE, insurance))
    return CustomsValuation(
        method="1",
        charges=tuple(
            ChargeDeduction(type=kind, amount=usd(amount)) for kind, amount in shares
        ),
    )


def duty(type_code: str, base: Money, per_cent: str) -> DutyTaxFee:
    """Return a duty by value, rounded half up to the currency's decimals."""
    due = money(base.value * Decimal(per_cent) / 100, base.currency)
    return DutyTaxFee(
        base=base,
        rate=Decimal(per_cent),
        type=type_code,
        payment=Payment(method="A", assessed=due, paid=due),
    )


def duties(value: Money, duty_rate: str, vat_rate: str) -> tuple[DutyTaxFee, ...]:
    """Return customs duty on the customs value, and VAT on value and duty."""
    customs_duty = duty(DUTY, value, duty_rate)
    assert customs_duty.payment is not None
    assert customs_duty.payment.assessed is not None
    return (customs_duty, duty(VAT, value + customs_duty.payment.assessed, vat_rate))


def ship(name: str, serial: int, flag: str) -> TransportMeans:
    return TransportMeans(
        name=name,
        id=imo_number(serial),
        id_type="IMO",
        nationality=flag,
        mode="1",
    )


def procedure(code: str) -> tuple[GovernmentProcedure, ...]:
    return (GovernmentProcedure(current=code),)


def box(sequence: int, serial: int, *seals: str) -> TransportEquipment:
    return TransportEquipment(
        sequence=sequence,
        id=container_number(serial),
        seals=tuple(Seal(sequence=n, id=seal) for n, seal in enumerate(seals, 1)),
    )


def link(sequence: int, serial: int) -> tuple[EquipmentLink, ...]:
    return (EquipmentLink(sequence=sequence, id=container_number(serial)),)


def hs(code: str) -> tuple[Classification, ...]:
    return (Classification(id=code, type="HS"),)


JP_EXPORTER = Party(
    name="Exercise Machinery Co.",
    id="JPEX0000001",
    address=Address(
        city="Yokohama", country="JP", line="1-2-3 Training Wharf", postcode="231-0000"
    ),
    contacts=(Contact(name="Export desk"),),
    communications=(Communication(id="export@machinery.example", type="EM"),),
)
JP_DECLARANT = Party(
    name="Practice Customs Brokers K.K.",
    id="JPCB0000007",
    address=Address(city="Yokohama", country="JP", line="4 Lesson Street"),
)
PA_IMPORTER = Party(
    name="Importadora de Práctica S.A.",
    id="PAIM0000001",
    address=Address(
        city="Ciudad de Panamá",
        country="PA",
        subdivision="PA-8",
        line="Avenida del Ejercicio 10",
    ),
    contacts=(Contact(name="Compras"),),
    communications=(Communication(id="compras@practica.example", type="EM"),),
)
PA_DECLARANT = Party(
    name="Agencia Aduanera Simulada",
    id="PACB0000003",
    address=Address(city="Balboa", country="PA", line="Calle Modelo 5"),
)
NZ_EXPORTER = Party(
    name="Rehearsal Dairy and Meats Ltd",
    id="NZEX0000002",
    address=Address(city="Auckland", country="NZ", line="7 Drill Road"),
)
PE_IMPORTER = Party(
    name="Alimentos de Ensayo S.A.C.",
    id="PEIM0000004",
    address=Address(city="Callao", country="PE", line="Jirón de Prueba 22"),
)


def enveloped(
    payload: object,
    number: int,
    route: tuple[str, str],
    prepared: str,
    *,
    case: str,
    reply_to: str | None = None,
) -> Envelope:
    """Return the payload in an envelope; `case` names the conversation."""
    sender, recipient = route
    return Envelope(
        communication=CommunicationMetaData(
            message_id=message_id(SEED, sender, number),
            conversation_id=conversation_id(SEED, case),
            in_reply_to=reply_to,
            run_id=RUN,
            sender=sender,
            recipient=recipient,
            prepared=at(prepared),
            link_sequence=number,
        ),
        payload=payload,
        country=sender[:2].upper(),
    )
