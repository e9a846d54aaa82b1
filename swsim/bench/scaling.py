"""What a declaration costs in a long run beside a short one, in time, memory and disk.

Both play two-regions with the same traffic a day; the long one has more days. Each is
a process of its own, as memory is counted by process. They take turns of some seconds:
while the long one is halted, short ones are played, one after the other.

In the ten days of two-regions it does not show that an agency with one officer is
asked for twice what it can do. In five hundred days goods would wait for half a year
there, and the bench would measure a queue without end: agencies have three officers.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from swsim.app.links import NONE
from swsim.app.run import play, run_async
from swsim.app.stage import Play
from swsim.bench.model import Bar, Report, Time
from swsim.errors import RunError
from swsim.exchange.wallclock import process_seconds
from swsim.scenario import LoadedScenario, load_scenario
from swsim.scenario.lanes import Lane
from swsim.whatif.altering import altered

_SCENARIO: Final = "two-regions"
_SHIPMENTS: Final = 500  # what the scenario has
# Of a shipment: export, import, and what is lodged again after a rejection.
_DECLARATIONS: Final = 2.1
_STAFF: Final = {"officers.agency": "3"}

_SLOWER_AT_MOST: Final = 1.15
_MEGABYTES_AT_MOST: Final = 400
_BYTES_AT_MOST: Final = 1_536

# Seconds. In the hour of a long run a machine changes its pace, at times to the half;
# runs that alternate see the same.
_LONG_TURN: Final = 20.0
_SHORT_TURN: Final = 5.0


def bench(short: int, long: int) -> Report:
    """Measure runs of about so many declarations each."""
    of_long, short_ones = _in_turn(long, short)
    each_long, each_short = _each([of_long]), _each(short_ones)
    return Report(
        bench="scale",
        facts={
            "declarations_long": of_long["declarations"],
            "messages_long": of_long["messages"],
            "short_runs": len(short_ones),
        },
        times=(
            Time(name="a declaration of the short runs", microseconds=each_short),
            Time(name="a declaration of the long run", microseconds=each_long),
        ),
        bars=(
            Bar(
                name="cost_long_to_short",
                value=each_long / each_short,
                limit=_SLOWER_AT_MOST,
            ),
            Bar(
                name="peak_megabytes",
                value=of_long["peak_bytes"] / 1_000_000,
                limit=_MEGABYTES_AT_MOST,
            ),
            Bar(
                name="ledger_bytes_per_message",
                value=of_long["ledger_bytes"] / of_long["messages"],
                limit=_BYTES_AT_MOST,
            ),
        ),
    )


def _each(runs: Sequence[dict[str, int]]) -> float:
    """Return the microseconds that a declaration of these runs took."""
    took = sum(each["microseconds"] for each in runs)
    return took / sum(each["declarations"] for each in runs)


def _in_turn(long: int, short: int) -> tuple[dict[str, int], list[dict[str, int]]]:
    """Play a long run and, between its turns, short ones, one after the other."""
    found: dict[str, int] | None = None
    done: list[dict[str, int]] = []
    with ExitStack() as stack:
        of_long = stack.enter_context(_Run(long))
        of_short = stack.enter_context(_Run(short))
        while found is None or not done:
            found = found or of_long.played(_LONG_TURN)
            if one := of_short.played(_SHORT_TURN):
                done.append(one)
                of_short = stack.enter_context(_Run(short))
    return found, done


class _Run:
    """A run as a process of its own, which is halted but in its turns."""

    def __init__(self, declarations: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(declarations)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._process.send_signal(signal.SIGSTOP)  # not on Windows

    def __enter__(self) -> "_Run":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def played(self, seconds: float) -> dict[str, int] | None:
        """Give it a turn; return what was measured once it has ended."""
        self._process.send_signal(signal.SIGCONT)
        try:
            out, err = self._process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGSTOP)
            return None
        if self._process.returncode:
            raise RunError(f"A run of the bench failed: {err.strip()[-500:]}")
        measured: dict[str, int] = json.loads(out)
        return measured


def _play(declarations: int, folder: Path) -> dict[str, int]:
    import resource  # not on Windows

    loaded = stretched(max(1, round(declarations / _DECLARATIONS)))
    began = process_seconds()
    summary = run_async(play(Play(loaded=loaded, broker=NONE, run_dir=folder)))
    took = process_seconds() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "declarations": summary.declarations,
        "messages": summary.messages,
        "microseconds": int(took * 1_000_000),
        "peak_bytes": peak if sys.platform == "darwin" else peak * 1024,
        "ledger_bytes": (folder / "ledger.db").stat().st_size,
    }


def stretched(shipments: int) -> LoadedScenario:
    """Return two-regions with its traffic a day, for as long as so many take."""
    loaded = altered(load_scenario(_SCENARIO), _STAFF)
    lanes = tuple(_stretched(lane, shipments) for lane in loaded.scenario.lanes)
    scenario = loaded.scenario.model_copy(update={"lanes": lanes})
    return replace(loaded, scenario=scenario)


def _stretched(lane: Lane, shipments: int) -> Lane:
    def longer(number: int) -> int:
        return max(1, number * shipments // _SHIPMENTS)

    if lane.rate is not None:
        rate = lane.rate.model_copy(update={"lasting": longer(lane.rate.lasting)})
        return lane.model_copy(update={"rate": rate})
    return lane.model_copy(
        update={
            "shipments": longer(lane.shipments or 0),
            "within": longer(lane.within),
        }
    )


if __name__ == "__main__":
    with TemporaryDirectory(prefix="swsim-bench-") as parent:
        json.dump(_play(int(sys.argv[1]), Path(parent) / "run"), sys.stdout)
