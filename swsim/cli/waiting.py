"""What is said on stderr when a run waits for messages, and when it goes on."""

from swsim.cli.console import complain
from swsim.exchange.stall import Waiting

# Pairs of participants that are named; more would fill the screen.
_NAMED = 5

_WORDS = {
    "en": {
        "waits": "Waiting for {messages} message(s) for {seconds} s now: {ways}. The"
        " broker does not deliver them, or cannot be reached. The run goes on by itself"
        " when they come; Ctrl-C stops it, and swsim resume goes on later.",
        "behind": "Waiting for {workers} for {seconds} s now, to play what may be"
        " played. Either it takes long, or the broker does not deliver; the run goes on"
        " by itself. Ctrl-C stops it, and swsim resume goes on later.",
        "between": "between workers",
        "more": "{ways} and {more} more",
        "on": "What was awaited has come; the run goes on.",
    },
    "es": {
        "waits": "En espera de {messages} mensaje(s) desde hace {seconds} s: {ways}. El"
        " bróker no los entrega o no responde. La ejecución continúa sola cuando"
        " lleguen; Ctrl-C la detiene, y swsim resume la continúa más tarde.",
        "behind": "En espera de {workers} desde hace {seconds} s: le falta ejecutar lo"
        " que puede ejecutarse. O tarda mucho, o el bróker no entrega los mensajes; la"
        " ejecución continúa sola. Ctrl-C la detiene, y swsim resume la continúa más"
        " tarde.",
        "between": "entre procesos",
        "more": "{ways} y {more} más",
        "on": "Lo que se esperaba ha llegado; la ejecución continúa.",
    },
}


def tell_waiting(waiting: Waiting | None, *, lang: str) -> None:
    """Say which messages or workers are waited for, or that they come again."""
    words = _WORDS[lang]
    if waiting is None:
        complain(words["on"])
        return
    if waiting.workers:
        workers = ", ".join(waiting.workers)
        complain(words["behind"].format(workers=workers, seconds=waiting.seconds))
        return
    ways = ", ".join(f"{sender} → {to}" for sender, to in waiting.ways[:_NAMED])
    if (more := len(waiting.ways) - _NAMED) > 0:
        ways = words["more"].format(ways=ways, more=more)
    ways = ways or words["between"]
    complain(
        words["waits"].format(
            messages=waiting.messages, seconds=waiting.seconds, ways=ways
        )
    )
