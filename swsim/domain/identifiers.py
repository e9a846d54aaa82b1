"""Numbers and ids that documents carry: made in sequence, checked by their standards.

Pure: nothing here draws a random number or reads a clock, so the same seed and
sequence give the same id in every run. Whether a code is in a code list is not known
here.
"""

import re
from functools import lru_cache
from hashlib import sha1
from sys import intern
from typing import Final
from uuid import UUID

from stdnum import imo, iso6346

PARTICIPANT_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# Any UUID would do; this one says what the names below it belong to.
_NAMESPACE: Final = UUID("5d1b0f6e-7c5a-5b52-9a55-2f7f1d1c6b0e")

# The same containers and ships are in many documents of one voyage, and the same
# participants in all messages of a run.
_REMEMBERED: Final = 4_096

_CONTAINER = re.compile(r"[A-Z]{4}\d{7}", re.ASCII)
_CONTAINER_CATEGORIES = "UJZ"  # ISO 6346: freight, detachable equipment, chassis
_IMO_NUMBER = re.compile(r"\d{7}", re.ASCII)
_MRN = re.compile(r"\d{2}[A-Z]{2}[0-9A-Z]{13}\d", re.ASCII)
_UCR = re.compile(r"\d[A-Z]{2}[0-9A-Z][0-9A-Z-]{0,31}", re.ASCII)
_COMPANY_ID = re.compile(r"[0-9A-Z]{1,24}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)

# Ships have numbers from 5 million upwards and, lately, from 1 million: a number in
# the 3 millions keeps a training vessel from being taken for a real one.
_FIRST_TRAINING_IMO = 300_000


def kept(text: str) -> str:
    """Return the one string of an id, for those who keep it.

    Every message brings strings of its own, and a case is known by few: without this,
    they would be a third of what is kept of it.
    """
    return intern(str(text))


def container_number(serial: int, owner: str = "SWSU") -> str:
    """Return an ISO 6346 container number: owner and category, serial, check digit.

    `serial` is 0 to 999,999. SWSU is the fictitious owner of training containers.
    """
    _within("container serial", serial, 999_999)
    body = f"{owner}{serial:06d}"
    return body + str(iso6346.calc_check_digit(body))


def is_container_number(text: str) -> bool:
    """Tell whether `text` is a whole, valid ISO 6346 container number."""
    return container_check_digit_ok(text) and text[3] in _CONTAINER_CATEGORIES


@lru_cache(maxsize=_REMEMBERED)
def container_check_digit_ok(text: str) -> bool:
    """Tell whether the last digit is right, whatever the category letter is."""
    if not _CONTAINER.fullmatch(text):
        return False
    return str(iso6346.calc_check_digit(text[:10])) == text[10]


def with_container_check_digit(text: str) -> str:
    """Return a container number with its last digit computed; "" for another form."""
    if not _CONTAINER.fullmatch(text):
        return ""
    return text[:10] + str(iso6346.calc_check_digit(text[:10]))


def imo_number(serial: int) -> str:
    """Return a seven-digit IMO ship number with its check digit.

    `serial` is 0 to 99,999; the numbers are of a range that no ship has.
    """
    _within("ship serial", serial, 99_999)
    body = str(_FIRST_TRAINING_IMO + serial)
    return body + str(imo.calc_check_digit(body))


@lru_cache(maxsize=_REMEMBERED)
def is_imo_number(text: str) -> bool:
    """Tell whether `text` is seven digits with a right IMO check digit."""
    return bool(_IMO_NUMBER.fullmatch(text)) and bool(imo.is_valid(text))


def with_imo_check_digit(text: str) -> str:
    """Return an IMO number with its last digit computed; "" for another form."""
    if not _IMO_NUMBER.fullmatch(text):
        return ""
    return text[:6] + str(imo.calc_check_digit(text[:6]))


def make_mrn(year: int, country: str, sequence: int) -> str:
    """Return a movement reference number: YY, country, 13 characters, check digit.

    The 13 characters are `sequence` in decimal. The check digit is taken as ISO 6346
    does, over the first 17 characters: letters count 10 to 38 without multiples of
    11, the character in place i (from 0) weighs 2**i, and the sum is taken modulo 11,
    then modulo 10.
    """
    _within("declaration sequence", sequence, 10**13 - 1)
    body = f"{year % 100:02d}{_country(country)}{sequence:013d}"
    return body + str(iso6346.calc_check_digit(body))


def is_mrn(text: str) -> bool:
    """Tell whether `text` has the form and the check digit of `make_mrn`."""
    if not _MRN.fullmatch(text):
        return False
    return str(iso6346.calc_check_digit(text[:17])) == text[17]


def make_ucr(year: int, country: str, company_id: str, sequence: int) -> str:
    """Return a unique consignment reference of at most 35 characters.

    Last digit of the year, country, the company's national id (upper-case letters
    and digits, at most 24), a hyphen and five to seven digits; WCO recommendation of
    2004.
    """
    _within("consignment sequence", sequence, 9_999_999)
    if not _COMPANY_ID.fullmatch(company_id):
        raise ValueError(
            f"company id {company_id!r}: expected 1 to 24 upper-case letters and digits"
        )
    return f"{year % 10}{_country(country)}{company_id}-{sequence:05d}"


def is_ucr(text: str) -> bool:
    """Tell whether `text` is a well-formed UCR, also one that swsim did not make.

    Year digit, country letters, then 1 to 32 upper-case letters, digits and hyphens.
    """
    return bool(_UCR.fullmatch(text))


def participant(site: str, role: str) -> str:
    """Return the id of the participant who plays `role` at `site`: `pa-sw`."""
    made = f"{site}-{role}"
    if "-" in role or not PARTICIPANT_ID.fullmatch(made):
        raise ValueError(
            f"participant {made!r}: expected a site and a role of lower-case letters"
            " and digits, such as 'pa' and 'sw'"
        )
    return made


@lru_cache(maxsize=_REMEMBERED)
def site_of(participant: str) -> str:
    """Return the site of a participant id: `pa` of `pa-sw`."""
    site, hyphen, _ = participant.rpartition("-")
    if not hyphen or not PARTICIPANT_ID.fullmatch(participant):
        raise ValueError(
            f"participant {participant!r}: expected <site>-<role>, such as 'pa-sw'"
        )
    return site


def message_id(seed: int, sender: str, sequence: int) -> str:
    """Return the UUID of the message with this number among those of `sender`."""
    return _uuid5(f"message/{seed}/{sender}/{sequence}")


def conversation_id(seed: int, *name: str) -> str:
    """Return the UUID of a whole case; `name` is what is unique about it."""
    return _uuid5("/".join(("conversation", str(seed), *name)))


# RFC 9562: the version in the upper half of byte 6, the variant in that of byte 8.
_VERSION_AND_VARIANT = ~(0xF << 76 | 0x3 << 62) & (1 << 128) - 1, 5 << 76 | 2 << 62


def _uuid5(name: str) -> str:
    """Return what `str(uuid.uuid5(...))` does, in a quarter of its time."""
    hashed = sha1(_NAMESPACE.bytes + name.encode(), usedforsecurity=False)
    kept, fixed = _VERSION_AND_VARIANT
    number = int.from_bytes(hashed.digest()[:16], "big") & kept | fixed
    h = f"{number:032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def _within(what: str, number: int, last: int) -> None:
    if not 0 <= number <= last:
        raise ValueError(f"{what} {number}: expected 0 to {last}")


def _country(alpha2: str) -> str:
    if not _COUNTRY.fullmatch(alpha2):
        raise ValueError(
            f"country {alpha2!r}: expected two upper-case letters of ISO 3166-1"
        )
    return alpha2
