"""Small records of the kernel: switches for tests, and the count between workers."""

from dataclasses import dataclass, field

from swsim.exchange.control import Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Controls:
    """Switches that only tests turn off, to show that each of them matters.

    Without `resend` a message that gets no receipt within `patience` is given up.
    Without `ordered`, messages of one second are delivered as they arrived. After
    `stalled` wall seconds without a message that is awaited, that is said.
    """

    resend: bool = True
    ordered: bool = True
    patience: float = 4.0
    stalled: float = 10.0


@dataclass(kw_only=True, slots=True)
class Crossing:
    """How many messages went to sites of other workers, and how many came from them.

    `refused` are those that came and could not be taken, by sender and recipient, for
    as long as nothing better came the same way.
    """

    sent: int = 0
    stored: int = 0
    refused: dict[tuple[str, str], Refusal] = field(default_factory=dict)
