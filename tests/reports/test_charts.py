"""Pictures of distributions, time and flows: what is drawn is what was counted."""

import re

import pytest
from lxml import etree

from swsim.reports.line import Line
from swsim.reports.pictures.distributions import Curve, curves, histogram
from swsim.reports.pictures.flows import ARCS, Flow, flow_map, land
from swsim.reports.pictures.mermaid import mermaid
from swsim.reports.pictures.scales import Classes, even, ticks
from swsim.reports.pictures.series import Flag, Series, series
from swsim.reports.pictures.svg import WIDTH
from swsim.reports.tones import SYMBOLS, Tone
from swsim.reports.wording import Wording

SVG = "{http://www.w3.org/2000/svg}"
EDGES = (-3_600, -60, 0, 60, 3_600, 86_400)


def parsed(picture: str) -> etree._Element:
    return etree.fromstring(picture.encode())


def texts(picture: str) -> list[str]:
    return [str(each.text) for each in parsed(picture).iter(f"{SVG}text")]


def bars_of(*counts: int) -> etree._Element:
    return parsed(histogram(EDGES, counts, id_="h", title="H", desc="d", say=str))


def steps(values: list[int], *flags: Flag) -> str:
    seconds = [3_600 * hour for hour in range(len(values))]
    row = Series(label="A", tone="info", seconds=seconds, values=values, words="w")
    return series([row], id_="s", title="S", say=str, flags=flags)


def line(who: str, whom: str = "", tone: Tone = "info", label: str = "x") -> Line:
    return Line(
        time="",
        second=60,
        who=who,
        whom=whom,
        symbol=SYMBOLS[tone],
        tone=tone,
        text="A whole sentence.",
        label=label,
        reference="S00001-I1",
    )


# --- scales ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(EDGES)))
def test_an_edge_stands_where_its_value_does(number: int) -> None:
    scale = Classes(edges=EDGES, left=0, right=1_000)
    assert scale(EDGES[number]) == pytest.approx(scale.edge(number), abs=1)


def test_places_grow_with_the_seconds_also_below_zero() -> None:
    scale = Classes(edges=EDGES, left=0, right=1_000)
    places = [scale(second) for second in range(-3_600, 86_400, 97)]
    assert places == sorted(places)
    assert scale(10**9) == 1_000


def test_the_scale_of_a_single_value_has_room() -> None:
    scale = even([0], left=0, right=100)
    assert 0 < scale(0) < 100
    assert len(ticks(scale)) >= 1


# --- distributions --------------------------------------------------------------------


def test_a_class_is_as_high_as_its_count() -> None:
    drawn = bars_of(1, 0, 2, 4, 0).iter(f"{SVG}rect")
    heights = [int(each.get("height", "")) for each in drawn]
    assert heights == [55, 110, 220]


def test_what_lies_below_zero_has_another_tone_and_a_line() -> None:
    root = bars_of(1, 0, 2, 0, 0)
    assert [each.get("class") for each in root.iter(f"{SVG}rect")] == ["ok", "info"]
    assert root.find(f".//{SVG}line[@class='zero']") is not None


def test_curves_rise_from_the_foot_to_the_top_and_differ_by_dash() -> None:
    rows = [
        Curve(label=name, tone="info", seconds=[60, 600, 6_000], shares=[0, 0.5, 1])
        for name in ("AP", "AMS")
    ]
    root = parsed(curves(rows, EDGES, id_="c", title="C", desc="d", say=str))
    drawn = list(root.iter(f"{SVG}polyline"))
    heights = [int(point.split(",")[1]) for point in drawn[0].get("points", "").split()]
    assert heights == sorted(heights, reverse=True)
    assert (heights[0], heights[-1]) == (250, 30)
    assert len({each.get("stroke-dasharray") for each in drawn}) == 2


# --- time -----------------------------------------------------------------------------


def test_the_highest_step_fills_the_row_and_is_not_thinned_away() -> None:
    values = [0] * 5_000
    values[3_333] = 7
    path = parsed(steps(values)).find(f".//{SVG}path[@class='area']")
    assert path is not None
    heights = {int(each) for each in re.findall(r"V(\d+)", path.get("d", ""))}
    assert max(heights) - min(heights) == 84


def test_a_row_of_nothing_has_an_axis_alone() -> None:
    root = parsed(steps([0, 0, 0]))
    assert root.find(f".//{SVG}path") is None
    assert root.find(f".//{SVG}line[@class='axis']") is not None


def test_flags_close_to_each_other_stand_on_lines_of_their_own() -> None:
    flags = (Flag(second=3_600, label="I1"), Flag(second=3_700, label="I2"))
    picture = steps([1] * 24, *flags)
    found = {
        str(each.text): each.get("y")
        for each in parsed(picture).iter(f"{SVG}text")
        if each.text in ("I1", "I2")
    }
    assert found["I1"] != found["I2"]


def test_a_flag_at_the_end_keeps_its_words_in_the_picture() -> None:
    picture = steps([1, 1, 1], Flag(second=7_200, label="a-long-name-of-an-inject"))
    (flag,) = parsed(picture).findall(f".//{SVG}text[@class='small flagged']")
    assert flag.get("text-anchor") == "end"


# --- flows ----------------------------------------------------------------------------


def test_arcs_are_wider_for_more_messages_and_say_how_many() -> None:
    flows = [
        Flow(sender="JP", recipient="PA", messages=64),
        Flow(sender="PA", recipient="JP", messages=2),
    ]
    picture = flow_map(flows, {"JP": "Japan"}, id_="m", title="M", desc="d")
    arcs = parsed(picture).findall(f".//{SVG}path[@class='flow']")
    widths = [float(each.get("stroke-width", "")) for each in arcs]
    assert widths == sorted(widths)
    assert [each[0].text for each in arcs] == ["PA → Japan: 2", "Japan → PA: 64"]


def test_the_ways_there_and_back_are_two_arcs() -> None:
    flows = [
        Flow(sender=one, recipient=other, messages=1)
        for one, other in (("JP", "PA"), ("PA", "JP"))
    ]
    root = parsed(flow_map(flows, {}, id_="m", title="M", desc="d"))
    there, back = root.findall(f".//{SVG}path[@class='flow']")
    bend = [re.findall(r"Q(\S+ \S+) ", each.get("d", "")) for each in (there, back)]
    assert bend[0] != bend[1]


def test_many_flows_are_cut_to_the_busiest() -> None:
    codes = ("JP", "PA", "CL", "PE", "AU", "NZ", "MX", "CA", "US", "BR", "CN")
    flows = [
        Flow(sender=one, recipient=other, messages=place)
        for place, (one, other) in enumerate(
            ((one, other) for one in codes for other in codes if one != other), 1
        )
    ]
    root = parsed(flow_map(flows, {}, id_="m", title="M", desc="d"))
    counts = [
        int(str(each[0].text).rpartition(" ")[2])
        for each in root.findall(f".//{SVG}path[@class='flow']")
    ]
    assert len(flows) > ARCS
    assert counts == list(range(len(flows) - ARCS + 1, len(flows) + 1))


def test_who_is_not_on_the_map_is_not_drawn() -> None:
    flows = [Flow(sender="JP", recipient="XX", messages=1)]
    root = parsed(flow_map(flows, {}, id_="m", title="M", desc="d"))
    assert root.find(f".//{SVG}path[@class='flow']") is None


def test_the_land_is_small_and_as_wide_as_a_picture() -> None:
    assert len(land()) < 15_000
    starts = [int(x) for x in re.findall(r"M(-?\d+) ", land())]
    assert min(starts) < WIDTH // 4
    assert max(starts) > WIDTH * 3 // 4


# --- Mermaid --------------------------------------------------------------------------


def test_mermaid_tells_messages_and_decisions_in_order() -> None:
    lines = [
        line("jp-trd", "jp-sw", label="export declaration"),
        line("jp-cus", label="green channel", tone="ok"),
        line("jp-sw", "jp-trd", label="rejected (R02)", tone="bad"),
    ]
    said = mermaid(lines, Wording()).splitlines()
    assert said[0] == "sequenceDiagram"
    assert "    participant jp_trd as Japan's traders" in said
    assert [each.split(": ")[0].strip() for each in said[-3:]] == [
        "jp_trd->>jp_sw",
        "Note over jp_cus",
        "jp_sw--xjp_trd",
    ]


def test_mermaid_escapes_what_would_end_a_message() -> None:
    said = mermaid([line("jp-trd", "jp-sw", label="a;b#c")], Wording())
    assert "a#59;b#35;c" in said
