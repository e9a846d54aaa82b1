"""The one seam between the kernel and a transport: what each may ask of the other.

Nothing here knows MQTT, the ledger or virtual time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """One message to move.

    `own_words` says that swsim's writer wrote all of it; who signs it need not parse.
    """

    message_id: str
    sender: str
    recipient: str
    document: str
    body: bytes
    own_words: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """One message that came in for `recipient`.

    `sender` and `document` are what the topic says. `token` is what the link needs to
    acknowledge the message; nobody else looks into it.
    """

    recipient: str
    sender: str
    document: str
    body: bytes
    token: object


class Post(Protocol):
    """What a link calls, always in the event loop."""

    def arrived(self, arrivals: Sequence[Arrival]) -> None:
        """Take a batch in: store it first, then give it to `Link.confirm`."""

    def receipted(
        self, sender: str, recipient: str, message_ids: Sequence[str]
    ) -> None:
        """Note that `recipient` has stored these messages of `sender`.

        The ids are what `recipient` wrote; they may be unknown or come twice.
        """

    def reconnected(self, participant: str) -> None:
        """Publish again what is unconfirmed from and to `participant`."""


class Link(Protocol):
    """Moves parcels between participants; may lose or repeat, never alters them."""

    name: str

    async def open(self, post: Post) -> None:
        """Connect every participant to its inbox; raises BrokerError."""

    async def close(self, *, clear_sessions: bool = True) -> None:
        """Disconnect; with `clear_sessions` nothing of the run stays on the broker."""

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Hand parcels over, in order per sender.

        A parcel that meets a lost connection is dropped without an error: the kernel
        publishes again after `Post.reconnected` or when no receipt came in time.
        """

    async def confirm(self, arrivals: Sequence[tuple[Arrival, str | None]]) -> None:
        """Acknowledge stored arrivals and send their senders a transport receipt.

        Each comes with its message id, or with None where there is no id to confirm:
        that one is only acknowledged, so that the broker does not send it again.
        """


def by_pair(
    arrivals: Iterable[tuple[Arrival, str | None]],
) -> dict[tuple[str, str], list[str]]:
    """Group the message ids to confirm by (sender, recipient), in order."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for arrival, message_id in arrivals:
        if message_id is not None:
            pairs.setdefault((arrival.sender, arrival.recipient), []).append(message_id)
    return pairs


def handed_over(parcel: Parcel) -> Arrival:
    """Return a parcel as its recipient gets it where no link is between."""
    return Arrival(
        recipient=parcel.recipient,
        sender=parcel.sender,
        document=parcel.document,
        body=parcel.body,
        token=None,
    )
