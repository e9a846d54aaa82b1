"""Where the kernel writes a run down: the ledger, or a comparison with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from swsim.domain.events import Event
from swsim.exchange.inbox import Taken
from swsim.exchange.link import Arrival
from swsim.ledger.records import DeadLetter, Effect, InboxRow, StoredMessage
from swsim.simulation.mail import Given, Outgoing


class Recorder(Protocol):
    """Where a run is written down: the ledger, or a comparison with one."""

    def commit_second(
        self,
        events: Sequence[Event],
        messages: Sequence[StoredMessage],
        effects: Sequence[Effect],
    ) -> None:
        """Keep what one virtual second brought."""

    def store_arrivals(self, rows: Sequence[InboxRow]) -> None:
        """Keep messages that came in."""

    def received_hash(self, message_id: str) -> str | None:
        """Return the content hash of a message that came in before; None if none."""

    def store_input(self, given: Given) -> None:
        """Keep what was given from outside, at once."""

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Keep what was refused."""

    def confirm(self, message_ids: Sequence[str]) -> None:
        """Note receipts."""

    def flush(self) -> None:
        """Put in the file what was kept so far."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Replay:
    """What was played of a run already, to be played again before it goes on.

    Up to second `until` nothing goes over the link: the messages that `stored` names
    were received then and are handed over; all others are on their way, and go out when
    the run goes on. `confirmed` names the messages that need not go out any more, also
    to those who sit outside. `recorder` compares.
    """

    until: int
    stored: frozenset[str]
    confirmed: frozenset[str]
    recorder: Recorder


def stored_message(message: Outgoing) -> StoredMessage:
    """Return a message as the ledger keeps it."""
    return StoredMessage(
        id=message.message_id,
        time=message.sent,
        due=message.due,
        sender=message.sender,
        recipient=message.recipient,
        document=message.document,
        case=message.conversation_id,
        link_sequence=message.link_sequence,
        sha256=message.sha256,
        xml=message.xml,
    )


def dead_letter(arrival: Arrival, why: str) -> DeadLetter:
    """Return something that came in and is refused, as the ledger keeps it."""
    return DeadLetter(
        recipient=arrival.recipient,
        sender=arrival.sender,
        document=arrival.document,
        why=why,
        body=arrival.body,
    )


def inbox_row(taken: Taken) -> InboxRow:
    """Return a message that came in as the ledger keeps it."""
    seal = taken.seal
    return InboxRow(
        message_id=taken.message_id or "",
        recipient=taken.arrival.recipient,
        sha256=taken.sha256,
        signature=seal.value if seal else None,
        certificate=seal.serial if seal else None,
    )


def told(letter: DeadLetter) -> dict[str, str]:
    """Return a dead letter as the log tells it: without its bytes."""
    return {
        "sender": letter.sender,
        "recipient": letter.recipient,
        "document": letter.document,
        "why": letter.why,
    }
