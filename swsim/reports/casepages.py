"""A case file as text, JSON, Markdown and one HTML page."""

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from swsim.reports import drawn
from swsim.reports.casefile import CaseFile, Entry
from swsim.reports.html import environment
from swsim.reports.markdown import cell
from swsim.reports.pictures.mermaid import mermaid


def as_text(told: CaseFile) -> str:
    """Return the story line by line, with the findings below their message."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: CaseFile) -> Iterator[str]:
    say = told.say
    yield f"{told.title}: {', '.join(told.references)}"
    yield f"{say('case.id')}: {told.id}"
    yield say("file.parties", parties=_parties(told))
    yield ""
    for entry in told.entries:
        yield f"{entry.line.time}  {entry.line.symbol} {entry.line.text}"
        yield from (f"    {each.rule}: {each.text}" for each in entry.findings)
    if told.finding:
        yield ""
        yield told.finding


def _parties(told: CaseFile) -> str:
    return told.say.listed([told.say.participant(each) for each in told.parties])


def as_json(told: CaseFile) -> str:
    """Return the case as JSON text; times are seconds of the run."""
    shown = {
        "case": told.id,
        "scenario": told.title,
        "language": told.say.lang,
        "declarations": list(told.references),
        "parties": list(told.parties),
        "entries": [_record(each) for each in told.entries],
        "finding": told.finding,
    }
    return json.dumps(shown, indent=2, ensure_ascii=False) + "\n"


def _record(entry: Entry) -> dict[str, Any]:
    line = entry.line
    return {
        "second": line.second,
        "when": line.time,
        "what": entry.what,
        "who": line.who,
        "whom": line.whom or None,
        "text": line.text,
        "declaration": line.reference or None,
        "message": entry.message or None,
        "document": entry.document or None,
        "findings": [{"rule": each.rule, "text": each.text} for each in entry.findings],
        "seconds": entry.seconds,
    }


def as_markdown(told: CaseFile) -> str:
    """Return the case as Markdown: the sequence as Mermaid, then the story."""
    say = told.say
    parts = [
        f"# {cell(told.title)}: {cell(', '.join(told.references))}",
        f"{say('case.id')}: `{told.id}`",
        cell(say("file.parties", parties=_parties(told))),
        f"```mermaid\n{mermaid([each.line for each in told.entries], say)}```",
        f"## {say('story')}",
        "\n".join(_items(told)),
    ]
    return "\n\n".join([*parts, *([told.finding] if told.finding else [])]) + "\n"


def _items(told: CaseFile) -> Iterator[str]:
    for entry in told.entries:
        line = entry.line
        yield f"- {line.time} {line.symbol} {cell(line.text)}"
        for each in entry.findings:
            yield f"  - {cell(each.rule)}: {cell(each.text)}"


def as_html(told: CaseFile) -> str:
    """Return the case as one HTML page that needs nothing from the network."""
    lines = [each.line for each in told.entries if each.line.label]
    numbers = {each.id: number for number, each in enumerate(told.messages, 1)}
    return (
        environment()
        .get_template("case.html.j2")
        .render(
            say=told.say,
            told=told,
            parties=_parties(told),
            sequence=Markup(drawn.case_sequence(lines, told.say)),
            numbers=numbers,
            texts={
                each.id: each.xml.decode("utf-8", "replace") for each in told.messages
            },
        )
    )
