"""Worlds of a few sites, and a player that runs them without any link.

The player hands every message to its receiver when it is due, validated as the real
receiver would: same bytes, no socket, no event loop. Durations of `exact` profiles are
the same in every draw, so that a test can name the second at which a thing happens.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from swsim.documents.canonical import with_run_id
from swsim.documents.envelope import CommunicationMetaData, Envelope
from swsim.documents.reading import decode
from swsim.documents.types.response import Response
from swsim.documents.writing import encode
from swsim.domain.codes import Indicator
from swsim.domain.events import Event, Fact, Kind
from swsim.domain.identifiers import message_id, site_of
from swsim.domain.members import member
from swsim.domain.offices import OfficeKind
from swsim.domain.profiles import Channels, Officers, Profile, Spread, profile
from swsim.domain.settings import ShipmentOrder, SiteSettings, WorldSettings
from swsim.domain.timepoints import Point
from swsim.simulation.answers import indicator_of
from swsim.simulation.mail import Contents, Incoming, Outgoing
from swsim.simulation.site import Site
from swsim.simulation.world import build_sites
from swsim.validation.engine import Checked, Validator

START = datetime(2026, 4, 6, tzinfo=UTC)
RUN = "test"
HOUR = 3_600
DAY = 24 * HOUR

EXCAVATOR, BANANAS, COFFEE = "842952", "080390", "090111"

_VALIDATOR = Validator()
_UNREADABLE = ("parse", "identify", "xsd")

Edit = Callable[[Envelope], object]
Facts = tuple[tuple[str, Fact], ...]


# --- worlds -----------------------------------------------------------------------

_DURATIONS = {
    "lodge_before_arrival": 2 * DAY,
    "lodge_after_arrival": 6 * HOUR,
    "documents": 3 * HOUR,
    "payment": 2 * HOUR,
    "bank": 1_200,
    "gate_out": 4 * HOUR,
    "empty_return": 3 * DAY,
    "repair": HOUR,
    "unloading": 5 * HOUR,
    "inspection_wait": 7 * HOUR,
    "assessment": 1_800,
    "inspection_work": 90 * 60,
    "duty_assessment": 600,
    "agency": 8 * HOUR,
    "export_assessment": 900,
    "port_delivery": 10 * HOUR,
    "loading": 11 * HOUR,
}


def exact(**changes: Any) -> Profile:
    """Return a profile in which every duration is what it says, to the second.

    All declarations go green, nobody commits an offence, duties are paid before
    release, and release waits for the goods. `changes` are fields of Profile; a
    duration may be given in seconds.
    """
    base: dict[str, Any] = {
        **_DURATIONS,
        "channels": Channels(green=1000, yellow=0, red=0),
        "officers": Officers(assessment=4, inspection=1, agency=2),
        "pre_arrival_per_mille": 1000,
        "payment_deferred": False,
        "release_before_arrival": False,
        "violation_per_mille": 0,
    }
    fields = {
        name: Spread(median=value, p90=value) if name in _DURATIONS else value
        for name, value in {**base, **changes}.items()
    }
    return profile("middle").model_copy(update=fields)


def order(number: int = 1, **changes: Any) -> ShipmentOrder:
    """Return an order of one excavator from Japan to Panama by sea, at second 60."""
    base: dict[str, Any] = {
        "id": f"S{number:05d}",
        "lane": "test",
        "origin": "JP",
        "destination": "PA",
        "hs6": (EXCAVATOR,),
        "mode": "1",
        "start": 60,
        "transit": 18 * DAY,
    }
    return ShipmentOrder(**{**base, **changes})


def world(
    *orders: ShipmentOrder,
    seed: int = 7,
    profiles: Profile | dict[str, Profile] | None = None,
    **changes: Any,
) -> WorldSettings:
    """Return a world of the members that the orders name, `exact` unless told else.

    `profiles` is one profile for all, or one for each member named.
    """
    dealt = orders or (order(),)
    codes = sorted({code for one in dealt for code in (one.origin, one.destination)})
    own = profiles if isinstance(profiles, dict) else {}
    other = profiles if isinstance(profiles, Profile) else exact()
    return WorldSettings(
        seed=seed,
        start=START,
        sites=tuple(_site(code, own.get(code, other), dealt) for code in codes),
        **changes,
    )


def with_offices(settings: WorldSettings) -> WorldSettings:
    """Return a world with the CEN hub and the intelligence offices of its members."""
    rilos = {each.id: member(each.member or "").rilo for each in settings.sites}
    seated = sorted({name.lower() for name in rilos.values() if name})
    return replace(
        settings,
        sites=(
            *(
                replace(each, rilo=(rilos[each.id] or "").lower() or None)
                for each in settings.sites
            ),
            _office("rilo", *(name.removeprefix("rilo-") for name in seated)),
            _office("cen", "wco"),
        ),
    )


def _office(kind: OfficeKind, *roles: str) -> SiteSettings:
    return SiteSettings(
        id=kind,
        member=None,
        kind=kind,
        ports=(),
        utc_offset_minutes=0,
        profile=exact(),
        roles=roles,
    )


def _site(code: str, of: Profile, orders: Sequence[ShipmentOrder]) -> SiteSettings:
    return SiteSettings(
        id=code.lower(),
        member=code,
        ports=member(code).ports,
        utc_offset_minutes=member(code).utc_offset_minutes,
        profile=of,
        orders=tuple(one for one in orders if one.origin == code),
        inbound=tuple(one for one in orders if one.destination == code),
    )


# --- playing ----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Extra:
    """A message that nobody in the world sends: it is due at second `at`."""

    at: int
    sender: str
    recipient: str
    payload: object
    case: str = "00000000-0000-5000-8000-000000000000"


def play(
    settings: WorldSettings,
    *,
    edit: Edit | None = None,
    extra: Iterable[Extra] = (),
    site_order: Callable[[list[Site]], list[Site]] = list,
) -> "Played":
    """Play a world to its end.

    `edit` is shown every envelope on its way and returns the payload that arrives,
    or bytes that arrive in place of the whole message. `site_order` arranges the
    sites of one second.
    """
    sites = site_order(list(build_sites(settings)))
    due = [_queued(forged(each), each.at) for each in extra]
    heapq.heapify(due)
    events: list[Event] = []
    messages: list[Outgoing] = []
    while (second := _next_second(sites, due)) is not None:
        mail = _mail_of(due, second)
        for site in sites:
            output = site.run_second(
                second, [each for each in mail if site_of(each.recipient) == site.id]
            )
            events += output.events
            messages += output.messages
            for message in output.messages:
                heapq.heappush(due, _queued(_carried(message, edit), message.due))
    events.sort(key=lambda event: (event.time, event.site, event.sequence))
    messages.sort(key=lambda each: (each.sent, each.sender, each.message_id))
    return Played(events=events, messages=messages)


Queued = tuple[int, str, str, int, str, Incoming]


def _queued(mail: Incoming, at: int) -> Queued:
    return at, mail.sender, mail.recipient, mail.link_sequence, mail.message_id, mail


def _next_second(sites: Sequence[Site], due: Sequence[Queued]) -> int | None:
    planned = [each for site in sites if (each := site.next_second()) is not None]
    return min([*planned, *(each[0] for each in due[:1])], default=None)


def _mail_of(due: list[Queued], second: int) -> list[Incoming]:
    mail = []
    while due and due[0][0] == second:
        mail.append(heapq.heappop(due)[-1])
    return mail


def _carried(message: Outgoing, edit: Edit | None) -> Incoming:
    wire = with_run_id(message.xml, RUN)
    if edit is None:
        return arrive(wire, message)
    envelope = read(wire)
    arrived = edit(envelope)
    if isinstance(arrived, bytes):
        return arrive(arrived, message)
    return arrive(encode(replace(envelope, payload=arrived)), message)


def arrive(wire: bytes, message: Outgoing) -> Incoming:
    """Return a message as its receiver sees it, whatever became of the bytes."""
    checked = _VALIDATOR.check(wire)
    return Incoming(
        message_id=message.message_id,
        conversation_id=message.conversation_id,
        in_reply_to=message.in_reply_to,
        sender=message.sender,
        recipient=message.recipient,
        link_sequence=message.link_sequence,
        document_type=message.document,
        contents=Contents.of(_document(checked)),
        result=checked.result,
        references=checked.references,
    )


def _document(checked: Checked) -> object | None:
    layers = checked.result.layers
    if any(each.name in _UNREADABLE and each.state != "valid" for each in layers):
        return None
    assert checked.root is not None
    return decode(checked.root).payload


def forged(extra: Extra) -> Incoming:
    """Return an extra message with an id and a place on its link of its own."""
    number = 1_000_000 + extra.at
    head = CommunicationMetaData(
        message_id=message_id(0, extra.sender, number),
        conversation_id=extra.case,
        in_reply_to=None,
        run_id=RUN,
        sender=extra.sender,
        recipient=extra.recipient,
        prepared=START,
        link_sequence=number,
    )
    checked = _VALIDATOR.check(
        encode(Envelope(communication=head, payload=extra.payload))
    )
    return Incoming(
        message_id=head.message_id,
        conversation_id=head.conversation_id,
        in_reply_to=None,
        sender=extra.sender,
        recipient=extra.recipient,
        link_sequence=number,
        document_type=checked.result.document or "",
        contents=Contents.of(_document(checked)),
        result=checked.result,
        references=checked.references,
    )


def read(xml: bytes) -> Envelope:
    """Return the envelope in the bytes of a message."""
    checked = _VALIDATOR.check(with_run_id(xml, RUN))
    assert checked.root is not None
    return decode(checked.root)


# --- what happened ----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """The events and messages of a run, in order of time, and questions to them."""

    events: list[Event]
    messages: list[Outgoing]
    _payloads: dict[str, object] = field(default_factory=dict)

    def of(self, kind: Kind, **facts: Fact) -> list[Event]:
        """Return the events of a kind that carry these facts."""
        return [
            event
            for event in self.events
            if event.kind is kind
            and all(event.facts.get(name) == value for name, value in facts.items())
        ]

    def states(self, reference: str, role: str | None = None) -> list[Fact]:
        """Return the states that a declaration went through, of one role if named."""
        return [
            event.facts["to"]
            for event in self.of(Kind.TRANSITION, declaration=reference)
            if role is None or event.participant.endswith(f"-{role}")
        ]

    def stamps(self, leg: str) -> list[tuple[str, str]]:
        """Return (time point, role of its writer) of a leg, in order of time."""
        return [
            (str(event.facts["point"]), event.participant.rpartition("-")[2])
            for event in self.of(Kind.TIME_POINT, leg=leg)
        ]

    def at(self, point: Point, leg: str = "import") -> int:
        """Return the second of a time point that was written once in a leg."""
        (event,) = self.of(Kind.TIME_POINT, point=point, leg=leg)
        return event.time

    def payload(self, message: Outgoing) -> object:
        """Return the document in a message as it was sent."""
        if message.message_id not in self._payloads:
            self._payloads[message.message_id] = read(message.xml).payload
        return self._payloads[message.message_id]

    def sent(
        self, document: str, sender: str | None = None, recipient: str | None = None
    ) -> list[Outgoing]:
        """Return the messages of a document type between two participants."""
        return [
            message
            for message in self.messages
            if message.document == document
            and sender in (None, message.sender)
            and recipient in (None, message.recipient)
        ]

    def responses(self, recipient: str, reference: str) -> list[Response]:
        """Return what a participant was answered about a declaration, in order."""
        return [
            payload
            for message in self.sent("response", recipient=recipient)
            if isinstance(payload := self.payload(message), Response)
            and payload.declaration is not None
            and payload.declaration.reference == reference
        ]

    def outcomes(self, recipient: str, reference: str) -> list[Indicator | None]:
        """Return the outcomes that a participant was told; None asks for payment."""
        return [indicator_of(each) for each in self.responses(recipient, reference)]

    def lines(self) -> Iterator[Facts]:
        """Yield every event as plain data, to compare two runs."""
        for event in self.events:
            yield (
                ("time", event.time),
                ("site", event.site),
                ("sequence", event.sequence),
                ("participant", event.participant),
                ("kind", event.kind.value),
                ("case", event.case),
                *sorted(event.facts.items()),
            )
