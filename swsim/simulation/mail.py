"""What crosses the border of floor 2: documents out, documents in, inputs."""

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """A message as its receiver sees it: who, what, and what the validator says.

    `document` is None when the XML does not fit its schema. `references` is set until
    the receiver has answered from its own records what the document alone cannot say.
    """

    message_id: str
    conversation_id: str
    in_reply_to: str | None
    sender: str
    recipient: str
    link_sequence: int
    document_type: str
    document: object | None
    result: ValidationResult
    references: References | None = None


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
