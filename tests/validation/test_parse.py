"""One clear finding for everything that is not a document, and quickly."""

import pytest

from swsim.exchange.wallclock import process_seconds
from swsim.validation.parse import MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, parse
from swsim.validation.result import Finding
from validation.papers import IMPORT

_ENTITIES = b"".join(
    b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10)
    for level in range(1, 12)
)
_BOMB = b'<!DOCTYPE a [<!ENTITY e0 "ha">' + _ENTITIES + b"]><a>&e11;</a>"
_FILE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'


def _deep(levels: int) -> bytes:
    return b"<a>" * levels + b"</a>" * levels


def _wide(attributes: int) -> bytes:
    named = b" ".join(b'a%d=""' % number for number in range(attributes))
    return b"<a " + named + b"/>"


@pytest.mark.parametrize(
    ("data", "rule", "line", "column"),
    [
        pytest.param(_BOMB, "XML-doctype", 1, 1, id="entity bomb"),
        pytest.param(_FILE, "XML-doctype", 1, 1, id="external entity"),
        pytest.param(
            b'<?xml version="1.0"?>\n<!-- x -->\n  <!DOCTYPE a SYSTEM "http://h/d"><a/>',
            "XML-doctype",
            3,
            3,
            id="external DTD",
        ),
        pytest.param(
            '<?xml version="1.0"?><!DOCTYPE a []><a/>'.encode("utf-16"),
            "XML-doctype",
            1,
            22,
            id="DOCTYPE in UTF-16",
        ),
        pytest.param(
            b"<a>" + b"x" * 10_000_000 + b"</a>", "XML-size", 0, 0, id="10 MB"
        ),
        pytest.param(_deep(5_000), "XML-depth", 1, 771, id="5,000 levels"),
        pytest.param(_deep(MAX_DEPTH + 1), "XML-depth", 1, 193, id="65 levels"),
        pytest.param(
            _wide(MAX_ATTRIBUTES + 1), "XML-attributes", 1, 1, id="65 attributes"
        ),
        pytest.param(
            b"<a>" + b"<b/>" * 100_000 + b"</a>", "XML-elements", 1, 1, id="elements"
        ),
        pytest.param(
            b"<a>\n<b>" + b"x" * 65_537 + b"</b></a>", "XML-text", 2, 1, id="text"
        ),
        pytest.param(b'<a b="' + b"x" * 65_537 + b'"/>', "XML-text", 1, 1, id="value"),
        pytest.param(b"<a>\n<b>\n", "XML-truncated", 3, 1, id="truncated between"),
        pytest.param(b"<a>\n<b", "XML-truncated", 2, 3, id="truncated in a tag"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "XML-not-xml", 1, 1, id="PDF"),
        pytest.param(b"PK\x03\x04rest", "XML-not-xml", 1, 1, id="ZIP"),
        pytest.param(b'{"a": 1}', "XML-not-xml", 1, 1, id="JSON"),
        pytest.param(b"UNA:+.? 'UNB+UNOA", "XML-not-xml", 1, 1, id="EDIFACT"),
        pytest.param(b"hello", "XML-not-xml", 1, 1, id="words"),
        pytest.param(b"", "XML-empty", 1, 1, id="empty"),
        pytest.param(b" \n\n", "XML-empty", 1, 1, id="blank"),
        pytest.param(b"<a>\ncaf\xe9</a>", "XML-encoding", 2, 4, id="wrong encoding"),
        pytest.param(
            b'<?xml version="1.0" encoding="KOI-99"?><a/>',
            "XML-encoding",
            1,
            38,
            id="unknown encoding",
        ),
        pytest.param(b"<a>\n &nbsp;</a>", "XML-entity", 2, 8, id="HTML entity"),
        pytest.param(b"<a>\nB & Co.</a>", "XML-entity", 2, 4, id="bare ampersand"),
        pytest.param(b"<a>\n<b></c>\n</a>", "XML-syntax", 2, 8, id="crossed tags"),
    ],
)
def test_attack_or_accident_gives_one_finding(
    data: bytes, rule: str, line: int, column: int
) -> None:
    found = parse(data)

    assert isinstance(found, Finding)
    assert (found.rule, found.line, found.column) == (rule, line, column)
    assert found.message("en") != found.message("es")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_BOMB, id="entity bomb"),
        pytest.param(_deep(100_000), id="100,000 levels"),
        pytest.param(b"<!-- a -->" * 300_000 + b"<a", id="long prolog"),
        pytest.param(b" " * (MAX_BYTES - 1) + b"x", id="white space"),
        pytest.param(b"<a>" + b"<b/>" * 900_000, id="many elements"),
        pytest.param(_wide(100_000), id="many attributes"),
    ],
)
def test_attack_costs_no_time(data: bytes) -> None:
    began = process_seconds()
    found = parse(data)
    took = process_seconds() - began

    assert isinstance(found, Finding)
    assert took < 2


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(IMPORT.encode(), id="UTF-8"),
        pytest.param(IMPORT.encode("utf-8-sig"), id="UTF-8 with BOM"),
        pytest.param(
            IMPORT.replace("UTF-8", "UTF-16").encode("utf-16"), id="UTF-16 with BOM"
        ),
        pytest.param(
            IMPORT.replace("UTF-8", "ISO-8859-1").encode("latin-1"), id="Latin 1"
        ),
        pytest.param(_deep(MAX_DEPTH), id="64 levels"),
        pytest.param(_wide(MAX_ATTRIBUTES), id="64 attributes"),
        pytest.param(b"<!-- <!DOCTYPE a> --><a/>", id="DOCTYPE in a comment"),
    ],
)
def test_document_within_the_limits_is_parsed(data: bytes) -> None:
    assert not isinstance(parse(data), Finding)


def test_comments_and_instructions_are_not_in_the_tree() -> None:
    root = parse(b"<a><!-- x --><?y z?>text</a>")

    assert not isinstance(root, Finding)
    assert root.text == "text"
    assert len(root) == 0


def test_external_entity_is_not_read() -> None:
    found = parse(_FILE)

    assert isinstance(found, Finding)
    assert found.value is None
