"""What `swsim compare` and `swsim sweep` print: tables for people, else JSON."""

import json as json_
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from rich.console import Console
from rich.table import Table

from swsim.cli.console import Language
from swsim.whatif.figures import FIGURES
from swsim.whatif.paired import Difference
from swsim.whatif.reforms import Reform
from swsim.whatif.sweeping import Swept
from swsim.whatif.words import WORDS, amount, name_of, number

_WIDTH = 120  # where the output is no terminal


def show(
    found: Sequence[Difference],
    settings: Mapping[str, str],
    seeds: int,
    lang: Language,
    *,
    json: bool,
) -> None:
    """Print what some settings change."""
    if json:
        _print_json(
            settings=settings,
            seeds=seeds,
            differences=[_record(each) for each in found],
        )
        return
    words = WORDS[lang]
    heads = ("figure", "baseline", "variant", "difference", "interval", "clear")
    _print([words[head] for head in heads], _lines(found, lang), words["note"])


def _lines(found: Sequence[Difference], lang: Language) -> Iterator[list[str]]:
    words = WORDS[lang]
    for each in found:
        figure = FIGURES[each.figure]
        plain = partial(amount, figure=figure, lang=lang)
        signed = partial(plain, signed=True)
        yield [
            f"{name_of(figure, lang)} ({figure.unit})",
            plain(each.baseline),
            plain(each.variant),
            signed(each.mean),
            f"{signed(each.low)} … {signed(each.high)}",
            words["yes" if each.is_clear else "no"],
        ]


def _record(each: Difference) -> dict[str, Any]:
    return {**asdict(each), "relative": each.relative, "clear": each.is_clear}


def show_reforms(
    found: Sequence[Reform], seeds: int, lang: Language, *, json: bool
) -> None:
    """Print reforms in the order given."""
    if json:
        shown = [
            {
                "switch": each.switch,
                "saved": each.saved,
                "cost": each.cost,
                "per_cost": each.per_cost,
                "differences": [_record(one) for one in each.differences],
            }
            for each in found
        ]
        _print_json(seeds=seeds, reforms=shown)
        return
    words = WORDS[lang]
    heads = [words[name] for name in ("reform", "median", "saved", "cost", "per_cost")]
    _print(heads, (_reform(each, lang) for each in found), words["note"])


def _reform(each: Reform, lang: Language) -> list[str]:
    money = partial(number, lang=lang, decimals=0)
    medians = (
        number(one.mean, lang, signed=True)
        for one in each.differences
        if one.figure == "release_median"
    )
    return [
        each.switch,
        next(medians, ""),
        money(each.saved),
        "" if each.cost is None else money(each.cost),
        "" if each.per_cost is None else number(each.per_cost, lang, decimals=2),
    ]


def show_sweep(
    scenario: str,
    setting: str,
    found: Sequence[Swept],
    seeds: int,
    lang: Language,
    *,
    json: bool,
) -> None:
    """Print the means of each figure over the values of a setting."""
    values = found[0].values
    knees = {
        each.figure: None if each.knee is None else values[each.knee] for each in found
    }
    if json:
        rows = [
            {"value": value, **{each.figure: each.means[place] for each in found}}
            for place, value in enumerate(values)
        ]
        _print_json(
            scenario=scenario, setting=setting, seeds=seeds, rows=rows, knees=knees
        )
        return
    words = WORDS[lang]
    lines = [
        [
            f"{name_of(FIGURES[each.figure], lang)} ({FIGURES[each.figure].unit})",
            *(amount(mean, FIGURES[each.figure], lang) for mean in each.means),
            knees[each.figure] or "",
        ]
        for each in found
    ]
    _print([setting, *values, words["knees"]], lines, words["note"])


def _print_json(**shown: object) -> None:
    print(json_.dumps(shown, indent=2))


def _print(heads: Sequence[str], lines: Iterable[Sequence[str]], note: str) -> None:
    table = Table(box=None)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place else "left", no_wrap=True)
    for line in lines:
        table.add_row(*line)
    terminal = Console()
    console = terminal if terminal.is_terminal else Console(width=_WIDTH)
    console.print(table)
    console.print(note)
