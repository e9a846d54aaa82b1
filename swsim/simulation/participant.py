"""What every participant does: acknowledge each message, then act on it by a table."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from swsim.documents.types.acknowledgement import ACK, NACK, Acknowledgement
from swsim.domain.events import Fact, Kind
from swsim.domain.identifiers import participant
from swsim.domain.streams import Stream
from swsim.domain.timepoints import Point
from swsim.simulation.mail import Incoming
from swsim.simulation.site import Letter, Site
from swsim.validation.answer import errors_of
from swsim.validation.result import Finding

Handler = Callable[[Incoming], None]


class Participant:
    """Sends and receives documents at a site.

    A subclass names its `role` and fills `handlers`: payload class -> method.
    """

    role: ClassVar[str]

    def __init__(self, site: Site) -> None:
        self.site = site
        self.env = site.env
        self.profile = site.profile
        self.id = participant(site.id, self.role)
        self.handlers: dict[type, Handler] = {Acknowledgement: self.acknowledged}
        site.open_inbox(self.id, self.deliver)

    def start(self) -> None:
        """Begin what the participant does of its own accord."""

    def deliver(self, mail: Incoming) -> None:
        """Take in one message: record it, ACK or NACK it, and act on it."""
        self.site.record(
            self.id,
            Kind.RECEIVED,
            mail.conversation_id,
            message=mail.message_id,
            **{"from": mail.sender},
            document=mail.document_type,
            verdict=mail.result.verdict,
            findings=tuple(finding.rule for finding in mail.result.findings),
        )
        if mail.document is None:
            self._acknowledge(mail, NACK, mail.result.findings)
            return
        if not isinstance(mail.document, Acknowledgement):
            self._acknowledge(mail, ACK)
        self.handlers[type(mail.document)](mail)

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

    def neighbour(self, role: str) -> str:
        """Return the participant who plays `role` at this site."""
        return participant(self.site.id, role)

    def stream(self, purpose: str) -> Stream:
        """Return this participant's random stream for one purpose."""
        return self.site.stream(self.id, purpose)

    def record(self, kind: Kind, case: str, **facts: Fact) -> None:
        """Write down that something happened to this participant now."""
        self.site.record(self.id, kind, case, **facts)

    def stamp(self, point: Point, case: str, declaration: str, leg: str) -> None:
        """Write down a time point that this participant owns."""
        self.record(
            Kind.TIME_POINT, case, point=point, declaration=declaration, leg=leg
        )
