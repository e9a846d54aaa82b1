"""The one form of a signature that swsim writes and accepts, in every element.

XML Signature allows far more, and attacks live there: references to other parts of a
document or to files, transforms that cut, weak algorithms, keys that the signature
brings itself. So the form is fixed and compared before anything is computed; what
differs is refused. Enveloped, exclusive C14N, SHA-256, ECDSA on P-256, the whole
document (URI=""), the certificate by issuer and serial number.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from swsim.security.seal import NAMESPACE, Flaw

EXCLUSIVE_C14N: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
ECDSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
ENVELOPED: Final = f"{NAMESPACE}enveloped-signature"
SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"

# (depth, element, the only attribute it may have and must have, and its value)
_OUTLINE: Final[tuple[tuple[int, str, str, str], ...]] = (
    (0, "Signature", "", ""),
    (1, "SignedInfo", "", ""),
    (2, "CanonicalizationMethod", "Algorithm", EXCLUSIVE_C14N),
    (2, "SignatureMethod", "Algorithm", ECDSA_SHA256),
    (2, "Reference", "URI", ""),
    (3, "Transforms", "", ""),
    (4, "Transform", "Algorithm", ENVELOPED),
    (4, "Transform", "Algorithm", EXCLUSIVE_C14N),
    (3, "DigestMethod", "Algorithm", SHA256),
    (3, "DigestValue", "", ""),
    (1, "SignatureValue", "", ""),
    (1, "KeyInfo", "", ""),
    (2, "X509Data", "", ""),
    (3, "X509IssuerSerial", "", ""),
    (4, "X509IssuerName", "", ""),
    (4, "X509SerialNumber", "", ""),
)
_DIGEST, _VALUE, _ISSUER, _SERIAL = 9, 10, 14, 15
_ATTRIBUTES: Final = tuple(
    {attribute: value} if attribute else {} for _, _, attribute, value in _OUTLINE
)
_TAGS: Final = tuple((depth, f"{{{NAMESPACE}}}{name}") for depth, name, *_ in _OUTLINE)


class Outline:
    """A signature that has the form, its signed part, and the texts in it."""

    def __init__(self, elements: list[etree._Element]) -> None:
        self.element, self.signed_info = elements[0], elements[1]
        self.digest = elements[_DIGEST].text or ""
        self.value = elements[_VALUE].text or ""
        self.issuer = elements[_ISSUER].text or ""
        self.serial = elements[_SERIAL].text or ""


def outline_of(signature: etree._Element) -> Outline | Flaw:
    """Return a signature's texts, or how its form differs from the one there is."""
    found = list(_walk(signature, 0))
    for (depth, element), expected, attributes in zip(
        found, _TAGS, _ATTRIBUTES, strict=False
    ):
        if (depth, element.tag) != expected:
            return _misplaced(element, expected[1])
        if dict(element.attrib.items()) != attributes:
            return _other_attributes(element, attributes)
    if len(found) > len(_TAGS):
        return _misplaced(found[len(_TAGS)][1], "")
    if len(found) < len(_TAGS):
        return _misplaced(signature, _TAGS[len(found)][1])
    return Outline([element for _, element in found])


def _walk(element: etree._Element, depth: int) -> Iterator[tuple[int, etree._Element]]:
    yield depth, element
    for child in element:
        yield from _walk(child, depth + 1)


def _misplaced(element: etree._Element, expected: str) -> Flaw:
    facts = {
        "value": etree.QName(element).localname,
        "expected": etree.QName(expected).localname if expected else "</Signature>",
    }
    return Flaw(rule="SIG-form", element=element, facts=facts)


def _other_attributes(element: etree._Element, expected: dict[str, str]) -> Flaw:
    """Name the first attribute that differs; a reference is a case of its own."""
    found = {str(name): str(value) for name, value in element.attrib.items()}
    names = [*expected, *sorted(set(found) - set(expected))]
    name = next(each for each in names if found.get(each) != expected.get(each))
    facts = {
        "name": etree.QName(element).localname,
        "value": f'{name}="{found[name]}"' if name in found else f"no {name}",
        "expected": f'{name}="{expected[name]}"' if name in expected else "none",
    }
    rule = "SIG-reference" if facts["name"] == "Reference" else "SIG-algorithm"
    return Flaw(rule=rule, element=element, facts=facts)
