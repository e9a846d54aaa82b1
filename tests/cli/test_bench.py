"""`swsim bench`: a table or one JSON object, and the verdict as exit code."""

import json

from cli.command import Here

QUICK = ("bench", "validate", "--seconds", "0.001", "--repetitions", 1)


def test_bench_as_json_is_one_object(here: Here) -> None:
    said = here(*QUICK, "--json")
    shown = json.loads(said.out)

    assert {"ratio_to_lxml", "speedup_over_xmlschema", "t100_over_t5"} <= set(shown)
    assert said.code == (0 if shown["passed"] else 1)
    assert shown["passed"] is all(bar["state"] == "met" for bar in shown["bars"])


def test_bench_shows_a_table_in_either_language(here: Here) -> None:
    english, spanish = here(*QUICK), here(*QUICK, "--lang", "es")

    assert "ratio_to_lxml" in english.out
    assert "microseconds" in english.out
    assert "microsegundos" in spanish.out
