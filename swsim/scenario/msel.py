"""The list of injects as a table (MSEL, master scenario events list), both ways.

Exercise planners keep it in a spreadsheet. `text` says in a line of YAML what happens;
`from`, `to`, `expectedAction` and `status` are for people and are not read back.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from swsim.errors import FileProblem, Problem, ProblemsFound
from swsim.scenario.injects import INJECTS
from swsim.strictyaml import Data, nearest, parse

COLUMNS: Final = (
    "id",
    "time",
    "trigger",
    "from",
    "to",
    "text",
    "expectedAction",
    "objective",
    "hidden",
    "note",
    "note_es",
    "status",
)
_NEEDED: Final = ("id", "text")
# Fields of an inject that have a column of their own.
_OWN: Final = frozenset({"id", "kind", "at", "when", "objective", "note"})
_FORMULA: Final = ("=", "+", "-", "@")  # what a spreadsheet takes for a formula


def exported(scenario: Data, lang: str = "en", *, excel: bool = False) -> bytes:
    """Return the injects of a scenario file as CSV in UTF-8.

    For Excel with a byte order mark, and separated by semicolons where `lang` is one
    whose Excel expects them ("es").
    """
    data = scenario if isinstance(scenario, dict) else {}
    out = StringIO()
    delimiter = ";" if excel and lang == "es" else ","
    table = csv.DictWriter(out, COLUMNS, delimiter=delimiter, lineterminator="\r\n")
    table.writeheader()
    for inject in _mappings(data.get("injects")):
        row = _row(inject, _mappings(data.get("expectations")), lang)
        table.writerow({name: _cell(text, excel) for name, text in row.items()})
    return out.getvalue().encode("utf-8-sig" if excel else "utf-8")


def _cell(text: str, excel: bool) -> str:
    return f"'{text}" if excel and text.startswith(_FORMULA) else text


def _mappings(data: Any) -> list[dict[str, Any]]:
    return [each for each in data or [] if isinstance(each, dict)]


def _row(
    inject: Mapping[str, Any], expectations: Sequence[Mapping[str, Any]], lang: str
) -> dict[str, str]:
    kind, objective = str(inject.get("kind", "")), inject.get("objective") or ""
    note = inject.get("note") or {}
    return {
        "id": str(inject.get("id", "")),
        "time": str(inject.get("at") or ""),
        "trigger": _flow(inject["when"]) if inject.get("when") else "",
        "from": str(inject.get("from") or "exercise"),
        "to": ", ".join(_whom(inject)),
        "text": _flow({kind: {k: v for k, v in inject.items() if k not in _OWN}}),
        "expectedAction": "; ".join(
            each["text"][lang]
            for each in expectations
            if objective and each.get("objective") == objective and each.get("text")
        ),
        "objective": str(objective),
        "hidden": "yes" if kind == "decision" else "no",
        "note": str(note.get("en", "")),
        "note_es": str(note.get("es", "")),
        "status": "planned",
    }


def _whom(inject: Mapping[str, Any]) -> Iterator[str]:
    for name in ("to", "node", "member", "members", "between"):
        value = inject.get(name)
        yield from value if isinstance(value, list) else [value] if value else []


def _flow(data: Any) -> str:
    """Return data as YAML on one line, without the outer braces."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = True
    yaml.width = 100_000
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue().strip().removesuffix("...").strip()[1:-1]


# --- back ----------------------------------------------------------------------------


def imported(path: Path) -> list[dict[str, Any]]:
    """Read injects from a CSV file: by comma, semicolon or tab; UTF-8 or cp1252.

    Returns them as a scenario file would hold them. Raises FileProblem for a file that
    cannot be read, ProblemsFound with every row that cannot.
    """
    text = _text(path)
    rows = list(csv.reader(StringIO(text), delimiter=_delimiter(text)))
    if not rows:
        raise FileProblem(path, "is empty; its first line names the columns")
    head = [name.strip() for name in rows[0]]
    problems = [*_head_problems(path, head)]
    injects = []
    for number, cells in enumerate(rows[1:], 2):
        values = dict(zip(head, (_plain(cell) for cell in cells), strict=False))
        if any(values.values()):
            try:
                injects.append(_inject(values))
            except ValueError as error:
                problems.append(_problem(path, number, str(error)))
    if problems:
        raise ProblemsFound(problems)
    return injects


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblem(path, error.strerror or "cannot be read") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(";\t,", key=first.count)


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def _head_problems(path: Path, head: Sequence[str]) -> Iterator[Problem]:
    for name in _NEEDED:
        if name not in head:
            yield _problem(path, 1, f"has no column {name!r}")
    for name in head:
        if name and name not in COLUMNS:
            hint = nearest(name, COLUMNS) or "."
            shown = ", ".join(COLUMNS)
            yield _problem(path, 1, f"unknown column {name!r}{hint} Known: {shown}")


def _problem(path: Path, line: int, message: str) -> Problem:
    return Problem(file=str(path), line=line, where="", message=message)


def _inject(values: Mapping[str, str]) -> dict[str, Any]:
    found = _mapping(values.get("text", ""), "text")
    kind, settings = next(iter(found.items()), ("", None))
    if len(found) != 1 or kind not in INJECTS:
        hint = nearest(kind, tuple(INJECTS)) or "."
        raise ValueError(
            f"text begins with {kind!r}, which is no kind of inject{hint}"
            f" Known: {', '.join(sorted(INJECTS))}"
        )
    inject: dict[str, Any] = {"id": values.get("id", ""), "kind": kind}
    if values.get("time"):
        inject["at"] = values["time"]
    if values.get("trigger"):
        inject["when"] = _mapping(values["trigger"], "trigger")
    if values.get("objective"):
        inject["objective"] = values["objective"]
    notes = values.get("note", ""), values.get("note_es", "")
    if any(notes):
        inject["note"] = {"en": notes[0] or notes[1], "es": notes[1] or notes[0]}
    return {**inject, **(settings if isinstance(settings, dict) else {})}


def _mapping(text: str, column: str) -> dict[str, Any]:
    try:
        found = parse(f"{{{text}}}", column).data
    except ProblemsFound as error:
        raise ValueError(f"{column} is no YAML: {text!r}") from error
    if not isinstance(found, dict) or not found:
        raise ValueError(f"{column} says nothing; write kind: {{key: value}}")
    return found
