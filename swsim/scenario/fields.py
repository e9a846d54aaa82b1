"""The small types that scenario fields are made of, each with its own plain error."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from swsim.domain.agencies import AGENCIES
from swsim.domain.goods import good
from swsim.domain.identifiers import PARTICIPANT_ID
from swsim.domain.members import member
from swsim.domain.offices import OFFICES, OfficeKind, offices
from swsim.domain.profiles import profile, profile_names
from swsim.domain.settings import USUAL_ROLES
from swsim.errors import UsageError

_ID = "[A-Za-z0-9]+(-[A-Za-z0-9]+)*"

ROLES: Mapping[str, str] = {
    "trd": "traders",
    "sw": "single window",
    "cus": "customs",
    **{role: name.en for role, name in AGENCIES.items()},
    "gua": "guarantor",
    "bnk": "bank",
    "org": "certifying body",
    "prt": "port",
}

# Kinds of offices that somebody plays.
PLAYED: tuple[OfficeKind, ...] = ("rilo", "cen", "rocb")

_OFFICE_IDS = "|".join(OFFICES)


def shape(value: Any) -> str:
    """Return the tag of a union that is told apart by how a value is written.

    The signs < and > keep a tag from looking like a key of the file.
    """
    if isinstance(value, str | int):
        return "<text>"
    return "<list>" if isinstance(value, list | tuple) else "<mapping>"


def _identifier(text: str) -> str:
    if not re.fullmatch(_ID, text):
        raise ValueError(
            f"{text!r} cannot be an id; use letters, digits and single hyphens"
        )
    return text


def _member_code(text: str) -> str:
    try:
        return member(text).alpha2
    except UsageError as error:
        raise ValueError(str(error)) from error


def _hs6(text: str) -> str:
    try:
        return good(text.replace(".", "", 1)).hs6
    except UsageError as error:
        raise ValueError(str(error)) from error


def _profile_name(text: str) -> str:
    try:
        profile(text)
    except UsageError as error:
        raise ValueError(str(error)) from error
    return text


def _participant(text: str) -> str:
    if text in OFFICES:
        return text
    country, _, role = text.partition("-")
    if not PARTICIPANT_ID.fullmatch(text) or role not in ROLES:
        roles = ", ".join(f"{key} ({name})" for key, name in ROLES.items())
        raise ValueError(
            f"{text!r} is not a participant; write country-role such as pa-sw. "
            f"Roles: {roles}. Offices: {', '.join(OFFICES)}"
        )
    _member_code(country.upper())
    return text


def _also_role(role: str) -> str:
    choice = [each for each in ROLES if each not in USUAL_ROLES]
    if role not in choice:
        shown = ", ".join(f"{each} ({ROLES[each]})" for each in choice) or "nobody"
        raise ValueError(f"{role!r} cannot be added to every site. Allowed: {shown}")
    return role


def _regional(kind: str) -> str:
    if kind not in PLAYED:
        raise ValueError(f"{kind!r} is no kind of office. Allowed: {', '.join(PLAYED)}")
    return kind


def _rilo(text: str) -> str:
    known = [each.id for each in offices("rilo")]
    if text not in known:
        raise ValueError(
            f"{text!r} is no intelligence office. Allowed: {', '.join(known)}"
        )
    return text


def _site_or_participant(text: str) -> str:
    if "-" in text:
        return _participant(text)
    if text in PLAYED:
        return text
    if text != text.lower():
        raise ValueError(f"{text!r} is not a site; write {text.lower()!r}")
    _member_code(text.upper())
    return text


def _instant(value: object) -> datetime:
    try:
        when = (
            value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        )
    except ValueError:
        when = None
    if when is None or when.tzinfo is None or when.microsecond:
        raise ValueError(
            f"{str(value)!r} is not an instant; write date, time and zone in whole "
            "seconds, such as 2026-04-06T00:00Z"
        )
    return when.astimezone(UTC)


def flag(value: object) -> bool:
    """Return true or false as a file writes them; ValueError for anything else."""
    known = {"true": True, "on": True, "false": False, "off": False}
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{value!r} is not allowed; write true or false, or on or off")
    return known[value]


def _version(number: int) -> int:
    if number != 1:
        raise ValueError(f"is {number}; this swsim reads schema_version 1")
    return number


def _text_schema(pattern: str, description: str) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "string", "pattern": pattern, "description": description}
    )


Identifier = Annotated[
    str,
    AfterValidator(_identifier),
    _text_schema(f"^{_ID}$", "An id: letters, digits and single hyphens."),
]
MemberCode = Annotated[
    str,
    AfterValidator(_member_code),
    _text_schema(
        r"^([A-Z]{2}|\$[A-Za-z0-9]+(-[A-Za-z0-9]+)*)$",
        "A member administration: ISO 3166-1 alpha-2 code; or a group: $islands.",
    ),
]
Hs6 = Annotated[
    str,
    AfterValidator(_hs6),
    _text_schema(
        r"^[0-9]{4}\.?[0-9]{2}$",
        'An HS 2022 subheading that swsim knows, in quotes: "8429.52".',
    ),
]
ProfileName = Annotated[
    str,
    AfterValidator(_profile_name),
    WithJsonSchema(
        {
            "enum": list(profile_names()),
            "description": "A class of profiles, or the profile of a member.",
        }
    ),
]
Participant = Annotated[
    str,
    AfterValidator(_participant),
    _text_schema(
        f"^([a-z]{{2}}-({'|'.join(ROLES)})|{_OFFICE_IDS})$",
        "Country and role, such as pa-sw, or an office, such as cen-wco.",
    ),
]
SiteOrParticipant = Annotated[
    str,
    AfterValidator(_site_or_participant),
    _text_schema(
        f"^([a-z]{{2}}(-({'|'.join(ROLES)}))?|{'|'.join(PLAYED)}|{_OFFICE_IDS})$",
        "A site (pa) with all its participants, or one participant (pa-sw).",
    ),
]
AlsoRole = Annotated[
    str,
    AfterValidator(_also_role),
    WithJsonSchema({"enum": [role for role in ROLES if role not in USUAL_ROLES]}),
]
Regional = Annotated[
    OfficeKind, AfterValidator(_regional), WithJsonSchema({"enum": list(PLAYED)})
]
RiloId = Annotated[
    str,
    AfterValidator(_rilo),
    WithJsonSchema({"enum": [each.id for each in offices("rilo")]}),
]
Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    _text_schema(
        r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$",
        "Date and time with zone, in whole seconds: 2026-04-06T00:00Z.",
    ),
]
Flag = Annotated[bool, BeforeValidator(flag), WithJsonSchema({"type": "boolean"})]
Version = Annotated[
    int,
    AfterValidator(_version),
    WithJsonSchema({"const": 1, "description": "The version of this file's layout."}),
]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
