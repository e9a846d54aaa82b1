"""The pictures of comparisons: what was found, handed to the module that draws."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Final

from swsim.reports.pictures import forest, ranges
from swsim.reports.pictures.alone import alone
from swsim.whatif.figures import FIGURES
from swsim.whatif.paired import Difference
from swsim.whatif.reforms import Reform
from swsim.whatif.sweeping import Swept
from swsim.whatif.words import SIGNS, WORDS, Verdict, amount, name_of, number, verdict

_TONES: Final[Mapping[Verdict, str]] = {
    "better": "ok",
    "worse": "bad",
    "unclear": "info",
    "same": "info",
}
_LARGE: Final = 1_000  # of which nobody reads decimals
_OF_REFORMS: Final = "release_mean"  # what all of them should move


def compared(
    found: Sequence[Difference], settings: Mapping[str, str], seeds: int, lang: str
) -> str:
    """Return the picture of the differences that some settings make, as SVG."""
    words = WORDS[lang]
    variant = ", ".join(f"{name}={value}" for name, value in settings.items())
    panels = [
        forest.Panel(
            title=words[group], rows=tuple(_row(each, lang) for each in differences)
        )
        for group, differences in groupby(
            found, lambda each: FIGURES[each.figure].group
        )
    ]
    return _forest(panels, words["compared"].format(variant=variant, seeds=seeds), lang)


def reformed(found: Sequence[Reform], seeds: int, lang: str) -> str:
    """Return the picture of what each reform brings, in the order given, as SVG.

    Reforms of a scenario in which nothing is imported are left out.
    """
    words, figure = WORDS[lang], FIGURES[_OF_REFORMS]
    rows = tuple(row for each in found for row in _reform(each, lang))
    panels = [forest.Panel(title=words[figure.group], rows=rows)]
    named = name_of(figure, lang)
    return _forest(panels, words["reformed"].format(figure=named, seeds=seeds), lang)


def swept(found: Sequence[Swept], setting: str, seeds: int, lang: str) -> str:
    """Return the picture of the figures that follow a setting, as SVG.

    Those that stay the same for each of its values are named below.
    """
    words = WORDS[lang]
    moved = [each for each in found if len(set(each.means)) > 1] or list(found)
    still = [name_of(FIGURES[each.figure], lang) for each in found if each not in moved]
    notes = [f"{words['band']} {words['note']}"]
    if still:
        notes.append(words["unchanged"].format(figures="; ".join(still)))
    return alone(
        ranges.ranges(
            found[0].values,
            [_range(each, lang) for each in moved],
            setting=setting,
            id_="sweep",
            title=words["swept"].format(setting=setting, seeds=seeds),
            notes=notes,
            say=partial(_place, lang=lang),
        )
    )


def _forest(panels: Sequence[forest.Panel], title: str, lang: str) -> str:
    return alone(
        forest.forest(
            panels,
            id_="compare",
            title=title,
            note=f"{WORDS[lang]['how']} {WORDS[lang]['note']}",
            say=partial(_place, lang=lang, signed=True),
        )
    )


def _place(value: float, lang: str, *, signed: bool = False) -> str:
    """Return a place on an axis: whole where the number is, or is large."""
    whole = value == int(value) or abs(value) >= _LARGE
    return number(value, lang, signed=signed, decimals=0 if whole else 1)


def _row(found: Difference, lang: str) -> forest.Row:
    figure = FIGURES[found.figure]
    say = partial(amount, figure=figure, lang=lang)
    before, after = say(found.baseline), say(found.variant)
    between = f"{before} → {after} {figure.unit}"
    return _drawn(found, name_of(figure, lang), between, "", lang)


def _reform(each: Reform, lang: str) -> Iterator[forest.Row]:
    """Yield the row of a reform; what it brings for its cost stands below its name."""
    words = WORDS[lang]
    brings = (
        words["saves"].format(saved=number(each.saved, lang, decimals=0))
        if each.per_cost is None
        else words["brings"].format(per_cost=number(each.per_cost, lang, decimals=2))
    )
    for found in each.differences:
        if found.figure == _OF_REFORMS:
            yield _drawn(found, each.switch, brings, " h", lang)


def _drawn(
    found: Difference, label: str, note: str, unit: str, lang: str
) -> forest.Row:
    said = verdict(found)
    signed = partial(amount, figure=FIGURES[found.figure], lang=lang, signed=True)
    return forest.Row(
        label=label,
        note=note,
        low=found.low,
        mean=found.mean,
        high=found.high,
        clear=found.is_clear,
        tone=_TONES[said],
        words=f"{signed(found.mean)}{unit} {SIGNS[said]} {WORDS[lang][said]}",
        interval=f"{signed(found.low)} … {signed(found.high)}",
    )


def _range(found: Swept, lang: str) -> ranges.Range:
    figure, words = FIGURES[found.figure], WORDS[lang]
    first, last = (amount(found.means[place], figure, lang) for place in (0, -1))
    return ranges.Range(
        label=name_of(figure, lang),
        note=words["reach"].format(first=first, last=last, unit=figure.unit),
        tone="info",
        lows=found.lows,
        means=found.means,
        highs=found.highs,
        knee=found.knee,
        bend=(
            ""
            if found.knee is None
            else words["knee"].format(value=found.values[found.knee])
        ),
    )
