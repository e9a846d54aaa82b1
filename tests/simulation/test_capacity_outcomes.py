"""Figures for the regional offices: every outcome that a report of them may have.

Japan, Korea and New Zealand each send three excavators to Panama in the first period
and report to one office; that of Panama has too little to compare.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from simulation.builders import (
    DAY,
    HOUR,
    Extra,
    Played,
    exact,
    order,
    play,
    world,
)
from swsim.documents.types.performance_report import Figures, PerformanceReport
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Event, Kind
from swsim.domain.happenings import CarelessFigures, Happening
from swsim.domain.members import member
from swsim.domain.money import Quantity
from swsim.domain.profiles import Cooperation, Spread
from swsim.domain.settings import SiteSettings, WorldSettings
from swsim.simulation.capacity.figures import Tally, of_region, percentile

PERIOD, LIMIT = 30 * DAY, 10 * DAY


def spread(seconds: int) -> Spread:
    return Spread(median=seconds, p90=seconds)


TERMS = Cooperation().model_copy(
    update={
        "report": spread(6 * HOUR),
        "quality_check": spread(5 * HOUR),
        "figures": spread(2 * DAY),
    }
)


def region(
    *origins: str, faults: dict[str, str] | None = None, each: int = 3
) -> WorldSettings:
    """Return a world whose origins send so many shipments, with their offices."""
    dealt = [
        order(10 * place + n, origin=code, start=60 + 600 * n)
        for place, code in enumerate(origins or ("JP", "KR", "NZ"))
        for n in range(each)
    ]
    settings = world(*dealt, profiles=exact(cooperation=TERMS))
    office = SiteSettings(
        id="rocb",
        member=None,
        kind="rocb",
        ports=(),
        utc_offset_minutes=0,
        profile=exact(cooperation=TERMS),
        roles=("ams", "ap"),
    )
    sites = [_reporting(each, (faults or {})) for each in settings.sites]
    return replace(settings, sites=(*sites, office))


def _reporting(site: SiteSettings, faults: dict[str, str]) -> SiteSettings:
    fault: Any = faults.get(site.member or "")
    return replace(
        site,
        rocb=member(site.member or "").rocb.lower(),
        happenings=(
            (Happening(inject="I1", at=1, effect=CarelessFigures(fault=fault)),)
            if fault
            else ()
        ),
    )


def steps(run: Played, at: str) -> list[object]:
    return [
        each.facts["step"] for each in run.of(Kind.FIGURES) if each.participant == at
    ]


def reports(run: Played, sender: str) -> list[PerformanceReport]:
    return [
        payload
        for message in run.sent("performance-report", sender=sender)
        if isinstance(payload := run.payload(message), PerformanceReport)
    ]


def exports(report: PerformanceReport) -> Figures:
    (found,) = [each for each in report.figures if each.type == "830"]
    return found


def test_report_counts_channels_and_hours() -> None:
    run = play(region())
    (report,) = reports(run, "jp-cus")

    assert exports(report).declarations == exports(report).green == 3
    assert exports(report).median == Quantity(value=Decimal("0.3"), unit="HUR")
    assert report.country == "JP"


def test_report_comes_after_its_period() -> None:
    run = play(region())

    (message,) = run.sent("performance-report", sender="jp-cus")
    assert message.sent == PERIOD + 2 * DAY


def test_complete_report_is_counted() -> None:
    run = play(region())

    assert steps(run, "rocb-ap")[:3] == ["counted"] * 3
    assert run.outcomes("jp-cus", "JP-PF-2026-001") == [Indicator.ACCEPTED]


def test_region_is_compared_once_all_have_reported() -> None:
    run = play(region())
    (event,) = run.of(Kind.FIGURES, step="compared")

    assert event.facts["administrations"] == 3
    assert event.facts["leg"] == "export"
    assert event.facts["declarations"] == 9
    assert event.time < PERIOD + LIMIT
    told = run.sent("performance-report", sender="rocb-ap")
    assert {each.recipient for each in told} == {"jp-cus", "kr-cus", "nz-cus"}


def test_region_names_nobody() -> None:
    run = play(region())

    for answer in reports(run, "rocb-ap"):
        assert answer.function == Function.RESPONSE
        assert answer.country is None
        text = run.sent("performance-report", sender="rocb-ap")[0].xml.decode()
        assert "<ReportingCountryCode>" not in text


def test_two_administrations_are_not_compared() -> None:
    run = play(region("JP", "KR"))

    assert steps(run, "rocb-ap") == ["counted", "counted", "not-compared"]
    assert not run.sent("performance-report", sender="rocb-ap")


def test_incomplete_report_is_returned_and_mended() -> None:
    run = play(region(faults={"JP": "incomplete"}))
    first, second = reports(run, "jp-cus")

    (returned,) = run.of(Kind.FIGURES, step="returned")
    assert returned.facts["why"] == ("PF03", "PF03")
    assert second.function == Function.CHANGE
    assert second.previous[0].id == first.reference
    assert exports(second).green == 3
    assert steps(run, "rocb-ap").count("counted") == 3


def test_report_that_names_somebody_is_refused() -> None:
    run = play(region(faults={"KR": "nominal"}))

    (refused,) = run.of(Kind.FIGURES, step="refused-nominal")
    assert refused.facts["why"] == ("PF09",)
    assert run.outcomes("kr-cus", "KR-PF-2026-001") == [Indicator.REJECTED]
    assert run.of(Kind.FIGURES, step="compared")


def test_late_report_is_reminded_of_and_comes_at_once() -> None:
    run = play(region(faults={"NZ": "late"}))
    (reminded,) = run.of(Kind.FIGURES, step="reminded", partner="NZ")

    assert reminded.time == PERIOD + LIMIT
    (report,) = run.sent("performance-report", sender="nz-cus")
    assert report.sent == reminded.time + 60
    assert run.of(Kind.FIGURES, step="compared", administrations=3)


def test_who_released_nothing_says_so_when_reminded() -> None:
    settings = region()
    idle = replace(
        next(site for site in settings.sites if site.id == "nz"),
        id="fj",
        member="FJ",
        orders=(),
        inbound=(),
    )
    run = play(replace(settings, sites=(*settings.sites, idle)))
    (report,) = reports(run, "fj-cus")

    assert [each.declarations for each in report.figures] == [0, 0]
    assert steps(run, "fj-cus") == ["reported", "compared-with"]


def test_figures_of_one_shipment_tell_no_times() -> None:
    run = play(region(each=1))

    for sender in ("jp-cus", "kr-cus", "nz-cus"):
        (report,) = reports(run, sender)
        assert exports(report).median is None
        assert exports(report).declarations == 1


def test_office_refuses_times_of_two_declarations() -> None:
    (good,) = reports(play(region()), "jp-cus")
    told = replace(
        good,
        reference="JP-PF-2026-901",
        figures=tuple(
            replace(each, declarations=2, green=2)
            for each in good.figures
            if each.type == "830"
        ),
    )
    extra = Extra(at=PERIOD + 3, sender="jp-cus", recipient="rocb-ap", payload=told)
    run = play(region(), extra=[extra])

    (refused,) = run.of(Kind.FIGURES, step="refused-nominal")
    assert refused.facts["why"] == ("PF08",)


def test_clearance_is_the_same_without_offices() -> None:
    """Nothing that happens to a declaration depends on the figures."""

    def clearance(run: Played) -> list[Event]:
        kinds = (Kind.TRANSITION, Kind.CHANNEL, Kind.HOLD, Kind.TIME_POINT)
        return [replace(each, sequence=0) for each in run.events if each.kind in kinds]

    settings = region()
    alone = replace(
        settings,
        sites=tuple(replace(each, rocb=None) for each in settings.sites[:-1]),
    )
    assert clearance(play(settings)) == clearance(play(alone))


@pytest.mark.parametrize(("percent", "expected"), [(50, 5), (90, 9), (1, 1), (100, 10)])
def test_percentile_is_that_of_the_nearest_rank(percent: int, expected: int) -> None:
    assert percentile(range(10, 0, -1), percent) == expected


def test_share_before_arrival_is_of_imports_alone() -> None:
    tally = Tally()
    for ahead in (True, False, False):
        tally.count("green", HOUR, ahead=ahead)

    assert tally.figures("import").pre_arrival == Decimal("33.3")
    assert tally.figures("export").pre_arrival is None


def test_median_of_a_region_is_over_administrations_not_declarations() -> None:
    def told(hours: int, declarations: int) -> Figures:
        tally = Tally()
        for _ in range(declarations):
            tally.count("green", hours * HOUR, ahead=False)
        return tally.figures("import")

    found = of_region([told(10, 900), told(40, 3), told(50, 3)], "import")

    assert found is not None
    assert found.median == Quantity(value=Decimal("40.0"), unit="HUR")
    assert found.declarations == 906
