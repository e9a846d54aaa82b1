"""A replay beside the live run that it repeats, and beside one from hand to hand."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from swsim.app.links import EMBEDDED, NONE
from swsim.app.recorded import recorded_run
from swsim.app.replay import replay
from swsim.app.run import play, run_async
from swsim.app.stage import Play
from swsim.bench.baselines import doubt_of_live
from swsim.bench.model import Bar, Report, Time
from swsim.exchange.clock import FOREVER
from swsim.exchange.wallclock import perf
from swsim.scenario import LoadedScenario, load_scenario

_SCENARIO: Final = "two-regions"
_SEED: Final = 7
_FASTER: Final = 10  # a replay than the run that it repeats

_LIVE: Final = "message, live over the embedded broker"
_DIRECT: Final = "message, live from hand to hand"
_REPLAY: Final = "message, replayed"


def bench(repetitions: int, shipments: int) -> Report:
    """Play a scenario live and replay it, in turn; the best of each counts."""
    loaded = load_scenario(_SCENARIO)
    with TemporaryDirectory(prefix="swsim-bench-") as folder:
        _live(loaded, Path(folder) / "first", NONE, shipments=1)  # compiles schemas
        rounds = [
            _round(loaded, Path(folder) / str(number), shipments)
            for number in range(repetitions)
        ]
    messages = rounds[0][0]
    took = {
        name: min(each[1][name] for each in rounds) * 1_000_000 / messages
        for name in (_LIVE, _DIRECT, _REPLAY)
    }
    return Report(
        bench="replay",
        facts={
            "messages": messages,
            "rewind_ms": round(took[_REPLAY] * 10_000 / 1_000),
        },
        times=tuple(
            Time(name=name, microseconds=each, baseline=name != _REPLAY)
            for name, each in took.items()
        ),
        bars=(
            Bar(
                name="replay_over_live",
                value=took[_LIVE] / took[_REPLAY],
                limit=_FASTER,
                at_least=True,
                doubt=doubt_of_live(took[_LIVE], took[_DIRECT]),
            ),
        ),
    )


def _round(
    loaded: LoadedScenario, folder: Path, shipments: int
) -> tuple[int, dict[str, float]]:
    """Return the messages of a run, and the seconds that each way to play it took."""
    messages, live = _live(loaded, folder / "live", EMBEDDED, shipments)
    _, direct = _live(loaded, folder / "direct", NONE, shipments)
    run = recorded_run(folder / "live")
    again = _seconds(lambda: run_async(replay(run, run.play(), FOREVER)))
    return messages, {_LIVE: live, _DIRECT: direct, _REPLAY: again}


def _live(
    loaded: LoadedScenario, folder: Path, broker: str, shipments: int
) -> tuple[int, float]:
    folder.parent.mkdir(exist_ok=True)
    what = Play(
        loaded=loaded, seed=_SEED, shipments=shipments, broker=broker, run_dir=folder
    )
    count: list[int] = []
    took = _seconds(lambda: count.append(run_async(play(what)).messages))
    return count[0], took


def _seconds(work: Callable[[], object]) -> float:
    began = perf()
    work()
    return perf() - began
