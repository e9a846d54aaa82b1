"""What a signature costs: to make, to check, and to make as a tree instead.

Parts for benches of the exchange; not a bench of its own, as it has no bar.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import xmlsec
from lxml import etree

from swsim.bench.measuring import Work, measure
from swsim.bench.model import Effort
from swsim.documents.envelope import CommunicationMetaData
from swsim.documents.reading import decode_communication
from swsim.errors import RunError
from swsim.security.certificates import Validity, authority, participant
from swsim.security.seal import Seal
from swsim.security.signing import Signer
from swsim.security.trust import TrustList
from swsim.security.verifying import Verifier

SIGN: Final = "sign"
VERIFY: Final = "verify, on the parsed tree"
SIGN_TREE: Final = "xmlsec, sign a tree"


def costs(wire: bytes, effort: Effort) -> dict[str, float]:
    """Return the microseconds that signatures of a message cost, by name.

    `wire` is an envelope without signature; its sender gets a key for the occasion.
    """
    return measure(work(wire), effort)


def work(wire: bytes, *, own_words: bool = False) -> Mapping[str, Work]:
    """Return what there is to measure; `own_words` as for `Signer.sign`."""
    head = _head(wire)
    validity = Validity(
        start=datetime(2000, 1, 1, tzinfo=UTC),
        end=datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=36_500),
    )
    issuer = authority(validity)
    pair = participant(head.sender, issuer, validity)
    signer = Signer(pair)
    trust = TrustList(issuer.certificate, [pair.certificate], policy="all")
    key = xmlsec.Key.from_memory(pair.key_pem, xmlsec.constants.KeyDataFormatPem)
    verifier, root = Verifier(trust), etree.fromstring(signer.sign(wire))
    if not isinstance(verifier.check(root, head), Seal):
        raise RunError("the signature of the bench does not hold")
    return {
        SIGN: lambda: signer.sign(wire, own_words=own_words),
        VERIFY: lambda: verifier.check(root, head),
        SIGN_TREE: lambda: _sign_tree(wire, key),
    }


def _head(wire: bytes) -> CommunicationMetaData:
    head = decode_communication(etree.fromstring(wire))
    if head is None:
        raise RunError("the message of the bench has no communication metadata")
    return head


def _sign_tree(wire: bytes, key: xmlsec.Key) -> bytes:
    """Sign as the library does it: parse, template, sign, serialise."""
    root = etree.fromstring(wire)
    constants = xmlsec.constants
    signature = xmlsec.template.create(
        root, constants.TransformExclC14N, constants.TransformEcdsaSha256
    )
    root.append(signature)
    reference = xmlsec.template.add_reference(
        signature, constants.TransformSha256, uri=""
    )
    xmlsec.template.add_transform(reference, constants.TransformEnveloped)
    xmlsec.template.add_transform(reference, constants.TransformExclC14N)
    context = xmlsec.SignatureContext()
    context.key = key
    context.sign(signature)
    return etree.tostring(root)
