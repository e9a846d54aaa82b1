"""Attacks on a signed message: what an attacker would send, and why it is refused.

The attacker has a key and a certificate of the run, as any participant, and those of
another run; what the attacker lacks is the key of the sender who is stated.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from lxml import etree

from swsim.security.authority import Issued, RunAuthority
from swsim.security.certificates import Validity
from swsim.security.signing import Signer
from swsim.security.trust import TrustList
from swsim.validation.parse import MAX_BYTES

START = datetime(2026, 4, 6, tzinfo=UTC)
VALIDITY = Validity(start=START - timedelta(days=1), end=START + timedelta(days=730))
PAST = Validity(start=START - timedelta(days=9), end=START - timedelta(days=1))
FUTURE = Validity(start=START + timedelta(days=700), end=VALIDITY.end)

_SHA1 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1"
_HMAC = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"
_ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"


class Forge:
    """The keys of a run with all that an attacker may get hold of."""

    def __init__(self, folder: Path, names: tuple[str, ...], victim: str) -> None:
        self.keys = folder / "keys"
        self.victim = victim
        authority = RunAuthority.create(self.keys, VALIDITY)
        self.issued = {name: authority.issue(name) for name in names}
        other = RunAuthority.create(folder / "other", VALIDITY)
        self.foreign = other.issue(victim)
        spare = RunAuthority(folder / "spare", authority.pair)
        spare.folder.mkdir()
        self.expired = spare.issue(victim, PAST)
        self.early = spare.issue(victim, FUTURE)
        self.unlisted = spare.issue(victim)
        self.revoked = spare.issue(victim)
        listed = [*self.issued.values(), self.expired, self.early, self.revoked]
        self.trust = TrustList(
            authority.pair.certificate,
            [each.pair.certificate for each in listed],
            policy="all",
            revoked={self.revoked.pair.certificate.serial_number: START},
        )

    def sign(self, wire: bytes, name: str | None = None) -> bytes:
        """Sign as a participant of the run; as the victim by default."""
        return signed(self.issued[name or self.victim], wire)


def signed(by: Issued, wire: bytes) -> bytes:
    """Sign with a key, whoever's it is."""
    return Signer(by.pair).sign(wire)


def signature_in(wire: bytes) -> bytes:
    """Return the signature as it stands in a message."""
    found = re.search(rb"<Signature .*?</Signature>", wire, re.DOTALL)
    assert found is not None
    return found[0]


@dataclass(frozen=True, kw_only=True)
class Attack:
    """What is sent in place of the true message `wire`, and what is said of it."""

    make: Callable[[Forge, bytes], bytes]
    why: str


def _altered(wire: bytes) -> bytes:
    return wire.replace(b"Training", b"Straining", 1)


def _garbage(wire: bytes) -> bytes:
    """Return what no schema would take, under an id of its own."""
    named = re.sub(rb"<md:MessageID>[^<]*<", b"<md:MessageID>garbage<", wire)
    return re.sub(rb"<FunctionCode>[^<]*<", b"<FunctionCode>garbage<", named)


def _with_signature_of_another(forge: Forge, wire: bytes) -> bytes:
    stolen = signature_in(forge.sign(_altered(wire)))
    return wire.replace(b"</md:MetaData>", stolen + b"</md:MetaData>")


def _wrapped(forge: Forge, wire: bytes) -> bytes:
    """Put the true message, signature and all, where nobody reads it."""
    true = forge.sign(wire).partition(b"?>\n")[2]
    end = b"</GoodsShipment>"
    assert end in wire
    return _altered(wire).replace(end, true + end, 1)


def _wrapped_by_id(forge: Forge, wire: bytes) -> bytes:
    """Let the signature speak of the true message inside by its id."""
    true = wire.partition(b"?>\n")[2].replace(
        b"<md:MetaData", b'<md:MetaData Id="t"', 1
    )
    signature = signature_in(forge.sign(wire)).replace(b'URI=""', b'URI="#t"')
    inside = _altered(wire).replace(b"</GoodsShipment>", true + b"</GoodsShipment>", 1)
    end = inside.rindex(b"</md:MetaData>")
    return inside[:end] + signature + inside[end:]


def _doubled(forge: Forge, wire: bytes) -> bytes:
    once = forge.sign(wire)
    return once.replace(b"</md:MetaData>", signature_in(once) + b"</md:MetaData>")


def _moved_to_the_front(forge: Forge, wire: bytes) -> bytes:
    once = forge.sign(wire)
    signature = signature_in(once)
    return once.replace(signature, b"").replace(
        b"<md:WCOData", signature + b"<md:WCOData", 1
    )


def _weak(forge: Forge, wire: bytes) -> bytes:
    """Sign truly with the victim's key, but over a digest by SHA-1."""
    key = forge.issued[forge.victim].pair.key
    return _resigned(
        forge.sign(wire),
        _SHA1,
        lambda text: _r_and_s(key.sign(text, ec.ECDSA(hashes.SHA1()))),
    )


def _keyed_with_the_public_key(forge: Forge, wire: bytes) -> bytes:
    """Take what everybody knows for the secret of an HMAC."""
    public = forge.issued[forge.victim].pair.certificate.public_key()
    known = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return _resigned(
        forge.sign(wire),
        _HMAC,
        lambda text: hmac.new(known, text, hashlib.sha256).digest(),
    )


def _r_and_s(value: bytes) -> bytes:
    return b"".join(each.to_bytes(32, "big") for each in decode_dss_signature(value))


def _resigned(wire: bytes, algorithm: str, sign: Callable[[bytes], bytes]) -> bytes:
    """Replace algorithm and value of a signature, so that it is right in itself."""
    root = etree.fromstring(wire.replace(_ECDSA.encode(), algorithm.encode()))
    info = root[-1][0]
    text = etree.tostring(info, method="c14n", exclusive=True, with_comments=False)
    root[-1][1].text = base64.b64encode(sign(text)).decode()
    return etree.tostring(root)


def _with_own_key(forge: Forge, wire: bytes) -> bytes:
    return forge.sign(wire).replace(b"<KeyInfo>", b"<KeyInfo><KeyValue/>")


def _with_a_transform(forge: Forge, wire: bytes) -> bytes:
    """Cut the document down to what is signed: the oldest trick of them all."""
    xpath = b'<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">'
    xpath += b"<XPath>false()</XPath></Transform>"
    return forge.sign(wire).replace(b"<Transforms>", b"<Transforms>" + xpath)


def _replaced(old: bytes, new: bytes) -> Callable[[Forge, bytes], bytes]:
    return lambda forge, wire: forge.sign(wire).replace(old, new, 1)


_REFERENCE_TO_A_FILE = _replaced(b'URI=""', b'URI="file:///etc/hostname"')

ATTACKS = {
    "forged sender": Attack(
        make=lambda forge, wire: forge.sign(wire, "jp-agr"),
        why="signed by jp-agr, but says that it is from jp-trd",
    ),
    "stolen signature": Attack(
        make=_with_signature_of_another, why="signature does not hold"
    ),
    "wrapped": Attack(make=_wrapped, why="elsewhere than at the end of the envelope"),
    "wrapped, by id": Attack(make=_wrapped_by_id, why="cover the whole message"),
    "missing": Attack(
        make=lambda forge, wire: wire, why="no signature; jp-trd has to sign it"
    ),
    "doubled": Attack(make=_doubled, why="more than one signature"),
    "at another place": Attack(
        make=_moved_to_the_front, why="elsewhere than at the end of the envelope"
    ),
    "of another run": Attack(
        make=lambda forge, wire: signed(forge.foreign, wire), why="trusted is CN=swsim"
    ),
    "stating another run": Attack(
        make=lambda forge, wire: forge.sign(
            re.sub(rb"<md:RunID>[^<]*<", b"<md:RunID>yesterday<", wire)
        ),
        why="the run is stated as 'yesterday'",
    ),
    "expired certificate": Attack(
        make=lambda forge, wire: signed(forge.expired, wire), why="had expired at"
    ),
    "certificate not yet valid": Attack(
        make=lambda forge, wire: signed(forge.early, wire), why="became valid at"
    ),
    "certificate not in the list": Attack(
        make=lambda forge, wire: signed(forge.unlisted, wire),
        why="no certificate with the serial number",
    ),
    "revoked certificate": Attack(
        make=lambda forge, wire: signed(forge.revoked, wire),
        why="is revoked since 2026-04-06 00:00:00Z",
    ),
    "unknown authority": Attack(
        make=_replaced(b"CN=swsim run CA ", b"CN=some other CA "),
        why="authority CN=some other CA",
    ),
    "serial number that is none": Attack(
        make=_replaced(b"<X509SerialNumber>", b"<X509SerialNumber>-"),
        why="no certificate with the serial number -",
    ),
    "tampered byte": Attack(
        make=lambda forge, wire: _altered(forge.sign(wire)),
        why="signature does not hold",
    ),
    "tampered digest": Attack(
        make=_replaced(b"<DigestValue>", b"<DigestValue>AAAA"),
        why="signature does not hold",
    ),
    "no signature value": Attack(
        make=_replaced(b"<SignatureValue>", b"<SignatureValue>!!!"),
        why="signature does not hold",
    ),
    "SHA-1": Attack(make=_weak, why=f'expected Algorithm="{_ECDSA}"'),
    "HMAC with the public key": Attack(
        make=_keyed_with_the_public_key, why=f'expected Algorithm="{_ECDSA}"'
    ),
    "C14N with comments": Attack(
        make=_replaced(b"xml-exc-c14n#", b"xml-exc-c14n#WithComments"),
        why="CanonicalizationMethod of the signature has",
    ),
    "a transform more": Attack(make=_with_a_transform, why="Transform of the"),
    "its own key": Attack(make=_with_own_key, why="has KeyValue where X509Data"),
    "reference to a file": Attack(
        make=_REFERENCE_TO_A_FILE, why="cover the whole message"
    ),
    "oversize": Attack(
        make=lambda forge, wire: forge.sign(wire) + b" " * MAX_BYTES,
        why="no more are read",
    ),
    "signed garbage": Attack(
        make=lambda forge, wire: forge.sign(_garbage(wire)),
        why="nobody in this run has sent message garbage",
    ),
}

# What a trust list alone cannot tell: it needs the run.
NEED_THE_RUN = ("stating another run", "oversize", "signed garbage")
