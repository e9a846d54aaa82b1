"""Writes the tables of docs/time-release.md: intervals, joins, published means.

Run it after a change of `swsim/trs/intervals.py` or `published.yaml`; a test compares.
"""

from collections.abc import Iterable
from pathlib import Path

from swsim.domain.settings import Leg
from swsim.trs.calibration import published
from swsim.trs.intervals import SPANS, intervals, joins

TARGET = Path(__file__).parent.parent / "docs" / "time-release.md"
BEGIN = "<!-- tables: written by tools/make_interval_table.py -->\n"
END = "<!-- end of the tables -->\n"
_LEGS: tuple[Leg, ...] = ("import", "export")
_AGENCY = ("AGENCY",)


def page(text: str) -> str:
    """Return the page with the tables as they are now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{''.join(_tables())}\n{END}{after}"


def _tables() -> Iterable[str]:
    yield "\n### Spans\n\n"
    yield _table(
        ("span", "leg", "from", "to", "what it is"),
        [(each.id, each.leg, each.start, each.end, each.en) for each in SPANS],
    )
    for leg in _LEGS:
        yield f"\n### Intervals of an {leg}\n\n"
        yield _table(
            ("interval", "from the latest of", "to", "owner", "nature", "what it is"),
            [
                (
                    each.id,
                    ", ".join(each.start),
                    each.end,
                    each.owner,
                    each.nature,
                    each.en,
                )
                for each in intervals(leg, _AGENCY)
            ],
        )
        yield f"\nJoins of an {leg}, each with what must be done before:\n\n"
        yield _table(
            ("join", "waits for"),
            [(mark, ", ".join(all_)) for mark, all_ in joins(leg, _AGENCY).items()],
        )
    yield "\n### Published means\n\n"
    yield _table(
        ("member", "year", "class", "span", "mode", "hours", "holds", "source"),
        [
            (
                each.country,
                str(each.year),
                each.profile,
                each.span,
                each.mode or "all",
                f"{each.hours:g}",
                "yes" if each.holds else "",
                each.source,
            )
            for each in published()
        ],
    )


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    TARGET.write_text(page(TARGET.read_text(encoding="utf-8")), encoding="utf-8")
    print(TARGET)
