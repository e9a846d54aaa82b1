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
        "more": "{ways} and {more} more",
        "on": "The messages come again; the run goes on.",
    },
    "es": {
        "waits": "En espera de {messages} mensaje(s) desde hace {seconds} s: {ways}. El"
        " bróker no los entrega o no responde. La ejecución continúa sola cuando"
        " lleguen; Ctrl-C la detiene, y swsim resume la continúa más tarde.",
        "more": "{ways} y {more} más",
        "on": "Los mensajes llegan de nuevo; la ejecución continúa.",
    },
}


def tell_waiting(waiting: Waiting | None, *, lang: str) -> None:
    """Say which messages are waited for, or that they come again."""
    words = _WORDS[lang]
    if waiting is None:
        complain(words["on"])
        return
    ways = ", ".join(f"{sender} → {to}" for sender, to in waiting.ways[:_NAMED])
    if (more := len(waiting.ways) - _NAMED) > 0:
        ways = words["more"].format(ways=ways, more=more)
    complain(
        words["waits"].format(
            messages=waiting.messages, seconds=waiting.seconds, ways=ways
        )
    )
