"""Every known attack gives one clear finding, reads no file and asks no network."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

import pytest

from swsim.validation.engine import Validator
from validation.papers import IMPORT

SECRET: Final = "the content of a file that nobody may read"
_NAMESPACE: Final = 'xmlns="urn:swsim:datamodel:DEC:1"'
# FILE and HTTP stand for addresses that are there and would answer.
ATTACKS: Final = {
    "external entity, file": (
        '<!DOCTYPE a [<!ENTITY x SYSTEM "FILE">]><a>&x;</a>',
        "XML-doctype",
    ),
    "external entity, http": (
        '<!DOCTYPE a [<!ENTITY x SYSTEM "HTTP">]><a>&x;</a>',
        "XML-doctype",
    ),
    "parameter entity, file": (
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "FILE"> %x;]><a/>',
        "XML-doctype",
    ),
    "parameter entity, http": (
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "HTTP"> %x;]><a/>',
        "XML-doctype",
    ),
    "external DTD, file": ('<!DOCTYPE a SYSTEM "FILE"><a/>', "XML-doctype"),
    "external DTD, http": ('<!DOCTYPE a SYSTEM "HTTP"><a/>', "XML-doctype"),
    "public DTD": ('<!DOCTYPE a PUBLIC "-//X//Y" "HTTP"><a/>', "XML-doctype"),
    "internal entity in text": (
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        "XML-doctype",
    ),
    "internal entity in an attribute": (
        '<!DOCTYPE a [<!ENTITY x "y">]><a b="&x;"/>',
        "XML-doctype",
    ),
    "default attribute": (
        '<!DOCTYPE a [<!ATTLIST a b CDATA "injected">]><a/>',
        "XML-doctype",
    ),
    "billion laughs": (
        "<!DOCTYPE a ["
        + '<!ENTITY e0 "ha">'
        + "".join(
            f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12)
        )
        + "]><a>&e11;</a>",
        "XML-doctype",
    ),
    "quadratic blow-up": (
        f'<!DOCTYPE a [<!ENTITY x "{"y" * 50_000}">]><a>{"&x;" * 50_000}</a>',
        "XML-doctype",
    ),
    "text of 11 MB": (f"<a>{'x' * 11_000_000}</a>", "XML-size"),
    "attribute of 11 MB": (f'<a b="{"x" * 11_000_000}"/>', "XML-size"),
    "comment of 11 MB": (f"<a><!--{'x' * 11_000_000}--></a>", "XML-size"),
    "text of 3 MB": (f"<a>{'x' * 3_000_000}</a>", "XML-text"),
    "attribute of 3 MB": (f'<a b="{"x" * 3_000_000}"/>', "XML-text"),
    "comment of 3 MB": (f"<a {_NAMESPACE}><!--{'x' * 3_000_000}--></a>", "ID-root"),
    "depth of 3,000": ("<a>" * 3_000 + "</a>" * 3_000, "XML-depth"),
    "depth of 100,000": ("<a>" * 100_000 + "</a>" * 100_000, "XML-depth"),
    "200,000 attributes": (
        f"<a {' '.join(f'a{number}=_' for number in range(200_000))}/>".replace(
            "_", "''"
        ),
        "XML-attributes",
    ),
    "50,000 namespaces": (
        f"<a {' '.join(f'xmlns:a{number}=_' for number in range(50_000))}/>".replace(
            "_", "'urn:a'"
        ),
        "ID-root",
    ),
    "1,000,000 elements": (f"<a>{'<b/>' * 1_000_000}</a>", "XML-size"),
    "990,000 elements": (f"<a>{'<b/>' * 990_000}</a>", "XML-elements"),
    "XInclude": (
        '<a xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<xi:include href="FILE" parse="text"/><xi:include href="HTTP"/></a>',
        "ID-root",
    ),
    "style sheet": ('<?xml-stylesheet href="HTTP" type="text/xsl"?><a/>', "ID-root"),
}


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The paths that somebody asks a web server on this machine for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        paths.append(f"http://127.0.0.1:{server.server_port}/evil")
        yield paths
        server.shutdown()
        thread.join()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def aimed(text: str, secret: Path, asked: list[str]) -> bytes:
    """Return an attack with the addresses of this machine in it."""
    return text.replace("FILE", secret.as_uri()).replace("HTTP", asked.pop()).encode()


@pytest.mark.parametrize(("text", "rule"), ATTACKS.values(), ids=list(ATTACKS))
def test_attack_gives_one_clear_finding(
    text: str, rule: str, secret: Path, asked: list[str]
) -> None:
    result = Validator().validate(aimed(text, secret, asked))
    (found,) = result.findings

    assert result.verdict == "invalid"
    assert found.rule == rule
    assert found.message("en") != found.message("es")
    assert SECRET not in repr(result)
    assert asked == []


@pytest.mark.parametrize("where", ["FILE", "HTTP", "no such place"])
@pytest.mark.parametrize("attribute", ["schemaLocation", "noNamespaceSchemaLocation"])
def test_schema_location_in_a_document_is_not_followed(
    where: str, attribute: str, secret: Path, asked: list[str]
) -> None:
    """Not for the verdict, and not by who explains it."""
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    value = f"urn:swsim:datamodel:DEC:1 {where}" if attribute[0] == "s" else where
    hint = f' xmlns:xsi="{xsi}" xsi:{attribute}="{value}"'
    start, space, rest = IMPORT.partition(" xmlns")
    good = aimed(f"{start}{hint}{space}{rest}", secret, asked)
    bad = good.replace(b"<FunctionCode>9<", b"<FunctionCode><Nothing/><")
    validator = Validator()

    assert validator.validate(good).is_valid
    assert validator.validate(bad).verdict == "invalid"
    assert SECRET not in repr(validator.validate(bad))
    assert asked == []


def test_server_of_these_tests_would_be_heard(asked: list[str]) -> None:
    from urllib.error import HTTPError
    from urllib.request import urlopen

    with pytest.raises(HTTPError):
        urlopen(asked.pop())

    assert asked == ["/evil"]
