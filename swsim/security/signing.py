"""Signs messages: enveloped XML signatures, written as text.

The form is always the same, so the signed part is known in its canonical spelling and
nothing but a digest and an ECDSA value has to be computed: half the work of building a
signature as a tree. What swsim's own writer wrote is canonical but for two spellings,
so its digest takes no parse either. Tests have the XML Security Library verify messages
of every type.
"""

import base64
import hashlib
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from lxml import etree

from swsim.documents.canonical import signed_form
from swsim.documents.xmltext import escape
from swsim.security.authority import read_pair
from swsim.security.certificates import Pair
from swsim.security.outline import ECDSA_SHA256, ENVELOPED, EXCLUSIVE_C14N, SHA256
from swsim.security.proof import ALGORITHM, COORDINATE
from swsim.security.seal import NAMESPACE

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

    def sign(self, wire: bytes, *, own_words: bool = False) -> bytes:
        """Return a message as it goes over the wire, with a signature in it.

        `wire` is an envelope without one; what of it is signed is its exclusive C14N.
        `own_words` says that all of it is as `swsim.documents.writing` writes.
        """
        digest = digest_of(wire, own_words=own_words)
        signed = _signed_info(digest, _XMLNS).encode()
        r, s = decode_dss_signature(self._key.sign(signed, ALGORITHM))
        value = r.to_bytes(COORDINATE, "big") + s.to_bytes(COORDINATE, "big")
        return with_signature(wire, digest, value, self._issuer, self._serial)


class KeyRing:
    """The signers of a run's folder of keys, each read when it first signs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._signers: dict[str, Signer] = {}

    def sign(self, participant: str, wire: bytes, *, own_words: bool = False) -> bytes:
        """Return a message signed by a participant; FileProblem where it has no key.

        `own_words` is that of `Signer.sign`.
        """
        signer = self._signers.get(participant)
        if signer is None:
            signer = Signer(read_pair(self._folder, participant))
            self._signers[participant] = signer
        return signer.sign(wire, own_words=own_words)


def digest_of(wire: bytes, *, own_words: bool = False) -> bytes:
    """Return the SHA-256 of a message's exclusive C14N; `own_words` as for `sign`."""
    if own_words:
        return hashlib.sha256(signed_form(wire)).digest()
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
