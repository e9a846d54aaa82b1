"""`swsim generate` and `swsim mutate`: test material, valid and broken."""

import json as json_
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import typer

from swsim.cli.console import Language, complain, language_option, log_to_stderr, talk
from swsim.errors import UsageError

if TYPE_CHECKING:
    from swsim.validation.package import Package

Item = TypeVar("Item")

_SAYS: Final = {
    Language.EN: {
        "generated": "{count} documents written to {folder}",
        "mutated": "{count} broken documents written to {folder}",
        "fewer": "There are no more ways to break what was given: {count} of {wanted}.",
    },
    Language.ES: {
        "generated": "{count} documentos escritos en {folder}",
        "mutated": "{count} documentos defectuosos escritos en {folder}",
        "fewer": "No hay más maneras de estropear lo dado: {count} de {wanted}.",
    },
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="generate", help="Make valid documents with coherent values.")(
        generate
    )
    app.command(
        name="mutate",
        help="Break valid documents, each with the finding that it must raise.",
    )(mutate)


def generate(
    document: str = typer.Argument("", help="What to make; --list names all there is."),
    count: int = typer.Option(10, min=1, max=99_999, help="How many documents."),
    seed: int = typer.Option(1, help="The same seed gives the same documents."),
    out: Path | None = typer.Option(
        None, "--out", "-o", help="The folder to write to (new or empty)."
    ),
    items: int | None = typer.Option(
        None, min=1, max=999, help="Goods items of each declaration."
    ),
    package: Path | None = typer.Option(
        None, help="A folder with schemas of your own and catalogue.yaml."
    ),
    force: bool = typer.Option(False, help="Write into a folder that is not empty."),
    list_: bool = typer.Option(False, "--list", help="Say what can be made."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    lang: Language = language_option("The language of what is said."),
) -> None:
    """Make valid documents: the same seed gives the same bytes, on every machine."""
    from swsim.app.material import ready_folder, write_made
    from swsim.material import generate as material

    schemas = _package(package)
    if list_:
        _list(material.kinds(schemas), json)
        return
    made = material.generate(document, count, seed, items, schemas)
    folder = ready_folder(_named(out), force)
    written = [each.name for each in _shown(write_made(made, folder), count)]
    if json:
        _print({"folder": str(folder), "documents": written})
    complain(_say("generated", lang, count=len(written), folder=folder))


def mutate(
    sources: list[Path] = typer.Argument(help="Valid XML documents, or folders."),
    count: int = typer.Option(100, min=1, max=99_999, help="How many documents."),
    seed: int = typer.Option(1, help="The same seed gives the same documents."),
    out: Path | None = typer.Option(
        None, "--out", "-o", help="The folder to write to (new or empty)."
    ),
    only: list[str] = typer.Option(
        [], help="Break only this: a layer, a rule or an operator; may be repeated."
    ),
    package: Path | None = typer.Option(
        None, help="A folder with schemas of your own and catalogue.yaml."
    ),
    force: bool = typer.Option(False, help="Write into a folder that is not empty."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    lang: Language = language_option("The language of what is said."),
) -> None:
    """Break documents in ways of which it is known what must be found."""
    from swsim.app.material import ready_folder, valid_documents, write_broken
    from swsim.material.mutate import Mutator
    from swsim.validation.engine import Validator

    log_to_stderr()
    validator = Validator(_package(package))
    mutator = Mutator(valid_documents(sources), seed, validator, only)
    folder = ready_folder(_named(out), force)
    broken = list(_shown(write_broken(mutator.mutate(count), folder), count))
    tally = Counter((each.operator.layer, each.operator.name) for each in broken)
    if json:
        documents = [
            {"file": each.name, "of": each.of, "operator": each.operator.name}
            | {"rule": each.mutant.rule, "layer": each.operator.layer}
            for each in broken
        ]
        _print({"folder": str(folder), "documents": documents})
    for (layer, name), number in sorted(tally.items()):
        complain(f"{number:7} {layer:10} {name}")
    complain(_say("mutated", lang, count=len(broken), folder=folder))
    if len(broken) < count:
        complain(_say("fewer", lang, count=len(broken), wanted=count))
        raise typer.Exit(code=1)


def _package(folder: Path | None) -> "Package | None":
    from swsim.validation.package import Package

    return None if folder is None else Package(folder)


def _named(out: Path | None) -> Path:
    if out is None:
        raise UsageError("Name the folder to write to: -o FOLDER")
    return out


def _list(kinds: Iterable[str], json: bool) -> None:
    if json:
        _print({"documents": list(kinds)})
        return
    for kind in kinds:
        print(kind)


def _print(shown: dict[str, Any]) -> None:
    print(json_.dumps(shown, indent=2, ensure_ascii=False))


def _say(key: str, lang: Language, **facts: object) -> str:
    return _SAYS[lang][key].format(**facts)


def _shown(items: Iterator[Item], count: int) -> Iterable[Item]:
    """Return the items; a terminal sees how many there are already."""
    if not sys.stderr.isatty():
        return items
    from rich.progress import track

    return track(items, total=count, console=talk(), transient=True, description="")
