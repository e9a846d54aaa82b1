"""Where the kernel writes a run down: the ledger, or a comparison with one."""

from collections.abc import Sequence
from typing import Protocol

from swsim.domain.events import Event
from swsim.ledger.records import (
    DeadLetter,
    Effect,
    InboxRow,
    StoredMessage,
)
from swsim.simulation.mail import Given


class Recorder(Protocol):
    """Where a run is written down: the ledger, or a comparison with one."""

    def commit_second(
        self,
        events: Sequence[Event],
        messages: Sequence[StoredMessage],
        effects: Sequence[Effect],
    ) -> None:
        """Keep what one virtual second brought."""

    def store_arrivals(self, rows: Sequence[InboxRow]) -> None:
        """Keep messages that came in."""

    def received_hash(self, message_id: str) -> str | None:
        """Return the content hash of a message that came in before; None if none."""

    def store_input(self, given: Given) -> None:
        """Keep what was given from outside, at once."""

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Keep what was refused."""

    def confirm(self, message_ids: Sequence[str]) -> None:
        """Note receipts."""

    def flush(self) -> None:
        """Put in the file what was kept so far."""
