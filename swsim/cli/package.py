"""`swsim package`: describe a folder of schemas of one's own, and check it."""

import json as json_
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from swsim.cli.console import Language, language_option

if TYPE_CHECKING:
    from swsim.app.package import Written

app = typer.Typer(
    help="Describe and check schemas of your own, for --package.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_HEADS = {
    "en": ("Decided:", "To be decided by you:", "Ready:", "Not ready yet:"),
    "es": ("Decidido:", "Por decidir por usted:", "Listo:", "Aún no está listo:"),
}


@app.command()
def init(
    folder: Path = typer.Argument(help="The folder with the schemas."),
    force: bool = typer.Option(False, "--force", help="Replace a catalogue."),
    lang: Language = language_option("The language of the comments."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Write catalogue.yaml by looking at the schemas, and say what stays open."""
    from swsim.app.package import init_package

    written = init_package(folder, force=force, lang=lang.value)
    if json:
        print(json_.dumps(_as_json(written, lang), indent=2, ensure_ascii=False))
        return
    decided, undecided, ready, not_ready = _HEADS[lang]
    for head, wanted in ((decided, True), (undecided, False)):
        said = [note for note in written.notes if note.decided is wanted]
        if said:
            print(head)
        for note in said:
            print(f"  - {note.message(lang)}")
    print(ready if written.usable else not_ready, written.path)


def _as_json(written: "Written", lang: str) -> dict[str, Any]:
    def shown(decided: bool) -> list[dict[str, str]]:
        return [
            {"key": note.key, "message": note.message(lang)}
            for note in written.notes
            if note.decided is decided
        ]

    return {
        "catalogue": str(written.path),
        "documents": list(written.documents),
        "usable": written.usable,
        "decided": shown(True),
        "open": shown(False),
    }


@app.command()
def check(
    folder: Path = typer.Argument(help="The folder with catalogue.yaml."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Compile all schemas, rules and code lists, and report every fault at once."""
    from swsim.app.package import check_package

    package = check_package(folder)
    if json:
        shown = {"package": str(folder), "documents": list(package.documents)}
        print(json_.dumps(shown, indent=2, ensure_ascii=False))
        return
    print(f"{folder}: in order: {', '.join(package.documents)}")
