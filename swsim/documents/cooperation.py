"""Classes that the documents between customs administrations share.

The three characters behind a class are its WCO id, where the WCO Data Model has it.
"""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.fields import child, children, integer, moment, text
from swsim.documents.parts import ContactOffice


@dataclass(frozen=True, kw_only=True, slots=True)
class Administration:
    """A customs administration as a party to an exchange of information."""

    country: str | None = text("CountryCode")
    name: str | None = text("Name")
    contact_offices: tuple[ContactOffice, ...] = children(
        "ContactOffice", ContactOffice
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidityPeriod:
    """From when until when something holds."""

    end: datetime | None = moment("EndDateTime")
    start: datetime | None = moment("StartDateTime")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferencedMessage:
    """99A: an earlier message, by the reference that its sender gave it."""

    id: str | None = text("ID")  # D018


@dataclass(frozen=True, kw_only=True, slots=True)
class Concealment:
    """How goods were hidden."""

    description: str | None = text("Description")
    method: str | None = text("MethodCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class RoutingCountry:
    """81A: one country on a route."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    country: str | None = text("RoutingCountryCode")  # 064


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetingProfile:
    """What a suspicious consignment looks like; its criteria hold together."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    commodity_class: str | None = text("CommodityClassCode")
    destination: str | None = text("DestinationCountryCode")  # 465
    equipment_prefix: str | None = text("EquipmentPrefixID")
    export_country: str | None = text("ExportCountryCode")  # 062
    hs_prefix: str | None = text("HSPrefixID")
    loading: str | None = text("LoadingLocationID")  # L010
    mode: str | None = text("ModeCode")  # T022
    origin: str | None = text("OriginCountryCode")  # 063
    packaging: str | None = text("PackagingTypeCode")  # 141
    concealment: Concealment | None = child("Concealment", Concealment)
    itinerary: tuple[RoutingCountry, ...] = children("Itinerary", RoutingCountry)


@dataclass(frozen=True, kw_only=True, slots=True)
class UseCondition:
    """What the receiver of information may do with it; travels with the data."""

    confidentiality: str | None = text("ConfidentialityCode")
    description: str | None = text("Description")
    use_limit: str | None = text("UseLimitCode")
