"""The table of a ledger: a row for each leg, time points and facts in columns."""

from pathlib import Path

import numpy as np
import pytest

from swsim.domain.events import Kind
from swsim.trs.table import ABSENT
from trs.handmade import DAY, HOUR, Pages

POINTS = {"T0": 2 * DAY, "T1": 2 * DAY + HOUR, "T2": DAY, "T3": DAY + 5, "T4": DAY + 9}


@pytest.fixture
def pages() -> Pages:
    return Pages()


def test_row_has_time_points_and_facts(pages: Pages, tmp_path: Path) -> None:
    reference = pages.declaration(
        POINTS, channel="red", mode="4", office="PAPTY1", partner="JP", aeo="full"
    )
    table = pages.table(tmp_path)

    assert table.references.tolist() == [reference]
    assert {name: int(table.mark(name)[0]) for name in POINTS} == POINTS
    assert table.mark("T9").tolist() == [ABSENT]
    said = {
        name: table.attribute(name).names[table.attribute(name).codes[0]]
        for name in ("channel", "mode", "office", "partner", "aeo", "country", "leg")
    }
    assert said == {
        "channel": "red",
        "mode": "air",
        "office": "PAPTY1",
        "partner": "JP",
        "aeo": "full",
        "country": "PA",
        "leg": "import",
    }


def test_fact_that_nobody_stated_is_unknown(pages: Pages, tmp_path: Path) -> None:
    pages.declaration(POINTS, colour="blue")
    pages.declaration(POINTS)
    table = pages.table(tmp_path)

    assert len(table.where(colour="blue")) == 1
    assert len(table.where(colour="unknown")) == 1
    assert len(table.where(aeo="unknown")) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("region", "AMS"),
        ("partner_region", "AP"),
        ("section", "XVI"),
        ("pre_arrival", "yes"),
        # Lodged on Tuesday at midnight UTC, which is Monday evening in Panama.
        ("weekday", "mon"),
        ("hour", "19"),
    ],
)
def test_what_follows_from_the_facts(
    name: str, value: str, pages: Pages, tmp_path: Path
) -> None:
    pages.declaration(POINTS, partner="JP", headings=("842952", "080390"))
    table = pages.table(tmp_path)

    assert len(table.where(**{name: value})) == 1


def test_goods_that_never_arrived_tell_nothing_of_pre_arrival(
    pages: Pages, tmp_path: Path
) -> None:
    pages.declaration({"T2": 5, "T3": 6})

    assert len(pages.table(tmp_path).where(pre_arrival="unknown")) == 1


def test_two_legs_of_a_case_are_two_rows(pages: Pages, tmp_path: Path) -> None:
    pages.declaration({"X1": 5, "T3": 6, "X3": 9}, site="jp", leg="export", case="c")
    pages.declaration(POINTS, case="c")
    table = pages.table(tmp_path)

    assert sorted(table.attribute("country").names) == ["JP", "PA"]
    assert table.cases.tolist() == ["c", "c"]
    assert table.where(leg="export").mark("X3").tolist() == [9]


def test_lodgement_that_was_repaired_counts_as_the_one_that_was_accepted(
    pages: Pages, tmp_path: Path
) -> None:
    pages.declaration({"T2": 100}, case="c")
    pages.declaration({"T2": 900, "T3": 905}, case="c")
    table = pages.table(tmp_path)

    assert table.mark("T2").tolist() == [900]
    assert table.references.tolist() == ["S00002-I1"]


def test_agencies_are_kept_apart_and_together(pages: Pages, tmp_path: Path) -> None:
    pages.declaration({**POINTS, "T6": DAY + 6, "T6b": DAY + 50}, case="c")
    answer = {"point": "T6b", "declaration": "S00001-I1", "leg": "import"}
    pages.add(DAY + 99, "pa", "hlt", Kind.TIME_POINT, "c", **answer)
    table = pages.table(tmp_path)

    assert table.agencies == ("agr", "hlt")
    assert table.attribute("agency").names == ("agr+hlt",)
    assert table.mark("T6b@agr").tolist() == [DAY + 50]
    assert table.mark("T6b").tolist() == [DAY + 99]


def test_services_of_desks_are_read(pages: Pages, tmp_path: Path) -> None:
    pages.declaration(POINTS, case="case-1")
    pages.served(10, 15, 40, officers=2)
    services = pages.table(tmp_path).services

    assert services.desk.names == ("pa-cus/assessment",)
    assert [int(each[0]) for each in (services.arrived, services.began)] == [10, 15]
    assert services.ended.tolist() == [40]
    assert services.officers.tolist() == [2]


def test_empty_ledger_is_an_empty_table(pages: Pages, tmp_path: Path) -> None:
    table = pages.table(tmp_path)

    assert len(table) == 0
    assert table.mark("T0").dtype == np.int64
