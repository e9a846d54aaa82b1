"""The register of certificates that an administration holds: what each still covers.

A certificate is never used beyond its quantity: `use` refuses what `fault` would have
told. Masses are grams net, by HS subheading.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from swsim.documents.types.certificate import Certificate, CertifiedItem
from swsim.errors import UsageError


class Fault(StrEnum):
    """Why a certificate does not cover goods."""

    NOT_RECEIVED = "not-received"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    EXPIRED = "expired"
    ALREADY_USED = "already-used"
    PARTY = "party"
    HEADING = "heading"
    SUBHEADING = "subheading"  # the same heading: experts may differ
    QUANTITY = "quantity"
    UCR = "ucr"


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """Goods for which a certificate is cited, on a day."""

    goods: Mapping[str, int]
    exporter: str
    ucr: str
    on: date


@dataclass(kw_only=True, slots=True)
class Held:
    """A certificate as it came and what was used of it; `ended` says why it is void."""

    certificate: Certificate
    covers: Mapping[str, int]
    used: dict[str, int] = field(default_factory=dict)
    ended: Fault | None = None

    @property
    def left(self) -> int:
        """Return how many grams are not used yet."""
        return sum(self.covers.values()) - sum(self.used.values())


class CertificateRegister:
    """The certificates of one register, by number."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}

    def add(self, certificate: Certificate) -> bool:
        """Take a certificate in; False where its number is taken already."""
        number = certificate.id or ""
        if number in self._held:
            return False
        self._held[number] = Held(certificate=certificate, covers=_covers(certificate))
        return True

    def held(self, number: str) -> Held | None:
        """Return a certificate by its number, None where none came."""
        return self._held.get(number)

    def end(self, number: str, why: Fault) -> bool:
        """Make a certificate void; return whether any of it had been used."""
        held = self._held.get(number)
        if held is None:
            return False
        held.ended = why
        return bool(held.used)

    def fault(self, number: str, claim: Claim) -> Fault | None:
        """Return why a certificate does not cover a claim, None where it does."""
        held = self._held.get(number)
        if held is None:
            return Fault.NOT_RECEIVED
        return held.ended or _expired(held, claim) or _other(held, claim)

    def use(self, number: str, claim: Claim) -> None:
        """Write goods off. Raises UsageError for more than is left."""
        held = self._held.get(number)
        wanted = sum(claim.goods.values())
        if held is None or held.ended or wanted > held.left:
            left = 0 if held is None or held.ended else held.left
            raise UsageError(f"certificate {number}: {wanted} g of {left} g left")
        for heading, mass in claim.goods.items():
            held.used[heading] = held.used.get(heading, 0) + mass

    def give_back(self, number: str, claim: Claim) -> None:
        """Take back what `use` has written off."""
        used = self._held[number].used
        for heading, mass in claim.goods.items():
            used[heading] -= mass
            if not used[heading]:
                del used[heading]


def _covers(certificate: Certificate) -> dict[str, int]:
    covers: dict[str, int] = {}
    for item in certificate.items:
        heading, mass = certified(item)
        covers[heading] = covers.get(heading, 0) + mass
    return covers


def certified(item: CertifiedItem) -> tuple[str, int]:
    """Return the subheading of an item and the grams net that are certified."""
    commodity = item.commodity
    if commodity is None:
        return "", 0
    heading = next((each.id or "" for each in commodity.classifications), "")
    return heading[:6], (commodity.measure.net_mass if commodity.measure else 0) or 0


def _expired(held: Held, claim: Claim) -> Fault | None:
    until = held.certificate.expires
    if until is not None and claim.on > until:
        return Fault.EXPIRED
    return None if held.left else Fault.ALREADY_USED


def _other(held: Held, claim: Claim) -> Fault | None:
    certificate = held.certificate
    exporter = (certificate.exporter.id if certificate.exporter else None) or ""
    if exporter != claim.exporter:
        return Fault.PARTY
    headings = {each[:4] for each in held.covers}
    if any(each[:4] not in headings for each in claim.goods):
        return Fault.HEADING
    if sum(claim.goods.values()) > held.left:
        return Fault.QUANTITY
    if certificate.ucr is not None and certificate.ucr.id != claim.ucr:
        return Fault.UCR
    unlike = any(each not in held.covers for each in claim.goods)
    return Fault.SUBHEADING if unlike else None
