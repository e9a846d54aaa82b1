"""Sums by region and member."""

from dataclasses import replace

from reports.events import Script, released
from swsim.domain.events import Kind
from swsim.reports.fold import RunFold, fold
from swsim.reports.summary import by_member, by_region, traffic_by_member


def two_countries() -> RunFold:
    """Japan and Panama release one import each, 100 s and 300 s after arrival."""
    script = Script()
    for place, (country, wait) in enumerate((("jp", 100), ("pa", 300)), 1):
        reference, case = f"S0000{place}-I1", f"case-{place}"
        first = len(script.events)
        script.at(0).point(f"{country}-prt", "T0", "6X-00001", case)
        released(script.at(wait - 1), reference, country)
        script.add(
            f"{country}-cus",
            Kind.CHANNEL,
            declaration=reference,
            channel="green",
            score=0,
            reasons=(),
        )
        _into(script, first, case)
    return fold(script.events)


def _into(script: Script, first: int, case: str) -> None:
    script.events[first:] = [replace(e, case=case) for e in script.events[first:]]


def test_counts_by_region_leave_out_what_did_not_happen() -> None:
    rows = by_region(two_countries())
    found = [(one.name, one.leg, one.counts.released) for one in rows]
    assert found == [("AP", "import", 1), ("AMS", "import", 1)]


def test_counts_by_member_put_the_busiest_first() -> None:
    script = released(Script(), "S00001-I1", "jp")
    released(script, "S00002-I1", "pa")
    released(script, "S00003-I1", "pa")
    found = [(one.name, one.counts.lodged) for one in by_member(fold(script.events))]
    assert found == [("PA", 2), ("JP", 1)]


def test_traffic_by_member_adds_its_participants() -> None:
    script = Script()
    script.lodge("S00001-I1")
    script.send("pa-sw", "pa-cus", "declaration", "S00001-I1")
    rows = traffic_by_member(fold(script.events).traffic)
    assert [(row.participant, row.total) for row in rows] == [("PA", 2)]
