"""What a declaration costs in a long run beside a short one, in time, memory and disk.

Both play two-regions with the same traffic a day; the long one has more days. Each is
a process of its own, as memory is counted by process. The short one is played before,
after and, every ten minutes, in the middle of the long one, which is halted for it.

In the ten days of two-regions it does not show that an agency with one officer is
asked for twice what it can do. In five hundred days goods would wait for half a year
there, and the bench would measure a queue without end: agencies have three officers.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import sqrt
from pathlib import Path
from statistics import harmonic_mean, mean, stdev
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
_UNCERTAIN_AT_MOST: Final = 0.05
_MEGABYTES_AT_MOST: Final = 400
_BYTES_AT_MOST: Final = 1_536

_STRETCH: Final = 600.0  # seconds of a long run between two short ones


def bench(short: int, long: int) -> Report:
    """Measure runs of about so many declarations each."""
    short_ones = [_each(_measured(short))]
    of_long = _measured(long, lambda: short_ones.append(_each(_measured(short))))
    short_ones.append(_each(_measured(short)))
    # Stretches of the long run that last equally long: in a slow one less is done.
    each_short = harmonic_mean(short_ones)
    return Report(
        bench="scale",
        facts={
            "declarations_long": of_long["declarations"],
            "messages_long": of_long["messages"],
            "short_runs": len(short_ones),
        },
        times=(
            Time(name="a declaration of the short runs", microseconds=each_short),
            Time(name="a declaration of the long run", microseconds=_each(of_long)),
        ),
        bars=(
            Bar(
                name="cost_long_to_short",
                value=_each(of_long) / each_short,
                limit=_SLOWER_AT_MOST,
                doubt=doubt_of_pace(short_ones),
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


def doubt_of_pace(took: Sequence[float]) -> str:
    """Return why the mean of equal runs says little, "" where it does not."""
    error = stdev(took) / sqrt(len(took)) / mean(took)
    if error <= _UNCERTAIN_AT_MOST:
        return ""
    return f"the short runs differ: their mean is uncertain by {error:.0%}"


def _each(measured: dict[str, int]) -> float:
    return measured["microseconds"] / measured["declarations"]


def _measured(
    declarations: int, meanwhile: Callable[[], object] | None = None
) -> dict[str, int]:
    """Measure a run; now and then it is halted and something is done `meanwhile`.

    In the half hour of a long run a machine changes its pace.
    """
    with subprocess.Popen(
        [sys.executable, "-m", __name__, str(declarations)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            while (said := _said_within(running, _STRETCH)) is None:
                if meanwhile is not None:
                    running.send_signal(signal.SIGSTOP)  # not on Windows
                    meanwhile()
                    running.send_signal(signal.SIGCONT)
        finally:
            running.kill()
    out, err = said
    if running.returncode:
        raise RunError(f"A run of the bench failed: {err.strip()[-500:]}")
    measured: dict[str, int] = json.loads(out)
    return measured


def _said_within(
    running: subprocess.Popen[str], seconds: float
) -> tuple[str, str] | None:
    """Return what a run has printed, None if it has not ended within `seconds`."""
    try:
        return running.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None


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
