"""Writes one case as a Mermaid sequence diagram, for wikis and Markdown pages."""

from collections.abc import Iterable

from swsim.reports.line import Line
from swsim.reports.pictures.sequence import lifelines
from swsim.reports.wording import Wording

# What Mermaid would read as the end of a message, a comment, or an entity.
_ESCAPES = str.maketrans({";": "#59;", "#": "#35;", "\n": " ", "%": "#37;"})


def mermaid(lines: Iterable[Line], say: Wording) -> str:
    """Return the diagram of the lines that bear a label."""
    drawn = [line for line in lines if line.label]
    who = [
        f"participant {_id(name)} as {_text(say.participant(name))}"
        for name in lifelines(drawn)
    ]
    what = [_entry(line, say) for line in drawn]
    return "\n    ".join(["sequenceDiagram", *who, *what]) + "\n"


def _entry(line: Line, say: Wording) -> str:
    said = " ".join(part for part in (line.symbol, line.label, line.reference) if part)
    text = _text(f"{say.short_moment(line.second)} {said}")
    if line.whom:
        arrow = "--x" if line.tone == "bad" else "->>"
        return f"{_id(line.who)}{arrow}{_id(line.whom)}: {text}"
    return f"Note over {_id(line.who)}: {text}"


def _id(participant: str) -> str:
    """Return a name without the hyphens that Mermaid takes for arrows."""
    return participant.replace("-", "_")


def _text(said: str) -> str:
    return said.translate(_ESCAPES)
