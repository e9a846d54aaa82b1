"""A message on its way out: what the link is given to move."""

from swsim.documents.canonical import with_run_id
from swsim.errors import RunError
from swsim.exchange.link import Parcel
from swsim.ledger.records import Foreign
from swsim.simulation.mail import Outgoing
from swsim.validation.parse import MAX_BYTES

_ROOM = 3_000  # for run id and signature


def parcel_of(message: Outgoing, run_id: str) -> Parcel:
    """Return the parcel of a message; RunError for one that no receiver would take."""
    if len(message.xml) > MAX_BYTES - _ROOM:
        raise RunError(
            f"{message.sender} wrote a {message.document} of"
            f" {len(message.xml):,} bytes; receivers take {MAX_BYTES:,} at most."
            " Give the lanes of the scenario fewer items."
        )
    return Parcel(
        message_id=message.message_id,
        sender=message.sender,
        recipient=message.recipient,
        document=message.document,
        body=with_run_id(message.xml, run_id),
        own_words=message.own_words,
    )


def as_it_came(message: Foreign) -> Parcel:
    """Return what a site of another worker sent, to be taken in again."""
    return Parcel(
        message_id=message.message_id,
        sender=message.sender,
        recipient=message.recipient,
        document=message.document,
        body=message.body,
    )
