"""No input crashes the validator, none takes it long, and lxml's word stands."""

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from swsim.validation.engine import Checked, Validator
from swsim.validation.package import Package, shipped
from swsim.validation.xsd import MAX_CHILDREN, explainable
from validation.damage import damaged
from validation.papers import ALL, GOOD, MINIMAL, sample

MUTATIONS = 10_000
LAYERS = ["parse", "identify", "signature", "xsd", "codelists", "rules", "references"]


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


@cache
def lxml_schema(id: str) -> etree.XMLSchema:
    """Return a schema of lxml's own for a document type: no part of ours."""
    document = shipped().documents[id]
    assert document.envelope is not None
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{file.as_uri()}"/>'
        for namespace, file in (
            (etree.parse(document.xsd).getroot().get("targetNamespace"), document.xsd),
            (document.envelope.namespace, shipped().file(document.envelope.xsd)),
        )
    )
    xs = "http://www.w3.org/2001/XMLSchema"
    driver = f'<xs:schema xmlns:xs="{xs}">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(driver))


def expect_sound(checked: Checked) -> None:
    """Assert what holds of every result, whatever the document was."""
    result = checked.result
    states = {layer.name: layer.state for layer in result.layers}
    assert list(states) == LAYERS
    assert result.verdict in ("valid", "valid-partial", "invalid", "unclear")
    assert result.is_valid == (not {"invalid", "unclear"} & set(states.values()))
    for finding in result.findings:
        assert finding.message("en")
        assert finding.message("es")
        assert finding.line >= 0
    # A rule of ours that crashes would be a fault of ours.
    assert "unclear" not in states.values(), result.layers


def expect_lxmls_verdict(checked: Checked) -> bool:
    """Assert that our verdict on the XSD is lxml's; return whether there is one."""
    root, id = checked.root, checked.result.document
    if root is None or id is None:
        return False
    (xsd,) = (layer for layer in checked.result.layers if layer.name == "xsd")
    theirs = lxml_schema(id).validate(root)
    assert (xsd.state == "valid") is theirs
    return True


# --- mutations -----------------------------------------------------------------------


def mutations(number: int) -> Iterator[bytes]:
    each = -(-number // len(GOOD))
    return (data for path in GOOD for data in damaged(path, each))


@pytest.mark.parametrize(
    "number",
    [
        300,
        pytest.param(
            MUTATIONS, marks=[pytest.mark.slow, pytest.mark.timeout(900)], id="many"
        ),
    ],
)
def test_damaged_document_has_lxmls_verdict_and_no_crash(
    validator: Validator, number: int
) -> None:
    count = judged = invalid = 0
    for data in mutations(number):
        checked = validator.check(data)
        expect_sound(checked)
        judged += expect_lxmls_verdict(checked)
        invalid += not checked.result.is_valid
        count += 1

    assert count >= number
    assert judged > 0.8 * count
    assert 0.5 * count < invalid < count


# --- the work that an invalid document can cause ----------------------------------


def repeated(children: int, wrap: str = "") -> bytes:
    """Return a declaration with an unexpected child many times over."""
    unexpected = f"<Nothing>{wrap}</Nothing>" * children
    return MINIMAL.replace("</Declaration>", f"{unexpected}</Declaration>").encode()


@pytest.mark.parametrize(
    ("data", "explained"),
    [
        (repeated(20), True),
        (repeated(MAX_CHILDREN - 50), True),
        (repeated(MAX_CHILDREN + 1), False),
        (repeated(MAX_CHILDREN - 50, "<a/>" * 10), False),
        (repeated(90_000), False),
    ],
    ids=["few", "below the guard", "children", "elements", "as many as can be"],
)
def test_xmlschema_is_asked_below_the_guard_only(data: bytes, explained: bool) -> None:
    """It is quadratic here; nodes are counted, so that no clock decides."""
    fresh = Validator(Package(shipped().folder))
    checked = fresh.check(data)
    schema = fresh.package.documents["declaration"].schema

    assert checked.root is not None
    assert checked.result.verdict == "invalid"
    assert {finding.layer for finding in checked.result.findings} == {"xsd"}
    assert explainable(checked.root) is explained
    assert ("_explainer" in vars(schema)) is explained


@pytest.mark.timeout(60)
def test_document_with_as_many_errors_as_elements_is_explained(
    validator: Validator,
) -> None:
    """Each error is found by its path: a walk over the siblings would be quadratic."""
    wrong = f"<AdditionalDocument><ID>{'x' * 80}</ID></AdditionalDocument>"
    before, _, after = sample("good-bare-export").partition("  <AdditionalInformation>")
    number = 10_000
    data = f"{before}{wrong * number}<AdditionalInformation>{after}".encode()

    assert len(validator.validate(data).findings) == number


# --- bytes at random --------------------------------------------------------------

SAMPLES = [path.read_bytes() for path in ALL]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2_000))
@example(b"<" * 1_000)
@example(b"\xff\xfe<\x00a\x00/\x00>\x00")
@example(b'<?xml version="1.0" encoding="UTF-7"?><a/>')
@example(b'<?xml version="1.1"?><a>\x01</a>')
@example(b'<a xmlns="\xc3\xa9 {}"/>')
@example(b'<a:b xmlns:a=""/>')
def test_any_bytes_have_a_result(data: bytes) -> None:
    checked = Validator().check(data)

    expect_sound(checked)
    assert not checked.result.is_valid


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SAMPLES), st.data())
def test_sample_with_changed_bytes_has_a_result(
    sample: bytes, data: st.DataObject
) -> None:
    changed = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(changed)))
        end = start + data.draw(st.integers(0, 40))
        changed[start:end] = data.draw(st.binary(max_size=40))
    checked = Validator().check(bytes(changed))

    expect_sound(checked)
    expect_lxmls_verdict(checked)


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.text(max_size=8),
        lambda inner: st.tuples(st.sampled_from("ab:é{"), st.lists(inner, max_size=4)),
        max_leaves=30,
    )
)
def test_any_tree_has_a_result(tree: object) -> None:
    """Well-formed for the most part, so that the layers behind the parser are met."""

    def written(node: object) -> str:
        if isinstance(node, tuple):
            name, inner = node
            return f"<{name}>{''.join(map(written, inner))}</{name}>"
        return str(node)

    root = '<Declaration xmlns="urn:swsim:datamodel:DEC:1">{}</Declaration>'
    checked = Validator().check(root.format(written(tree)).encode("utf-8", "replace"))

    expect_sound(checked)
    expect_lxmls_verdict(checked)
