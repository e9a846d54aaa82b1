"""What happens to the members of a cast while they trade: injects, and their table."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from swsim.domain.agencies import AgencyRole
from swsim.domain.contraband import HiddenClass
from swsim.domain.durations import PositiveSeconds
from swsim.domain.happenings import (
    AlertIssued,
    AssistanceMatter,
    AssistanceWanted,
    AuthorisationChanged,
    CarelessFigures,
    CarelessReport,
    CertificateEnded,
    Cut,
    Desk,
    Effect,
    GuaranteeCut,
    InformationRelayed,
    Pest,
    Staff,
    Turned,
)
from swsim.domain.operators import ChangeName
from swsim.domain.papers import PaperType
from swsim.scenario.disturbing import BadWave, Congestion, Decision, NodeDown
from swsim.scenario.fields import (
    Flag,
    Hs6,
    Identifier,
    MemberCode,
    Participant,
    Positive,
    RiloId,
    SiteOrParticipant,
)
from swsim.scenario.occasions import Led, Timed
from swsim.scenario.policy import PolicyTurned, turned

HsPrefix = Annotated[str, StringConstraints(pattern="^([0-9]{2}|[0-9]{4}|[0-9]{6})$")]
ContainerPrefix = Annotated[str, StringConstraints(pattern="^[A-Z]{3}[JUZ]?$")]
PackageCode = Annotated[str, StringConstraints(pattern="^[A-Z0-9]{2}$")]


class DuplicateMessage(Timed):
    """The transport delivers the next message on a link twice."""

    kind: Literal["duplicate-message"]
    sender: Participant = Field(alias="from")
    recipient: Participant = Field(alias="to")


class BrokerRestart(Timed):
    """The broker is killed and started again."""

    kind: Literal["broker-restart"]


class LinkDown(Led):
    """For some time nothing passes between two sites or participants."""

    kind: Literal["link-down"]
    lasting: PositiveSeconds = Field(alias="for")
    between: Annotated[tuple[SiteOrParticipant, ...], Field(min_length=2, max_length=2)]

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the cut, which every sender must know of.

        At a known time it is one of the outages that all know from the beginning.
        """
        if self.at is None:
            yield Cut(a=self.between[0], b=self.between[1], lasting=self.lasting)


class StaffShortage(Led):
    """From now on fewer (or more) officers are at a desk."""

    kind: Literal["staff-shortage"]
    members: Annotated[tuple[MemberCode, ...], Field(min_length=1)]
    desk: Desk
    officers: Positive

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the number of officers, for the members named."""
        if member in self.members:
            yield Staff(desk=self.desk, officers=self.officers)


class PolicyChanged(Led):
    """From now on some switches of the policy stand otherwise."""

    kind: Literal["policy-change"]
    members: tuple[MemberCode, ...] = Field(
        default=(), description="Left out: all administrations."
    )
    policy: PolicyTurned  # type: ignore[valid-type]

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the switches, for the members named or for all."""
        if member in self.members or not self.members:
            yield Turned(policy=turned(self.policy))


class AssistanceRequested(Led):
    """A customs asks that of another member about the last import from there."""

    kind: Literal["assistance-request"]
    member: MemberCode
    of: MemberCode
    matter: AssistanceMatter = Field(
        default="VAL",
        description="Classification, document, origin, quantity, smuggling or value.",
    )
    urgent: Flag = False
    vague: Flag = Field(
        default=False, description="The request does not say which declaration."
    )

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the wish, for the member who asks."""
        if member == self.member:
            yield AssistanceWanted(
                of=self.of, matter=self.matter, urgent=self.urgent, vague=self.vague
            )


class InformationPassedOn(Led):
    """A customs passes on what another supplied to it, against the conditions."""

    kind: Literal["information-passed-on"]
    member: MemberCode
    to: MemberCode

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the indiscretion, for the member who commits it."""
        if member == self.member:
            yield InformationRelayed(to=self.to)


class PestFound(Led):
    """From now on an agency finds a pest or residue in goods of a kind from a country.

    The goods are opened; then they are treated, or refused.
    """

    kind: Literal["pest-found"]
    members: Annotated[tuple[MemberCode, ...], Field(min_length=1)]
    agency: AgencyRole = "agr"
    goods: Hs6
    origin: MemberCode
    then: Literal["treat", "refuse"] = "refuse"

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield what is found, for the members named."""
        if member in self.members:
            yield Pest(
                agency=self.agency,
                hs6=self.goods,
                origin=self.origin,
                check=self.then,
            )


class GuaranteeExhausted(Led):
    """From now on nothing is left of a guarantee, as when other claims come in."""

    kind: Literal["guarantee-exhausted"]
    member: MemberCode
    guarantee: Identifier

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the cut, for the member whose guarantor holds the guarantee."""
        if member == self.member:
            yield GuaranteeCut(guarantee=self.guarantee)


class ReportSpoilt(Led):
    """The next report of a seizure is incomplete, or names somebody (nominal)."""

    kind: Literal["report-spoilt"]
    member: MemberCode
    fault: Literal["incomplete", "nominal"]

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the carelessness, for the member who reports."""
        if member == self.member:
            yield CarelessReport(fault=self.fault)


class FiguresSpoilt(Led):
    """The next report of figures is incomplete or late, or names somebody (nominal)."""

    kind: Literal["figures-spoilt"]
    member: MemberCode
    fault: Literal["incomplete", "nominal", "late"]

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the carelessness, for the member who reports."""
        if member == self.member:
            yield CarelessFigures(fault=self.fault)


class AlertGiven(Led):
    """An intelligence office warns of what it was told, without any seizure.

    Criteria that honest trade fits make a decoy, few criteria one that is too wide.
    """

    kind: Literal["alert"]
    office: RiloId
    goods: HiddenClass = "DRG"
    lasting: PositiveSeconds = Field(alias="for", default=30 * 86_400)
    export_country: MemberCode | None = None
    destination: MemberCode | None = None
    heading: HsPrefix | None = None
    container: ContainerPrefix | None = None
    packaging: PackageCode | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "AlertGiven":
        if not (self.export_country or self.heading or self.container):
            raise ValueError("needs export_country, heading or container")
        return self

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the alert, for the offices."""
        if member == "rilo":
            yield AlertIssued(
                office=self.office,
                commodity_class=self.goods,
                lasting=self.lasting,
                hs_prefix=self.heading,
                export_country=self.export_country,
                destination=self.destination,
                equipment_prefix=self.container,
                packaging=self.packaging,
            )


class CertificateWithdrawn(Led):
    """The issuer takes back what it has issued for a lane so far.

    Withdrawn (it was wrong), cancelled (it is not needed) or replaced by another.
    """

    kind: Literal["certificate-withdrawn"]
    member: MemberCode = Field(description="The country of the issuer.")
    lane: Identifier
    type: PaperType
    change: Literal["withdrawn", "cancelled", "replaced"] = "withdrawn"

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield what the issuer does, for the member whose issuer it is."""
        if member == self.member:
            yield CertificateEnded(lane=self.lane, type=self.type, change=self.change)


class AeoSuspended(Led):
    """Customs suspends a company's authorisation, revokes it, or restores it."""

    kind: Literal["aeo-suspended"]
    member: MemberCode = Field(description="Whose customs it is.")
    company: Annotated[int, Field(ge=0, le=79)] | None = Field(
        default=None,
        description="Its number; left out: of those that it can happen to, the one with"
        " the most shipments.",
    )
    change: ChangeName = "suspended"

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the change, for the member who has authorised the company."""
        if member == self.member:
            yield AuthorisationChanged(change=self.change, company=self.company)


Inject = (
    DuplicateMessage
    | BrokerRestart
    | LinkDown
    | NodeDown
    | Congestion
    | BadWave
    | Decision
    | StaffShortage
    | PolicyChanged
    | AssistanceRequested
    | InformationPassedOn
    | PestFound
    | GuaranteeExhausted
    | ReportSpoilt
    | FiguresSpoilt
    | AlertGiven
    | CertificateWithdrawn
    | AeoSuspended
)
INJECTS: Final[Mapping[str, type[Inject]]] = {
    get_args(each.model_fields["kind"].annotation)[0]: each for each in get_args(Inject)
}


def repeated(injects: tuple[Inject, ...]) -> tuple[Inject, ...]:
    """Return the injects with each repeat as one of its own, at its own time."""
    return tuple(again for each in injects for again in _again(each))


def _again(inject: Inject) -> Iterator[Inject]:
    yield inject
    if inject.repeat is None or inject.at is None:
        return
    for number in range(2, inject.repeat.times + 1):
        at = inject.at + (number - 1) * inject.repeat.every
        yield inject.model_copy(update={"id": f"{inject.id}-{number}", "at": at})
