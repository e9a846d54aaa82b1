"""Makes a certificate wrong in one way, as the exercise asked for."""

from dataclasses import replace
from decimal import Decimal

from swsim.documents.goods import Classification, Ucr
from swsim.documents.types.certificate import (
    Authenticator,
    Certificate,
    CertifiedItem,
)
from swsim.domain.codelists import codelist
from swsim.domain.money import Quantity
from swsim.domain.papers import Flaw

_STRANGER = "Unknown hand"


def marred(right: Certificate, flaw: Flaw | None) -> Certificate:
    """Return a certificate with what is wrong on purpose; most are right."""
    if flaw == "unknown-signer" and right.authentication:
        stranger = Authenticator(name=_STRANGER)
        return replace(
            right, authentication=replace(right.authentication, authenticator=stranger)
        )
    if flaw == "other-party" and right.exporter:
        other = replace(right.exporter, id=f"{(right.exporter.id or '')[:-2]}99")
        return replace(right, exporter=other)
    if flaw == "other-ucr" and right.ucr:
        return replace(right, ucr=Ucr(id=f"{(right.ucr.id or '')[:-5]}99999"))
    if flaw == "too-little":
        return replace(right, items=tuple(_halved(each) for each in right.items))
    if flaw in ("other-heading", "other-subheading"):
        near = flaw == "other-subheading"
        return replace(right, items=tuple(_other(each, near) for each in right.items))
    return right


def _halved(item: CertifiedItem) -> CertifiedItem:
    assert item.commodity is not None
    assert item.commodity.measure is not None
    half = (item.commodity.measure.net_mass or 0) // 2
    measure = replace(item.commodity.measure, net_mass=half, quantity=kilograms(half))
    return replace(item, commodity=replace(item.commodity, measure=measure))


def _other(item: CertifiedItem, near: bool) -> CertifiedItem:
    """Return the item under another code, of the same heading where `near`."""
    assert item.commodity is not None
    own = item.commodity.classifications[0].id or ""
    other = next(
        code
        for code in codelist("hs-2022").rows
        if len(code) == 6 and code != own and (code[:4] == own[:4]) is near
    )
    named = (Classification(id=other, type="HS"),)
    return replace(item, commodity=replace(item.commodity, classifications=named))


def kilograms(grams: int) -> Quantity:
    """Return a mass as a quantity."""
    return Quantity(value=Decimal(grams) / 1000, unit="KGM")
