"""Paired differences are those of scipy; equal settings differ by nothing."""

import pytest
from scipy import stats

from swsim.errors import UsageError
from swsim.scenario import load_scenario
from swsim.whatif.altering import altered, settings_of
from swsim.whatif.effects import CLAIMS
from swsim.whatif.figures import FIGURES
from swsim.whatif.paired import differences
from swsim.whatif.playing import Sample, samples


def sampled(*medians: float) -> list[Sample]:
    return [
        Sample(seed=seed, settings={}, figures={"release_median": each})
        for seed, each in enumerate(medians)
    ]


def test_interval_is_that_of_the_paired_t_test() -> None:
    before, after = [10.0, 12.0, 9.0, 15.0, 11.0], [7.0, 8.5, 8.0, 9.0, 9.5]

    [found] = differences(sampled(*before), sampled(*after))

    interval = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert found.mean == pytest.approx(-3.0)
    assert (found.low, found.high) == pytest.approx(tuple(interval))
    assert found.is_clear


def test_one_seed_gives_no_interval() -> None:
    [found] = differences(sampled(10.0), sampled(7.0))

    assert (found.low, found.mean, found.high) == (-3.0, -3.0, -3.0)


def test_figure_that_a_run_lacks_is_left_out() -> None:
    empty = Sample(seed=0, settings={}, figures={})

    assert differences([empty], sampled(1.0)) == ()


def test_setting_of_the_baseline_changes_nothing() -> None:
    same = {"policy.pre_arrival": "on"}

    found = samples("early-bird", [{}, same], [2, 3], shipments=4)

    for each in differences(found[::2], found[1::2]):
        assert set(each.each) == {0.0}


def test_samples_do_not_depend_on_how_many_run_at_a_time() -> None:
    off = {"policy.pre_arrival": "off"}

    one = samples("early-bird", [{}, off], [2], shipments=4)
    two = samples("early-bird", [{}, off], [2], shipments=4, jobs=2)

    assert one == two


def test_later_lodgement_takes_longer() -> None:
    off = {"policy.pre_arrival": "off"}
    told: list[Sample] = []

    found = samples("early-bird", [{}, off], [2], shipments=6, done=told.append)

    assert told == found
    assert found[0].figures["customs_median"] < found[1].figures["customs_median"]


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ("policy.nonsense=1", "there is no such setting"),
        ("policy.pre_arrival=perhaps", "true or false"),
        ("officers.kitchen=2", "officers.assessment"),
        ("officers.inspection=0", "a number from 1 on"),
        ("policy.pre_arrival", "NAME=VALUE"),
    ],
)
def test_wrong_setting_is_explained(pair: str, says: str) -> None:
    loaded = load_scenario("early-bird")

    with pytest.raises(UsageError, match=says):
        altered(loaded, settings_of([pair]))


def test_fewer_officers_are_a_setting() -> None:
    loaded = altered(load_scenario("early-bird"), {"officers.inspection": "1"})

    [first, *_] = loaded.scenario.injects
    assert (first.kind, first.at) == ("staff-shortage", 0)


def test_every_claim_names_a_switch_a_scenario_and_a_figure() -> None:
    for claim in CLAIMS:
        loaded = load_scenario(claim.scenario)

        assert claim.figure in FIGURES
        for position in (claim.before, claim.after):
            altered(loaded, {f"policy.{claim.switch}": position})


def test_claim_holds_where_the_interval_is_on_the_better_side() -> None:
    [claim] = [each for each in CLAIMS if each.switch == "pre_arrival"]
    [halved] = differences(sampled(10.0, 12.0, 11.0), sampled(4.0, 4.9, 4.4))
    [shorter] = differences(sampled(10.0, 12.0, 11.0), sampled(9.0, 11.0, 10.0))
    [longer] = differences(sampled(10.0, 12.0, 11.0), sampled(20.0, 22.0, 21.0))

    assert claim.holds(halved)
    assert not claim.holds(shorter)
    assert not claim.holds(longer)
