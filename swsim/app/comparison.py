"""Compares a run that is played again with what a ledger has recorded of it.

It takes the place of the ledger that a live run writes to. The first difference ends
the replay.
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from swsim.domain.events import Event
from swsim.exchange.recorder import Recorder
from swsim.ledger.canonical import facts_text, line_of
from swsim.ledger.reading import HEAD
from swsim.ledger.records import (
    DeadLetter,
    Effect,
    InboxRow,
    StoredMessage,
)
from swsim.ledger.store import Ledger
from swsim.simulation.mail import Given

# A copy is written in portions: nobody outside waits for it.
_PORTION = 1_000

_head = attrgetter(*HEAD)


class DifferenceError(Exception):
    """The replay left the recorded course; the text says where."""


class Comparison:
    """A recorder that writes nothing and compares with a ledger instead."""

    def __init__(self, ledger: Ledger) -> None:
        self._effects = ledger.effects()
        self._events = ledger.event_rows()
        self._messages = ledger.heads()
        self.events = self.messages = self.effects = 0

    def commit_second(
        self,
        events: Sequence[Event],
        messages: Sequence[StoredMessage],
        effects: Sequence[Effect],
    ) -> None:
        """Compare what one second brought with what was recorded next."""
        for effect in effects:
            self.effects += 1
            recorded = next(self._effects, None)
            if recorded != effect:
                raise _difference("effect", self.effects, effect.time, recorded, effect)
        for event in events:
            self.events += 1
            row, replayed = next(self._events, None), _event_row(event)
            if row != replayed:
                raise _difference(
                    "event", self.events, event.time, row and line_of(*row),
                    line_of(*replayed),
                )  # fmt: skip
        for message in messages:
            self.messages += 1
            head, sent = next(self._messages, None), _head(message)
            if head != sent:
                raise _difference(
                    "message", self.messages, message.time, head and _named(head),
                    _named(sent),
                )  # fmt: skip

    def finish(self) -> None:
        """Raise DifferenceError where something is left in the ledger."""
        left: Iterator[tuple[str, int, Iterator[object]]] = iter(
            (
                ("effect", self.effects, self._effects),
                ("event", self.events, (line_of(*row) for row in self._events)),
                ("message", self.messages, map(_named, self._messages)),
            )
        )
        for what, count, recorded in left:
            more = next(recorded, None)
            if more is not None:
                raise DifferenceError(
                    f"{what} {count + 1}: recorded {more}; replayed nothing"
                )

    def store_arrivals(self, rows: Sequence[InboxRow]) -> None:
        """Nothing to compare."""

    def received_hash(self, message_id: str) -> str | None:
        """Return nothing: in a replay each message comes once."""

    def store_input(self, given: Given) -> None:
        """Nothing to compare: a replay is given what was recorded."""

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Nothing to compare."""

    def confirm(self, message_ids: Sequence[str]) -> None:
        """Nothing to compare."""

    def flush(self) -> None:
        """Nothing to write."""


def _event_row(event: Event) -> tuple[str, str, str, str, int, str, int]:
    """Return an event as `Ledger.event_rows` gives it."""
    return (
        event.case,
        facts_text(event.facts),
        event.kind,
        event.participant,
        event.sequence,
        event.site,
        event.time,
    )


def _named(head: Sequence[object]) -> str:
    """Return the head of a message in words."""
    return ", ".join(f"{n} {v}" for n, v in zip(HEAD, head, strict=True))


def _difference(
    what: str, number: int, second: int, recorded: object, replayed: object
) -> DifferenceError:
    return DifferenceError(
        f"{what} {number} at second {second}: recorded"
        f" {'nothing' if recorded is None else recorded}; replayed {replayed}"
    )


class CopyingComparison(Comparison):
    """A comparison that writes what it has compared into another run's ledger."""

    def __init__(self, ledger: Ledger, copy: Recorder, until: int) -> None:
        """Copy up to second `until`: what is due later is still on its way."""
        super().__init__(ledger)
        self._copy = copy
        self._until = until
        self._waiting: tuple[list[Event], list[StoredMessage], list[Effect]]
        self._waiting = ([], [], [])

    def commit_second(
        self,
        events: Sequence[Event],
        messages: Sequence[StoredMessage],
        effects: Sequence[Effect],
    ) -> None:
        """Compare a second, and keep it."""
        super().commit_second(events, messages, effects)
        self._waiting[0].extend(events)
        self._waiting[1].extend(messages)
        self._waiting[2].extend(effects)
        if len(self._waiting[0]) >= _PORTION:
            self.write()

    def write(self) -> None:
        """Write what was kept: sent, received and, where it was due, confirmed."""
        events, messages, effects = self._waiting
        self._copy.store_arrivals(
            [
                InboxRow(
                    message_id=each.id, recipient=each.recipient, sha256=each.sha256
                )
                for each in messages
                if each.due <= self._until
            ]
        )
        self._copy.commit_second(events, messages, effects)
        self._copy.confirm([each.message_id for each in effects])
        for waiting in self._waiting:
            waiting.clear()
