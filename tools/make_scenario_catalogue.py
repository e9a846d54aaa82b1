"""Writes docs/scenario-catalogue.md from the scenarios that come with swsim."""

from collections.abc import Iterator
from pathlib import Path

from swsim.app.expectations.wording import Words
from swsim.domain.durations import say
from swsim.scenario import load_scenario
from swsim.scenario.catalogue import shipped
from swsim.scenario.model import Scenario

TARGET = Path(__file__).parent.parent / "docs" / "scenario-catalogue.md"

_HEAD = """\
# The scenarios

What comes with swsim, the smallest first. `swsim run NAME` plays one, `swsim scenario
handout NAME` writes the sheet for participants; notes for trainers lie in the folder.
How to write one is in [scenarios.md](scenarios.md). All figures are illustrative.

This page is written by `python tools/make_scenario_catalogue.py`.
"""
_AREAS = {
    "IE": "information exchange",
    "TF": "trade facilitation",
    "TS": "trade security",
    "PS": "protection of society",
}


def catalogue() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *_table(), *_chapters()]).rstrip() + "\n"


def _table() -> Iterator[str]:
    yield "| scenario | areas | administrations | shipments | variants |"
    yield "|---|---|---|---|---|"
    for each in shipped():
        link = f"[{each.title.en}](#{each.name})"
        variants = ", ".join(f"`{name}`" for name in each.variants)
        cells = (link, ", ".join(each.areas), each.members, each.shipments, variants)
        yield f"| {' | '.join(map(str, cells))} |"
    yield ""


def _chapters() -> Iterator[str]:
    for each in shipped():
        yield from _chapter(each.name, load_scenario(each.name).scenario)


def _chapter(name: str, scenario: Scenario) -> Iterator[str]:
    yield f"## {name}"
    yield ""
    yield f"**{scenario.title.en}.** {scenario.summary.en}"
    yield ""
    for objective in scenario.objectives:
        references = ", ".join(objective.references)
        area = _AREAS[objective.area]
        yield f"- {objective.id} ({area}): {objective.en} {references}"
    yield ""
    if scenario.injects:
        yield "| inject | when | what |"
        yield "|---|---|---|"
        for inject in scenario.injects:
            begins = inject.begins
            when = "when something happens" if begins is None else say(begins)
            what = _cell(inject.note.en) if inject.note else ""
            yield f"| {inject.id} `{inject.kind}` | {when} | {what} |"
        yield ""
    words = Words("en")
    yield "| expected | kind |"
    yield "|---|---|"
    for expected in scenario.expectations:
        text = words.expected(expected)
        yield f"| {expected.id} {_cell(text)} | `{expected.kind}` |"
    yield ""
    for variant, otherwise in scenario.variants.items():
        yield f"- Variant `{variant}`: {otherwise.text.en}."
    if scenario.variants:
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "or")


if __name__ == "__main__":
    TARGET.write_text(catalogue(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(Path.cwd())}")
