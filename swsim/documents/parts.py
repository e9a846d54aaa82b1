"""Classes of the WCO Data Model that several document types share.

The three characters behind a class are its WCO id (WCO DM 3.6, published subset).
"""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.fields import child, children, integer, moment, text


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """04A: where a party is found."""

    city: str | None = text("CityName")
    country: str | None = text("CountryCode")
    subdivision: str | None = text("CountrySubDivisionCode")
    subdivision_name: str | None = text("CountrySubDivisionName")
    line: str | None = text("Line")
    postcode: str | None = text("PostcodeID")


@dataclass(frozen=True, kw_only=True, slots=True)
class Communication:
    """25A: a telephone number or e-mail address; type by UN/EDIFACT 3155."""

    id: str | None = text("ID")
    type: str | None = text("TypeCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """34A: a department or employee."""

    name: str | None = text("Name")


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """A trader in one of its roles (exporter, importer, consignee, declarant ...)."""

    name: str | None = text("Name")
    id: str | None = text("ID")
    address: Address | None = child("Address", Address)
    contacts: tuple[Contact, ...] = children("Contact", Contact)
    communications: tuple[Communication, ...] = children("Communication", Communication)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pointer:
    """97A: one level of a path into a document, top down.

    `section` is the WCO id of a class, `tag` that of a leaf (last level only),
    `sequence` the 1-based occurrence of a repeating class.
    """

    sequence: int | None = integer("SequenceNumeric")
    section: str | None = text("DocumentSectionCode")
    tag: str | None = text("TagID")


@dataclass(frozen=True, kw_only=True, slots=True)
class AdditionalInformation:
    """03A: a statement in code or words, with a date limit where one is set."""

    code: str | None = text("StatementCode")
    description: str | None = text("StatementDescription")
    limit: datetime | None = moment("LimitDateTime")
    type: str | None = text("StatementTypeCode")
    pointers: tuple[Pointer, ...] = children("Pointer", Pointer)


@dataclass(frozen=True, kw_only=True, slots=True)
class Amendment:
    """06A: why something changed, and where."""

    reason: str | None = text("ChangeReasonCode")
    pointers: tuple[Pointer, ...] = children("Pointer", Pointer)


@dataclass(frozen=True, kw_only=True, slots=True)
class Error:
    """53A: one thing that is wrong, with the pointer chain to it."""

    description: str | None = text("Description")
    code: str | None = text("ValidationCode")
    pointers: tuple[Pointer, ...] = children("Pointer", Pointer)


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactOffice:
    """35A: the office that answers, and how to reach it."""

    id: str | None = text("ID")  # G002
    communications: tuple[Communication, ...] = children("Communication", Communication)


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """A government office: UN/LOCODE and a national suffix of up to 12 characters."""

    id: str | None = text("ID")
