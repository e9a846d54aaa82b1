"""One record made of another: what goes out and comes in, as the ledger keeps it."""

from collections.abc import Mapping, Sequence

from swsim.exchange import wallclock
from swsim.exchange.inbox import Taken
from swsim.exchange.link import Arrival
from swsim.ledger.records import DeadLetter, Effect, Foreign, InboxRow, StoredMessage
from swsim.ledger.verdicts import text_of
from swsim.simulation.mail import Incoming, Outgoing
from swsim.validation.result import ValidationResult


def stored(message: Outgoing) -> StoredMessage:
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


def effects(
    second: int,
    mail: Mapping[str, Sequence[Incoming]],
    verdicts: Mapping[str, ValidationResult],
) -> list[Effect]:
    """Return what was delivered to each site at a second, with the verdicts on it.

    `verdicts` are those that receivers have completed from their records.
    """
    return [
        Effect(
            message_id=each.message_id,
            time=second,
            site=site_id,
            verdict=text_of(verdicts.get(each.message_id, each.result)),
        )
        for site_id in sorted(mail)
        for each in mail[site_id]
    ]


def arrived(taken: Taken, *, foreign: bool = False) -> InboxRow:
    """Return a message that came in as the ledger keeps it.

    `foreign`: a site of another worker sent it, so its first copy is kept.
    """
    seal = taken.seal
    return InboxRow(
        message_id=taken.message_id or "",
        recipient=taken.arrival.recipient,
        sha256=taken.sha256,
        signature=seal.value if seal else None,
        certificate=seal.serial if seal else None,
        foreign=_foreign(taken) if foreign and taken.mail else None,
    )


def _foreign(taken: Taken) -> Foreign:
    return Foreign(
        message_id=taken.message_id or "",
        sender=taken.arrival.sender,
        recipient=taken.arrival.recipient,
        document=taken.arrival.document,
        body=taken.arrival.body,
    )


def buried(arrival: Arrival, why: str, second: int) -> DeadLetter:
    """Return what was refused, as the ledger keeps it; it came at `second`, now."""
    return DeadLetter(
        recipient=arrival.recipient,
        sender=arrival.sender,
        document=arrival.document,
        why=why,
        body=arrival.body,
        size=len(arrival.body),
        time=second,
        at=wallclock.now_utc().isoformat(timespec="milliseconds"),
    )


def told(letter: DeadLetter) -> dict[str, str]:
    """Return a dead letter as the log tells it: without its bytes."""
    return {
        "sender": letter.sender,
        "recipient": letter.recipient,
        "document": letter.document,
        "why": letter.why,
    }
