"""Classes of the WCO Data Model about goods, places and papers around a declaration.

Declaration, cargo report, transit event and certificate share them. Where one of these
has a class with other elements, it stands with the document type.
"""

from dataclasses import dataclass
from datetime import date, datetime

from swsim.documents.fields import day, integer, moment, text


@dataclass(frozen=True, kw_only=True, slots=True)
class CitedDocument:
    """02A: a licence, permit, certificate or other document that is cited."""

    category: str | None = text("CategoryCode")  # D031
    effective: date | None = day("EffectiveDateTime")  # 276
    id: str | None = text("ID")  # D005
    name: str | None = text("Name")  # D028
    type: str | None = text("TypeCode")  # D006


@dataclass(frozen=True, kw_only=True, slots=True)
class PreviousDocument:
    """99A: the document before this one."""

    category: str | None = text("CategoryCode")  # D031
    id: str | None = text("ID")  # D018
    type: str | None = text("TypeCode")  # D019
    line: int | None = integer("LineNumeric")  # 171


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """83A or 38B: a place of loading or unloading, in words and by UN/LOCODE."""

    name: str | None = text("Name")
    id: str | None = text("ID")


@dataclass(frozen=True, kw_only=True, slots=True)
class GoodsLocation:
    """64A: where the goods are."""

    name: str | None = text("Name")  # L016
    id: str | None = text("ID")  # L017
    type: str | None = text("TypeCode")  # L110


@dataclass(frozen=True, kw_only=True, slots=True)
class Country:
    """99B: the country of destination."""

    country: str | None = text("CountryCode")  # 465


@dataclass(frozen=True, kw_only=True, slots=True)
class Ucr:
    """35B: the unique consignment reference (WCO Recommendation of 2004)."""

    id: str | None = text("ID")  # 016
    trader_reference: str | None = text("TraderAssignedReferenceID")  # 009


@dataclass(frozen=True, kw_only=True, slots=True)
class Classification:
    """21A: the tariff classification; HS 2022 in the first six digits."""

    id: str | None = text("ID")  # 145
    type: str | None = text("IdentificationTypeCode")  # UN/EDIFACT 7143


@dataclass(frozen=True, kw_only=True, slots=True)
class DangerousGoods:
    """12C: the UN dangerous goods number."""

    id: str | None = text("UNDGID")  # 506


@dataclass(frozen=True, kw_only=True, slots=True)
class Packaging:
    """93A: the packages of an item; type by UN/ECE Recommendation 21."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    marks: str | None = text("MarksNumbersID")  # 142
    count: int | None = integer("QuantityQuantity")  # 144
    type: str | None = text("TypeCode")  # 141


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """12B: an outcome in code, and since when it holds."""

    effective: datetime | None = moment("EffectiveDateTime")  # 380
    name: str | None = text("NameCode")  # 379
