"""The layout of scenario files: its tables, and the schema that editors use."""

import json
from typing import get_args

import jsonschema
import pytest
from ruamel.yaml import YAML

from swsim.artefacts import artefact_dir
from swsim.scenario import load_scenario, scenario_schema
from swsim.scenario.expected import EXPECTATIONS, Expectation
from swsim.scenario.injects import INJECTS, Inject
from swsim.scenario.load import shipped_names


def test_schema_file_is_up_to_date() -> None:
    path = artefact_dir("schemas") / "scenario.schema.json"

    written = json.loads(path.read_text(encoding="utf-8"))

    assert written == scenario_schema(), "run: python tools/make_scenario_schema.py"


def test_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(scenario_schema())


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_scenario_fits_the_schema(name: str) -> None:
    loaded = load_scenario(name)
    # An editor reads numbers as numbers, unlike swsim.
    data = YAML(typ="safe", pure=True).load(loaded.raw)
    data["start"] = "2026-04-06T00:00Z"

    jsonschema.validate(data, scenario_schema())


def test_tables_hold_every_kind_once() -> None:
    assert set(INJECTS.values()) == set(get_args(Inject))
    assert set(EXPECTATIONS.values()) == set(get_args(Expectation))


@pytest.mark.parametrize("kinds", [INJECTS, EXPECTATIONS])
def test_tables_name_records_by_their_kind(kinds: dict[str, type[Inject]]) -> None:
    for kind, record in kinds.items():
        annotation = record.model_fields["kind"].annotation

        assert get_args(annotation) == (kind,)
