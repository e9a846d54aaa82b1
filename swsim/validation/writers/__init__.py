"""Writers: one module for each format, all pure functions from results to text.

A format for all documents together has `write(report, lang)`; one that knows only one
document has `write_one(document, report, lang)`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final, cast

from swsim.validation.report import Report, Reported


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A format by its name, which is also its module's.

    `single` says that a text holds one document only; `suffix` ends its files.
    """

    name: str
    suffix: str
    single: bool = False

    def write(self, report: Report, lang: str = "en") -> str:
        """Return the text for all documents."""
        found = import_module(f"{__name__}.{self.name}").write
        return cast(Callable[[Report, str], str], found)(report, lang)

    def write_one(self, document: Reported, report: Report, lang: str = "en") -> str:
        """Return the text for one document of a report."""
        found = import_module(f"{__name__}.{self.name}").write_one
        write = cast(Callable[[Reported, Report, str], str], found)
        return write(document, report, lang)


# By name. Modules are loaded when used: HTML brings a template engine, for one.
FORMATS: Final[Mapping[str, Format]] = {
    each.name: each
    for each in (
        Format(name="text", suffix=".txt"),
        Format(name="json", suffix=".json"),
        Format(name="junit", suffix=".xml"),
        Format(name="sarif", suffix=".sarif"),
        Format(name="html", suffix=".html"),
        Format(name="svrl", suffix=".svrl.xml", single=True),
        Format(name="wco", suffix=".response.xml", single=True),
    )
}
