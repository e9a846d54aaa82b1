"""Whether digest and value of a signature hold, for a signature that has the form.

Computed here for the inbox of a run: one canonical text of the received tree, from
which the signature is cut. By the XML Security Library where files are checked, at
leisure. Both read the same standard; a test holds them against each other.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from typing import Final, TypeAlias

import xmlsec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from lxml import etree

from swsim.security.outline import Outline
from swsim.security.trust import Trusted

COORDINATE: Final = 32  # bytes of r and of s on P-256 (RFC 4050, 3.3)
ALGORITHM: Final = ec.ECDSA(hashes.SHA256())

_REFERENCE: Final = (
    xmlsec.constants.TransformEnveloped,
    xmlsec.constants.TransformExclC14N,
    xmlsec.constants.TransformSha256,
)
_SIGNATURE: Final = (
    xmlsec.constants.TransformExclC14N,
    xmlsec.constants.TransformEcdsaSha256,
)

# Takes an envelope, the signature that is its last child, and whose it is said to be.
Proof: TypeAlias = Callable[[etree._Element, Outline, Trusted], bool]


def computed(root: etree._Element, outline: Outline, trusted: Trusted) -> bool:
    """Say whether a signature holds, by one C14N, SHA-256 and ECDSA."""
    digest, value = _decoded(outline.digest), _decoded(outline.value)
    if value is None or len(value) != 2 * COORDINATE:
        return False
    if hashlib.sha256(_enveloped(root, outline.element)).digest() != digest:
        return False
    r, s = value[:COORDINATE], value[COORDINATE:]
    der = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
    try:
        trusted.key.verify(der, _canonical(outline.signed_info), ALGORITHM)
    except InvalidSignature:
        return False
    return True


def by_library(_: etree._Element, outline: Outline, trusted: Trusted) -> bool:
    """Say whether a signature holds, as the XML Security Library finds."""
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(
        trusted.key_pem, xmlsec.constants.KeyDataFormatPem
    )
    # The outline has been compared; this is the library's own lock on the same door.
    for transform in _REFERENCE:
        context.enable_reference_transform(transform)
    for transform in _SIGNATURE:
        context.enable_signature_transform(transform)
    try:
        context.verify(outline.element)
    except xmlsec.Error:
        return False
    return True


def _enveloped(root: etree._Element, signature: etree._Element) -> bytes:
    """Return the exclusive C14N of an envelope without its signature.

    Cut from the text of the whole, as that leaves the tree alone: being the last child,
    a signature decides no declaration of anything else. In canonical text, what looks
    like its start tag is one, and the last of its name is its own.
    """
    text = _canonical(root)
    name = f"{signature.prefix}:Signature" if signature.prefix else "Signature"
    tag, end = f"<{name}".encode(), f"</{name}>".encode()
    start = max(text.rfind(tag + b" "), text.rfind(tag + b">"))
    return text[:start] + text[text.rindex(end) + len(end) :]


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def _decoded(text: str) -> bytes | None:
    """Return what base64 says, None where it is none; white space does not count."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
