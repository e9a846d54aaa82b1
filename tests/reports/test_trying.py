"""What a debrief proposes to try: settings that there are, for the bottleneck found."""

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from reports.conftest import ledger_of
from swsim.app.concluding import Summary
from swsim.app.reporting import contents_of
from swsim.reports.html import render
from swsim.reports.study import table_of
from swsim.reports.trying import TRIES, name_for_commands, tries
from swsim.reports.wording import Wording
from swsim.scenario import load_scenario
from swsim.trs.bottleneck import Bottleneck, bottleneck
from swsim.trs.intervals import intervals
from swsim.whatif.altering import altered, settings_of
from swsim.whatif.reforms import REFORMED


def test_every_try_is_a_reform_for_an_interval_that_there_is() -> None:
    known = {each.id.partition(":")[0] for each in intervals("import", ("agr",))}

    assert set(TRIES) <= known
    for found in TRIES.values():
        for switch, position in found:
            assert REFORMED[switch] == position


def at(summary: Summary, interval: str) -> Bottleneck:
    """Return what was found of a run, had that interval been the worst."""
    found = bottleneck(table_of(ledger_of(summary), None))
    (named,) = [each for each in found.parts if each.interval.id == interval]
    worst = replace(named, critical_share=1.0)
    return replace(found, parts=(worst, *found.parts))


def commands(found: Bottleneck, scenario: str) -> list[str]:
    loaded = load_scenario(scenario).scenario
    return [each.command for each in tries(found, loaded, scenario, Wording("en"))]


def test_commands_turn_what_is_made_for_the_bottleneck(two_regions: Summary) -> None:
    found = at(two_regions, "assessment-queue")
    most = max(each.officers for each in found.busiest if "assessment" in each.desk)

    said = commands(found, "two-regions")

    assert said == [
        "swsim compare two-regions --set policy.authorised_traders=on",
        f"swsim compare two-regions --set officers.assessment={most + 1}",
        "swsim compare two-regions --reforms",
    ]


def test_switch_that_stands_so_already_is_not_tried(two_regions: Summary) -> None:
    found = at(two_regions, "lodgement")

    assert commands(found, "two-regions") == ["swsim compare two-regions --reforms"]


def test_nothing_is_tried_without_a_scenario(two_regions: Summary) -> None:
    found = at(two_regions, "lodgement")

    assert list(tries(found, None, "two-regions", Wording("en"))) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_commands_of_a_report_are_settings_of_its_scenario(
    two_regions: Summary, lang: str
) -> None:
    told = contents_of(Path(two_regions.run_dir), lang)
    said = [each.command for each in told.debrief.actions if each.command]

    assert said
    for command in said:
        program, verb, name, *options = shlex.split(command)
        assert (program, verb) == ("swsim", "compare")
        loaded = load_scenario(name)
        if "--set" in options:
            altered(loaded, settings_of(options[1:]))
        assert f'<code class="command">{command}</code>' in render(told)


def test_scenario_of_ones_own_is_named_by_its_copy(two_regions: Summary) -> None:
    header = ledger_of(two_regions).header()

    assert name_for_commands(header, "runs/x") == "two-regions"
    other = {**header, "scenario_sha256": "0"}
    assert name_for_commands(other, "runs/x") == "runs/x/scenario.yaml"
