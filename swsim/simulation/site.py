"""One administration with its traders, agency and port: one SimPy Environment.

A site shares nothing with other sites. It is given the messages due at a second, runs
that second, and hands back what was sent and what happened.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

import simpy
from simpy.events import URGENT

from swsim.documents.canonical import canonical, hash_of
from swsim.documents.envelope import CommunicationMetaData, Envelope
from swsim.documents.registry import AsWritten, type_of
from swsim.documents.writing import encode
from swsim.domain.events import Event, Fact, Kind
from swsim.domain.happenings import Effect
from swsim.domain.hours import until_open
from swsim.domain.identifiers import message_id, site_of
from swsim.domain.policies import Policy
from swsim.domain.settings import SiteSettings, WorldSettings
from swsim.domain.streams import Stream
from swsim.simulation.evidence import Evidence
from swsim.simulation.examinations import Examinations
from swsim.simulation.led import Led
from swsim.simulation.mail import Given, Incoming, Outgoing
from swsim.simulation.paper import Counter
from swsim.simulation.port import Port
from swsim.simulation.queue import USUAL, Queue
from swsim.validation.result import ValidationResult

# After a failed delivery the sender tries again after these seconds; then it reports
# the failure and goes on trying at the last interval, so that nothing is lost.
_RETRIES = (5, 30, 120)
_PATIENT_RETRY = 900

E = TypeVar("E")


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """What a site did in one second.

    `handed` is the mail of participants who are played from outside; `verdicts` are
    the results on delivered messages, by message id, with what the receiver answered.
    """

    messages: tuple[Outgoing, ...]
    events: tuple[Event, ...]
    handed: tuple[Incoming, ...] = ()
    verdicts: Mapping[str, ValidationResult] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A document that a participant wants to send.

    `message_id` is set where whoever wrote it has chosen one.
    """

    sender: str
    recipient: str
    case: str
    in_reply_to: str | None
    payload: object
    message_id: str | None = None


class Site:
    """Runs the participants of one administration in virtual time."""

    def __init__(self, settings: SiteSettings, world: WorldSettings) -> None:
        self.id = settings.id
        self.settings = settings
        self.profile = settings.profile
        self.world = world
        self.env = simpy.Environment()
        self.port = Port(self, world.storage)
        self.counter = Counter(self)
        self.examinations = Examinations(self)
        self.evidence = Evidence()
        self._turned: dict[str, Any] = dict(settings.policy)
        self._roles = {each.id: each.roles for each in world.sites}
        self._expecting: dict[type, list[Callable[[Any], None]]] = {}
        self._queues: dict[str, list[Queue]] = {}
        self._inboxes: dict[str, Callable[[Incoming], None]] = {}
        self._seats: dict[str, Callable[[Given], None]] = {}
        self._handed: list[Incoming] = []
        self._verdicts: dict[str, ValidationResult] = {}
        self._messages: list[Outgoing] = []
        self._events: list[Event] = []
        self._sequence = 0
        self._sent: dict[str, int] = {}
        self._links: dict[tuple[str, str], int] = {}
        self._moment = (0, world.start)
        # Of a message that was written before, by its id: its hash, so that it need not
        # be written again to be compared. A replay sets it.
        self.hash_before: Callable[[str], str | None] = lambda message_id: None
        self.led = Led(self.env, world.outages)

    # --- for the kernel ----------------------------------------------------------

    def next_second(self) -> int | None:
        """Return the second of the site's next own event, None when it has none."""
        at = self.env.peek()
        return None if at == simpy.core.Infinity else int(at)

    def run_second(
        self,
        second: int,
        incoming: Sequence[Incoming] = (),
        given: Sequence[Given] = (),
    ) -> Output:
        """Deliver what is due at `second`, then run SimPy's own events of it.

        `incoming` is delivered in the order given, then what was `given` from outside,
        ahead of anything of the same second that the site had planned itself.
        """
        for mail in incoming:
            self._first(second, partial(self._inboxes[mail.recipient], mail))
        for one in given:
            self._first(second, partial(self._seats[one.participant], one))
        while self.env.peek() == second:
            self.env.step()
        output = Output(
            messages=tuple(self._messages),
            events=tuple(self._events),
            handed=tuple(self._handed),
            verdicts=self._verdicts,
        )
        self._verdicts = {}
        for done in (self._messages, self._events, self._handed):
            done.clear()
        return output

    def _first(self, second: int, action: Callable[[], None]) -> None:
        """Do something at the beginning of a second, in the order of the calls."""
        event = self.env.event()
        event._ok, event._value = True, None
        event.callbacks.append(lambda _: action())
        self.env.schedule(event, URGENT, second - self.env.now)

    # --- for participants --------------------------------------------------------

    @property
    def member(self) -> str:
        """The member whose site this is. Raises LookupError at an office's site."""
        if self.settings.member is None:
            raise LookupError(f"{self.id} is no administration")
        return self.settings.member

    def open_inbox(self, participant: str, inbox: Callable[[Incoming], None]) -> None:
        """Let `participant` take in what is sent to it."""
        self._inboxes[participant] = inbox

    def open_seat(self, participant: str, send: Callable[[Given], None]) -> None:
        """Let somebody outside play `participant`."""
        self._seats[participant] = send

    def hand_out(self, mail: Incoming) -> None:
        """Give a message to whoever plays its recipient from outside."""
        self._handed.append(mail)

    def judged(self, mail: Incoming) -> None:
        """Note the verdict on a message that was delivered."""
        self._verdicts[mail.message_id] = mail.result

    @property
    def participants(self) -> tuple[str, ...]:
        """The ids of those who send and receive documents, sorted."""
        return tuple(sorted(self._inboxes))

    @property
    def now(self) -> int:
        """The present second."""
        return int(self.env.now)

    @property
    def policy(self) -> Policy:
        """The policy of the present second, as it stands at this site."""
        return self.world.policy_at(self.now).changed(self._turned)

    def turn(self, settings: Mapping[str, Any]) -> None:
        """Turn switches of the policy at this site from now on."""
        self._turned.update(settings)

    def expect(self, kind: type[E], action: Callable[[E], None]) -> None:
        """Let `action` follow whenever an effect of this kind befalls the site."""
        self._expecting.setdefault(kind, []).append(action)

    def tell(self, effect: Effect) -> None:
        """Let follow what is to follow from an effect; nothing if nobody expects it."""
        for action in self._expecting.get(type(effect), ()):
            action(effect)

    def working(self, seconds: int) -> int:
        """Return how long so much work of an officer takes, taken up now.

        The durations of profiles include nights and weekends: where these are free,
        work does not begin in them, and then takes what it takes.
        """
        if self.policy.round_the_clock:
            return seconds
        offset = self.settings.utc_offset_minutes
        return until_open(self.moment(), offset) + seconds

    def open_queue(
        self, participant: str, desk: str, officers: int, staff: str | None = None
    ) -> Queue:
        """Return the queue of a desk with so many officers of a participant.

        Desks of one `staff`, by default the name of the desk, are staffed alike.
        """
        queue = Queue(self, participant, desk, officers)
        self._queues.setdefault(staff or desk, []).append(queue)
        return queue

    def queues(self, staff: str) -> Sequence[Queue]:
        """Return the queues at the desks of a staff."""
        return self._queues.get(staff, [])

    def priority(self, perishable: bool, ahead: bool = False) -> int:
        """Return the place in a queue; a smaller number goes first.

        `ahead` goes first whatever the policy: authorised traders and relief goods.
        """
        first = ahead or (perishable and self.policy.perishables_first)
        return 0 if first else USUAL

    def moment(self, second: int | None = None) -> datetime:
        """Return a second (the present one) as a point of time in UTC."""
        at = self.now if second is None else second
        known, moment = self._moment
        if at != known:  # what is sent in a second says the same moment again and again
            moment = self.world.start + timedelta(seconds=at)
            self._moment = (at, moment)
        return moment

    def second(self, moment: datetime) -> int:
        """Return a point of time as a second of the run."""
        return int((moment - self.world.start).total_seconds())

    def stream(self, participant: str, purpose: str) -> Stream:
        """Return the random stream of a participant for one purpose."""
        return Stream(self.world.seed, self.id, participant, purpose)

    def after(self, seconds: int, action: Callable[[], None]) -> None:
        """Call `action` after that many virtual seconds."""
        self.env.timeout(seconds).callbacks.append(lambda _: action())

    def record(self, participant: str, kind: Kind, case: str, **facts: Fact) -> None:
        """Write down that something happened now; None-free facts only."""
        self._sequence += 1
        event = Event(
            time=self.now,
            site=self.id,
            sequence=self._sequence,
            participant=participant,
            kind=kind,
            case=case,
            facts=facts,
        )
        self._events.append(event)
        for watcher in self.led.watchers:
            watcher(event)

    def send(self, letter: Letter) -> None:
        """Send a document; while the link is down, try again until it is up.

        What is for nobody in the cast is dropped: no message would ever arrive.
        """
        if not self._is_seated(letter.recipient):
            document = type_of(letter.payload).id
            self.record(
                letter.sender,
                Kind.DROPPED,
                letter.case,
                why=f"{document} for {letter.recipient}, who does not take part",
            )
            return
        self._try(letter, 0)

    def _is_seated(self, recipient: str) -> bool:
        site, _, role = recipient.rpartition("-")
        return role in self._roles.get(site, ())

    def _try(self, letter: Letter, attempt: int) -> None:
        if not self.led.cut_off(letter.sender, letter.recipient):
            self._dispatch(letter)
            return
        facts = {"to": letter.recipient, "document": type_of(letter.payload).id}
        self.record(
            letter.sender, Kind.UNDELIVERED, letter.case, attempt=attempt + 1, **facts
        )
        if attempt == len(_RETRIES):
            self.record(letter.sender, Kind.DELIVERY_FAILED, letter.case, **facts)
        wait = _RETRIES[attempt] if attempt < len(_RETRIES) else _PATIENT_RETRY
        self.after(wait, lambda: self._try(letter, attempt + 1))

    def _dispatch(self, letter: Letter) -> None:
        message = self._seal(letter)
        self._messages.append(message)
        self.record(
            letter.sender,
            Kind.SENT,
            letter.case,
            message=message.message_id,
            to=message.recipient,
            document=message.document,
            about=_about(letter.payload),
            due=message.due,
            sha256=message.sha256,
        )

    def _seal(self, letter: Letter) -> Outgoing:
        link = (letter.sender, letter.recipient)
        number = self._sent[letter.sender] = self._sent.get(letter.sender, 0) + 1
        on_link = self._links[link] = self._links.get(link, 0) + 1
        id_ = letter.message_id or message_id(self.world.seed, letter.sender, number)
        before = self.hash_before(id_)
        xml = b"" if before else self._written(letter, id_, on_link)
        to_site = site_of(letter.recipient)
        return Outgoing(
            message_id=id_,
            conversation_id=letter.case,
            sender=letter.sender,
            recipient=letter.recipient,
            document=type_of(letter.payload).id,
            link_sequence=on_link,
            sent=self.now,
            due=self.now + self.world.latency(self.id, to_site),
            xml=xml,
            sha256=before or _hash(xml, letter.payload),
            in_reply_to=letter.in_reply_to,
            record=_record(letter.payload),
            own_words=not isinstance(letter.payload, AsWritten),
        )

    def _written(self, letter: Letter, id_: str, on_link: int) -> bytes:
        return encode(
            Envelope(
                communication=CommunicationMetaData(
                    message_id=id_,
                    conversation_id=letter.case,
                    in_reply_to=letter.in_reply_to,
                    run_id="",
                    sender=letter.sender,
                    recipient=letter.recipient,
                    prepared=self.moment(),
                    link_sequence=on_link,
                ),
                payload=letter.payload,
                country=self.settings.member,
                agency=self.settings.agency,
            )
        )


def _hash(xml: bytes, payload: object) -> str:
    """Return the content hash; what others wrote needs a parse, our own does not."""
    if isinstance(payload, AsWritten):
        return hash_of(xml)
    return sha256(canonical(xml, "")).hexdigest()


def _record(payload: object) -> object | None:
    return payload.record if isinstance(payload, AsWritten) else payload


def _about(payload: object) -> str:
    """Return the reference by which people know the document."""
    payload = _record(payload)
    answered = getattr(payload, "declaration", None)
    for holder in (answered, payload):
        reference = getattr(holder, "reference", None)
        if reference:
            return str(reference)
    for name in ("message_id", "inject"):
        if getattr(payload, name, None):
            return str(getattr(payload, name))
    return ""
