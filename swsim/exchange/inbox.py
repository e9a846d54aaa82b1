"""Takes messages in from a link: checks who sent what, finds duplicates, validates.

In this order: size and XML, signature and signer, sender, recipient and run, duplicate
or tampered; only then is a message validated. What fails is refused with a reason and
never reaches a participant. The same id with the same content is a duplicate; with
other content, tampering.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from lxml import etree

from swsim.documents.canonical import content_hash, content_hash_of_text
from swsim.documents.envelope import TAG, CommunicationMetaData
from swsim.documents.reading import decode_communication, decode_payload
from swsim.documents.registry import types_by_tag
from swsim.documents.xmltext import CodecError
from swsim.domain.identifiers import site_of
from swsim.domain.settings import WorldSettings
from swsim.exchange.link import Arrival
from swsim.exchange.replayed import is_read
from swsim.security.seal import Flaw, Seal
from swsim.security.verifying import Verifier
from swsim.simulation.mail import NO_CONTENTS, Contents, Incoming
from swsim.validation.engine import Checked, Validator
from swsim.validation.layers import Parsed
from swsim.validation.texts import say


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What became of one arrival.

    `message_id` is confirmed to the sender where it is set. `mail` is set for a message
    that is new and is to be delivered at second `due`. `refused` says why not; the id
    that such a one states, if that can be read, is in `stated`.
    """

    arrival: Arrival
    message_id: str | None = None
    sha256: str = ""
    seal: Seal | None = None
    mail: Incoming | None = None
    due: int = 0
    refused: str | None = None
    stated: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Expected:
    """What is known of a message on its way: its content hash, and its bytes unsigned.

    The bytes are the parcel's own, which waits for its receipt longer than for this.
    """

    sha256: str
    body: bytes

    def is_in(self, data: bytes, seal: Seal | None) -> bool:
        """Tell whether `data` is this message byte for byte, but for its signature.

        A `seal` was found in `data`, so that no more than one signature is in it, at
        its end. Where this says no, nothing is known: the content may be the same.
        """
        if seal is None:
            return data == self.body
        end = self.body.rindex(b"</")
        return (
            data.startswith(_SIGNATURE, end)
            and data.startswith(self.body[:end])
            and data.endswith(self.body[end:])
        )


# Messages that are checked in step, and how large they are together at most.
_TOGETHER = 16
_BYTES_TOGETHER = 262_144

# How a signature begins and ends that swsim has written.
_SIGNATURE, _SIGNATURE_END = b"<Signature ", b"</Signature>"


class _RefusedError(ValueError):
    """This arrival is no message of the run; the text says why."""


# Gives the content hash of a message that was received before, None for others.
Received = Callable[[str], str | None]


class Inbox:
    """The checks between a link and the participants of a run.

    It remembers a message from `expect` until it is received; what was received before,
    whoever keeps it is asked. So it holds no more than what is on its way.
    """

    def __init__(
        self,
        run_id: str,
        world: WorldSettings,
        validator: Validator,
        *,
        verifier: Verifier | None = None,
        elsewhere: Collection[str] = (),
        dedupe: bool = True,
    ) -> None:
        """Take in the messages of a run.

        `verifier` checks signatures; without one, none is asked for. `elsewhere` are
        the participants whom other processes play: what these send is not expected
        here, so it is known by signature and topic alone. `dedupe` False lets
        duplicates through: a negative control for tests only.
        """
        self._run_id = run_id
        self._world = world
        self._validator = validator
        self._verifier = verifier
        self._elsewhere = frozenset(elsewhere)
        self._dedupe = dedupe
        self._expected: dict[str, _Expected] = {}
        self._batch: dict[str, str] = {}

    @property
    def awaited(self) -> int:
        """How many messages of this process are on their way."""
        return len(self._expected)

    def is_elsewhere(self, participant: str) -> bool:
        """Tell whether another process plays a participant; nobody plays a stranger."""
        return participant in self._elsewhere

    def expect(self, message_id: str, sha256: str, body: bytes) -> None:
        """Note that a participant of this process is about to send a message.

        `sha256` is its content hash, `body` its bytes without signature.
        """
        self._expected[message_id] = _Expected(sha256=sha256, body=body)

    def take(
        self, arrivals: Sequence[Arrival], received: Received, *, live: bool = True
    ) -> list[Taken]:
        """Check a batch, in order.

        `received` knows the messages of all batches before this one. What is not `live`
        this process hands to itself, from its own records: nobody signed it.
        """
        self._batch.clear()
        verifier = self._verifier if live else None
        return [
            taken
            for group in _groups(arrivals)
            for taken in self._take(group, received, verifier)
        ]

    def _take(
        self,
        arrivals: Sequence[Arrival],
        received: Received,
        verifier: Verifier | None,
    ) -> list[Taken]:
        """Check some arrivals in step: all are parsed, then all signatures checked.

        What a step needs of code and tables then stays in the caches of the processor,
        which saves a sixth of the time that a signed message takes.
        """
        found = [self._opened(each) for each in arrivals]
        found = _after(partial(_seal, verifier=verifier), found)
        found = _after(partial(self._compare, received=received), found)
        new = (each for each in found if isinstance(each, _Opened))
        checked = iter(
            self._validator.check_all((each.parsed, each.answer) for each in new)
        )
        return [
            each if isinstance(each, Taken) else self._new(each, next(checked))
            for each in found
        ]

    def _opened(self, arrival: Arrival) -> "_Opened | Taken":
        parsed = self._validator.parse(arrival.body)
        try:
            root = _envelope(parsed)
            head = _head(root)
        except _RefusedError as refusal:
            return Taken(arrival=arrival, refused=str(refusal))
        return _Opened(arrival=arrival, parsed=parsed, root=root, head=head)

    def _compare(self, each: "_Opened", received: Received) -> Taken | None:
        """Hold a message against topic, run, what was sent and what came before."""
        self._agrees(each.arrival, each.head)
        message_id = each.head.message_id
        before = self._before(message_id, received)
        each.sha256 = self._content(each, before)
        self._expected.pop(message_id, None)
        self._batch[message_id] = each.sha256
        if before is None or not self._dedupe:
            return None
        return Taken(arrival=each.arrival, message_id=message_id, sha256=each.sha256)

    def _before(self, message_id: str, received: Received) -> str | None:
        """Return the content hash of an earlier copy; None where this is the first."""
        if message_id in self._expected:
            return None
        return self._batch.get(message_id) or received(message_id)

    def _agrees(self, arrival: Arrival, head: CommunicationMetaData) -> None:
        """Hold the communication metadata against topic and run."""
        for name, stated, true in (
            ("sender", head.sender, arrival.sender),
            ("recipient", head.recipient, arrival.recipient),
            ("run", head.run_id, self._run_id),
        ):
            if stated != true:
                raise _RefusedError(
                    f"the {name} is stated as {stated!r}, but is {true!r}"
                )

    def _content(self, each: "_Opened", before: str | None) -> str:
        """Return the content hash once it is that of the message that was sent."""
        message_id = each.head.message_id
        expected = self._expected.get(message_id)
        if expected is not None and expected.is_in(each.parsed.data, each.seal):
            return expected.sha256  # the same bytes have the same content
        found = _hash(each)
        known = before or (expected and expected.sha256)
        if known is None and each.head.sender not in self._elsewhere:
            raise _RefusedError(f"nobody in this run has sent message {message_id}")
        if known is not None and known != found:
            raise _RefusedError(
                f"tampering: the content of message {message_id} has the hash"
                f" {found}, but was sent with {known}"
            )
        return found

    def _new(self, each: "_Opened", checked: Checked) -> Taken:
        head = each.head
        sent = int((head.prepared - self._world.start).total_seconds())
        latency = self._world.latency(site_of(head.sender), site_of(head.recipient))
        return Taken(
            arrival=each.arrival,
            message_id=head.message_id,
            sha256=each.sha256,
            seal=each.seal,
            due=sent + latency,
            mail=Incoming(
                message_id=head.message_id,
                conversation_id=head.conversation_id,
                in_reply_to=head.in_reply_to,
                sender=head.sender,
                recipient=head.recipient,
                link_sequence=head.link_sequence,
                document_type=checked.result.document or each.arrival.document,
                contents=_contents(checked),
                result=checked.result,
                references=checked.references,
            ),
        )


@dataclass(kw_only=True, slots=True)
class _Opened:
    """An arrival that is an envelope, and what has been found out about it."""

    arrival: Arrival
    parsed: Parsed
    root: etree._Element
    head: CommunicationMetaData
    seal: Seal | None = None
    sha256: str = ""

    def answer(self, _root: etree._Element) -> Seal | None:
        """Say what the validator asks of the signature."""
        return self.seal


# A step goes on with a message, has done with it, or refuses it.
_Step = Callable[[_Opened], Taken | None]


def _after(step: _Step, found: Iterable[_Opened | Taken]) -> list[_Opened | Taken]:
    """Take a step with each message that is not done with."""
    return [each if isinstance(each, Taken) else _tried(step, each) for each in found]


def _tried(step: _Step, each: _Opened) -> _Opened | Taken:
    try:
        return step(each) or each
    except _RefusedError as refusal:
        stated = each.head.message_id
        return Taken(arrival=each.arrival, refused=str(refusal), stated=stated)


def _groups(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """Yield arrivals in groups: parsed, a group should be small."""
    group: list[Arrival] = []
    size = 0
    for each in arrivals:
        size += len(each.body)
        if group and (len(group) == _TOGETHER or size > _BYTES_TOGETHER):
            yield group
            group, size = [], len(each.body)
        group.append(each)
    if group:
        yield group


def _envelope(parsed: Parsed) -> etree._Element:
    if parsed.root is None:
        raise _RefusedError(parsed.layer.findings[0].message())
    if parsed.root.tag != TAG:
        raise _RefusedError(f"no envelope: the root element is {parsed.root.tag}")
    return parsed.root


def _head(root: etree._Element) -> CommunicationMetaData:
    try:
        head = decode_communication(root)
    except CodecError as error:
        raise _RefusedError(f"communication metadata: {error}") from error
    if head is None:
        raise _RefusedError("the envelope has no CommunicationMetaData")
    return head


def _seal(each: _Opened, verifier: Verifier | None) -> None:
    if verifier is None:
        return
    answer = verifier.check(each.root, each.head)
    if isinstance(answer, Flaw):
        raise _RefusedError(dict(say(answer.rule, **answer.facts))["en"])
    each.seal = answer


def _hash(each: _Opened) -> str:
    """Return the content hash of a message, from its text where that is sure."""
    data = each.parsed.data
    start, end = data.rfind(_SIGNATURE), data.rfind(_SIGNATURE_END)
    if each.seal is None or start < 0 or end < start:
        return content_hash(each.root)
    unsigned = data[:start] + data[end + len(_SIGNATURE_END) :]
    of_text = content_hash_of_text(unsigned, each.head.run_id, each.seal.digest)
    return of_text or content_hash(each.root)


def _contents(checked: Checked) -> Contents:
    """Return the document, to be read on demand where it fits its schema."""
    if checked.root is None or not is_read(checked.result):
        return NO_CONTENTS
    known = types_by_tag()
    payload = next(node for node in checked.root if node.tag in known)
    return Contents(known[payload.tag].record, partial(decode_payload, payload))
