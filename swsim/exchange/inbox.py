"""Takes messages in from a link: checks who sent what, validates, finds duplicates.

What cannot be a message of this run is refused with a reason and never reaches a
participant: also what nobody here has sent. The same id with the same content is a
duplicate; with other content than was sent, tampering.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from swsim.documents.canonical import content_hash
from swsim.documents.envelope import TAG, CommunicationMetaData
from swsim.documents.reading import decode_communication, decode_payload
from swsim.documents.registry import types_by_tag
from swsim.documents.xmltext import CodecError
from swsim.domain.identifiers import site_of
from swsim.domain.settings import WorldSettings
from swsim.exchange.link import Arrival
from swsim.simulation.mail import Incoming
from swsim.validation.engine import Checked, Validator

_NOT_READ = ("parse", "identify", "xsd")


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What became of one arrival.

    `message_id` is confirmed to the sender where it is set. `mail` is set for a message
    that is new and is to be delivered at second `due`. `refused` says why not.
    """

    arrival: Arrival
    message_id: str | None = None
    sha256: str = ""
    mail: Incoming | None = None
    due: int = 0
    refused: str | None = None


class _RefusedError(ValueError):
    """This arrival is no message of the run; the text says why."""


class Inbox:
    """The checks between a link and the participants of a run.

    `dedupe` False lets duplicates through: a negative control for tests only.
    """

    def __init__(
        self,
        run_id: str,
        world: WorldSettings,
        validator: Validator,
        *,
        dedupe: bool = True,
    ) -> None:
        self._run_id = run_id
        self._world = world
        self._validator = validator
        self._dedupe = dedupe
        self._sent: dict[str, tuple[str, str]] = {}
        self._seen: set[str] = set()

    def expect(self, message_id: str, sha256: str, body: bytes) -> None:
        """Note that a participant is about to send a message.

        `sha256` is its content hash, `body` its bytes on the wire.
        """
        self._sent[message_id] = (sha256, hashlib.sha256(body).hexdigest())

    def take(self, arrivals: Sequence[Arrival]) -> list[Taken]:
        """Check a batch, in order."""
        return [self._take(arrival) for arrival in arrivals]

    def _take(self, arrival: Arrival) -> Taken:
        checked = self._validator.check(arrival.body)
        try:
            root = self._envelope(checked)
            head = self._head(arrival, root)
            sha256 = self._sent_hash(checked, root, head.message_id)
            if self._is_duplicate(head.message_id):
                return Taken(arrival=arrival, message_id=head.message_id, sha256=sha256)
            return self._new(arrival, checked, head, sha256)
        except _RefusedError as refusal:
            return Taken(arrival=arrival, refused=str(refusal))

    def _envelope(self, checked: Checked) -> etree._Element:
        if checked.root is None:
            finding = next(iter(checked.result.findings), None)
            raise _RefusedError(finding.message() if finding else "not readable as XML")
        if checked.root.tag != TAG:
            raise _RefusedError(f"no envelope: the root element is {checked.root.tag}")
        return checked.root

    def _head(self, arrival: Arrival, root: etree._Element) -> CommunicationMetaData:
        """Return the communication metadata once they agree with topic and run."""
        try:
            head = decode_communication(root)
        except CodecError as error:
            raise _RefusedError(f"communication metadata: {error}") from error
        if head is None:
            raise _RefusedError("the envelope has no CommunicationMetaData")
        for name, stated, true in (
            ("run", head.run_id, self._run_id),
            ("sender", head.sender, arrival.sender),
            ("recipient", head.recipient, arrival.recipient),
        ):
            if stated != true:
                raise _RefusedError(
                    f"the {name} is stated as {stated!r}, but is {true!r}"
                )
        return head

    def _sent_hash(
        self, checked: Checked, root: etree._Element, message_id: str
    ) -> str:
        """Return the content hash once it is that of the message that was sent."""
        if message_id not in self._sent:
            raise _RefusedError(f"nobody in this run has sent message {message_id}")
        sent, wire = self._sent[message_id]
        # The same bytes have the same content; others may still have it.
        found = sent if checked.result.sha256 == wire else content_hash(root)
        if sent != found:
            raise _RefusedError(
                f"tampering: the content of message {message_id} has the hash {found},"
                f" but was sent with {sent}"
            )
        return found

    def _is_duplicate(self, message_id: str) -> bool:
        repeated = message_id in self._seen
        self._seen.add(message_id)
        return repeated and self._dedupe

    def _new(
        self,
        arrival: Arrival,
        checked: Checked,
        head: CommunicationMetaData,
        sha256: str,
    ) -> Taken:
        sent = int((head.prepared - self._world.start).total_seconds())
        latency = self._world.latency(site_of(head.sender), site_of(head.recipient))
        return Taken(
            arrival=arrival,
            message_id=head.message_id,
            sha256=sha256,
            due=sent + latency,
            mail=Incoming(
                message_id=head.message_id,
                conversation_id=head.conversation_id,
                in_reply_to=head.in_reply_to,
                sender=head.sender,
                recipient=head.recipient,
                link_sequence=head.link_sequence,
                document_type=checked.result.document or arrival.document,
                document=_document(checked),
                result=checked.result,
                references=checked.references,
            ),
        )


def _document(checked: Checked) -> object | None:
    """Return the document as a record, None where it does not fit its schema."""
    unread = any(
        layer.state in ("invalid", "unclear") and layer.name in _NOT_READ
        for layer in checked.result.layers
    )
    if unread or checked.root is None:
        return None
    known = types_by_tag()
    payload = next(node for node in checked.root if str(node.tag) in known)
    return decode_payload(payload)
