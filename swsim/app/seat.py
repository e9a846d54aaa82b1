"""A run in which somebody outside plays one participant, by method calls.

Time passes only while the one who plays waits for something, so the same calls give the
same run. For tests and for programs; people at desks have the web.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from swsim.app.concluding import Summary
from swsim.app.run import play
from swsim.app.stage import Play
from swsim.documents.aswritten import as_written
from swsim.documents.envelope import Envelope
from swsim.documents.writing import encode, encode_payload
from swsim.documents.xmltext import CodecError
from swsim.domain.durations import parse_duration
from swsim.errors import RunError, UsageError
from swsim.exchange.clock import FOREVER, HeldClock
from swsim.exchange.kernel import Kernel
from swsim.ledger.store import Ledger
from swsim.simulation.mail import Incoming
from swsim.validation.parse import parse
from swsim.validation.result import Finding, ValidationResult


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A message that came to the seat.

    `second` is virtual time since the scenario's start; `type` the document type's id;
    `document` the record, None where it does not fit its schema; `result` what the
    validator says; `xml` the message as it was sent, with an empty RunID.
    """

    second: int
    id: str
    sender: str
    type: str
    case: str
    document: object | None
    result: ValidationResult
    xml: bytes


Wanted = Callable[[Received], bool]


class SeatedRun:
    """A run, and the seat in it; made by `seated`. Implements run.Table."""

    def __init__(self, seat: str) -> None:
        self.seat = seat
        self.clock = HeldClock()
        self._kernel: Kernel | None = None
        self._ledger: Ledger | None = None
        self._mail: deque[tuple[int, Incoming]] = deque()
        self._task: asyncio.Task[Summary] | None = None
        self._opened = asyncio.Event()

    # --- for the run -------------------------------------------------------------

    def opened(self, kernel: Kernel, ledger: Ledger) -> None:
        """The run begins."""
        self._kernel, self._ledger = kernel, ledger
        self._opened.set()

    def handed(self, second: int, mail: Sequence[Incoming]) -> None:
        """Keep what came to the seat, and stop the clock to look at it."""
        self._mail.extend((second, each) for each in mail)
        self.clock.halt()

    async def begin(self, what: Play) -> None:
        """Set the run up; raises what `play` raises."""
        self._task = asyncio.create_task(play(what, table=self), name="swsim.seat")
        await self._first(self._opened)

    async def _first(self, event: asyncio.Event) -> None:
        """Wait for an event, or raise what ended the run before."""
        assert self._task is not None
        waiting = asyncio.create_task(event.wait())
        try:
            await asyncio.wait(
                [waiting, self._task], return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            waiting.cancel()
        self._expect_alive()

    def _expect_alive(self) -> None:
        """Raise what ended the run, if it has ended."""
        assert self._task is not None
        if self._task.done():
            self._task.result()  # raises what went wrong
            raise RunError("The run has ended; nothing more can be sent or received.")

    # --- for the one who plays ---------------------------------------------------

    @property
    def now(self) -> int:
        """The present second of virtual time."""
        return self.clock.now

    async def send(
        self,
        document: object,
        to: str,
        *,
        about: Received | None = None,
    ) -> None:
        """Send a document: a record, an envelope, or bytes of XML, right or wrong.

        `about` is the message that it answers, if it answers one; without it a new case
        is opened. It leaves at the next second, when time passes again. Raises
        UsageError for bytes that are not XML, which no envelope could carry.
        """
        self._expect_alive()
        assert self._kernel is not None
        self._kernel.give(
            self.seat,
            to,
            _xml_of(document),
            case=about.case if about else None,
            in_reply_to=about.id if about else None,
        )

    async def receive(
        self, type: str | None = None, *, within: str = "", where: Wanted | None = None
    ) -> Received:
        """Let time pass until a message comes; those that are not wanted are dropped.

        `type` is a document type's id, such as "response"; acknowledgements are passed
        over unless asked for. `within` is a duration such as "2h". Raises RunError when
        time is up or nothing more will happen.
        """
        self._expect_alive()
        until = self.now + parse_duration(within) if within else FOREVER
        passed = []
        while True:
            while self._mail:
                received = self._received(*self._mail.popleft())
                if _fits(received, type) and (where is None or where(received)):
                    return received
                passed.append(received.type)
            if not await self._run_to(until):
                raise RunError(self._in_vain(type, within, passed))

    async def advance(self, duration: str) -> None:
        """Let time pass, such as "2h"; what comes in meanwhile waits to be received."""
        until = self.now + parse_duration(duration)
        while await self._run_to(until):
            pass

    async def finish(self) -> Summary:
        """Let the run come to its end and return the summary."""
        self.clock.finish()
        assert self._task is not None
        return await asyncio.shield(self._task)

    async def stop(self) -> None:
        """End the run where it is."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run_to(self, until: int) -> bool:
        """Run up to a second; return whether mail came before it was reached."""
        known = len(self._mail)
        self.clock.run_to(until)
        await self._first(self.clock.halted)
        return len(self._mail) > known

    def _received(self, second: int, mail: Incoming) -> Received:
        assert self._ledger is not None
        stored = self._ledger.message(mail.message_id)
        return Received(
            second=second,
            id=mail.message_id,
            sender=mail.sender,
            type=mail.document_type,
            case=mail.conversation_id,
            document=mail.document,
            result=mail.result,
            xml=stored.xml if stored else b"",
        )

    def _in_vain(self, type: str | None, within: str, passed: list[str]) -> str:
        what = f"No {type or 'message'} came to {self.seat}"
        why = (
            "nothing more will happen in this run"
            if self.clock.resting
            else f"within {within}"
        )
        seen = ", ".join(sorted(set(passed))) or "nothing"
        return f"{what}: {why}. Virtual second {self.now}; passed over: {seen}."


def _fits(received: Received, type: str | None) -> bool:
    return received.type == type if type else received.type != "acknowledgement"


def _xml_of(document: object) -> bytes:
    if isinstance(document, bytes | str):
        data = document.encode() if isinstance(document, str) else document
    elif isinstance(document, Envelope):
        data = encode(document)
    else:
        data = encode_payload(document)
    found = parse(data)
    if isinstance(found, Finding):
        raise UsageError(f"This cannot be sent: {found.message()}")
    try:
        return as_written(found).text.encode()
    except CodecError as error:
        raise UsageError(f"This cannot be sent: {error}.") from error


@asynccontextmanager
async def seated(what: Play, seat: str) -> AsyncIterator[SeatedRun]:
    """Begin a run in which the caller plays `seat`; it ends with the block."""
    run = SeatedRun(seat)
    try:
        await run.begin(what)
        yield run
    finally:
        await run.stop()
