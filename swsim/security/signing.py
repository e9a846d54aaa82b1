"""Signs messages: enveloped XML signatures, written as text.

The form is always the same, so the signed part is known in its canonical spelling and
nothing but a digest and an ECDSA value has to be computed: half the work of building a
signature as a tree. Verifying is left to the XML Security Library, which so holds this
module to the standard with every message.
"""

import base64
import hashlib
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from lxml import etree

from swsim.documents.xmltext import escape
from swsim.security.authority import read_pair
from swsim.security.certificates import Pair
from swsim.security.outline import ECDSA_SHA256, ENVELOPED, EXCLUSIVE_C14N, SHA256
from swsim.security.seal import NAMESPACE

_COORDINATE: Final = 32  # bytes of r and of s on P-256 (RFC 4050, 3.3)
_ALGORITHM: Final = ec.ECDSA(hashes.SHA256())
_XMLNS: Final = f' xmlns="{NAMESPACE}"'

# In its canonical spelling, but for the declaration of the namespace, which canonical
# XML repeats here and the document has at the element around.
_SIGNED_INFO: Final = f"""\
<SignedInfo{{xmlns}}>
    <CanonicalizationMethod Algorithm="{EXCLUSIVE_C14N}"></CanonicalizationMethod>
    <SignatureMethod Algorithm="{ECDSA_SHA256}"></SignatureMethod>
    <Reference URI="">
      <Transforms>
        <Transform Algorithm="{ENVELOPED}"></Transform>
        <Transform Algorithm="{EXCLUSIVE_C14N}"></Transform>
      </Transforms>
      <DigestMethod Algorithm="{SHA256}"></DigestMethod>
      <DigestValue>{{digest}}</DigestValue>
    </Reference>
  </SignedInfo>"""
_SIGNATURE: Final = f"""\
<Signature{_XMLNS}>
  {{signed_info}}
  <SignatureValue>{{value}}</SignatureValue>
  <KeyInfo>
    <X509Data>
      <X509IssuerSerial>
        <X509IssuerName>{{issuer}}</X509IssuerName>
        <X509SerialNumber>{{serial}}</X509SerialNumber>
      </X509IssuerSerial>
    </X509Data>
  </KeyInfo>
</Signature>"""


class Signer:
    """Signs in the name of the participant whose pair this is."""

    def __init__(self, pair: Pair) -> None:
        self._key = pair.key
        self._issuer = pair.certificate.issuer.rfc4514_string()
        self._serial = pair.certificate.serial_number

    def sign(self, wire: bytes) -> bytes:
        """Return a message as it goes over the wire, with a signature in it.

        `wire` is an envelope without one; what of it is signed is its exclusive C14N.
        """
        digest = digest_of(wire)
        signed = _signed_info(digest, _XMLNS).encode()
        r, s = decode_dss_signature(self._key.sign(signed, _ALGORITHM))
        value = r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big")
        return with_signature(wire, digest, value, self._issuer, self._serial)


class KeyRing:
    """The signers of a run's folder of keys, each read when it first signs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._signers: dict[str, Signer] = {}

    def sign(self, participant: str, wire: bytes) -> bytes:
        """Return a message signed by a participant; FileProblem where it has no key."""
        signer = self._signers.get(participant)
        if signer is None:
            signer = Signer(read_pair(self._folder, participant))
            self._signers[participant] = signer
        return signer.sign(wire)


def digest_of(wire: bytes) -> bytes:
    """Return the SHA-256 of a message's exclusive C14N."""
    root = etree.fromstring(wire)
    text = etree.tostring(root, method="c14n", exclusive=True, with_comments=False)
    return hashlib.sha256(text).digest()


def with_signature(
    wire: bytes, digest: bytes, value: bytes, issuer: str, serial: int
) -> bytes:
    """Return a message with a signature that was made before."""
    signature = _SIGNATURE.format(
        signed_info=_signed_info(digest, ""),
        value=base64.b64encode(value).decode(),
        issuer=escape(issuer),
        serial=serial,
    )
    # Right before the end: without it the message is byte for byte what it was.
    end = wire.rindex(b"</")
    return wire[:end] + signature.encode() + wire[end:]


def _signed_info(digest: bytes, xmlns: str) -> str:
    return _SIGNED_INFO.format(
        xmlns=xmlns, digest=base64.b64encode(digest).decode("ascii")
    )
