"""What the API takes and gives, as records; their docstrings are its description."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

from swsim.validation.writers.json import Finding, ValidationReport

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

    declaration: str
    case: str
    who: str = Field(description="The participant who has to act.")
    document: str = Field(description="The document type that it has to send.")
    since: Second


class AwaitedNow(Record):
    """What is awaited longest, of so many."""

    awaited: list[Awaited]
    of: int


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


class Entry(Record):
    """The PIN that `swsim serve` prints."""

    pin: str = Field(pattern="^[0-9]{8}$")


class Session(Record):
    """Who asks."""

    trainer: bool


class Token(Session):
    """A trainer's token, for the header `Authorization: Bearer TOKEN`."""

    token: str


# --- documents --------------------------------------------------------------------


class Kinds(Record):
    """What can be generated, and for which layers a document can be broken."""

    kinds: list[str]
    names: dict[str, str] = Field(
        description="Of each kind, in the language asked for."
    )
    layers: list[str]


class Order(Record):
    """What to generate: the same order gives the same documents."""

    kind: str = Field(max_length=100)
    seed: Annotated[StrictInt, Field(ge=0, le=2**31 - 1)] = 1
    count: Annotated[StrictInt, Field(ge=1, le=20)] = 1


class Document(Record):
    """A document that was made."""

    name: str
    xml: str


class Documents(Record):
    """Documents that were made."""

    documents: list[Document]


class Mutant(Document):
    """A document that was broken, and the finding that it must raise."""

    operator: str = Field(description="What was done to it.")
    rule: str
    layer: str
    verdict: str
    told: str = Field(description="What the rule asks for.")
    expectation: dict[str, Any] = Field(
        description="What `swsim validate --expect-beside` reads beside the document."
    )


class Place(Record):
    """The characters that a finding means."""

    line: int = Field(description="From 1.")
    start: int = Field(description="Characters left of it in the line.")
    length: int


class PathStep(Record):
    """An element on the way to a finding."""

    name: str
    id: str | None = Field(description="WCO id of the class or element.")
    number: int | None = Field(description="Occurrence from 1, where it may repeat.")
    told: str | None = Field(description="What the schema says of it.")


class Beside(Record):
    """What goes with a finding of the report, one for each in the same order."""

    place: Place | None
    path: list[PathStep]


class Validated(ValidationReport):
    """The report of `swsim validate --format json`, and what a page shows beside it."""

    lines: list[str] | None = Field(description="Of the document; null if not wanted.")
    beside: list[Beside]
    rules: dict[str, str] = Field(description="What each rule that is named asks for.")
    expectation: dict[str, Any] = Field(
        description="What `swsim validate --expect-beside` reads beside the document."
    )


class FormField(Record):
    """An element; a leaf has a text, a group has fields."""

    name: str
    id: str | None = Field(description="WCO id of the class or element.")
    number: int | None = Field(description="Occurrence from 1, where it may repeat.")
    told: str | None = Field(description="What the schema says of it.")
    line: int = Field(description="Of its start tag, from 1; 0 where not known.")
    column: int = Field(description="In characters, from 1; 0 where not known.")
    attributes: dict[str, str]
    text: str | None
    fields: list["FormField"]


class Form(Record):
    """A document as a form; `why` says where there is none."""

    root: FormField | None
    why: str | None


class Health(Record):
    """That the server is there."""

    status: Literal["ok"]
    version: str
