"""What every participant does: acknowledge each message, then act on it by a table."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar, Literal, TypeVar

from swsim.documents.parts import Error
from swsim.documents.types.acknowledgement import ACK, NACK, Acknowledgement
from swsim.domain.events import Fact, Kind
from swsim.domain.identifiers import participant
from swsim.domain.lifecycle import HOLDS, Hold, State, Step, Trigger, step
from swsim.domain.settings import Leg, SiteSettings
from swsim.domain.streams import Stream
from swsim.domain.timepoints import Point
from swsim.simulation.mail import Incoming
from swsim.simulation.queue import Queue
from swsim.simulation.site import Letter, Site
from swsim.validation.answer import errors_of
from swsim.validation.functions import Lookup
from swsim.validation.lookups import NOTHING_KNOWN
from swsim.validation.result import Finding, Severity

Handler = Callable[[Incoming], None]
D = TypeVar("D", bound="Desk")


class Desk:
    """A part of what a participant does, for one kind of business.

    A subclass fills `handlers`, payload class -> method, and may look closer with
    `wants`: of the desks of a participant, the first that takes a message acts on it.
    A desk sends and records in the name of its participant, `of`.
    """

    def __init__(self, of: "Participant") -> None:
        self.of = of
        self.site = of.site
        self.env = of.env
        self.profile = of.profile
        self.handlers: dict[type, Handler] = {}

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether there is business for the desk at a site."""
        return True

    def start(self) -> None:
        """Begin what the desk does of its own accord."""

    def takes(self, mail: Incoming) -> bool:
        """Tell whether a message is business of this desk.

        A document is not read before its class is known to be of a kind for the desk:
        half of all messages are acknowledgements, which few look into.
        """
        return mail.contents.kind in self.handlers and self.wants(mail)

    def wants(self, mail: Incoming) -> bool:
        """Tell whether a message of a class that it handles is the desk's own."""
        return True

    def act(self, mail: Incoming) -> None:
        """Act on a message that the desk takes."""
        kind = mail.contents.kind
        assert kind is not None  # it takes no others
        self.handlers[kind](mail)


class Participant:
    """Sends and receives documents at a site.

    A subclass names its `role` and fills `handlers`: payload class -> method.
    `sees_risk` tells that it may know what is for customs officers alone; `lookup` is
    what it knows of matters that a document only refers to. `desks` are asked before
    its own handlers, in their order.
    """

    role: ClassVar[str]
    sees_risk: ClassVar[bool] = False

    def __init__(self, site: Site, role: str | None = None) -> None:
        """Sit down at a site, in the own role or in that of another."""
        self.lookup: Lookup = NOTHING_KNOWN
        self.site = site
        self.env = site.env
        self.profile = site.profile
        self.id = participant(site.id, role or self.role)
        self.handlers: dict[type, Handler] = {Acknowledgement: self.acknowledged}
        self.desks: tuple[Desk, ...] = ()
        site.open_inbox(self.id, self.deliver)

    def start(self) -> None:
        """Begin what the participant and its desks do of their own accord."""
        for desk in self.desks:
            desk.start()

    def desk(self, kind: type[D]) -> D:
        """Return the desk of a kind. Raises LookupError where there is none."""
        for desk in self.desks:
            if isinstance(desk, kind):
                return desk
        raise LookupError(f"{self.id} has no {kind.__name__}")

    def deliver(self, mail: Incoming) -> None:
        """Take in one message: judge and record it, ACK or NACK it, and act on it."""
        mail = self._judged(mail)
        self.site.judged(mail)
        self.site.record(
            self.id,
            Kind.RECEIVED,
            mail.conversation_id,
            message=mail.message_id,
            **{"from": mail.sender},
            document=mail.document_type,
            verdict=mail.result.verdict,
            findings=tuple(finding.rule for finding in self._seen(mail)),
        )
        kind = mail.contents.kind
        if kind is None:
            self._acknowledge(mail, NACK, mail.result.findings)
            return
        if kind is not Acknowledgement:
            self._acknowledge(mail, ACK)
        for desk in self.desks:
            if desk.takes(mail):
                desk.act(mail)
                return
        self.handlers.get(kind, self.drop)(mail)

    def _judged(self, mail: Incoming) -> Incoming:
        """Return a message with the verdict complete, as the records stand now.

        The parsed document, which only that needs, is let go.
        """
        if mail.references is None:
            return mail
        result = mail.references.answered(self.lookup, officer=self.sees_risk)
        return replace(mail, result=result, references=None)

    def _seen(self, mail: Incoming) -> Sequence[Finding]:
        """Return the findings that this participant may know of."""
        result = mail.result
        return result.findings if self.sees_risk else result.for_declarant()

    def _acknowledge(
        self, mail: Incoming, status: str, findings: Sequence[Finding] = ()
    ) -> None:
        self.reply(
            mail,
            Acknowledgement(
                issued=self.site.moment(),
                message_id=mail.message_id,
                status=status,
                errors=errors_of(findings),
            ),
        )

    def drop(self, mail: Incoming) -> None:
        """Leave a document alone that this participant has no part in."""
        self.record(
            Kind.DROPPED,
            mail.conversation_id,
            message=mail.message_id,
            **{"from": mail.sender},
            why=f"{mail.document_type} is no document for {self.id}",
        )

    def acknowledged(self, mail: Incoming) -> None:
        """Take note of an ACK or NACK; most participants need do no more."""

    # --- short forms -------------------------------------------------------------

    def reply(self, mail: Incoming, payload: object) -> None:
        """Answer a message to its sender, in the same case."""
        self.send(mail.sender, payload, mail.conversation_id, mail.message_id)

    def send(
        self,
        recipient: str,
        payload: object,
        case: str,
        in_reply_to: str | None = None,
    ) -> None:
        """Send a document within a case."""
        self.site.send(
            Letter(
                sender=self.id,
                recipient=recipient,
                case=case,
                in_reply_to=in_reply_to,
                payload=payload,
            )
        )

    def forward(self, mail: Incoming, recipient: str) -> None:
        """Pass a message on as it is, in the same case."""
        self.send(recipient, mail.document, mail.conversation_id, mail.message_id)

    def neighbour(self, role: str) -> str:
        """Return the participant who plays `role` at this site."""
        return participant(self.site.id, role)

    def open_queue(self, desk: str, officers: int, staff: str | None = None) -> Queue:
        """Return the queue of a desk of this participant with so many officers.

        Desks of one `staff`, by default the name of the desk, are staffed alike.
        """
        return self.site.open_queue(self.id, desk, officers, staff)

    def window_of(self, country: str) -> str:
        """Return the single window of a country, in or out of the cast."""
        return f"{country.lower() or 'nowhere'}-sw"

    def stream(self, purpose: str) -> Stream:
        """Return this participant's random stream for one purpose."""
        return self.site.stream(self.id, purpose)

    def record(self, kind: Kind, case: str, **facts: Fact) -> None:
        """Write down that something happened to this participant now."""
        self.site.record(self.id, kind, case, **facts)

    def stamp(self, point: Point, case: str, declaration: str, leg: Leg) -> None:
        """Write down a time point that this participant owns."""
        self.record(
            Kind.TIME_POINT, case, point=point, declaration=declaration, leg=leg
        )

    def transition(
        self, state: State, trigger: Trigger, case: str, declaration: str, leg: Leg
    ) -> Step:
        """Take a declaration one step through its life and write that down.

        Raises IllegalTransitionError (R61) when the trigger does not fit the state.
        """
        done = step(state, trigger)
        self.record(
            Kind.TRANSITION,
            case,
            declaration=declaration,
            leg=leg,
            **{"from": state, "to": done.to},
        )
        return done

    def hold(
        self,
        hold: Hold,
        change: Literal["set", "lifted"],
        case: str,
        declaration: str,
        leg: Leg,
    ) -> None:
        """Write down that a hold was set or lifted, with the time point of that."""
        self.record(
            Kind.HOLD, case, declaration=declaration, leg=leg, hold=hold, change=change
        )
        means = HOLDS[hold]
        point = means.set_point if change == "set" else means.lift_point
        if point is not None:
            self.stamp(point, case, declaration, leg)

    def errors(self, mail: Incoming) -> tuple[Error, ...]:
        """Return what makes a message unacceptable here, as an answer tells it."""
        return errors_of(
            [each for each in mail.result.findings if self.severity(each) == "E"]
        )

    def severity(self, finding: Finding) -> Severity:
        """Return how much a finding weighs here, as a profile may loosen a rule.

        `R04-none` weighs as R04 does, whose assertion it is.
        """
        rule = finding.rule.partition("-")[0]
        return self.profile.severities.get(rule, finding.severity)
