"""`swsim keys`: the certificates of a run, revoked and replaced by new ones."""

import json as json_
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from swsim.cli.console import Language, complain, language_option

if TYPE_CHECKING:
    from swsim.app.revoking import Certified

app = typer.Typer(
    help="List, revoke and renew what the participants of a run sign with.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

RUN = typer.Argument(help="The folder of a run.")
STOPPED = typer.Argument(help="The folder of a run that was stopped (Ctrl-C).")
PARTICIPANT = typer.Argument(help="Whose certificate, such as jp-sw.")
JSON = typer.Option(False, "--json", help="Print one JSON array.")
LANG = language_option("The language of the lines.")

_WORDS = {
    "en": {
        "trusted": "until {moment} UTC",
        "revoked": "revoked since {moment} UTC",
        "renew": "What {participant} signs with it from then on is refused. A new one:"
        " swsim keys renew {run} {participant}; then go on: swsim resume {run}",
        "resume": "{participant} signs with it when the run goes on: swsim resume"
        " {run}",
    },
    "es": {
        "trusted": "hasta el {moment} UTC",
        "revoked": "revocado desde el {moment} UTC",
        "renew": "Lo que {participant} firme con él desde entonces se rechaza. Uno"
        " nuevo: swsim keys renew {run} {participant}; después, para continuar: swsim"
        " resume {run}",
        "resume": "{participant} firma con él cuando la ejecución continúe: swsim"
        " resume {run}",
    },
}


@app.command(name="list")
def list_(run: Path = RUN, json: bool = JSON, lang: Language = LANG) -> None:
    """List the certificates of a run: until when they are trusted, or revoked."""
    from swsim.app.revoking import certificates

    _show(certificates(run), json, lang)


@app.command()
def revoke(
    run: Path = STOPPED,
    participant: str = PARTICIPANT,
    json: bool = JSON,
    lang: Language = LANG,
) -> None:
    """Trust a certificate no more, from the second after the last one played."""
    from swsim.app.revoking import revoke as revoke_of

    _show(revoke_of(run, participant), json, lang)
    complain(_WORDS[lang]["renew"].format(run=run, participant=participant))


@app.command()
def renew(
    run: Path = STOPPED,
    participant: str = PARTICIPANT,
    json: bool = JSON,
    lang: Language = LANG,
) -> None:
    """Give a participant a new key and certificate."""
    from swsim.app.revoking import renew as renew_of

    _show([renew_of(run, participant)], json, lang)
    complain(_WORDS[lang]["resume"].format(run=run, participant=participant))


def _show(found: "Sequence[Certified]", as_json: bool, lang: str) -> None:
    if as_json:
        print(json_.dumps([_as_json(each) for each in found], indent=2))
        return
    for each in found:
        key, moment = "trusted", each.until
        if each.revoked is not None:
            key, moment = "revoked", each.revoked
        state = _WORDS[lang][key].format(moment=f"{moment:%Y-%m-%d %H:%M:%S}")
        print(f"{each.participant}  {state}  {each.serial}")


def _as_json(certified: "Certified") -> dict[str, object]:
    revoked = certified.revoked
    return {
        "participant": certified.participant,
        "serial": str(certified.serial),
        "until": certified.until.isoformat(),
        "revoked": None if revoked is None else revoked.isoformat(),
    }
