"""What coordinator and workers of a run say to each other: words, as JSON.

Each says one word at a time to each other one, with a number, and says it again until
it has another: so a word that is lost comes again, and one that comes twice or late is
known by its number. A word is true for as long as it stands, whoever died since.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, TypeAdapter, ValidationError

COORDINATOR: Final = "coordinator"


def worker_name(number: int) -> str:
    """Return what the worker with a number is called, from `worker-1` on."""
    return f"worker-{number}"


class _Word(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hello(_Word):
    """Worker: I am here, with these fingerprints, and ask what to play.

    `recorded` is the last second in its own ledger, -1 where there is none.
    """

    kind: Literal["hello"] = "hello"
    fingerprints: dict[str, str]
    recorded: int


class Assignment(_Word):
    """Coordinator: what to play. `scenario` is the text of the file.

    `header` is that of the run's ledger. `collect`: send your ledger at the end.
    """

    kind: Literal["assignment"] = "assignment"
    scenario: str
    header: dict[str, str]
    sites: tuple[str, ...]
    granted: int
    collect: bool


class Refusal(_Word):
    """A message from a site of another worker of which so many `copies` were refused.

    `message` is the id that stands in it, "" where none can be read; `why` is what was
    wrong with the last copy.
    """

    message: str
    sender: str
    recipient: str
    document: str
    copies: int
    why: str


class Report(_Word):
    """Worker: I have played all I may; see `swsim.exchange.windows.Standing`.

    `now` is the last second played. The counts are of the sites' events since the
    beginning; `struck` names the disturbances that have happened. `refused` came from
    other workers and cannot be taken.
    """

    kind: Literal["report"] = "report"
    granted: int
    next: int | None
    sent: int
    stored: int
    unconfirmed: int
    now: int
    messages: int
    released: int
    rejected: int
    accepted: int
    done: int
    struck: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()


class Grant(_Word):
    """Coordinator: play the seconds before `until`."""

    kind: Literal["grant"] = "grant"
    until: int


class Finish(_Word):
    """Coordinator: nothing will happen any more; close your ledger."""

    kind: Literal["finish"] = "finish"


class Piece(_Word):
    """Worker: a piece of my ledger, `data` in Base64, from byte `offset` of `total`."""

    kind: Literal["piece"] = "piece"
    offset: int
    total: int
    data: str


class Have(_Word):
    """Coordinator: I have the first `bytes` of your ledger."""

    kind: Literal["have"] = "have"
    bytes: int


class Bye(_Word):
    """Worker: my ledger is closed, and with you; I go once you say so, too."""

    kind: Literal["bye"] = "bye"


class Dismissal(_Word):
    """Coordinator: you may go."""

    kind: Literal["dismissal"] = "dismissal"


class Trouble(_Word):
    """Either: the run cannot go on; `text` says why, for people."""

    kind: Literal["trouble"] = "trouble"
    text: str


Word = (
    Hello
    | Assignment
    | Report
    | Grant
    | Finish
    | Piece
    | Have
    | Bye
    | Dismissal
    | Trouble
)


class _Said(_Word):
    # Raised when a word changes its meaning or its fields; another one is not read.
    version: Literal[1]
    session: str
    number: int
    word: Annotated[Word, Discriminator("kind")]


_SAID: Final = TypeAdapter(_Said)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A word with its place: `session` is a process, `number` counts its words."""

    session: str
    number: int
    word: Word


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the body of a control message."""
    return _SAID.json_schema(mode="serialization")


def encode(said: Said) -> bytes:
    """Return the body of a control message."""
    return (
        _Said(version=1, session=said.session, number=said.number, word=said.word)
        .model_dump_json()
        .encode()
    )


def decode(body: bytes) -> Said:
    """Read the body of a control message; raises ValueError."""
    try:
        said = _SAID.validate_json(body)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise ValueError(f"{where}: {fault['msg']}") from error
    return Said(session=said.session, number=said.number, word=said.word)
