"""Documents against schema, code lists and rules."""

from pathlib import Path

from swsim.testing import assert_findings, assert_valid

MESSAGE = Path(__file__).parent.parent / "messages" / "import.xml"


def test_our_declaration_is_valid() -> None:
    assert_valid(MESSAGE)


def test_mistyped_container_is_found() -> None:
    mistyped = MESSAGE.read_text("utf-8").replace("SWSU0000019", "SWSU0000018")

    assert_findings(mistyped, ["R15"], at_least=True)


def test_unknown_currency_is_found() -> None:
    unknown = MESSAGE.read_text("utf-8").replace('"USD"', '"UDS"')

    assert_findings(unknown, ["CL-currencies"])


def test_finding_says_what_would_be_right(swsim_validator) -> None:
    text = MESSAGE.read_text("utf-8").replace(">FOB<", ">FBO<")
    (finding,) = swsim_validator.validate(text.encode()).findings

    assert finding.expected == "FOB"
    assert finding.message("es").startswith("ConditionCode es 'FBO'")
