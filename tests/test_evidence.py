"""The page of docs/evidence says what its files say, and what was not run."""

import json
import sys
from types import ModuleType
from typing import Any

import pytest

from checkout import ROOT

MATRIX = "matrix"

FOLDER = ROOT / "docs" / "evidence"

QUIET: dict[str, Any] = {
    "date": "2026-04-06",
    "commit": "0123456789ab",
    "seconds": 60,
    "load_average_before": 0.1,
    "machine": {"system": "Any", "processor": "", "cores": 2, "memory_gb": 8},
    "versions": {"Python": "3.11.7"},
}


@pytest.fixture
def evidence(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that writes the page."""
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    import evidence_page

    return evidence_page


def _matrix(**other: object) -> dict[str, Any]:
    run = {
        "broker": "none",
        "workers": 1,
        "messages": 24_000,
        "lost": 0,
        "duplicated": 0,
        "digest": "0" * 64,
        "wall_seconds": 1.5,
    }
    whole = {
        "made": QUIET,
        "scenario": "two-regions",
        "seed": 7,
        "shipments": 500,
        "same_digest": True,
        "left_out": {},
        "runs": [run],
    }
    return whole | other


def test_page_is_what_the_files_say(evidence: ModuleType) -> None:
    found = {
        part: json.loads((FOLDER / f"{part}.json").read_text("utf-8"))
        for part in evidence.PARTS
        if (FOLDER / f"{part}.json").exists()
    }

    assert found
    assert (FOLDER / "README.md").read_text("utf-8") == evidence.page(found)


def test_page_names_every_part_that_was_not_run(evidence: ModuleType) -> None:
    said = evidence.page({MATRIX: _matrix()})

    for part in evidence.PARTS:
        assert (f"**{part}** was not run" in said) is (part != MATRIX)


def test_page_says_what_was_small_busy_or_left_out(evidence: ModuleType) -> None:
    quiet = evidence.page({MATRIX: _matrix()})
    busy = {"made": QUIET | {"load_average_before": 3.0}}
    for other, said in (
        ({"shipments": 5}, "**matrix** was run in a small form (5 shipments)"),
        (busy, "**matrix** was run while other programs kept the machine busy"),
        ({"left_out": {"RabbitMQ": "not installed: epmd"}}, "RabbitMQ: not installed"),
        ({"same_digest": False}, "The same digest everywhere: **no**"),
    ):
        assert said in evidence.page({MATRIX: _matrix(**other)})
        assert said not in quiet
