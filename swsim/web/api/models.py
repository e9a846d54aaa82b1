"""What the API takes and gives of a run; the docstrings are its description."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

from swsim.validation.writers.json import Finding

Second = Annotated[int, Field(description="Virtual seconds since the run's start.")]


class Record(BaseModel):
    """Base of all: what is not described is not taken."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


# --- the run ----------------------------------------------------------------------


class Clock(Record):
    """The clock of the room."""

    state: Literal["prepared", "running", "paused", "ended", "failed"]
    second: Second
    speed: int = Field(description="Virtual seconds in a second of the room.")
    frozen: bool = Field(description="Whether pictures stand still; the run goes on.")
    looking: int | None = Field(
        description="The second that the room looks back at; null: it sees the present."
    )
    verdict: str | None = Field(
        description="PASS, WARN, FAIL, BLOCKED or SKIPPED once the run has ended."
    )
    why: str | None = Field(description="Why the run failed, if it did.")


class Site(Record):
    """An administration or the offices of a kind, and where that is on the map."""

    id: str
    name: dict[str, str] = Field(description="By language.")
    region: str = Field(description="AP or AMS; empty for offices.")
    x: float = Field(description="From the left, of 1000.")
    y: float = Field(description="From the top, in the same unit.")


class Run(Record):
    """What is played."""

    id: str
    scenario: str
    title: dict[str, str] = Field(description="By language.")
    summary: dict[str, str] = Field(description="By language.")
    fictional: bool = Field(description="Whether administrations are invented.")
    seed: int
    start: str = Field(description="The instant of second 0, ISO 8601.")
    speeds: list[int] = Field(description="The speeds that the projector offers.")
    sites: list[Site]
    roles: dict[str, dict[str, str]] = Field(
        description="What participants are, by the end of their id, by language."
    )
    names: dict[str, dict[str, str]] = Field(
        description="What document types are called, by language."
    )


class RunNow(Record):
    """What is played, and how it stands."""

    run: Run
    clock: Clock
    totals: dict[str, int] = Field(
        description="messages, lodged, accepted, released, rejected, nacked, detained;"
        " what has not happened yet is left out."
    )
    documents: dict[str, int] = Field(description="Messages by document type.")


class Awaited(Record):
    """Something that a declaration waits for."""

    id: str
    declaration: str
    case: str
    who: str = Field(description="The participant who has to act.")
    document: str = Field(description="The document type that it has to send.")
    since: Second


class AwaitedNow(Record):
    """What is awaited longest, of so many."""

    awaited: list[Awaited]
    of: int


Choice = Literal["release", "detain"]


class DecisionKept(Record):
    """The release of a case that the scenario keeps for the trainer."""

    inject: str
    site: str = Field(description="The site whose customs waits for it.")
    declaration: str = Field(description="Reference of the declaration, or empty.")
    since: Second
    until: Second = Field(description="When it is taken without the trainer.")
    default: Choice = Field(description="How it is taken then.")
    said: Choice | None = Field(
        description="What the trainer has said, until that takes effect; null: nothing."
    )


class DecisionsKept(Record):
    """The open decisions, the most urgent first."""

    decisions: list[DecisionKept]


# --- messages ---------------------------------------------------------------------


class Message(Record):
    """A message, without its XML."""

    position: int = Field(description="Counts the messages of the run from 1.")
    id: str
    second: Second
    due: Second
    sender: str
    recipient: str
    document: str
    case: str


class Messages(Record):
    """Some of the messages, in the order they were sent."""

    messages: list[Message]
    next: int | None = Field(description="`after` of the next page; null at the end.")


class WholeMessage(Message):
    """A message with its XML and all that may be known of it."""

    lines: list[str] = Field(description="The XML; findings count its lines from 1.")
    received: int | None = Field(description="When it was delivered; null: not yet.")
    verdict: str | None = Field(description="The receiver's; null: not yet.")
    findings: list[Finding]
    means: str = Field(description="What it is in the procedure, in one sentence.")
    next: str = Field(description="What happens after it, in one sentence.")


# --- the past, and the end --------------------------------------------------------


class Line(Record):
    """Something that happened, in words."""

    second: Second
    who: str = Field(description="The participant who acted; empty for an inject.")
    tone: str = Field(description="ok, wait, bad, info or inject.")
    symbol: str
    text: dict[str, str] = Field(description="By language.")
    message: str = Field(description="Id of the message it is about, or empty.")
    case: str
    inject: str = Field(default="", description="Id of the inject, or empty.")


class OnItsWay(Record):
    """A message as the map draws it."""

    id: str
    second: Second
    sender: str = Field(alias="from")
    recipient: str = Field(alias="to")
    document: str
    about: str = Field(description="Reference of the declaration, or empty.")
    outcome: str = Field(description="ok, wait, bad or info.")


class Then(Record):
    """A run as it stood at the end of a second."""

    totals: dict[str, int]
    documents: dict[str, int] = Field(description="Messages by document type.")
    times: dict[str, list[int]] = Field(
        description="By channel the least, quartiles and most of the release times in"
        " seconds, and their number."
    )
    sites: dict[str, list[int]] = Field(
        description="Messages sent and received, and open declarations."
    )
    awaited: list[Awaited]
    awaited_of: int
    lines: list[Line]
    alerts: list[Line]
    messages: list[OnItsWay]
    injects: list[Line]
    decisions: list[DecisionKept]


class Inject(Record):
    """What the scenario does to the run; notes are for the trainer alone."""

    id: str
    kind: str
    at: int | None = Field(description="When it is to strike; null: it waits.")
    since: int | None = Field(description="When it took effect; null: not yet.")
    told: str = Field(description="What happens, in one sentence.")
    note: str | None
    objective: str | None = Field(description="What is to be learnt by it.")


class Injects(Record):
    """Those that took effect; all of them for the trainer."""

    injects: list[Inject]


class Outcome(Record):
    """What was expected, what was seen, and what was to be learnt by it."""

    id: str
    text: str
    observed: str
    verdict: str = Field(description="PASS, WARN, FAIL or BLOCKED.")
    objective: str | None


class Outcomes(Record):
    """How a run came out, and what to talk about."""

    verdict: str = Field(description="The worst; SKIPPED: nothing was expected.")
    expectations: list[Outcome]
    debrief: list[str] = Field(description="Questions to the learners.")


# --- steering ---------------------------------------------------------------------


class Action(Record):
    """Let the clock go, stand, or play one step."""

    action: Literal["go", "pause", "step"]


class Speed(Record):
    """Let so many virtual seconds pass in a second of the room."""

    speed: Annotated[StrictInt, Field(ge=1, le=3600)]


class Freeze(Record):
    """Hold the pictures still, or let them go on; the run goes on meanwhile."""

    frozen: StrictBool


class Look(Record):
    """Show the room the run as it stood at a second, or the present; the run waits."""

    look: Annotated[StrictInt, Field(ge=0, le=2**62)] | None


class Decide(Record):
    """Take a decision; it takes effect at the next second that is played."""

    inject: Annotated[str, Field(max_length=100)]
    site: Annotated[str, Field(max_length=20)]
    choice: Choice


class Entry(Record):
    """The PIN that `swsim serve` prints."""

    pin: str = Field(pattern="^[0-9]{8}$", examples=["12345678"])


class Session(Record):
    """Who asks."""

    trainer: bool


class Token(Session):
    """A trainer's token, for the header `Authorization: Bearer TOKEN`."""

    token: str


class Health(Record):
    """That the server is there."""

    status: Literal["ok"]
    version: str
