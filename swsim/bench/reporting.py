"""What a report of a long run costs: seconds of the processor, and megabytes.

The ledger holds a real run many times over, each time as other shipments of other
days: its events and messages are as dense as those of a run that was played. What is
measured is a process of its own, as memory is counted by process.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from swsim.app.links import NONE
from swsim.app.run import play, run_async
from swsim.app.stage import Play
from swsim.bench.model import Bar, Report, Time
from swsim.domain.events import Event, Fact
from swsim.errors import RunError
from swsim.exchange.wallclock import process_seconds
from swsim.ledger.records import Effect, StoredMessage
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario

_SCENARIO: Final = "two-regions"
_SHIPMENTS: Final = 200  # of the run that is copied
_APART: Final = 3_600  # seconds from one copy to the next
_KEPT: Final = ("start", "scenario", "scenario_title_en", "members", "version", "tally")

_SECONDS_AT_MOST: Final = 20
_MEGABYTES_AT_MOST: Final = 500
_KILOBYTES_AT_MOST: Final = 300


def bench(declarations: int) -> Report:
    """Measure the report of a ledger of at least so many declarations."""
    with TemporaryDirectory(prefix="swsim-bench-") as folder:
        run = Path(folder)
        facts = _written(run / "ledger.db", declarations)
        found = _measured(run)
    return Report(
        bench="report",
        facts={**facts, "bytes_of_report": int(found["bytes"])},
        times=(Time(name="report", microseconds=found["seconds"] * 1_000_000),),
        bars=(
            Bar(name="cpu_seconds", value=found["seconds"], limit=_SECONDS_AT_MOST),
            Bar(
                name="peak_megabytes",
                value=found["peak_bytes"] / 1_000_000,
                limit=_MEGABYTES_AT_MOST,
            ),
            Bar(
                name="kilobytes_of_report",
                value=found["bytes"] / 1_000,
                limit=_KILOBYTES_AT_MOST,
            ),
        ),
    )


# --- the ledger -----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Played:
    """A run that is copied; `sequences` is the last number of each site."""

    header: dict[str, str]
    events: Sequence[Event]
    messages: Sequence[StoredMessage]
    effects: Sequence[Effect]
    declarations: int
    sequences: dict[str, int]


def _written(
    path: Path, declarations: int, shipments: int = _SHIPMENTS
) -> dict[str, int]:
    """Write the ledger and return what is in it; copied is a run of `shipments`."""
    one = _played(shipments)
    copies = -(-declarations // one.declarations)
    noted = json.loads(one.header["tally"])
    noted["messages"] *= copies
    header = {**one.header, "tally": json.dumps(noted)}
    with closing(Ledger.create(path, header)) as ledger:
        for number in range(copies):
            events = list(_events(one, number))
            messages = [_message(each, number) for each in one.messages]
            effects = [
                replace(each, message_id=_of(each.message_id, number))
                for each in one.effects
            ]
            ledger.commit_second(events, messages, effects)
    return {
        "declarations_reported": copies * one.declarations,
        "messages_reported": copies * len(one.messages),
    }


def _played(shipments: int) -> _Played:
    with TemporaryDirectory(prefix="swsim-bench-") as folder:
        run = Path(folder) / "run"
        what = Play(
            loaded=load_scenario(_SCENARIO),
            shipments=shipments,
            broker=NONE,
            run_dir=run,
        )
        summary = run_async(play(what))
        with closing(Ledger.open(run / "ledger.db")) as ledger:
            header, events = ledger.header(), list(ledger.events())
            return _Played(
                header={name: header[name] for name in _KEPT},
                events=events,
                messages=list(ledger.messages()),
                effects=[replace(each, verdict=None) for each in ledger.effects()],
                declarations=summary.declarations,
                sequences={
                    site: max(one.sequence for one in events if one.site == site)
                    for site in {one.site for one in events}
                },
            )


def _of(name: str, number: int) -> str:
    """Return a name as a copy has it: of a case, a message or a declaration."""
    return f"{number}-{name}" if name else name


def _events(one: _Played, number: int) -> Iterator[Event]:
    for event in one.events:
        facts = {
            name: _fact(name, value, number) for name, value in event.facts.items()
        }
        yield replace(
            event,
            time=event.time + number * _APART,
            sequence=event.sequence + number * one.sequences[event.site],
            case=_of(event.case, number),
            facts=facts,
        )


_NAMES: Final = frozenset({"message", "about", "declaration"})
_TIMES: Final = frozenset({"arrived", "began", "due"})


def _fact(name: str, value: Fact, number: int) -> Fact:
    if name in _NAMES:
        return _of(str(value), number)
    if name in _TIMES:
        return int(str(value)) + number * _APART
    return value


def _message(message: StoredMessage, number: int) -> StoredMessage:
    return replace(
        message,
        id=_of(message.id, number),
        case=_of(message.case, number),
        time=message.time + number * _APART,
        due=message.due + number * _APART,
    )


# --- the report -----------------------------------------------------------------------


def _measured(run: Path) -> dict[str, float]:
    """Return what the report of a run took, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "swsim.bench.reporting", str(run)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RunError(f"the report could not be measured: {done.stderr[-500:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _measure(run: Path) -> dict[str, float]:
    from swsim.app.reporting import contents_of
    from swsim.reports.html import render

    began = process_seconds()
    page = render(contents_of(run)).encode()
    seconds = process_seconds() - began
    return {"seconds": seconds, "bytes": len(page), "peak_bytes": _peak()}


def _peak() -> int:
    """Return the most memory that this program ever held, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # what Linux says by getrusage holds for the parent, too
        words = status.read_text("ascii").partition("VmHWM:")[2].split()
        return int(words[0]) * 1_024
    import resource  # what only Unix has

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1_024)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(Path(sys.argv[1]))))
