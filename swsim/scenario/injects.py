"""What happens to the members of a cast while they trade: injects, and their table."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field

from swsim.domain.durations import PositiveSeconds, Seconds
from swsim.domain.profiles import Strict, Text
from swsim.scenario.fields import Identifier, Participant, SiteOrParticipant


class _AnyInject(Strict):
    id: Identifier
    at: Seconds
    note: Text | None = Field(default=None, description="What the trainer may say.")
    objective: Identifier | None = None


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


Inject = DuplicateMessage | BrokerRestart | LinkDown
INJECTS: Final[Mapping[str, type[Inject]]] = {
    "duplicate-message": DuplicateMessage,
    "broker-restart": BrokerRestart,
    "link-down": LinkDown,
}
