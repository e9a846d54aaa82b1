"""The envelope takes one document and at most one signature, in this order.

That a signature is no document, XSD 1.0 cannot say; the validator does.
"""

import pytest
from lxml import etree

from documents.xsd_files import SAMPLES, lxml_schema, xmlschema_schema
from swsim.security.signing import with_signature
from swsim.validation.engine import Validator

TEXT = (SAMPLES / "acknowledgement" / "good-ack.xml").read_text(encoding="utf-8")
PAYLOAD = TEXT[TEXT.index("  <Acknowledgement ") : TEXT.index("</md:MetaData>")]
# Not a true one: the schema knows the form alone.
SIGNED = with_signature(TEXT.encode(), bytes(32), bytes(64), "CN=run CA", 1).decode()
SIGNATURE = SIGNED[SIGNED.index("<Signature") : SIGNED.index("</md:MetaData>")]
EMPTY = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
DATE = (
    '  <d:DateTimeString xmlns:d="urn:swsim:datamodel:DS:1" formatCode="102">20260406'
    "</d:DateTimeString>\n"
)

GOOD = {
    "signed": SIGNED,
    "run id empty": TEXT.replace(">training<", "><"),
    "not a reply": TEXT[: TEXT.index("    <md:InReplyToID>")]
    + TEXT[TEXT.index("    <md:RunID>") :],
}
BAD = {
    "no document": TEXT.replace(PAYLOAD, ""),
    "signature before the document": TEXT.replace(PAYLOAD, SIGNATURE + PAYLOAD),
    "two documents": TEXT.replace(PAYLOAD, PAYLOAD + PAYLOAD),
    "two signatures": TEXT.replace(PAYLOAD, PAYLOAD + SIGNATURE + SIGNATURE),
    "a signature of nothing": SIGNED.replace(SIGNATURE, EMPTY),
    "a signature of a part": SIGNED.replace('URI=""', 'URI="#part"'),
    "a signature with SHA-1": SIGNED.replace("ecdsa-sha256", "ecdsa-sha1"),
    "a signature that is too short": SIGNED.replace("AAAA", "", 1),
    "a signature that brings its key": SIGNED.replace(
        "<X509Data>", "<KeyValue/><X509Data>"
    ),
    "a data type as document": TEXT.replace(PAYLOAD, DATE),
    "document of another type": TEXT.replace("ACK:1", "PAY:1"),
    "run id with capitals": TEXT.replace(">training<", ">Training<"),
}


def valid(text: str) -> tuple[bool, bool]:
    """Return what lxml and xmlschema say."""
    root = etree.fromstring(text.encode())
    in_lxml = lxml_schema("acknowledgement").validate(root)
    return in_lxml, xmlschema_schema("acknowledgement").is_valid(root)


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_envelope_is_valid(text: str) -> None:
    assert text != TEXT
    assert valid(text) == (True, True)


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_envelope_is_invalid(text: str) -> None:
    assert text != TEXT
    assert valid(text) == (False, False)


def test_signature_is_no_document() -> None:
    result = Validator().validate(TEXT.replace(PAYLOAD, SIGNATURE).encode())

    assert [each.rule for each in result.findings] == ["ID-empty"]
