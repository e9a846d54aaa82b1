"""What crosses the border of floor 2: documents out, documents in, inputs."""

from collections.abc import Callable
from dataclasses import dataclass

from swsim.validation.engine import References
from swsim.validation.result import ValidationResult


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """A message that a participant sent at second `sent`, due at second `due`.

    `xml` is the wire form with an empty RunID; `sha256` the hash of its canonical form.
    `record` is the document as its sender has it, None where it has only the text.
    `own_words` says that it was written from the record, not by somebody outside.
    """

    message_id: str
    conversation_id: str
    sender: str
    recipient: str
    document: str
    link_sequence: int
    sent: int
    due: int
    xml: bytes
    sha256: str
    in_reply_to: str | None = None
    record: object | None = None
    own_words: bool = False


class Contents:
    """The document that a message carries, read from its XML when somebody asks.

    Half of all messages are acknowledgements, which most receivers take note of without
    looking inside. `kind` is the class of the record, None where there is none because
    the XML does not fit its schema.
    """

    __slots__ = ("_read", "_record", "kind")

    def __init__(self, kind: type | None, read: Callable[[], object]) -> None:
        """Read nothing yet; `read` is called once at most, and let go then."""
        self.kind = kind
        self._read: Callable[[], object] | None = read
        self._record: object | None = None

    @classmethod
    def of(cls, record: object | None) -> "Contents":
        """Return contents that were read before; None for those that do not fit."""
        return cls(None if record is None else type(record), lambda: record)

    @property
    def document(self) -> object | None:
        """The record; None where there is none."""
        if self._read is not None:
            self._record, self._read = self._read(), None
        return self._record


NO_CONTENTS = Contents.of(None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """A message as its receiver sees it: who, what, and what the validator says.

    `references` is set until the receiver has answered from its own records what the
    document alone cannot say.
    """

    message_id: str
    conversation_id: str
    in_reply_to: str | None
    sender: str
    recipient: str
    link_sequence: int
    document_type: str
    contents: Contents
    result: ValidationResult
    references: References | None = None

    @property
    def document(self) -> object | None:
        """The document as a record; None when the XML does not fit its schema."""
        return self.contents.document


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What a person or a foreign system lets its participant send: an input of the run.

    `number` counts the inputs of a run from 1; `time` is the second at which it takes
    effect. `case` None opens a case of its own. `body` is the XML of the document.
    """

    number: int
    time: int
    participant: str
    recipient: str
    case: str | None
    in_reply_to: str | None
    body: bytes
