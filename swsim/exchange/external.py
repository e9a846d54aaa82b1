"""Seats that other systems hold: what they publish becomes an input of the run.

Reads what such a system sends, a bare document or an envelope, and tells what is new,
what is a repeat and what cannot be taken. Knows neither broker nor clock.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lxml import etree

from swsim.documents.aswritten import as_written, message_of
from swsim.documents.canonical import content_hash
from swsim.documents.xmltext import CodecError
from swsim.errors import UsageError
from swsim.exchange.link import Arrival, Parcel
from swsim.simulation.mail import Given, Incoming
from swsim.validation.parse import parse
from swsim.validation.result import Finding

_TRADERS = "-trd"
# The version of UUIDs that are made from names, as the ids of a run are: whoever knows
# the seed could take the id of a message that is still to come.
_NAME_BASED = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """What a system outside wants its participant to send."""

    participant: str
    recipient: str
    body: bytes
    case: str | None
    in_reply_to: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What became of one publication of an external seat.

    `submission` is set for what is new, `refused` says why something is not taken; with
    neither it is a repeat. `message_id` is the sender's own, to be confirmed.
    """

    arrival: Arrival
    message_id: str | None = None
    submission: Submission | None = None
    refused: str | None = None


class _RefusedError(ValueError):
    """This cannot be sent on; the text says why."""


@dataclass(slots=True)
class ExternalSeats:
    """The participants of a run whom other systems play over its broker.

    Messages from and to them are handed to the simulated participant at the seat
    without a link, so that no clock ever waits for a system outside; what is for them
    is published besides, at the second at which it is due.
    """

    participants: frozenset[str] = frozenset()
    run_id: str = ""
    # The sender's own message id -> who used it, and for which content.
    _ids: dict[str, tuple[str, str]] = field(default_factory=dict)
    _bare: set[tuple[str, str, str]] = field(default_factory=set)
    _to_publish: dict[str, Parcel] = field(default_factory=dict)

    def holds(self, participant: str) -> bool:
        """Return whether a system outside plays a participant.

        Such a system has no key of the run: whoever asks for signatures must not ask
        for its own.
        """
        return participant in self.participants

    def concerns(self, parcel: Parcel) -> bool:
        """Return whether a parcel is from or to an external seat."""
        return self.holds(parcel.sender) or self.holds(parcel.recipient)

    def remember(self, given: Iterable[Given]) -> None:
        """Know what was given before the run was interrupted: it may come again."""
        for one in given:
            if self.holds(one.participant):
                self._note(one.participant, one.recipient, one.body)

    def _note(self, participant: str, recipient: str, body: bytes) -> None:
        root = etree.fromstring(body)
        message_id, _, _ = _stated(root)
        if message_id is None:
            self._bare.add((participant, recipient, _sha256(body)))
        else:
            self._ids[message_id] = (participant, content_hash(root))

    # --- from outside ------------------------------------------------------------

    def hear(self, arrivals: Sequence[Arrival]) -> list[Heard]:
        """Read what external seats have published, in order."""
        return [self._hear(arrival) for arrival in arrivals]

    def _hear(self, arrival: Arrival) -> Heard:
        try:
            return self._read(arrival)
        except _RefusedError as refusal:
            return Heard(arrival=arrival, refused=str(refusal))

    def _read(self, arrival: Arrival) -> Heard:
        root = self._document(arrival)
        message_id, case, in_reply_to = _stated(root)
        if self._is_repeat(arrival, root, message_id):
            return Heard(arrival=arrival, message_id=message_id)
        self._note(arrival.sender, arrival.recipient, arrival.body)
        return Heard(
            arrival=arrival,
            message_id=message_id,
            submission=Submission(
                participant=arrival.sender,
                recipient=arrival.recipient,
                body=arrival.body,
                case=case,
                in_reply_to=in_reply_to,
            ),
        )

    def _document(self, arrival: Arrival) -> etree._Element:
        """Return the XML once topic, envelope and document agree."""
        found = parse(arrival.body)
        if isinstance(found, Finding):
            raise _RefusedError(found.message())
        try:
            kind = as_written(found).kind
        except CodecError as error:
            raise _RefusedError(str(error)) from error
        if arrival.document != kind.id:
            raise _RefusedError(
                f"the topic says {arrival.document!r}, but the document is of type"
                f" {kind.id!r}"
            )
        for name, stated, true in (
            ("RunID", message_of(found, "RunID"), self.run_id),
            ("SenderID", message_of(found, "SenderID"), arrival.sender),
            ("RecipientID", message_of(found, "RecipientID"), arrival.recipient),
        ):
            if stated not in (None, true):
                raise _RefusedError(
                    f"the {name} is stated as {stated!r}, but is {true!r}"
                )
        return found

    def _is_repeat(
        self, arrival: Arrival, root: etree._Element, message_id: str | None
    ) -> bool:
        ends = (arrival.sender, arrival.recipient)
        if message_id is None:
            return (*ends, _sha256(arrival.body)) in self._bare
        if _is_name_based(message_id):
            raise _RefusedError(
                f"the MessageID {message_id} is a UUID made from a name (version 5),"
                " as the run's own are; use a random one (version 4)"
            )
        known = self._ids.get(message_id)
        if known not in (None, (arrival.sender, content_hash(root))):
            raise _RefusedError(
                f"the MessageID {message_id} was used before, for another message; each"
                " message needs one of its own"
            )
        return known is not None

    # --- to the outside ----------------------------------------------------------

    def keep(self, parcels: Iterable[Parcel]) -> None:
        """Keep what is for an external seat until it is due."""
        self._to_publish |= {
            each.message_id: each for each in parcels if self.holds(each.recipient)
        }

    def due(self, mail: Iterable[Incoming]) -> list[Parcel]:
        """Return what is to be published of the mail that seats were handed."""
        return [
            self._to_publish.pop(each.message_id)
            for each in mail
            if each.message_id in self._to_publish
        ]


def check_external(external: Collection[str]) -> None:
    """Raise UsageError for external seats that could talk past the run."""
    others = [name for name in sorted(external) if not name.endswith(_TRADERS)]
    if others and len(external) > 1:
        raise UsageError(
            f"{others[0]} cannot be external beside {len(external) - 1} other: what two"
            " external systems send each other would not come by the run. One"
            " participant of any kind can be external, or the traders of several"
            " countries."
        )


def _stated(root: etree._Element) -> tuple[str | None, str | None, str | None]:
    """Return message, conversation and answered message, as an envelope states them."""
    names = ("MessageID", "ConversationID", "InReplyToID")
    message_id, case, in_reply_to = (message_of(root, name) for name in names)
    return message_id, case, in_reply_to


def _is_name_based(text: str) -> bool:
    try:
        return UUID(text).version == _NAME_BASED
    except ValueError:
        return False


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
