"""`swsim codelist`: list the code lists, show one, check codes against one."""

import json as json_
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from swsim.cli.console import Language, language_option, out

if TYPE_CHECKING:
    from swsim.domain.codelists import CodeList

app = typer.Typer(
    help="List, show and check code lists.", no_args_is_help=True, rich_markup_mode=None
)

# Sentences, which nobody can read in columns of one word; characters.
_WIDTHS = {"source": 40, "licence": 30}
_JSON = typer.Option(False, "--json", help="Print one JSON object.")
_LIST = typer.Argument(metavar="LIST", help="A name, as `swsim codelist list` says.")


@app.command(name="list")
def list_(json: bool = _JSON) -> None:
    """List the code lists with their source, version and licence."""
    from swsim.domain.codelists import codelist, names

    lists = [codelist(name) for name in names()]
    if json:
        _print_json({"codelists": [_facts(each) for each in lists]})
        return
    columns = ("name", "codes", "complete", "version", "date", "source", "licence")
    rows = [
        (each.id, str(len(each.codes)), "no" if each.is_subset else "yes", each.version,
         each.date, each.source, each.licence)
        for each in lists
    ]  # fmt: skip
    _table(columns, rows)


@app.command()
def show(name: str = _LIST, json: bool = _JSON) -> None:
    """Print the codes of a list with their names in English and Spanish."""
    from swsim.domain.codelists import codelist

    found = codelist(name)
    codes = [found.rows[code] for code in sorted(found.codes)]
    if json:
        _print_json({**_facts(found), "codes": [dict(row) for row in codes]})
        return
    for fact, text in _facts(found).items():
        print(f"{fact}: {_shown(text)}")
    print()
    columns = list(dict.fromkeys(column for row in codes for column in row))
    _table(columns, [tuple(row.get(each, "") for each in columns) for row in codes])


@app.command()
def check(
    name: str = _LIST,
    codes: list[str] = typer.Argument(help="The codes."),
    json: bool = _JSON,
    lang: Language = language_option("The language of names."),
) -> None:
    """Say of each code whether the list has it, and which was probably meant."""
    from swsim.domain.codelists import codelist

    found = codelist(name)
    answers = [_answer(found, code) for code in codes]
    if json:
        _print_json({"list": found.id, "codes": answers})
    else:
        for answer in answers:
            print(_sentence(found, answer, lang))
    raise typer.Exit(0 if all(each["known"] for each in answers) else 1)


def _facts(codes: "CodeList") -> dict[str, Any]:
    return {
        "name": codes.id,
        "title": codes.title,
        "source": codes.source,
        "version": codes.version,
        "date": codes.date,
        "licence": codes.licence,
        "complete": not codes.is_subset,
    }


def _shown(fact: object) -> str:
    return {True: "yes", False: "no"}[fact] if isinstance(fact, bool) else str(fact)


def _answer(codes: "CodeList", code: str) -> dict[str, Any]:
    known = code in codes
    nearest = None if known or codes.is_subset else codes.nearest(code)
    return {
        "code": code,
        "known": known,
        "suggestion": nearest,
        **({"row": dict(codes.rows[code])} if known else {}),
    }


_KNOWN = {"en": "is in {list}{named}", "es": "está en {list}{named}"}
_UNKNOWN = {"en": "is not in {list}{hint}", "es": "no está en {list}{hint}"}
_PERHAPS = {
    "en": ", which holds only some codes of its standard: it may be right all the same",
    "es": ", que solo contiene algunos códigos de su norma: puede ser correcto aun así",
}
_HINT = {"en": "; did you mean {}?", "es": "; ¿quiso decir {}?"}


def _sentence(codes: "CodeList", answer: dict[str, Any], lang: str) -> str:
    row = answer.get("row", {})
    name = row.get(f"name_{lang}") or row.get("name")
    hint = _HINT[lang].format(answer["suggestion"]) if answer["suggestion"] else ""
    if codes.is_subset and not answer["known"]:
        hint = _PERHAPS[lang]
    said = (_KNOWN if answer["known"] else _UNKNOWN)[lang]
    named = f": {name}" if name else ""
    return f"{answer['code']!r} " + said.format(list=codes.id, named=named, hint=hint)


def _table(columns: Any, rows: Sequence[tuple[str, ...]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0))
    for place, column in enumerate(columns):
        table.add_column(column, no_wrap=place == 0, min_width=_WIDTHS.get(column))
    for row in rows:
        table.add_row(*map(Text, row))
    out().print(table, crop=False)


def _print_json(shown: dict[str, Any]) -> None:
    print(json_.dumps(shown, indent=2, ensure_ascii=False))
