"""Pictures of comparisons: in both languages, and never told by colour alone."""

import pytest
from lxml import etree

from swsim.whatif import drawn
from swsim.whatif.figures import FIGURES
from swsim.whatif.paired import Difference
from swsim.whatif.reforms import Reform
from swsim.whatif.sweeping import Swept, knee
from swsim.whatif.words import SIGNS, WORDS, number, verdict

SVG = "{http://www.w3.org/2000/svg}"
SETTINGS = {"policy.pre_arrival": "off"}


def difference(figure: str, low: float, mean: float, high: float) -> Difference:
    return Difference(
        figure=figure,
        baseline=20.0,
        variant=20.0 + mean,
        mean=mean,
        low=low,
        high=high,
        each=(low, high),
    )


def found() -> list[Difference]:
    """Return one difference of each verdict, and others of every unit."""
    return [
        difference("release_median", -9.0, -5.0, -1.0),
        difference("release_mean", -2.0, 1.0, 4.0),
        difference("before_arrival", -30.0, -20.0, -10.0),
        difference("workload", 0.0, 0.0, 0.0),
        difference("cost_of_delay", -90_000.0, -50_000.0, -1_000.0),
    ]


def texts(picture: str) -> list[str]:
    return [str(each.text) for each in etree.fromstring(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("each", "says"),
    [
        (difference("release_median", -9, -5, -1), "better"),
        (difference("release_median", 1, 5, 9), "worse"),
        (difference("before_arrival", 1, 5, 9), "better"),
        (difference("before_arrival", -1, 5, 9), "unclear"),
        (difference("recall", 0, 0, 0), "same"),
    ],
)
def test_verdict_knows_whether_less_is_better(each: Difference, says: str) -> None:
    assert verdict(each) == says


@pytest.mark.parametrize("lang", ["en", "es"])
def test_each_difference_is_told_by_sign_and_words(lang: str) -> None:
    said = texts(drawn.compared(found(), SETTINGS, 10, lang))

    for each in found():
        told, words = verdict(each), WORDS[lang]
        figure = FIGURES[each.figure]
        assert figure.es in said if lang == "es" else figure.en in said
        assert [one for one in said if one.endswith(f"{SIGNS[told]} {words[told]}")]
    assert said[0].startswith("policy.pre_arrival=off")


def test_clear_differences_have_full_marks_and_others_empty_ones() -> None:
    root = etree.fromstring(drawn.compared(found(), SETTINGS, 10, "en"))

    assert len(list(root.iter(f"{SVG}path"))) == 3
    assert len(list(root.iter(f"{SVG}circle"))) == 2


def test_zero_is_in_every_panel() -> None:
    root = etree.fromstring(drawn.compared(found(), SETTINGS, 10, "en"))
    zeros = [each for each in root.iter(f"{SVG}line") if each.get("class") == "zero"]

    assert len(zeros) == len({FIGURES[each.figure].group for each in found()})


def test_interval_is_drawn_from_end_to_end() -> None:
    only = [difference("release_mean", -10.0, 0.0, 10.0)]
    root = etree.fromstring(drawn.compared(only, SETTINGS, 10, "en"))
    (mark,) = root.iter(f"{SVG}circle")
    line = next(e for e in root.iter(f"{SVG}line") if e.get("class") == "whisker")

    left, right = int(line.get("x1", "")), int(line.get("x2", ""))
    assert (left + right) / 2 == pytest.approx(int(mark.get("cx", "")), abs=1)


def test_reforms_stand_in_their_order_with_what_they_save() -> None:
    rows = [
        Reform(switch=name, differences=tuple(found()), saved=90_000.0, cost=cost)
        for name, cost in (("joint_inspection", 45_000.0), ("pre_arrival", None))
    ]

    said = texts(drawn.reformed(rows, 10, "en"))

    assert said.index("joint_inspection") < said.index("pre_arrival")
    assert "USD 2.00 saved for each USD" in said
    assert "USD 90,000 saved; its cost is not given" in said


def swept(figure: str, *means: float) -> Swept:
    return Swept(
        figure=figure,
        values=("1", "2", "3", "4"),
        lows=tuple(each - 2 for each in means),
        means=means,
        highs=tuple(each + 2 for each in means),
        knee=knee([1, 2, 3, 4], means),
    )


@pytest.mark.parametrize("lang", ["en", "es"])
def test_sweep_draws_what_moves_and_names_what_does_not(lang: str) -> None:
    rows = [swept("release_mean", 50, 20, 19, 18), swept("recall", 5, 5, 5, 5)]

    picture = drawn.swept(rows, "officers.inspection", 10, lang)

    said, recall = texts(picture), FIGURES["recall"]
    assert WORDS[lang]["knee"].format(value="2") in said
    assert len(list(etree.fromstring(picture).iter(f"{SVG}polygon"))) == 1
    assert [each for each in said if (recall.es if lang == "es" else recall.en) in each]


@pytest.mark.parametrize(
    ("means", "place"),
    [
        ((110, 70, 50, 45, 44, 43), 2),
        ((1, 5, 6, 6, 6, 6), 1),
        ((6, 5, 4, 3, 2, 1), None),
        ((6, 6, 6, 6, 5, 1), None),
        ((50.01, 50, 50, 50, 50, 50), None),
    ],
)
def test_knee_is_where_more_brings_little(
    means: tuple[float, ...], place: int | None
) -> None:
    assert knee([1, 2, 3, 4, 5, 6], means) == place


@pytest.mark.parametrize(
    ("value", "lang", "said"),
    [
        (1234.56, "en", "+1,234.6"),
        (1234.56, "es", "+1234,6"),
        (-12345.0, "es", "−12\u202f345,0"),
        (-0.04, "en", "0.0"),
    ],
)
def test_numbers_are_written_as_their_language_does(
    value: float, lang: str, said: str
) -> None:
    assert number(value, lang, signed=True) == said
