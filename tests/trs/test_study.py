"""A study: cuts, targets, outliers, and the finding in words that its figures bear."""

from datetime import datetime
from pathlib import Path

import pytest

from swsim.errors import UsageError
from swsim.trs.bottleneck import bottleneck
from swsim.trs.cuts import groups
from swsim.trs.durations import measured
from swsim.trs.intervals import RELEASE, Owner, intervals
from swsim.trs.output import as_csv, as_markdown, record
from swsim.trs.reading import gather
from swsim.trs.study import Row, chosen, listed_outliers, study
from swsim.trs.table import Table
from swsim.trs.words import LANGUAGES, paragraph
from trs.handmade import DAY, HOUR, START, Pages, lifted, stamped

H = HOUR


def goods(pages: Pages, release: int, **facts: str) -> str:
    """Write an import down that is lodged at arrival and released after `release`."""
    points = {"T0": 0, "T1": 0, "T2": 0, "T3": 0, "T4": H, "T9": release}
    channel = facts.pop("channel", "green")
    return pages.declaration(
        points | {"T8": H, "T8b": release, "T10": release},
        channel=channel,
        lifted={"DUTY_DUE": release},
        **facts,
    )


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Four imports: two by sea, one by air, one of an unknown mode."""
    pages = Pages()
    goods(pages, 10 * H, mode="1", aeo="yes", channel="red")
    goods(pages, 60 * H, mode="1", aeo="no", channel="green")
    goods(pages, 30 * H, mode="4", aeo="yes", channel="green")
    goods(pages, 40 * H)
    return pages.table(tmp_path)


def by(table: Table, *names: str) -> dict[tuple[str, ...], Row]:
    """Return the rows of release by their group."""
    return {row.names: row for row in study(table, names, [RELEASE])}


def test_cut_keeps_each_row_in_one_group(table: Table) -> None:
    found = by(table, "mode")

    assert {names: row.statistics.mean / H for names, row in found.items()} == {
        ("air",): 30,
        ("sea",): 35,
        ("unknown",): 40,
    }


def test_two_way_cut(table: Table) -> None:
    found = by(table, "aeo", "pre_arrival")

    assert {names: row.statistics.n for names, row in found.items()} == {
        ("no", "no"): 1,
        ("unknown", "no"): 1,
        ("yes", "no"): 2,
    }


def test_channels_and_weekdays_are_in_their_own_order(table: Table) -> None:
    assert [each.names for each in groups(table, ["channel"])] == [("green",), ("red",)]


def test_without_a_cut_all_are_one_group(table: Table) -> None:
    assert by(table)[()].statistics.n == 4


def test_cut_by_a_fact_that_is_new_needs_nothing_else(tmp_path: Path) -> None:
    pages = Pages()
    goods(pages, H, colour="blue")
    goods(pages, H, colour="red")

    assert set(by(pages.table(tmp_path), "colour")) == {("blue",), ("red",)}


def test_cut_by_what_is_unknown_is_a_sentence(table: Table) -> None:
    with pytest.raises(UsageError, match=r"mean 'channel'.*Known: aeo, agency"):
        study(table, ["chanel"])


def test_target_is_that_of_the_mode(table: Table) -> None:
    """30 hours are late by air, where 24 are allowed, and 40 in time elsewhere."""
    found = by(table, "mode")

    within = {names[0]: row.statistics.within for names, row in found.items()}
    assert within == {"air": 0, "sea": 0.5, "unknown": 1}


def test_only_the_named_are_measured(table: Table) -> None:
    found = chosen(table, ["payment", "release"])

    assert [(each.id, each.leg) for each in found] == [
        ("payment", "import"),
        ("release", "import"),
    ]


def test_agency_that_the_run_has_not_is_nothing_to_measure(table: Table) -> None:
    assert chosen(table, ["agency"]) == ()


def test_unknown_interval_is_a_sentence(table: Table) -> None:
    with pytest.raises(UsageError, match="did you mean 'payment'"):
        chosen(table, ["paiment"])


def test_outliers_are_listed_with_their_declarations(tmp_path: Path) -> None:
    pages = Pages()
    for _ in range(50):
        goods(pages, 10 * H)
    late = goods(pages, 40 * DAY)
    (found,) = listed_outliers(pages.table(tmp_path), RELEASE)

    assert (found.reference, found.country, found.seconds) == (late, "PA", 40 * DAY)


def test_interval_that_did_not_wait_for_its_start_is_not_measured() -> None:
    """Deferred duty: the hold is lifted before anybody has paid."""
    steps = [
        ("pa", "c", 5, "pa-cus", "time-point", stamped("T8")),
        ("pa", "c", 5, "pa-cus", "hold", lifted("DUTY_DUE")),
        ("pa", "c", 90, "pa-cus", "time-point", stamped("T8b")),
    ]
    table = gather(steps, datetime.fromisoformat(START))
    known = {each.id: each for each in intervals("import")}

    assert measured(table, known["payment"]).seconds.tolist() == [85]
    assert len(measured(table, known["payment-receipt"])) == 0


def test_bottleneck_names_interval_owner_and_shares(table: Table) -> None:
    found = bottleneck(table)
    worst = found.worst

    assert worst is not None
    assert (worst.interval.id, worst.interval.owner) == ("payment", Owner.TRADER)
    # One hour of each of the four falls to the assessment, the rest to payment.
    assert worst.critical_share == pytest.approx(136 / 140)
    assert worst.mean == 34 * H
    assert worst.spread == pytest.approx(53 / 34)
    (owner,) = [each for each in found.owners if each.owner is Owner.CUSTOMS]
    assert owner.critical_share == pytest.approx(4 / 140)
    assert sum(each.critical_share for each in found.owners) == pytest.approx(1)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "“payment by the trader” (wait), which belongs to the traders: 97 %"),
        ("es", "«pago del comerciante» (espera), a cargo de los comerciantes: le"),
    ],
)
def test_paragraph_says_what_was_found(lang: str, said: str, table: Table) -> None:
    text = paragraph(bottleneck(table), lang)

    assert said in text
    assert {"en": "2.9 % belongs to customs", "es": "el 2,9 % corresponde a la aduana"}[
        lang
    ] in text
    assert "1 d 10 h" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paragraph_of_an_empty_run_says_so(lang: str, tmp_path: Path) -> None:
    text = paragraph(bottleneck(Pages().table(tmp_path)), lang)

    assert {"en": "no bottleneck", "es": "no hay cuello"}[lang] in text


def test_busy_desk_is_named_with_its_figures(tmp_path: Path) -> None:
    pages = Pages()
    goods(pages, 60 * H)
    for number in range(100):
        began = number * 100
        pages.served(max(0, began - 250), began, began + 90, case="c", site="pa")
    text = paragraph(bottleneck(pages.table(tmp_path)), "en")

    assert "The busiest desk is assessment in Panama: its officers (1) are" in text
    assert "busy 90 % of the time, 2.5 declarations wait on average" in text


def test_language_that_swsim_lacks_is_a_sentence(table: Table) -> None:
    with pytest.raises(UsageError, match="speaks en and es"):
        paragraph(bottleneck(table), "fr")


def test_record_csv_and_markdown_say_the_same(table: Table) -> None:
    rows = study(table, ["mode"], [RELEASE])
    first = record(rows[0], ["mode"], "en")
    text = as_csv(rows, ["mode"], "en").splitlines()
    page = as_markdown(rows, ["mode"], "es").splitlines()

    assert (first["id"], first["mode"], first["mean"]) == ("release", "air", 30 * H)
    assert dict(zip(text[0].split(","), text[1].split(","), strict=True))["n"] == "1"
    assert len(text) == len(rows) + 1
    assert page[2].startswith("| importación | llegada al levante de todas las")
    assert "| air | 1 | 1 d 6 h |" in page[2]
