"""The XPath functions of permits: which goods want which document of another agency.

What wants one stands in the code lists `permits-*`, by HS prefix; the longest prefix
that fits decides, and one without documents says that none is wanted.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, Final

from swsim.domain.codelists import codelist
from swsim.validation.values import Nodes, Value, text_of

LISTS: Final = (
    "permits-phyto",
    "permits-veterinary",
    "permits-cites",
    "permits-strategic",
    "permits-health",
    "permits-environment",
)
_KEPT: Final = 4_096  # headings of documents, right or wrong
_WORD: Final = re.compile(r"[\w-]+")
_LENGTHS: Final = (6, 4, 2)  # subheading, heading, chapter
_COLUMNS: Final = {"830": "export", "929": "import"}  # UN/EDIFACT 1001


@cache
def _rows(name: str) -> Mapping[str, Mapping[str, str]]:
    return codelist(name).rows


@lru_cache(_KEPT)
def _may_want(heading: str) -> bool:
    return any(_row(name, heading) for name in LISTS)


@lru_cache(_KEPT)
def _row(name: str, heading: str) -> Mapping[str, str]:
    rows = _rows(name)
    fitting = (rows[heading[:n]] for n in _LENGTHS if heading[:n] in rows)
    return next(fitting, {})


def wanted(name: str, heading: str, declaration: str, description: str) -> str:
    """Return the documents (UN/EDIFACT 1001) of which goods want one, "" for none.

    `declaration` is 830 or 929; the codes have a blank between them.
    """
    row = _row(name, heading[:6])
    words = row.get("only", "").split()
    if words and not set(_WORD.findall(description.casefold())).intersection(words):
        return ""
    return row.get(_COLUMNS.get(declaration, ""), "")


def wants_permit(_: object, heading: Value) -> bool:
    """Return whether goods may want a document of any of the lists."""
    return _may_want(text_of(heading)[:6])


def permit_lacking(
    _: object,
    name: Value,
    heading: Value,
    description: Value,
    declaration: Value,
    cited: Nodes,
) -> str:
    """Return the documents of which goods want one, "" where one is among `cited`."""
    codes = wanted(
        text_of(name), text_of(heading), text_of(declaration), text_of(description)
    )
    if codes and any((node.text or "").strip() in codes.split() for node in cited):
        return ""
    return codes


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "permit-lacking": permit_lacking,
    "wants-permit": wants_permit,
}
