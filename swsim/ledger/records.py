"""What a ledger keeps beside events: messages, arrivals, effects, refusals."""

from dataclasses import dataclass
from typing import Final

# The key of a header under which the tally of a run that has ended stands, as JSON.
TALLY: Final = "tally"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredMessage:
    """A message as the ledger keeps it; `xml` is the wire form with an empty RunID."""

    id: str
    time: int
    due: int
    sender: str
    recipient: str
    document: str
    case: str
    link_sequence: int
    sha256: str
    xml: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedMessage:
    """A message without its XML; `position` counts those of the run from 1."""

    position: int
    id: str
    time: int
    due: int
    sender: str
    recipient: str
    document: str
    case: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """A message was delivered to its recipient's site at a virtual second.

    `verdict` is what its receiver found, see `swsim.ledger.verdicts`.
    """

    message_id: str
    time: int
    site: str
    verdict: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Foreign:
    """A message that a site of another worker sent, as it came in.

    A worker keeps it so that it can play its own part again, alone.
    """

    message_id: str
    sender: str
    recipient: str
    document: str
    body: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxRow:
    """A message that came in over the link; the ledger counts deliveries of it.

    Where it was signed, `signature` is the value and `certificate` the serial number.
    `foreign` is set for the first delivery of what another worker's site sent.
    """

    message_id: str
    recipient: str
    sha256: str
    signature: bytes | None = None
    certificate: int | None = None
    foreign: Foreign | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """The signature under which a message was received."""

    value: bytes
    issuer: str
    serial: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCertificate:
    """A certificate that signatures refer to; `pem` holds all of it."""

    serial: int
    participant: str
    issuer: str
    pem: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadLetter:
    """Something that came in and was refused, with the reason.

    It came at virtual second `time`, on the wall clock at `at` (ISO 8601, UTC). `body`
    is what the ledger keeps of its `size` bytes: the beginning.
    """

    recipient: str
    sender: str
    document: str
    why: str
    body: bytes
    size: int
    time: int
    at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """The transport's balance, by one query over messages, effects and inbox."""

    messages: int
    lost: int
    duplicated: int
    repeated_deliveries: int
    dead_letters: int
