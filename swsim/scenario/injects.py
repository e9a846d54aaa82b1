"""What happens to the members of a cast while they trade: injects, and their table."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from swsim.domain.agencies import AgencyRole
from swsim.domain.durations import PositiveSeconds, Seconds
from swsim.domain.happenings import (
    AssistanceMatter,
    AssistanceWanted,
    Desk,
    Effect,
    GuaranteeCut,
    InformationRelayed,
    Pest,
    Staff,
    Turned,
)
from swsim.domain.profiles import Strict, Text
from swsim.scenario.fields import (
    Flag,
    Hs6,
    Identifier,
    MemberCode,
    Participant,
    Positive,
    SiteOrParticipant,
)
from swsim.scenario.policy import PolicyTurned, turned


class _AnyInject(Strict):
    id: Identifier
    at: Seconds
    note: Text | None = Field(default=None, description="What the trainer may say.")
    objective: Identifier | None = None

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield what happens to the site of a member, by its code; most do nothing."""
        yield from ()


class DuplicateMessage(_AnyInject):
    """The transport delivers the next message on a link twice."""

    kind: Literal["duplicate-message"]
    sender: Participant = Field(alias="from")
    recipient: Participant = Field(alias="to")


class BrokerRestart(_AnyInject):
    """The broker is killed and started again."""

    kind: Literal["broker-restart"]


class LinkDown(_AnyInject):
    """For some time nothing passes between two sites or participants."""

    kind: Literal["link-down"]
    lasting: PositiveSeconds = Field(alias="for")
    between: Annotated[tuple[SiteOrParticipant, ...], Field(min_length=2, max_length=2)]


class StaffShortage(_AnyInject):
    """From now on fewer (or more) officers are at a desk."""

    kind: Literal["staff-shortage"]
    members: Annotated[tuple[MemberCode, ...], Field(min_length=1)]
    desk: Desk
    officers: Positive

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the number of officers, for the members named."""
        if member in self.members:
            yield Staff(desk=self.desk, officers=self.officers)


class PolicyChanged(_AnyInject):
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


class AssistanceRequested(_AnyInject):
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


class InformationPassedOn(_AnyInject):
    """A customs passes on what another supplied to it, against the conditions."""

    kind: Literal["information-passed-on"]
    member: MemberCode
    to: MemberCode

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the indiscretion, for the member who commits it."""
        if member == self.member:
            yield InformationRelayed(to=self.to)


class PestFound(_AnyInject):
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


class GuaranteeExhausted(_AnyInject):
    """From now on nothing is left of a guarantee, as when other claims come in."""

    kind: Literal["guarantee-exhausted"]
    member: MemberCode
    guarantee: Identifier

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the cut, for the member whose guarantor holds the guarantee."""
        if member == self.member:
            yield GuaranteeCut(guarantee=self.guarantee)


Inject = (
    DuplicateMessage
    | BrokerRestart
    | LinkDown
    | StaffShortage
    | PolicyChanged
    | AssistanceRequested
    | InformationPassedOn
    | PestFound
    | GuaranteeExhausted
)
INJECTS: Final[Mapping[str, type[Inject]]] = {
    get_args(each.model_fields["kind"].annotation)[0]: each for each in get_args(Inject)
}
