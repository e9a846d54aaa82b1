"""Every expectation can fail; one that cannot is found."""

from pathlib import Path
from typing import get_args

import pytest

from app.playing import Played
from app.test_expectations import evidence, expect
from swsim.app.proving import MUTATIONS, prove, prove_scenario
from swsim.app.run import run_async
from swsim.scenario.expected import MutationName


@pytest.mark.parametrize("name", ["first-contact", "black-tuesday"])
def test_every_expectation_of_scenario_fails_when_it_should(
    name: str, tmp_path: Path
) -> None:
    summary, proofs = run_async(prove_scenario(name, tmp_path / "run"))

    assert summary.verdict == "PASS"
    assert len(proofs) == len(summary.expectations)
    assert [each.id for each in proofs if each.mutation is None] == []


@pytest.mark.parametrize(
    ("expected", "mutation"),
    [
        (expect("lost", never="true"), "without"),
        (expect("duplicated", never="true"), "echoed"),
        (expect("messages", document="declaration", exactly=7), "without"),
        (expect("events", where={"kind": "dropped"}, never="true"), "forged"),
        (
            expect("events", where={"kind": "sent", "document": "alert"}, never="true"),
            "forged",
        ),
        (
            expect("events", where={"kind": "paper", "member": "PA"}, never="true"),
            "forged",
        ),
        (expect("duration", **{"from": "T2", "to": "T9"}, at_most="2d"), "late"),
        (expect("finding", rule="R12", never="true"), "forged"),
        (expect("conversations", exactly=1), "without"),
        (
            expect(
                "events",
                where={"kind": "hold", "days": {"at_most": 9}, "by": {"not": "x"}},
                never="true",
            ),
            "forged",
        ),
    ],
)
def test_mutation_that_is_noticed_is_told(
    expected: object, mutation: str, first_contact: Played
) -> None:
    (proof,) = prove([expected], evidence(first_contact))  # type: ignore[list-item]

    assert proof.mutation == mutation


@pytest.mark.parametrize(
    "expected",
    [
        expect("messages", at_least=0),
        expect("events", where={"kind": "hold", "nobody": "x"}, at_least=0),
        expect("lost", never="true", fails_when="late"),
    ],
)
def test_expectation_that_cannot_fail_is_found(
    expected: object, first_contact: Played
) -> None:
    (proof,) = prove([expected], evidence(first_contact))  # type: ignore[list-item]

    assert proof.mutation is None


def test_mutations_that_a_scenario_may_name_are_those_there_are() -> None:
    assert set(get_args(MutationName)) == set(MUTATIONS)
