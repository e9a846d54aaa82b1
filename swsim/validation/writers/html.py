"""For people who print and mail: one HTML file that needs nothing from the network.

Each finding stands beside the lines it speaks of. Values are escaped by the template.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from swsim import __version__
from swsim.validation.report import Report
from swsim.validation.snippets import Snippet
from swsim.validation.writers import words


def write(report: Report, lang: str = "en") -> str:
    """Return the whole page in English or Spanish."""

    def word(key: str) -> str:
        return words.word(key, lang)

    page = _environment().get_template("report.html.j2")
    text = page.render(
        report=report,
        lang=lang,
        version=__version__,
        word=word,
        summary=words.summary(report, lang),
        compared=words.compared(report, lang) if report.compared else "",
        difference=words.difference,
        chain=words.chain,
        plain=words.plain,
        numbered=numbered,
        parts=parts,
    )
    return text.rstrip("\n") + "\n"


def numbered(snippet: Snippet) -> list[tuple[int, str]]:
    """Return the lines of a snippet with their numbers."""
    return list(enumerate(snippet.lines, start=snippet.first))


def parts(snippet: Snippet) -> tuple[str, str, str]:
    """Return the line of the finding: before what is meant, that, and behind it."""
    text, end = snippet.text, snippet.start + snippet.length
    return text[: snippet.start], text[snippet.start : end], text[end:]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("swsim.validation.writers", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
