"""What is computed of a signature is what the XML Security Library says of it."""

import base64
import re
from datetime import UTC, datetime

import pytest
import xmlsec
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from documents.xsd_files import SAMPLES, kinds
from security.forging import VALIDITY
from swsim.documents.aswritten import as_written
from swsim.documents.envelope import TAG, CommunicationMetaData, Envelope
from swsim.documents.reading import decode_payload
from swsim.documents.writing import encode
from swsim.security.certificates import Pair, authority, participant
from swsim.security.outline import Outline, outline_of
from swsim.security.proof import by_library, computed
from swsim.security.signing import Signer, digest_of
from swsim.security.trust import Trusted, TrustList
from swsim.validation.parse import parse

ISSUER = authority(VALIDITY)
PAIR, OTHER = (participant(name, ISSUER, VALIDITY) for name in ("jp-sw", "jp-trd"))
TRUST = TrustList(ISSUER.certificate, [PAIR.certificate, OTHER.certificate])
SIGNER = Signer(PAIR)


def trusted(pair: Pair = PAIR) -> Trusted:
    found = TRUST.find(pair.certificate.serial_number)
    assert found is not None
    return found


def payload(kind: str) -> etree._Element:
    """Return the document of the first good sample of a type."""
    root = etree.parse(min((SAMPLES / kind).glob("good-*.xml"))).getroot()
    return root[-1] if root.tag == TAG else root


def message(document: object) -> bytes:
    return encode(
        Envelope(
            communication=CommunicationMetaData(
                message_id="m-1",
                conversation_id="caña <&> Ω",
                run_id="a & b",
                sender="jp-sw",
                recipient="pa-sw",
                prepared=datetime(2026, 4, 7, tzinfo=UTC),
                link_sequence=1,
            ),
            payload=document,
            country="JP",
        )
    )


WIRE = message(decode_payload(payload("declaration")))


def judged(wire: bytes, by: Trusted | None = None) -> tuple[bool, bool]:
    """Return what is computed of a signed message, and what the library says."""
    root = parse(wire)
    assert isinstance(root, etree._Element)
    outline = outline_of(root[-1])
    assert isinstance(outline, Outline)
    by = by or trusted()
    return computed(root, outline, by), by_library(root, outline, by)


@pytest.mark.parametrize("kind", kinds())
def test_library_verifies_what_is_signed_without_a_parse(kind: str) -> None:
    wire = message(decode_payload(payload(kind)))

    assert digest_of(wire, own_words=True) == digest_of(wire)
    assert judged(SIGNER.sign(wire, own_words=True)) == (True, True)


@pytest.mark.parametrize("kind", kinds())
def test_library_verifies_what_somebody_else_wrote(kind: str) -> None:
    document = payload(kind)
    document.append(etree.fromstring('<ds:Other xmlns:ds="urn:swsim:other"/>'))
    document.text = "\r\n\t"

    assert judged(SIGNER.sign(message(as_written(document)))) == (True, True)


def respelled(where: str) -> etree._Element:
    """Return a message whose signature is not spelled as swsim does.

    With a prefix that is declared `where`, and with something behind it.
    """
    head, _, tail = SIGNER.sign(WIRE).partition(b"<Signature ")
    tail = re.sub(rb"<(/?)(?=[A-Z])", rb"<\1sig:", tail)
    declared = b'xmlns:sig="http://www.w3.org/2000/09/xmldsig#"'
    own, rest = tail.partition(b">")[::2]
    if where != "in the signature":
        head = head.replace(b"<md:MetaData", b"<md:MetaData " + declared, 1)
    opening = b"" if where == "at the root" else b" " + declared
    assert own.startswith(b"xmlns=")
    behind = rest.replace(b"</md:MetaData>", b"\n<!-- a -->\t</md:MetaData>")
    root = parse(head + b"<sig:Signature" + opening + b">" + behind)
    assert isinstance(root, etree._Element)
    return root


@pytest.mark.parametrize("where", ["in the signature", "at the root", "at both"])
def test_signature_of_the_library_holds(where: str) -> None:
    root = respelled(where)
    signature = root[-1]
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(
        PAIR.key_pem, xmlsec.constants.KeyDataFormatPem
    )
    named = signature[2]
    signature.remove(named)  # the library would name the key in its own way
    context.sign(signature)
    signature.append(named)

    assert judged(etree.tostring(root)) == (True, True)


def test_signature_of_another_holds_for_neither() -> None:
    assert judged(SIGNER.sign(WIRE), trusted(OTHER)) == (False, False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<DigestValue>", b"<DigestValue>AAAA"),
        (b"<DigestValue>", b"<DigestValue>!"),
        (b"<SignatureValue>", b"<SignatureValue>AAAA"),
        (b"<SignatureValue>", b"<SignatureValue>!"),
        (b"<KeyInfo>", b" <KeyInfo>"),
        (b"<SignedInfo>", b"<SignedInfo> "),
        (b"jp-sw", b"jp-SW"),
        (b"<Signature ", b" <Signature "),
        (b"</Signature>", b"</Signature> "),
    ],
)
def test_what_is_altered_is_judged_alike(old: bytes, new: bytes) -> None:
    wire = SIGNER.sign(WIRE)
    assert old in wire
    mine, theirs = judged(wire.replace(old, new, 1))

    assert mine == theirs


@pytest.mark.parametrize("length", [0, 1, 63, 65, 128])
def test_value_of_another_length_holds_for_neither(length: int) -> None:
    root = etree.fromstring(SIGNER.sign(WIRE))
    root[-1][1].text = base64.b64encode(bytes([1]) * length).decode()

    assert judged(etree.tostring(root)) == (False, False)


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_any_flipped_bit_is_judged_alike(place: int, bit: int) -> None:
    wire = bytearray(SIGNER.sign(WIRE))
    wire[place % len(wire)] ^= 1 << bit
    root = parse(bytes(wire))
    if not isinstance(root, etree._Element) or not len(root):
        return
    outline = outline_of(root[-1])
    if isinstance(outline, Outline):
        mine, theirs = judged(bytes(wire))
        assert mine == theirs
