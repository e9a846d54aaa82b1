"""Findings as Errors of a Response: the declarant's only, pointers level by level."""

from swsim.documents.parts import Pointer
from swsim.validation.answer import errors_of
from swsim.validation.engine import Validator
from swsim.validation.result import Finding
from validation.papers import IMPORT, changed


def finding(**facts: object) -> Finding:
    known: dict[str, object] = {
        "rule": "X1",
        "layer": "rules",
        "severity": "E",
        "messages": (("en", "Wrong."),),
    }
    return Finding(**{**known, **facts})  # type: ignore[arg-type]


def test_error_points_to_the_net_mass_of_item_1() -> None:
    data = changed(IMPORT, (">8600<", ">9300<"))
    errors = errors_of(Validator().validate(data).findings)

    assert [error.code for error in errors] == ["R03"]
    assert errors[0].pointers == (
        Pointer(sequence=None, section="42A", tag=None),
        Pointer(sequence=None, section="67A", tag=None),
        Pointer(sequence=1, section="68A", tag=None),
        Pointer(sequence=None, section="23A", tag=None),
        Pointer(sequence=None, section="65A", tag="128"),
    )


def test_pointer_of_element_names_is_said_instead() -> None:
    """Only WCO ids fit into a Pointer; schemas without ids have names."""
    named = finding(
        pointer=((None, "Notice", None), (2, "Line", "Weight")),
        xpath="/Notice/Line[2]/Weight",
    )
    (error,) = errors_of([named])

    assert error.pointers == ()
    assert error.description == "Wrong. (/Notice/Line[2]/Weight)"


def test_error_speaks_the_language_asked_for() -> None:
    data = changed(IMPORT, (">8600<", ">9300<"))
    findings = Validator().validate(data).findings

    assert "net mass" in str(errors_of(findings)[0].description)
    assert "masa neta" in str(errors_of(findings, "es")[0].description)


def test_risk_rules_and_officers_findings_stay_inside() -> None:
    kept = finding(rule="A")
    risk = finding(rule="B", severity="R")
    officers = finding(rule="C", audience="officer")

    assert [error.code for error in errors_of([risk, kept, officers])] == ["A"]


def test_unusual_value_is_found_and_not_told() -> None:
    data = changed(IMPORT, (">8600<", ">1<"))
    result = Validator().validate(data)

    assert [each.rule for each in result.findings] == ["R12"]
    assert result.for_declarant() == ()
    assert errors_of(result.findings) == ()


def test_long_message_is_cut_to_what_the_element_takes() -> None:
    error = errors_of([finding(messages=(("en", "x" * 600),))])[0]

    assert len(str(error.description)) == 512


def test_message_falls_back_to_english() -> None:
    assert finding().message("es") == "Wrong."
