"""Notices messages of this process that are refused, however often they come.

A receiver that refuses a message gives no receipt, so it is published again, as one
that was lost would be. Once or twice that helps: somebody has put another in its place.
Where it does not, the clock would wait for ever.
"""

from dataclasses import dataclass
from typing import Final

from swsim.errors import BlockedError
from swsim.exchange.inflight import InFlight, Unconfirmed
from swsim.exchange.link import Arrival
from swsim.exchange.topics import topic

# Copies of one message. They take three wall seconds while the clock waits for it, as
# its patience doubles from 0.2 s on: a broker that alters one message in ten by mistake
# spoils five in a row once in 100,000.
MOST_COPIES: Final = 5


@dataclass(slots=True)
class _Refused:
    """How many copies of a message were refused, and the last: when and why."""

    last: Arrival
    copies: int = 0
    attempt: int = 0
    why: str = ""


class Refusals:
    """Counts the refused copies of messages that are on their way."""

    def __init__(
        self, run_id: str, in_flight: InFlight, unconfirmed: Unconfirmed
    ) -> None:
        self._run_id = run_id
        self._in_flight = in_flight
        self._unconfirmed = unconfirmed
        self._refused: dict[str, _Refused] = {}

    def note(self, arrival: Arrival, stated: str | None, why: str) -> None:
        """Note that an arrival was refused; `stated` is the message id in it, if any.

        Where that is none of ours, the arrival may have been any message on the same
        way. Of each, one copy counts for each time it was published: a flood of what
        somebody else sends does not make up for it. Raises BlockedError for a message
        that was refused as often as it may be.
        """
        attempts = self._unconfirmed.attempts(arrival.sender, arrival.recipient)
        meant = {stated: attempts[stated]} if stated in attempts else attempts
        for message_id, attempt in meant.items():
            if message_id not in self._in_flight:
                self._refused.pop(message_id, None)  # it came after all
                continue
            refused = self._refused.setdefault(message_id, _Refused(last=arrival))
            if refused.attempt < attempt:
                refused.copies += 1
                refused.last, refused.attempt, refused.why = arrival, attempt, why
            if refused.copies >= MOST_COPIES:
                raise self._blocked(message_id, refused)

    def _blocked(self, message_id: str, refused: _Refused) -> BlockedError:
        last = refused.last
        return BlockedError(
            message_id=message_id,
            sender=last.sender,
            recipient=last.recipient,
            topic=topic(self._run_id, last.recipient, last.sender, last.document),
            attempts=refused.attempt,
            why=refused.why,
        )
