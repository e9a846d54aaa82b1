"""Bytes to one safe lxml tree, or one finding that says why not.

The parser reads no file and no network, expands nothing and keeps no comments. What
libxml2 caps too late is capped here: size before parsing, then DOCTYPE, depth, number
of elements, attributes and length of texts. Knows nothing about document types.
"""

import re
from typing import Final, cast

from lxml import etree

from swsim.validation.places import Places
from swsim.validation.result import Finding
from swsim.validation.texts import WORDS, Fact, say

MAX_BYTES: Final = 4_000_000
MAX_ELEMENTS: Final = 100_000
MAX_ATTRIBUTES: Final = 64
MAX_TEXT: Final = 65_536
MAX_DEPTH: Final = 64

LAYER: Final = "parse"

# Each gives the nodes beyond a cap, without a loop in Python. The step by step path
# costs next to nothing where the tree is flat: it stops at the first empty level.
_TOO_DEEP = etree.XPath("/*" * (MAX_DEPTH + 1))
_UNUSUALLY_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH // 4) + ")")
_TOO_MANY_ATTRIBUTES = etree.XPath(f"//*/@*[{MAX_ATTRIBUTES + 1}]")
_COUNT = etree.XPath("count(//*)")
_TOO_LONG = etree.XPath(
    f"//text()[string-length() > {MAX_TEXT}] | //@*[string-length() > {MAX_TEXT}]"
)
# An element takes at least four bytes, so a short document cannot have too many.
_SMALLEST_ELEMENT = len("<a/>")

# Atomic and possessive, so that a long prolog without a DOCTYPE takes linear time.
_DOCTYPE = re.compile(
    r"\ufeff?(?>\s+|<\?.*?\?>|<!--.*?-->)*+(<!DOCTYPE)", re.DOTALL | re.IGNORECASE
)
_SIGNATURES: Final = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"UNA", "edifact"),
    (b"UNB", "edifact"),
    (b"{", "json"),
    (b"[", "json"),
)
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ERRORS = etree.ErrorTypes
_RULES: Final = {
    _ERRORS.ERR_RESOURCE_LIMIT: "XML-limit",
    _ERRORS.ERR_INVALID_ENCODING: "XML-encoding",
    _ERRORS.ERR_UNSUPPORTED_ENCODING: "XML-encoding",
    _ERRORS.ERR_UNKNOWN_ENCODING: "XML-encoding",
    _ERRORS.ERR_UNDECLARED_ENTITY: "XML-entity",
    _ERRORS.ERR_ENTITYREF_NO_NAME: "XML-entity",
    _ERRORS.ERR_ENTITYREF_SEMICOL_MISSING: "XML-entity",
    _ERRORS.ERR_TAG_NOT_FINISHED: "XML-truncated",
}


def parse(data: bytes) -> etree._Element | Finding:
    """Return the root element, or the one finding that says why there is none."""
    if len(data) > MAX_BYTES:
        return _finding("XML-size", value=f"{len(data):,}", limit=f"{MAX_BYTES:,}")
    # A new parser costs a microsecond; a kept one would collect every error it met.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return _explain(data, error)
    if root.getroottree().docinfo.internalDTD is not None:
        return _doctype(data) or _finding("XML-doctype", line=1, column=1)
    return _beyond_caps(data, root) or root


def _beyond_caps(data: bytes, root: etree._Element) -> Finding | None:
    if _UNUSUALLY_DEEP(root) and (deep := _elements(_TOO_DEEP(root))):
        return _at(data, root, deep[0], "XML-depth", MAX_DEPTH)
    # Each attribute has an equals sign, in every encoding that libxml2 knows by itself.
    if data.count(b"=") > MAX_ATTRIBUTES and (
        many := _elements(_TOO_MANY_ATTRIBUTES(root))
    ):
        return _at(data, root, many[0], "XML-attributes", MAX_ATTRIBUTES)
    if len(data) > MAX_ELEMENTS * _SMALLEST_ELEMENT:
        count = int(cast(float, _COUNT(root)))
        if count > MAX_ELEMENTS:
            limit = f"{MAX_ELEMENTS:,}"
            value = f"{count:,}"
            return _finding("XML-elements", line=1, column=1, value=value, limit=limit)
    if len(data) > MAX_TEXT and (long := _elements(_TOO_LONG(root))):
        return _at(data, root, long[0], "XML-text", MAX_TEXT)
    return None


def _at(
    data: bytes, root: etree._Element, element: etree._Element, rule: str, limit: int
) -> Finding:
    place = Places(data, root).of(element)
    return _finding(rule, line=place.line, column=place.column, limit=f"{limit:,}")


def _elements(found: object) -> list[etree._Element]:
    """Return the elements that an XPath found; those of attributes and texts too."""
    nodes = cast("list[etree._Element | etree._ElementUnicodeResult]", found)
    owners = (
        node if isinstance(node, etree._Element) else node.getparent() for node in nodes
    )
    return [owner for owner in owners if owner is not None]


def _explain(data: bytes, error: etree.XMLSyntaxError) -> Finding:
    """Return the finding for what libxml2 could not read, in the clearest words."""
    if not data.strip():
        return _finding("XML-empty", line=1, column=1)
    if doctype := _doctype(data):
        return doctype
    start = data.lstrip()
    for signature, word in _SIGNATURES:
        if start.startswith(signature):
            return _finding("XML-not-xml", line=1, column=1, value=WORDS[word])
    line, column = error.position
    rule = _rule(data, error)
    if rule == "XML-not-xml":
        return _finding(rule, line=1, column=1, value=WORDS["other"])
    return _finding(
        rule,
        line=line,
        column=column,
        detail=_words(error),
        value=_encoding(data),
        limit=MAX_DEPTH,
    )


def _rule(data: bytes, error: etree.XMLSyntaxError) -> str:
    if _code(error) == _ERRORS.ERR_RESOURCE_LIMIT and "depth" in str(error.msg):
        return "XML-depth"
    if _code(error) in _RULES:
        return _RULES[_code(error)]
    # A bare ampersand has the code of any name that is missing.
    if "EntityRef" in str(error.msg):
        return "XML-entity"
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return "XML-not-xml"
    whole = data.rstrip(b" \t\r\n\0").endswith(b">")
    return "XML-syntax" if whole else "XML-truncated"


def _code(error: etree.XMLSyntaxError) -> int:
    # lxml-stubs do not know the attribute.
    return cast(int, vars(error).get("code", getattr(error, "code", 0)))


def _words(error: etree.XMLSyntaxError) -> str:
    return re.sub(r", line \d+, column \d+$", "", str(error.msg)).strip()


def _encoding(data: bytes) -> str:
    declared = re.search(rb"""encoding\s*=\s*["']([\w.:-]{1,40})["']""", data[:200])
    return declared[1].decode("ascii", "replace") if declared else "UTF-8"


def _doctype(data: bytes) -> Finding | None:
    """Return the finding for a DOCTYPE before the root element, if there is one."""
    codec = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    text = data.decode(codec, "replace")
    found = _DOCTYPE.match(text)
    if found is None:
        return None
    before = text[: found.start(1)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return _finding("XML-doctype", line=line, column=column)


def _finding(
    rule: str,
    *,
    line: int = 0,
    column: int = 0,
    detail: str | None = None,
    **facts: Fact,
) -> Finding:
    return Finding(
        rule=rule,
        layer=LAYER,
        severity="E",
        messages=say(rule, **facts),
        line=line,
        column=column,
        detail=detail,
    )
