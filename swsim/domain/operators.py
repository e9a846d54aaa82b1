"""Authorised economic operators (AEO): companies that an administration trusts.

The instruments are RKC 3.32, TFA 7.7 and SAFE Pillar 2; recognition between two
administrations is SAFE Pillar 1. Numbers and validity are those of an exercise.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

AeoType = Literal["AEOC", "AEOF", "AEOS"]  # code list aeo-type
AeoList = Literal["events", "monthly"]
ChangeName = Literal["suspended", "revoked", "restored"]


class Standing(StrEnum):
    """The state of an authorisation: code list aeo-status."""

    VALID = "VAL"
    SUSPENDED = "SUS"
    REVOKED = "REV"
    EXPIRED = "EXP"
    UNKNOWN = "UNK"


class Change(StrEnum):
    """What happened to an authorisation: code list aeo-event."""

    GRANTED = "GRA"
    SUSPENDED = "SUS"
    REVOKED = "REV"
    RESTORED = "RES"


@dataclass(frozen=True, kw_only=True, slots=True)
class Authorisation:
    """What an administration has granted to one of its companies.

    `id` is the number that declarations cite, `company` that of the company. Valid from
    second `since` to `until` of the run; both may lie before its start.
    """

    id: str
    company: int
    type: AeoType
    since: int
    until: int


def aeo_number(member: str, serial: int) -> str:
    """Return the number under which partners know an operator."""
    return f"{member}AEO{serial:07d}"


def granted_by(number: str) -> str:
    """Return the member whose administration gave a number, as it says itself."""
    return number[:2]
