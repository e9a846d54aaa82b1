"""The envelope takes one document and at most one signature, in this order."""

import pytest
from lxml import etree

from documents.xsd_files import SAMPLES, lxml_schema, xmlschema_schema

TEXT = (SAMPLES / "acknowledgement" / "good-ack.xml").read_text(encoding="utf-8")
PAYLOAD = TEXT[TEXT.index("  <Acknowledgement ") : TEXT.index("</md:MetaData>")]
SIGNATURE = '  <s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"/>\n'
DATE = (
    '  <d:DateTimeString xmlns:d="urn:swsim:datamodel:DS:1" formatCode="102">20260406'
    "</d:DateTimeString>\n"
)

GOOD = {
    "signed": TEXT.replace(PAYLOAD, PAYLOAD + SIGNATURE),
    "run id empty": TEXT.replace(">training<", "><"),
    "not a reply": TEXT[: TEXT.index("    <md:InReplyToID>")]
    + TEXT[TEXT.index("    <md:RunID>") :],
}
BAD = {
    "no document": TEXT.replace(PAYLOAD, ""),
    "signature alone": TEXT.replace(PAYLOAD, SIGNATURE),
    "signature before the document": TEXT.replace(PAYLOAD, SIGNATURE + PAYLOAD),
    "two documents": TEXT.replace(PAYLOAD, PAYLOAD + PAYLOAD),
    "two signatures": TEXT.replace(PAYLOAD, PAYLOAD + SIGNATURE + SIGNATURE),
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
