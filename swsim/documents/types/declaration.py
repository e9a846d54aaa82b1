"""Declaration (42A): export (830), import (929) and transit (950) declarations.

Element names, order and WCO ids follow the published subset of WCO DM 3.6; the
comment behind a field is its WCO id.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from swsim.documents.fields import (
    amount,
    child,
    children,
    day,
    decimal,
    integer,
    mass,
    moment,
    quantity,
    text,
)
from swsim.documents.goods import (
    Classification,
    DangerousGoods,
    GoodsLocation,
    Packaging,
    PreviousDocument,
    Ucr,
)
from swsim.documents.parts import (
    AdditionalInformation,
    Amendment,
    Office,
    Party,
)
from swsim.documents.registry import document
from swsim.domain.money import Money, Quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class Submitter:
    """17B: who issued a document."""

    name: str | None = text("Name")  # R058
    role: str | None = text("RoleCode")  # R005


@dataclass(frozen=True, kw_only=True, slots=True)
class WriteOff:
    """22C: what a declaration uses up of a licence or certificate."""

    quantity: Quantity | None = quantity("QuantityQuantity")  # 502
    amount: Money | None = amount("AmountAmount")  # 503


@dataclass(frozen=True, kw_only=True, slots=True)
class AdditionalDocument:
    """02A: a licence, permit, certificate or other document that is cited."""

    category: str | None = text("CategoryCode")  # D031
    effective: date | None = day("EffectiveDateTime")  # 276
    id: str | None = text("ID")  # D005
    name: str | None = text("Name")  # D028
    type: str | None = text("TypeCode")  # D006
    exemption: str | None = text("LPCOExemptionCode")  # 360
    expires: date | None = day("ExpirationDateTime")
    issuer: Submitter | None = child("Submitter", Submitter)
    write_off: WriteOff | None = child("WriteOff", WriteOff)


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorisationHolder:
    """17C: who holds an authorisation of customs."""

    id: str | None = text("ID")  # R144
    category: str | None = text("CategoryCode")  # R145


@dataclass(frozen=True, kw_only=True, slots=True)
class ObligationGuarantee:
    """90A: the security for duties and taxes at risk."""

    amount: Money | None = amount("AmountAmount")  # 492
    reference: str | None = text("ReferenceID")  # 100, the GRN
    details: str | None = text("SecurityDetailsCode")  # 101
    access_code: str | None = text("AccessCode")  # 499
    office: Office | None = child("GuaranteeOffice", Office)


@dataclass(frozen=True, kw_only=True, slots=True)
class TransportMeans:
    """15A, 10A or 46A: a ship, aircraft or vehicle."""

    name: str | None = text("Name")
    id: str | None = text("ID")
    id_type: str | None = text("IdentificationTypeCode")
    type: str | None = text("TypeCode")
    nationality: str | None = text("RegistrationNationalityCode")
    mode: str | None = text("ModeCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class CurrencyExchange:
    """40A: the rate of exchange applied, in units of the currency of payment."""

    currency: str | None = text("CurrencyTypeCode")  # 135
    rate: Decimal | None = decimal("RateNumeric")  # 118


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """44B: a seal on a piece of transport equipment."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    id: str | None = text("ID")  # 165


@dataclass(frozen=True, kw_only=True, slots=True)
class TransportEquipment:
    """31B: a container (ISO 6346) with its seals."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    id: str | None = text("ID")  # 159
    seals: tuple[Seal, ...] = children("Seal", Seal)


@dataclass(frozen=True, kw_only=True, slots=True)
class Itinerary:
    """81A: a country on the route."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    country: str | None = text("RoutingCountryCode")  # 064


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadingLocation:
    """83A: the port of loading."""

    name: str | None = text("Name")  # L009
    id: str | None = text("ID")  # L010


@dataclass(frozen=True, kw_only=True, slots=True)
class TransportContractDocument:
    """30B: the contract of carriage."""

    id: str | None = text("ID")  # D023
    type: str | None = text("TypeCode")  # D024


@dataclass(frozen=True, kw_only=True, slots=True)
class UnloadingLocation:
    """38B: the place of unloading, and when the goods are due there."""

    arrival: datetime | None = moment("ArrivalDateTime")  # 172, the ETA
    name: str | None = text("Name")  # L012
    id: str | None = text("ID")  # L013


@dataclass(frozen=True, kw_only=True, slots=True)
class Consignment:
    """28A: how the goods travel."""

    container_code: str | None = text("ContainerCode")  # 096
    arrival_means: TransportMeans | None = child(
        "ArrivalTransportMeans", TransportMeans
    )
    carrier: Party | None = child("Carrier", Party)
    departure_means: TransportMeans | None = child(
        "DepartureTransportMeans", TransportMeans
    )
    goods_location: GoodsLocation | None = child("GoodsLocation", GoodsLocation)
    itinerary: tuple[Itinerary, ...] = children("Itinerary", Itinerary)
    loading: LoadingLocation | None = child("LoadingLocation", LoadingLocation)
    transport_documents: tuple[TransportContractDocument, ...] = children(
        "TransportContractDocument", TransportContractDocument
    )
    equipment: tuple[TransportEquipment, ...] = children(
        "TransportEquipment", TransportEquipment
    )
    unloading: UnloadingLocation | None = child("UnloadingLocation", UnloadingLocation)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargeDeduction:
    """58B: a charge added to or deducted from the value; type by UN/EDIFACT 5025."""

    type: str | None = text("ChargesTypeCode")  # 371
    amount: Money | None = amount("OtherChargeDeductionAmount")  # 181


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomsValuation:
    """41A: valuation method (item) or freight and other charges (shipment)."""

    method: str | None = text("MethodCode")  # 122
    freight: Money | None = amount("FreightChargeAmount")  # 117
    charges: tuple[ChargeDeduction, ...] = children("ChargeDeduction", ChargeDeduction)


@dataclass(frozen=True, kw_only=True, slots=True)
class Destination:
    """99B: the country of destination."""

    country: str | None = text("CountryCode")  # 465


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportCountry:
    """95B: the country of exportation."""

    id: str | None = text("ID")  # 062


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    """94A: what is assessed and paid."""

    method: str | None = text("MethodCode")  # 107
    assessed: Money | None = amount("TaxAssessedAmount")  # 120
    paid: Money | None = amount("PaymentAmount")  # 378


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyTaxFee:
    """50A: one duty or tax on an item."""

    base: Money | None = amount("AdValoremTaxBaseAmount")  # 116
    regime: str | None = text("DutyRegimeCode")  # 164
    base_quantity: Quantity | None = quantity("SpecificTaxBaseQuantity")  # 129
    rate: Decimal | None = decimal("TaxRateNumeric")  # 115, per cent
    type: str | None = text("TypeCode")  # 113
    quota: str | None = text("QuotaOrderID")  # 401
    payment: Payment | None = child("Payment", Payment)


@dataclass(frozen=True, kw_only=True, slots=True)
class GoodsMeasure:
    """65A: masses of an item in grams, and its supplementary quantity."""

    gross_mass: int | None = mass("GrossMassMeasure")  # 126
    net_mass: int | None = mass("NetNetWeightMeasure")  # 128
    tariff_quantity: Quantity | None = quantity("TariffQuantity")  # 130


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceLine:
    """79A: the price of an item on the invoice."""

    amount: Money | None = amount("ItemChargeAmount")  # 112


@dataclass(frozen=True, kw_only=True, slots=True)
class EquipmentLink:
    """31B below a commodity: which container the goods are in."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    id: str | None = text("ID")  # 159


@dataclass(frozen=True, kw_only=True, slots=True)
class Commodity:
    """23A: what the goods are."""

    description: str | None = text("Description")  # 137
    classifications: tuple[Classification, ...] = children(
        "Classification", Classification
    )
    dangerous: tuple[DangerousGoods, ...] = children("DangerousGoods", DangerousGoods)
    duties: tuple[DutyTaxFee, ...] = children("DutyTaxFee", DutyTaxFee)
    measure: GoodsMeasure | None = child("GoodsMeasure", GoodsMeasure)
    invoice_line: InvoiceLine | None = child("InvoiceLine", InvoiceLine)
    equipment: tuple[EquipmentLink, ...] = children("TransportEquipment", EquipmentLink)


@dataclass(frozen=True, kw_only=True, slots=True)
class GovernmentProcedure:
    """70A: the procedure asked for and the one before it (national codes)."""

    current: str | None = text("CurrentCode")  # 166
    previous: str | None = text("PreviousCode")  # 161


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """92A: the country of origin."""

    country: str | None = text("CountryCode")  # 063


@dataclass(frozen=True, kw_only=True, slots=True)
class GoodsItem:
    """68A: one item of goods (GovernmentAgencyGoodsItem)."""

    customs_value: Money | None = amount("CustomsValueAmount")  # 108
    sequence: int | None = integer("SequenceNumeric")  # 006
    statistical_value: Money | None = amount("StatisticalValueAmount")  # 114
    documents: tuple[AdditionalDocument, ...] = children(
        "AdditionalDocument", AdditionalDocument
    )
    commodity: Commodity | None = child("Commodity", Commodity)
    valuation: CustomsValuation | None = child("CustomsValuation", CustomsValuation)
    procedures: tuple[GovernmentProcedure, ...] = children(
        "GovernmentProcedure", GovernmentProcedure
    )
    origins: tuple[Origin, ...] = children("Origin", Origin)
    packaging: tuple[Packaging, ...] = children("Packaging", Packaging)


@dataclass(frozen=True, kw_only=True, slots=True)
class Invoice:
    """78A: the commercial invoice."""

    id: str | None = text("ID")  # D016
    issued: date | None = day("IssueDateTime")  # D015


@dataclass(frozen=True, kw_only=True, slots=True)
class TradeTerms:
    """22B: the Incoterms rule and its named place."""

    condition: str | None = text("ConditionCode")  # 090
    relationship: str | None = text("CountryRelationshipCode")  # 106
    place: str | None = text("LocationID")  # L002


@dataclass(frozen=True, kw_only=True, slots=True)
class AeoParty:
    """16C: an authorized economic operator that is recognised mutually."""

    id: str | None = text("ID")  # R143
    role: str | None = text("RoleCode")  # R005


@dataclass(frozen=True, kw_only=True, slots=True)
class GoodsShipment:
    """67A: the goods as they are sold and sent."""

    exit: datetime | None = moment("ExitDateTime")  # 024
    transaction_nature: str | None = text("TransactionNatureCode")  # 103
    aeo_parties: tuple[AeoParty, ...] = children("AEOMutualRecognitionParty", AeoParty)
    consignee: Party | None = child("Consignee", Party)
    consignment: Consignment | None = child("Consignment", Consignment)
    consignor: Party | None = child("Consignor", Party)
    valuation: CustomsValuation | None = child("CustomsValuation", CustomsValuation)
    destination: Destination | None = child("Destination", Destination)
    export_country: ExportCountry | None = child("ExportCountry", ExportCountry)
    items: tuple[GoodsItem, ...] = children("GovernmentAgencyGoodsItem", GoodsItem)
    importer: Party | None = child("Importer", Party)
    invoice: Invoice | None = child("Invoice", Invoice)
    previous_documents: tuple[PreviousDocument, ...] = children(
        "PreviousDocument", PreviousDocument
    )
    trade_terms: TradeTerms | None = child("TradeTerms", TradeTerms)
    ucr: Ucr | None = child("UCR", Ucr)


@document(
    id="declaration",
    root="Declaration",
    namespace="urn:swsim:datamodel:DEC:1",
    wco_type="DEC",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class Declaration:
    """42A: an export, import or transit declaration, a copy or a change of one."""

    acceptance: datetime | None = moment("AcceptanceDateTime")  # 023
    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026, the LRN
    id: str | None = text("ID")  # D014, the MRN
    issued: datetime | None = moment("IssueDateTime")  # D011
    issue_location: str | None = text("IssueLocationID")  # D012
    type: str | None = text("TypeCode")  # D013
    item_count: int | None = integer("GoodsItemQuantity")  # 228
    office: str | None = text("DeclarationOfficeID")  # 065
    invoice_amount: Money | None = amount("InvoiceAmount")  # 109
    gross_mass: int | None = mass("TotalGrossMassMeasure")  # 131
    package_count: int | None = integer("TotalPackageQuantity")  # 146
    documents: tuple[AdditionalDocument, ...] = children(
        "AdditionalDocument", AdditionalDocument
    )
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    agent: Party | None = child("Agent", Party)
    amendments: tuple[Amendment, ...] = children("Amendment", Amendment)
    authorisations: tuple[AuthorisationHolder, ...] = children(
        "AuthorisationHolder", AuthorisationHolder
    )
    border_means: TransportMeans | None = child("BorderTransportMeans", TransportMeans)
    exchange_rates: tuple[CurrencyExchange, ...] = children(
        "CurrencyExchange", CurrencyExchange
    )
    declarant: Party | None = child("Declarant", Party)
    destination_office: Office | None = child("DestinationOffice", Office)
    exit_office: Office | None = child("ExitOffice", Office)
    exporter: Party | None = child("Exporter", Party)
    shipment: GoodsShipment | None = child("GoodsShipment", GoodsShipment)
    guarantees: tuple[ObligationGuarantee, ...] = children(
        "ObligationGuarantee", ObligationGuarantee
    )
    presentation_office: Office | None = child("PresentationOffice", Office)
    transit_offices: tuple[Office, ...] = children("TransitOffice", Office)
