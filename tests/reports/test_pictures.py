"""The SVG pictures: well-formed, named, and never told by colour alone."""

import numpy as np
import pytest
from lxml import etree

from swsim.reports.line import Line
from swsim.reports.pictures import sequence, svg
from swsim.reports.pictures.bars import Bar, BarRow
from swsim.reports.pictures.bars import bars as bar_chart
from swsim.reports.pictures.boxes import Box, BoxRow, boxes
from swsim.reports.tones import SYMBOLS, Tone
from swsim.reports.wording import Wording

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: str) -> etree._Element:
    return etree.fromstring(picture.encode())


def texts(picture: str) -> list[str]:
    return [str(each.text) for each in parsed(picture).iter(f"{SVG}text")]


def bars(*values: int) -> str:
    rows = [
        BarRow(
            label="A & B",
            bars=(Bar(tone="ok", value=value, words=f"✓ {value} released"),),
        )
        for value in values
    ]
    return bar_chart(rows, id_="b", title="Bars <of> B")


def box(*seconds: int) -> str:
    p10, p25, median, p75, p90 = np.percentile(seconds, (10, 25, 50, 75, 90)).tolist()
    few = seconds if len(seconds) < 5 else ()
    box = Box(p10=p10, p25=p25, median=median, p75=p75, p90=p90, few=few)
    row = BoxRow(label="all", tone="info", box=box, words="n = 1")
    return boxes([row], id_="x", title="Times", zero="arrival", say=str)


def line(who: str, whom: str = "", tone: Tone = "info", label: str = "x") -> Line:
    return Line(
        time="",
        second=0,
        who=who,
        whom=whom,
        symbol=SYMBOLS[tone],
        tone=tone,
        text="A whole sentence.",
        label=label,
        reference="S00001-I1",
    )


@pytest.mark.parametrize("picture", [bars(1, 2), box(1, 2, 3, 4, 5, 6)])
def test_picture_has_title_and_description(picture: str) -> None:
    root = parsed(picture)
    named = (root.get("aria-labelledby") or "").split()
    assert [each.get("id") for each in (root[0], root[1])] == named
    assert all(each.text for each in (root[0], root[1]))


def test_bars_are_as_long_as_their_values() -> None:
    short, long = parsed(bars(2, 4)).iter(f"{SVG}rect")
    assert int(short.get("width", "")) * 2 == int(long.get("width", ""))


def test_bar_of_nothing_has_no_length() -> None:
    widths = [each.get("width") for each in parsed(bars(0, 0)).iter(f"{SVG}rect")]
    assert widths == ["0", "0"]


def test_bar_names_its_value_in_words() -> None:
    assert "✓ 4 released" in texts(bars(4))


def test_box_plot_shows_the_arrival_also_where_all_values_are_negative() -> None:
    picture = box(-90_000, -80_000, -70_000, -60_000, -50_000)
    assert "arrival" in texts(picture)
    zero = parsed(picture).find(f".//{SVG}line[@class='zero']")
    assert zero is not None
    assert int(zero.get("x1", "")) < svg.WIDTH


def test_few_values_are_drawn_as_dots() -> None:
    root = parsed(box(5, 9))
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    assert root.find(f".//{SVG}rect") is None


def test_box_plot_of_one_instant_has_a_scale() -> None:
    assert "arrival" in texts(box(0))


@pytest.mark.parametrize("hours", [1, 5, 100, 3_000, 200_000])
def test_box_plot_has_few_ticks_for_any_span(hours: int) -> None:
    picture = parsed(box(0, 1, 2, 3, hours * 3_600))
    ticks = picture.findall(f".//{SVG}line[@class='grid']")
    assert 1 <= len(ticks) <= 12


def test_lifelines_stand_from_exporter_to_importer_around_the_windows() -> None:
    lines = [
        line("jp-trd", "jp-sw"),
        line("jp-sw", "jp-cus"),
        line("jp-sw", "pa-sw"),
        line("pa-sw", "pa-cus"),
        line("pa-sw", "pa-trd"),
    ]
    assert sequence.lifelines(lines) == (
        "jp-trd", "jp-cus", "jp-sw", "pa-sw", "pa-cus", "pa-trd",
    )  # fmt: skip


def test_sequence_says_an_outcome_with_a_sign_and_words() -> None:
    refusal = line("pa-sw", "pa-trd", "bad", "rejected (R02)")
    picture = sequence.draw([refusal], Wording())
    assert "✗ rejected (R02) S00001-I1" in texts(picture)


def test_sequence_of_a_single_participant_can_be_drawn() -> None:
    picture = sequence.draw([line("pa-prt", label="goods arrive")], Wording())
    assert "goods arrive S00001-I1" in texts(picture)


def test_sequence_escapes_what_it_is_given() -> None:
    picture = sequence.draw([line("pa-sw", "pa-trd", label="<script>")], Wording())
    assert "<script>" not in picture


def test_lines_without_a_label_are_not_drawn() -> None:
    lines = [line("pa-sw", "pa-trd"), line("pa-cus", label="")]
    assert sequence.lifelines(lines) == ("pa-trd", "pa-sw")
