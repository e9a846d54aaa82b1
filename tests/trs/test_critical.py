"""The critical path of release: what it waited for, to the second."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swsim.domain.settings import Leg
from swsim.trs.bottleneck import bottleneck
from swsim.trs.critical import MESSAGES, CriticalPath, critical_path, owned
from swsim.trs.intervals import Nature, Owner, intervals, joins, span
from swsim.trs.reading import gather
from swsim.trs.table import Table
from trs.handmade import HOUR, START, Pages, stamped

H = HOUR
# Arrives at 0, unloaded at 5 h, lodged at 20 h, channel at 24 h, and so on.
AFTER_ARRIVAL = {
    **{"T0": 0, "T1": 5 * H, "T2": 20 * H, "T3": 20 * H, "T4": 24 * H},
    **{"T8": 25 * H, "T8b": 40 * H, "T9": 41 * H, "T10": 41 * H},
}
PAID = {"DUTY_DUE": 41 * H}


def path_of(folder: Path, pages: Pages) -> tuple[Table, CriticalPath]:
    """Return the table of the pages and the critical path of its imports."""
    table = pages.table(folder)
    return table, critical_path(table)


def hours(path: CriticalPath) -> dict[str, int]:
    """Return the hours of the first declaration by interval, those without left out."""
    found = {name: int(seconds[0]) // H for name, seconds in path.seconds.items()}
    return {name: count for name, count in found.items() if count}


def test_path_of_goods_lodged_after_arrival(tmp_path: Path) -> None:
    pages = Pages()
    pages.declaration(AFTER_ARRIVAL, lifted=PAID)
    table, path = path_of(tmp_path, pages)

    assert hours(path) == {
        "unloading": 5,
        "lodgement": 15,
        "assessment": 4,
        "duty-assessment": 1,
        "payment": 15,
        "payment-receipt": 1,
    }
    assert {
        owner: int(sum(s)) // H for owner, s in owned(path, table, "import").items()
    } == {
        Owner.CUSTOMS: 5,
        Owner.AGENCY: 0,
        Owner.PORT: 5,
        Owner.TRADER: 30,
        Owner.BANK: 1,
    }


def test_what_ran_beside_the_last_takes_nothing(tmp_path: Path) -> None:
    pages = Pages()
    red = {"T7": 24 * H, "T7a": 30 * H, "T7b": 33 * H, "T7c": 35 * H}
    pages.declaration(AFTER_ARRIVAL | red, channel="red", lifted=PAID)
    _, path = path_of(tmp_path, pages)

    assert path.frequency("payment") == 1
    assert path.frequency("inspection") == 0
    (release,) = [each for each in path.joins if each.mark == "T9"]
    assert release.last["DUTY_DUE.lifted"] == 1
    assert release.last["T7c"] == 0


def test_inspection_waits_for_whom_came_last_the_order_or_the_goods(
    tmp_path: Path,
) -> None:
    pages = Pages()
    points = {
        **{"T2": -50 * H, "T3": -50 * H, "T4": -48 * H, "T0": 0, "T1": 6 * H},
        **{"T7": -48 * H, "T7a": 10 * H, "T7b": 12 * H, "T7c": 15 * H},
        **{"T9": 15 * H, "T10": 15 * H},
    }
    pages.declaration(points, channel="red")
    _, path = path_of(tmp_path, pages)

    assert hours(path) == {
        "unloading": 6,
        "positioning": 4,
        "inspection-queue": 2,
        "inspection": 3,
    }
    assert [each.last for each in path.joins if each.mark == "T7a"] == [
        {"T7": 0, "T1": 1}
    ]


def test_agency_that_answers_last_holds_the_release(tmp_path: Path) -> None:
    pages = Pages()
    asked = {"T6": 20 * H, "T6b": 90 * H, "T10": 90 * H}
    pages.declaration(
        AFTER_ARRIVAL | asked, lifted=PAID | {"OGA_PENDING": 90 * H}, case="case-1"
    )
    pages.served(20 * H, 60 * H, 90 * H, role="agr", desk="agr")
    table, path = path_of(tmp_path, pages)

    assert hours(path) == {
        "unloading": 5,
        "lodgement": 15,
        "agency-queue:agr": 40,
        "agency:agr": 30,
    }
    assert int(owned(path, table, "import")[Owner.AGENCY].sum()) == 70 * H
    assert [each.last for each in path.joins if each.mark == "T10"] == [
        {"T9": 0, "OGA_PENDING.lifted": 1}
    ]


def test_deferred_payment_is_not_waited_for(tmp_path: Path) -> None:
    pages = Pages()
    deferred = AFTER_ARRIVAL | {"T9": 25 * H, "T10": 25 * H}
    pages.declaration(deferred, lifted={"DUTY_DUE": 25 * H})
    _, path = path_of(tmp_path, pages)

    assert path.frequency("payment") == 0
    assert hours(path)["duty-assessment"] == 1


def test_goods_released_before_arrival_waited_for_nothing(tmp_path: Path) -> None:
    pages = Pages()
    pages.declaration(AFTER_ARRIVAL | {"T0": 50 * H, "T1": 60 * H}, lifted=PAID)
    table, path = path_of(tmp_path, pages)

    assert len(path.rows) == 0
    assert path.total == 0
    assert bottleneck(table).worst is None


def test_path_of_an_export(tmp_path: Path) -> None:
    pages = Pages()
    points = {"X1": 0, "T3": H, "T4": 4 * H, "T5": 4 * H, "T5b": 9 * H, "X3": 10 * H}
    pages.declaration(points, leg="export", lifted={"DOCS_WANTED": 10 * H})
    path = critical_path(pages.table(tmp_path), span("export-release"))

    assert hours(path) == {"registration": 1, "assessment": 3, "documents": 6}


_POINTS = (
    *("T0", "T1", "T2", "T3", "T4", "T5", "T6", "T6b", "T7", "T7a", "T7b", "T7c"),
    *("T8", "T8b", "T9"),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(_POINTS), st.integers(0, 1_000)),
        min_size=1,
        max_size=5,
    )
)
def test_parts_add_up_to_the_whole_whatever_is_missing(
    declarations: list[dict[str, int]],
) -> None:
    """Each second between arrival and release falls to one interval, and one alone."""
    steps = [
        ("pa", f"c{number}", time, "pa-agr", "time-point", stamped(point))
        for number, points in enumerate(declarations)
        for point, time in ({"T0": 0, "T10": 1_000} | points).items()
    ]
    table = gather(steps, datetime.fromisoformat(START))
    path = critical_path(table)
    whole = (table.mark("T10") - table.mark("T0"))[path.rows]

    assert np.array_equal(sum(path.seconds.values(), np.zeros_like(whole)), whole)
    shares = sum(int(s.sum()) for s in owned(path, table, "import").values())
    assert shares == path.total


@pytest.mark.parametrize("leg", ["import", "export"])
def test_table_of_intervals_is_whole(leg: Leg) -> None:
    """Each interval leads on: its end is begun from, joined, or the last of all."""
    known = intervals(leg, ("agr",))
    joined = joins(leg, ("agr",))
    begun = {mark for each in known for mark in each.start}
    awaited = {mark for marks in joined.values() for mark in marks}
    last = {"import": {"T12"}, "export": {"X5"}}[leg]

    assert {each.end for each in known} - begun - awaited == last
    assert len({each.id for each in known}) == len(known)
    assert {each.owner for each in intervals("import", ("agr",))} == set(Owner)
    assert {each.nature for each in known} == set(Nature)
    assert MESSAGES not in {each.id for each in known}
