"""The MQTT topics of a run: `swsim/v1/<run>/<to>/<from>/<document>`.

Pure text; knows neither broker nor client.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

from swsim.errors import UsageError

PREFIX = "swsim/v1"

# The slot of transport receipts; every other slot is a document type.
RECEIPT = "receipt"

# NATS maps "." inside a level to something else, and "+", "#", "/" mean something
# to MQTT, so a level is kept to what no broker touches.
_LEVEL = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A topic taken apart."""

    run: str
    recipient: str
    sender: str
    document: str


def checked_level(what: str, level: str) -> str:
    """Return `level` when it can be one level of a topic, else raise UsageError."""
    if _LEVEL.fullmatch(level):
        return level
    raise UsageError(
        f"The {what} {level!r} cannot be part of an MQTT topic. Use lower-case letters"
        " and digits, with single hyphens between them, such as 'pa-sw'."
    )


def topic(run: str, recipient: str, sender: str, document: str) -> str:
    """Return the topic on which `sender` publishes a document for `recipient`."""
    return f"{PREFIX}/{run}/{recipient}/{sender}/{document}"


def inbox(run: str, participant: str) -> str:
    """Return the one topic filter that `participant` subscribes to."""
    return f"{PREFIX}/{run}/{participant}/+/+"


def outbox(run: str, participant: str) -> str:
    """Return the one topic filter that `participant` may publish to."""
    return f"{PREFIX}/{run}/+/{participant}/+"


def parse(text: str) -> Topic | None:
    """Take a topic apart; None when it is not one of ours."""
    levels = text.split("/")
    if len(levels) != 6 or "/".join(levels[:2]) != PREFIX:
        return None
    if not all(_LEVEL.fullmatch(level) for level in levels[2:]):
        return None
    _, _, run, recipient, sender, document = levels
    return Topic(run=run, recipient=recipient, sender=sender, document=document)


def client_id(run: str, participant: str) -> str:
    """Return the MQTT client identifier of `participant` in `run`.

    The same at every start, so that the broker finds the session again. 23 characters
    of letters and digits is what every broker must accept (MQTT 3.1.1, 3.1.3.1).
    """
    digest = hashlib.sha256(f"{run}/{participant}".encode()).digest()
    return "s" + base64.b32encode(digest).decode("ascii").lower()[:22]
