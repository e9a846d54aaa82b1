"""The benches run and judge; what they measure is for the machine to say."""

from itertools import groupby

import pytest

from swsim.bench import (
    calibrating,
    exchanging,
    papers,
    replaying,
    scaling,
    sharing,
    studying,
    traffic,
    validating,
)
from swsim.bench.baselines import doubt, doubt_of_live
from swsim.bench.measuring import measure
from swsim.bench.model import Bar, Effort, Report
from swsim.domain.members import member
from swsim.domain.profiles import profile, profile_for
from swsim.trs.calibration import held
from swsim.validation.engine import Validator

QUICK = Effort(repetitions=2, seconds=0.001)


@pytest.fixture(scope="module")
def report() -> Report:
    return validating.bench(QUICK)


def test_validation_is_measured_beside_its_peers(report: Report) -> None:
    assert [bar.name for bar in report.bars] == [
        "ratio_to_lxml",
        "speedup_over_xmlschema",
        "t100_over_t5",
        "speedup_over_isoschematron",
    ]
    assert all(bar.value > 0 for bar in report.bars)
    assert sum(each.baseline for each in report.times) == 3
    assert 5_000 <= report.facts["bytes"] <= 6_000
    assert 100_000 <= report.facts["bytes_of_large"] <= 102_000


@pytest.mark.parametrize("data", [papers.small(), papers.large()])
def test_documents_of_the_bench_are_valid(data: bytes) -> None:
    result = Validator().validate(data)

    assert result.is_valid
    assert result.findings == ()


@pytest.mark.parametrize(
    ("bar", "state"),
    [
        (Bar(name="x", value=5, limit=5), "met"),
        (Bar(name="x", value=5.1, limit=5), "missed"),
        (Bar(name="x", value=6, limit=6, at_least=True), "met"),
        (Bar(name="x", value=5.9, limit=6, at_least=True), "missed"),
        (Bar(name="x", value=1, limit=5, doubt="slow"), "void"),
    ],
)
def test_bar_is_met_missed_or_void(bar: Bar, state: str) -> None:
    report = Report(bench="x", facts={}, times=(), bars=(bar,))

    assert bar.state == state
    assert report.passed is (state == "met")


def test_suspicious_baseline_is_doubted() -> None:
    assert doubt("xmlschema", 3_300.0, 100.0) == ""
    assert "5.0 times" in doubt("xmlschema", 500.0, 100.0)
    assert "500.0 times" in doubt("xmlschema", 50_000.0, 100.0)


def test_measuring_takes_turns_and_keeps_the_best() -> None:
    calls: list[str] = []

    def slow() -> None:
        calls.append("slow")
        sum(range(20_000))

    def quick() -> None:
        calls.append("quick")

    took = measure({"slow": slow, "quick": quick}, QUICK)
    turns = [name for name, _ in groupby(calls)]

    assert took["slow"] > took["quick"] > 0
    # Once to warm up and to count the calls, then in turn.
    assert turns == ["slow", "quick"] * (1 + QUICK.repetitions)


def test_exchange_is_measured_beside_bare_aiomqtt() -> None:
    report = exchanging.bench(Effort(repetitions=1, seconds=0.05))

    assert [bar.name for bar in report.bars] == [
        "signed_to_raw",
        "signed_by_two_to_raw",
        "unsigned_by_two_to_raw",
    ]
    assert all(bar.value > 0 for bar in report.bars)
    assert report.facts["messages"] >= report.facts["clients"] == 64
    assert sum(each.baseline for each in report.times) == 1
    assert sum(each.name.startswith("stage: ") for each in report.times) == 6


@pytest.mark.parametrize("of", [1, 2, 3])
def test_parts_of_the_exchange_are_the_whole(of: int) -> None:
    received = [traffic.received(1_000, part, of) for part in range(of)]
    crossing = [traffic.crossing(1_000, part, of) for part in range(of)]

    assert sum(received) == 1_000
    assert (sum(crossing) > 800) is (of > 1)


def test_long_run_is_measured_beside_short_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scaling, "_LONG_TURN", 1.0)  # seconds
    monkeypatch.setattr(scaling, "_SHORT_TURN", 1.0)
    report = scaling.bench(short=10, long=60)

    assert [bar.name for bar in report.bars] == [
        "cost_long_to_short",
        "peak_megabytes",
        "ledger_bytes_per_message",
    ]
    assert all(bar.value > 0 for bar in report.bars)
    assert report.facts["declarations_long"] >= 50
    assert report.facts["short_runs"] >= 1


def test_longer_run_has_more_days_and_the_same_traffic() -> None:
    short, long = (scaling.stretched(number).scenario for number in (500, 1_000))

    for less, more in zip(short.lanes, long.lanes, strict=True):
        assert more.total == 2 * less.total
        assert more.transit == less.transit


def test_replay_is_measured_beside_the_run_that_it_repeats() -> None:
    report = replaying.bench(repetitions=1, shipments=3)

    (bar,) = report.bars
    assert bar.name == "replay_over_live"
    assert bar.value > 1
    assert report.facts["messages"] > 100
    assert [each.baseline for each in report.times] == [True, True, False]


def test_live_run_that_is_too_slow_is_doubted() -> None:
    assert doubt_of_live(2_000.0, 1_000.0) == ""
    assert "9.0 times" in doubt_of_live(9_000.0, 1_000.0)
    assert "0.5 times" in doubt_of_live(500.0, 1_000.0)


@pytest.mark.slow
def test_two_workers_are_measured_beside_one() -> None:
    report = sharing.bench(shipments=10, repetitions=1)

    assert [bar.name for bar in report.bars] == ["speedup_of_two_workers"]
    assert report.bars[0].value > 0
    assert report.facts["messages"] > 300
    assert report.facts["events_in_a_window"] > 1


def test_study_is_measured_beside_numpy() -> None:
    report = studying.bench(1_000)

    assert [bar.name for bar in report.bars] == [
        "statistics_to_numpy",
        "reading_long_to_short",
    ]
    assert report.facts["declarations"] == 1_000
    assert all(bar.value > 0 for bar in report.bars)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_classes_of_profiles_are_near_published_means() -> None:
    found = calibrating.bench(share=0.25)

    assert [each.profile for each in found] == ["fast", "middle", "slow"]
    assert all(each.fit.n > 45 for each in found)
    assert {each.fit.verdict for each in found} == {"near"}


def test_few_imports_of_each_class_are_held_against_its_row() -> None:
    found = calibrating.bench(share=0.03)

    assert [each.fit.published for each in found] == [
        held(name) for name in ("fast", "middle", "slow")
    ]
    # Of so few, chance alone may take a mean far away; classes are farther apart.
    means = [each.fit.hours for each in found]
    assert max(means) == means[2] > 100
    assert found[0].as_it_stands < 0 < found[2].as_it_stands


def test_lanes_of_the_calibration_are_as_the_profile_deals() -> None:
    own = profile("gt")
    lanes = [line.partition("shipments: ") for line in calibrating.lanes("GT", 150)]
    counts = {line[0]: int(line[2].split(",")[0]) for line in lanes}
    early = sum(count for name, count in counts.items() if "-early" in name)

    assert sum(counts.values()) == pytest.approx(150, abs=5)
    assert early / 150 == pytest.approx(own.pre_arrival_per_mille / 1_000, abs=0.03)


@pytest.mark.parametrize("name", ["fast", "middle", "slow"])
def test_as_it_stands_a_class_is_played_without_a_profile_of_ones_own(
    name: str,
) -> None:
    code = calibrating.AS_IT_STANDS[name]

    assert profile_for(member(code)) == profile(name)
