"""Every kind of expectation is measured, can be met and can be missed."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.playing import Played
from swsim.app.expectations import (
    FAIL,
    PASS,
    SKIPPED,
    WARN,
    Evidence,
    judge,
    verdict_of,
)
from swsim.app.expectations.measuring import MAKERS
from swsim.domain.settings import ShipmentOrder
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario, orders
from swsim.scenario.expected import EXPECTATIONS

# What first-contact has of each kind, and what else the expectation must say.
SEEN: dict[str, tuple[int, dict[str, Any]]] = {
    "released": (1, {"leg": "import"}),
    "rejected": (0, {}),
    "repaired": (0, {}),
    "release-before-arrival": (1, {}),
    "conversations": (1, {}),
    "messages": (42, {}),
    "lost": (0, {}),
    "duplicated": (0, {}),
    "events": (2, {"where": {"kind": "channel", "channel": "green"}}),
    "state": (1, {"state": "GATED_OUT"}),
    "finding": (0, {"rule": "R12"}),
    "total": (0, {"fact": "nothing"}),
}
SHARES: dict[str, dict[str, Any]] = {
    "rate": {
        "of": {"kind": "time-point", "point": "T9"},
        "among": {"kind": "time-point", "point": "T0"},
    },
    "followed": {
        "each": {"kind": "time-point", "point": "T0"},
        "by": {"kind": "time-point", "point": "T11"},
        "within": "10d",
    },
}


def expect(kind: str, **fields: Any) -> Any:
    """Return an expectation as a scenario file would have it."""
    return EXPECTATIONS[kind].model_validate({"id": "E1", "kind": kind, **fields})


def evidence(played: Played) -> Evidence:
    """Return what a run that was played has to show."""
    with closing(Ledger.open(played.folder / "ledger.db")) as ledger:
        events = list(ledger.events())
        xml = {each.id: each.xml for each in ledger.messages()}
    return Evidence(
        events=lambda kinds: (each for each in events if each.kind in kinds),
        run=played.summary.fold,
        tally=played.summary.tally,
        orders=_orders(played.folder),
        xml=xml.get,
    )


def _orders(folder: Path) -> tuple[ShipmentOrder, ...]:
    scenario = load_scenario(folder / "scenario.yaml").scenario
    return orders(scenario, seed=scenario.seed)


@pytest.fixture(scope="module")
def first(first_contact: Played) -> Evidence:
    """What first-contact has to show."""
    return evidence(first_contact)


def test_every_kind_is_measured_and_tested() -> None:
    assert set(MAKERS) == set(EXPECTATIONS) == {*SEEN, *SHARES, "duration"}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("kind", SEEN)
def test_number_is_met_or_missed(kind: str, lang: str, first: Evidence) -> None:
    seen, fields = SEEN[kind]
    bounds: dict[str, list[Any]] = {
        "exactly": [seen, seen + 1],
        "at_least": [seen, seen + 1],
        "at_most": [seen + 1, seen - 1] if seen else [1],
        "never": ["true"],
        "eventually": ["true"],
    }
    expected = [
        expect(kind, **fields, **{name: bound})
        for name, each in bounds.items()
        for bound in each
    ]

    outcomes = judge(expected, first, lang)

    met = [True, False] * 3 if seen else [True, False, True, False, True]
    assert [outcome.met for outcome in outcomes] == [*met, seen == 0, seen > 0]
    assert {outcome.observed for outcome in outcomes} == {str(seen)}
    assert all(str(seen + 1) in outcomes[at].text for at in (1, 3))


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("kind", SHARES)
def test_share_is_met_or_missed(kind: str, lang: str, first: Evidence) -> None:
    bounds = ("at_least_per_mille", 1000), ("at_most_per_mille", 999)
    expected = [expect(kind, **SHARES[kind], **{name: at}) for name, at in bounds]

    outcomes = judge(expected, first, lang)

    assert [outcome.met for outcome in outcomes] == [True, False]
    assert {outcome.observed for outcome in outcomes} == {f"1 {_of(lang)} 1"}


def _of(lang: str) -> str:
    return {"en": "of", "es": "de"}[lang]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("measure", ["median", "p90", "max", "min", "mean"])
def test_duration_is_met_or_missed(measure: str, lang: str, first: Evidence) -> None:
    asked = {"from": "T2", "to": "T9", "measure": measure}
    expected = [
        expect("duration", **asked, at_most="2d"),
        expect("duration", **asked, at_least="2d"),
    ]

    outcomes = judge(expected, first, lang)

    assert [outcome.met for outcome in outcomes] == [True, False]
    assert "2 d" in outcomes[0].text


def test_share_of_those_lodged_is_told_with_both_numbers(first: Evidence) -> None:
    (outcome,) = judge([expect("released", leg="import", share_per_mille=1000)], first)

    assert (outcome.met, outcome.observed) == (True, "1 of 1")


@pytest.mark.parametrize(
    ("where", "seen"),
    [
        ({"indicator": "1"}, "2"),
        ({"indicator": "4", "member": "JP"}, "3"),
        ({"document": "declaration", "lane": "machinery"}, "7"),
        ({"document": "declaration", "lane": "other"}, "0"),
        ({"document": "declaration", "destination": "PA", "leg": "import"}, "2"),
        ({"document": "declaration", "participant": "*-trd"}, "2"),
        ({"document": {"not": ["acknowledgement", "response"]}, "site": "jp"}, "3"),
    ],
)
def test_events_are_found_by_what_is_known_of_their_case(
    where: dict[str, Any], seen: str, first: Evidence
) -> None:
    (outcome,) = judge([expect("messages", where=where, at_least=0)], first)

    assert outcome.observed == seen


def test_warning_is_no_failure(first: Evidence) -> None:
    expected = [expect("lost", exactly=0), expect("messages", exactly=1, level="warn")]

    outcomes = judge(expected, first)

    assert [outcome.verdict for outcome in outcomes] == [PASS, WARN]
    assert verdict_of(outcomes) == WARN


def test_verdict_needs_every_expectation_to_be_met(first: Evidence) -> None:
    outcomes = judge([expect("lost", exactly=0), expect("messages", exactly=1)], first)

    assert verdict_of(outcomes) == FAIL
    assert verdict_of(outcomes[:1]) == PASS


def test_run_without_expectations_is_never_a_pass() -> None:
    assert verdict_of(()) == SKIPPED


def test_own_words_stand_for_those_that_are_made(first: Evidence) -> None:
    text = {"en": "Nothing gets lost.", "es": "Nada se pierde."}

    (outcome,) = judge([expect("lost", never="true", text=text)], first, "es")

    assert outcome.text == "Nada se pierde."
