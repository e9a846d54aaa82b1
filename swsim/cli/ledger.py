"""`swsim ledger`: take what happened out of a run's ledger."""

import json as json_
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from swsim.cli.console import Language, complain, language_option
from swsim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swsim.ledger.records import DeadLetter

app = typer.Typer(
    help="Export what a run's ledger holds, and what was refused.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def export(
    run: Path = typer.Argument(help="The folder of a run."),
    canonical: bool = typer.Option(
        False,
        "--canonical",
        help="The events as canonical JSON Lines; the digest is their SHA-256.",
    ),
    messages: Path | None = typer.Option(
        None, help="Write every message as an XML file into this folder."
    ),
) -> None:
    """Write the events of a run to stdout, or its messages into a folder."""
    from swsim.app.folders import open_folder
    from swsim.ledger.store import Ledger

    if not canonical and messages is None:
        raise UsageError("Say what to export: --canonical, or --messages FOLDER.")
    with closing(Ledger.open(open_folder(run).ledger)) as ledger:
        if canonical:
            for line in ledger.canonical_lines():
                sys.stdout.write(line + "\n")
        if messages is not None:
            from swsim.app.export import export_messages

            count = export_messages(ledger, messages)
            complain(f"{messages}: {count} messages")


_WORDS = {
    "en": {
        "line": "{number}  {moment} ({at} UTC)  {sender} → {recipient}:"
        " {document}, {size} bytes",
        "none": "Nothing was refused.",
        "more": "Look at one with: swsim ledger dead-letters RUN --show NUMBER",
    },
    "es": {
        "line": "{number}  {moment} ({at} UTC)  {sender} → {recipient}:"
        " {document}, {size} bytes",
        "none": "No se rechazó nada.",
        "more": "Para ver uno: swsim ledger dead-letters RUN --show NÚMERO",
    },
}


@app.command("dead-letters")
def dead_letters(
    run: Path = typer.Argument(help="The folder of a run."),
    show: int | None = typer.Option(
        None, min=1, help="Write what is kept of this one, byte for byte, to stdout."
    ),
    json: bool = typer.Option(False, "--json", help="Print one JSON array."),
    lang: Language = language_option("The language of the table."),
) -> None:
    """List what came in and was refused: when, from whom, why."""
    from swsim.app.folders import open_folder
    from swsim.ledger.store import Ledger

    letters: list[DeadLetter] = []
    for path in open_folder(run).ledgers():
        with closing(Ledger.open(path)) as ledger:
            letters += ledger.dead_letters()
            start = ledger.header()["start"]
    if show is not None:
        if show > len(letters):
            raise UsageError(f"There is no dead letter {show}, only {len(letters)}.")
        sys.stdout.flush()
        sys.stdout.buffer.write(letters[show - 1].body)
    elif json:
        shown = [_as_json(number, each) for number, each in enumerate(letters, 1)]
        print(json_.dumps(shown, indent=2, ensure_ascii=False))
    else:
        _print(letters, start, lang)


def _as_json(number: int, letter: "DeadLetter") -> dict[str, object]:
    return {
        "number": number,
        "second": letter.time,
        "at": letter.at,
        "from": letter.sender,
        "to": letter.recipient,
        "document": letter.document,
        "why": letter.why,
        "size": letter.size,
        # Whatever came: bytes that are no UTF-8 are shown as such.
        "body": letter.body.decode("utf-8", "backslashreplace"),
    }


def _print(letters: "Sequence[DeadLetter]", start: str, lang: str) -> None:
    from datetime import datetime

    from rich.text import Text

    from swsim.cli.console import out
    from swsim.reports.wording import Wording

    words, console = _WORDS[lang], out()
    say = Wording(lang, datetime.fromisoformat(start))
    for number, each in enumerate(letters, 1):
        line = words["line"].format(
            number=number,
            moment=say.short_moment(each.time),
            at=each.at[:19].replace("T", " "),
            sender=each.sender,
            recipient=each.recipient,
            document=each.document,
            size=say.number(each.size),
        )
        console.print(Text(line))  # text of strangers, not markup
        console.print(Text(f"   {each.why}"))
    console.print(words["more" if letters else "none"])
