"""The report of a run as Markdown, for wikis and repositories; the case as Mermaid."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from swsim.reports import drawn
from swsim.reports.contents import Contents
from swsim.reports.pictures.mermaid import mermaid
from swsim.reports.summary import by_region
from swsim.trs import words
from swsim.trs.output import as_markdown

_LINES = 60
_ROWS = 25


def render(told: Contents) -> str:
    """Return the report of a run as Markdown text."""
    case = told.case
    lines = [line for line in case.lines if line.label][:_LINES] if case else []
    say = told.say
    return _template().render(
        say=say,
        told=told,
        words=words,
        rows=_ROWS,
        regions=by_region(told.run),
        refused=drawn.refused,
        spans=as_markdown(told.study.spans, (), say.lang),
        finding=words.paragraph(told.study.bottleneck, say.lang),
        sequence=mermaid(lines, say) if lines else "",
        parts=(
            ("aar.observed", told.debrief.observed),
            ("aar.strengths", told.debrief.strengths),
            ("aar.improve", told.debrief.improve),
            ("aar.actions", told.debrief.actions),
        ),
    )


def cell(text: object) -> str:
    """Return a text that fits in a cell of a table, and is no markup."""
    said = " ".join(str(text).split()).replace("\\", "\\\\").replace("|", "\\|")
    return said.replace("<", "&lt;")


@cache
def _template() -> Template:
    environment = Environment(  # no HTML: `cell` escapes what Markdown would read
        loader=PackageLoader("swsim.reports"),
        autoescape=False,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = cell
    return environment.get_template("report.md.j2")
