"""What tests of other projects call: assertions on documents, and a world to act in.

Needs no test framework; `swsim.pytest_plugin` offers it to pytest.
"""

import asyncio
import sys
from collections.abc import Coroutine, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from swsim.app.concluding import Summary
from swsim.app.links import EMBEDDED
from swsim.app.seat import Received, SeatedRun, Wanted, seated
from swsim.app.stage import Play
from swsim.documents.envelope import Envelope
from swsim.documents.writing import encode, encode_payload
from swsim.scenario import load_scenario
from swsim.validation.engine import Validator
from swsim.validation.functions import Lookup
from swsim.validation.result import ValidationResult

Result = TypeVar("Result")

_VALIDATOR = Validator()


def assert_valid(
    document: object,
    *,
    strict: bool = False,
    validator: Validator | None = None,
    lookup: Lookup | None = None,
) -> ValidationResult:
    """Assert that nothing is wrong with a document; return what was found besides.

    `document` is XML as bytes or text, the path of a file, or a record of
    `swsim.documents`. With `strict`, layers that could not run fail too.
    """
    result = _validated(document, validator, lookup)
    good = ("valid",) if strict else ("valid", "valid-partial")
    if result.verdict not in good:
        raise AssertionError(f"the document is not valid.\n{_told(result)}")
    return result


def assert_findings(
    document: object,
    rules: Sequence[str],
    *,
    at_least: bool = False,
    validator: Validator | None = None,
    lookup: Lookup | None = None,
) -> ValidationResult:
    """Assert that exactly these rules complain about a document, each once named.

    `rules` are ids such as "R15", "XSD-pattern" or "CL-countries", in any order. With
    `at_least`, others may complain as well.
    """
    result = _validated(document, validator, lookup)
    found = sorted({finding.rule for finding in result.findings})
    missing = sorted(set(rules) - set(found))
    more = [] if at_least else sorted(set(found) - set(rules))
    if missing or more:
        said = [f"missing: {', '.join(missing)}"] if missing else []
        said += [f"not expected: {', '.join(more)}"] if more else []
        raise AssertionError(f"{'; '.join(said)}.\n{_told(result)}")
    return result


def _validated(
    document: object, validator: Validator | None, lookup: Lookup | None
) -> ValidationResult:
    return (validator or _VALIDATOR).validate(xml_of(document), lookup=lookup)


def xml_of(document: object) -> bytes:
    """Return the XML of a document, in whichever form a test has it."""
    if isinstance(document, bytes):
        return document
    if isinstance(document, Path):
        return document.read_bytes()
    if isinstance(document, str):
        text = document.lstrip("\ufeff \t\r\n")
        return document.encode() if text.startswith("<") else _read(document)
    return (
        encode(document) if isinstance(document, Envelope) else encode_payload(document)
    )


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise AssertionError(
            f"{path!r} is neither XML nor a file that can be read"
            f" ({error.strerror}); give bytes, XML text, a path or a record"
        ) from error


def _told(result: ValidationResult) -> str:
    lines = [f"{result.document or 'unknown document'}: {result.verdict}"]
    lines += [
        f"  layer {layer.name} {layer.state}: {layer.why}"
        for layer in result.layers
        if layer.state in ("skipped", "unclear")
    ]
    for each in result.findings:
        lines.append(f"  {each.line}:{each.column} {each.severity} {each.rule}")
        lines.append(f"      {each.message()}")
        if each.xpath:
            lines.append(f"      at {each.xpath}")
    if not result.findings:
        lines.append("  no finding")
    return "\n".join(lines)


class World:
    """A running scenario in which a test plays one participant.

    Everybody else is simulated and the broker is a real one. Time passes only while
    the test receives or advances, so the same calls give the same run. Close it, or
    use it in a `with` block.
    """

    def __init__(self, what: Play) -> None:
        """Begin the run; the first of its seats is the test's."""
        (self.seat,) = what.seats
        self._stack = AsyncExitStack()
        self._loop = _new_loop()
        self._thread = Thread(target=self._loop.run_forever, name="swsim.world")
        self._thread.daemon = True
        self._thread.start()
        try:
            entering = self._stack.enter_async_context(seated(what, self.seat))
            self._run: SeatedRun = self._do(entering)
        except BaseException:
            self._end_loop()
            raise

    @classmethod
    def play(
        cls,
        scenario: str | Path,
        seat: str,
        run_dir: Path,
        *,
        seed: int | None = None,
        shipments: int | None = None,
        broker: str = EMBEDDED,
    ) -> "World":
        """Begin a scenario, shipped or of your own, as the participant `seat`."""
        what = Play(
            loaded=load_scenario(str(scenario)),
            seed=seed,
            shipments=shipments,
            broker=broker,
            run_dir=run_dir,
            seats=(seat,),
        )
        return cls(what)

    @property
    def now(self) -> int:
        """The present second of virtual time, from the scenario's start."""
        return self._run.now

    def send(self, document: object, to: str, *, about: Received | None = None) -> None:
        """Send a document as the seat; see `swsim.app.seat.SeatedRun.send`."""
        self._do(self._run.send(xml_of(document), to, about=about))

    def receive(
        self, type: str | None = None, *, within: str = "", where: Wanted | None = None
    ) -> Received:
        """Let time pass until a message comes to the seat, and return it.

        `type` is a document type's id, such as "response"; `within` a duration of
        virtual time, such as "2h". Raises RunError when none comes.
        """
        return self._do(self._run.receive(type, within=within, where=where))

    def advance(self, duration: str) -> None:
        """Let so much virtual time pass, such as "2h"."""
        self._do(self._run.advance(duration))

    def finish(self) -> Summary:
        """Let the run come to its end and return its summary."""
        return self._do(self._run.finish())

    def close(self) -> None:
        """End the run where it is, broker included; may be called twice."""
        if not self._loop.is_closed():
            try:
                self._do(self._stack.aclose())
            finally:
                self._end_loop()

    def __enter__(self) -> "World":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _do(self, work: Coroutine[Any, Any, Result]) -> Result:
        done: Future[Result] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return done.result()

    def _end_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()


def _new_loop() -> asyncio.AbstractEventLoop:
    # The MQTT client adds sockets as readers, which Windows' proactor loop cannot do.
    if sys.platform == "win32":
        return asyncio.SelectorEventLoop()
    return asyncio.new_event_loop()
