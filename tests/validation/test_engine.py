"""Layers in order, the verdict, the tree, and what a validator costs to make."""

import hashlib
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swsim.validation.engine import Validator
from swsim.validation.lookups import NOTHING_KNOWN
from swsim.validation.result import Layer
from validation.papers import IMPORT, MINIMAL, SAMPLES, changed, sample

LAYERS = ["parse", "identify", "signature", "xsd", "codelists", "rules", "references"]


class Known:
    """A receiver who answers every question the same way, and remembers them."""

    def __init__(self, says: bool | None) -> None:
        self.says = says
        self.asked: list[tuple[str, dict[str, str]]] = []

    def answer(self, rule: str, **facts: str) -> bool | None:
        self.asked.append((rule, facts))
        return self.says


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


def states(layers: tuple[Layer, ...]) -> dict[str, str]:
    return {layer.name: layer.state for layer in layers}


def test_good_document_is_partial_without_a_receiver(validator: Validator) -> None:
    result = validator.validate(IMPORT.encode())

    assert result.verdict == "valid-partial"
    assert [layer.name for layer in result.layers] == LAYERS
    assert [layer.name for layer in result.skipped] == ["references"]
    assert result.is_valid


def test_good_document_is_valid_with_a_receiver(validator: Validator) -> None:
    known = Known(says=True)
    result = validator.validate(IMPORT.encode(), lookup=known)

    assert result.verdict == "valid"
    assert set(states(result.layers).values()) == {"valid"}
    assert known.asked[0] == (
        "R17",
        {
            "container": "SWSU0000019",
            "voyage": "3000013",
            "reference": "PACB-2026-000001",
            "declarant": "PACB0000003",
        },
    )


def test_receiver_who_says_no_makes_it_invalid(validator: Validator) -> None:
    result = validator.validate(IMPORT.encode(), lookup=Known(says=False))

    assert result.verdict == "invalid"
    assert {finding.rule for finding in result.errors} >= {"R17", "R51", "R52", "R53"}
    assert states(result.layers)["references"] == "invalid"


def test_receiver_who_does_not_know_leaves_it_partial(validator: Validator) -> None:
    result = validator.validate(IMPORT.encode(), lookup=Known(says=None))

    assert result.verdict == "valid-partial"
    assert "R17" in result.layers[-1].why


def test_receiver_who_breaks_down_makes_it_unclear(validator: Validator) -> None:
    class Broken:
        def answer(self, rule: str, **facts: str) -> bool | None:
            raise LookupError("records are closed")

    result = validator.validate(IMPORT.encode(), lookup=Broken())

    assert result.verdict == "unclear"
    assert "records are closed" in result.layers[-1].why


def test_receiver_may_be_asked_later(validator: Validator) -> None:
    checked = validator.check(IMPORT.encode())
    assert checked.references is not None
    later = checked.references.answered(Known(says=True))

    assert checked.result.verdict == "valid-partial"
    assert later == validator.validate(IMPORT.encode(), lookup=Known(says=True))


def test_receiver_without_knowledge_leaves_it_partial_later_too(
    validator: Validator,
) -> None:
    checked = validator.check(IMPORT.encode())
    assert checked.references is not None
    later = checked.references.answered(NOTHING_KNOWN)

    assert later.verdict == "valid-partial"
    assert {"R17", "R51", "R62"} <= set(re.findall(r"R\d\d", later.layers[-1].why))


def test_rules_for_officers_are_put_to_officers_alone(validator: Validator) -> None:
    def asked(*, officer: bool) -> set[str]:
        known = Known(says=False)
        checked = validator.check(IMPORT.encode())
        assert checked.references is not None
        checked.references.answered(known, officer=officer)
        return {rule for rule, _ in known.asked}

    assert asked(officer=True) - asked(officer=False) == {
        "R50", "R62", "R62-means", "R62-route",
    }  # fmt: skip


@pytest.mark.parametrize(
    "document",
    [changed(IMPORT, (">9200<", ">1<")), sample("good-accepted", "response").encode()],
    ids=["wrong without asking anybody", "a type that asks nobody"],
)
def test_nothing_is_asked_later_where_no_answer_is_missing(
    validator: Validator, document: bytes
) -> None:
    assert validator.check(document).references is None


def test_document_type_without_reference_rules_is_valid(validator: Validator) -> None:
    result = validator.validate(sample("good-accepted", "response").encode())

    assert result.verdict == "valid"


def test_later_layers_do_not_run_after_an_error(validator: Validator) -> None:
    data = changed(IMPORT, ("<FunctionCode>9", "<FunctionCode>x"), (">929<", ">000<"))
    result = validator.validate(data)

    assert list(states(result.layers).values()) == [
        "valid", "valid", "valid", "invalid", "skipped", "skipped", "skipped",
    ]  # fmt: skip
    assert "xsd" in result.layers[-1].why
    assert result.verdict == "invalid"


def test_all_errors_of_a_layer_come_at_once(validator: Validator) -> None:
    data = changed(IMPORT, ("Quantity>1<", "Quantity>9<"), (">9200<", ">1<"))
    result = validator.validate(data)

    assert [finding.rule for finding in result.findings] == ["R01", "R02"]


def test_warning_does_not_make_a_document_invalid(validator: Validator) -> None:
    data = changed(IMPORT, (r"<Seal>.*?</Seal>\s*", ""))
    result = validator.validate(data)

    assert [finding.severity for finding in result.findings] == ["W"]
    assert result.is_valid
    assert result.errors == ()


def test_hash_is_of_the_bytes(validator: Validator) -> None:
    data = MINIMAL.encode()

    assert validator.validate(data).sha256 == hashlib.sha256(data).hexdigest()


def test_check_hands_over_the_tree(validator: Validator) -> None:
    checked = validator.check(IMPORT.encode())

    assert checked.root is not None
    assert checked.root.tag == "{urn:swsim:datamodel:MetaData:1}MetaData"
    assert checked.result.document == "declaration"


def test_check_of_what_is_no_xml_has_no_tree(validator: Validator) -> None:
    assert validator.check(b"hello").root is None


@pytest.mark.parametrize(
    ("data", "rule", "nearest"),
    [
        (
            b'<Declaration xmlns="urn:swsim:datamodel:DEC:2"/>',
            "ID-root",
            "Declaration {urn:swsim:datamodel:DEC:1}",
        ),
        (
            changed(
                MINIMAL,
                ("<Declaration ", "<Declaraton "),
                ("</Declaration>", "</Declaraton>"),
            ),
            "ID-payload",
            "Declaration {urn:swsim:datamodel:DEC:1}",
        ),
    ],
)
def test_unknown_document_names_the_nearest(
    validator: Validator, data: bytes, rule: str, nearest: str
) -> None:
    result = validator.validate(data)

    assert result.document is None
    assert [finding.rule for finding in result.findings] == [rule]
    assert nearest in result.findings[0].message("es")
    assert result.findings[0].expected == nearest


def test_envelope_without_document_says_so(validator: Validator) -> None:
    data = changed(MINIMAL, ("<Declaration.*</Declaration>", ""))

    assert [each.rule for each in validator.validate(data).findings] == ["ID-empty"]


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=200), place=st.integers(0, len(MINIMAL)))
def test_bytes_of_any_kind_are_never_an_exception(data: bytes, place: int) -> None:
    whole = MINIMAL.encode()
    spoilt = whole[:place] + data + whole[place + len(data) :]

    assert Validator().validate(spoilt).verdict in ("valid", "valid-partial", "invalid")


def test_good_document_needs_no_xmlschema() -> None:
    script = (
        "import sys, pathlib\n"
        "from swsim.validation.engine import Validator\n"
        "result = Validator().validate(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "print(result.verdict, 'xmlschema' in sys.modules)\n"
    )
    path = SAMPLES / "declaration" / "good-import-929.xml"
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["valid-partial", "False"]
