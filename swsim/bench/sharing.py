"""A run that two workers share beside the same one played by a single process.

The traffic is dense: half an hour of lodgements, and mail across borders takes six
hours, so that a window holds hundreds of events. Timed is what is played, from the
first second to the last: starting workers, merging ledgers and writing the report take
a second or two however long a run is.
"""

from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from swsim.app.coordinator import share
from swsim.app.run import play, run_async
from swsim.app.sharing import share_out
from swsim.app.stage import Play, Progress, Stage
from swsim.bench.model import Bar, Report, Time
from swsim.errors import RunError
from swsim.exchange.wallclock import perf
from swsim.ledger.store import Ledger
from swsim.scenario import LoadedScenario, load_scenario, world

_FASTER_AT_LEAST: Final = 1.5
_WINDOW: Final = 6 * 3600
_SCENARIO: Final = """\
schema_version: 1
title: {en: Dense traffic, es: Tráfico denso}
summary: {en: A load for a bench., es: Una carga para medir.}
seed: 1
cast: {region: both, as_of: 2013-04}
links: {cross_border: 6h}
lanes:
  - id: everywhere
    from: {region: both}
    to: {region: both}
    goods: ["0402.21", "2836.20", "3004.90", "6109.10", "8517.13", "8542.31"]
    items: {from: 1, to: 3}
    mode: sea
    shipments: 300
    within: 30m
    transit: {from: 1h, to: 2h}
"""


def bench(shipments: int, repetitions: int) -> Report:
    """Play the same run with one and with two workers, in turn; the best counts.

    Raises RunError when the two do not have the same digest.
    """
    with TemporaryDirectory(prefix="swsim-bench-") as parent:
        folder = Path(parent)
        (folder / "dense.yaml").write_text(_SCENARIO, encoding="utf-8")
        loaded = load_scenario(folder / "dense.yaml")
        run = partial(_played, loaded, shipments, folder)
        pairs = [
            (run(f"alone-{turn}", 1), run(f"shared-{turn}", 2))
            for turn in range(repetitions)
        ]
        density = _events_in_a_window(folder / "alone-0" / "ledger.db")
    if len({each.digest for pair in pairs for each in pair}) != 1:
        raise RunError("Two workers did not play what one played; this is a fault.")
    messages = pairs[0][0].messages
    alone, shared = (
        min(each.seconds for each in runs) for runs in zip(*pairs, strict=True)
    )
    return Report(
        bench="workers",
        facts={"messages": messages, "events_in_a_window": density},
        times=tuple(
            Time(name=name, microseconds=seconds / messages * 1_000_000)
            for name, seconds in (
                ("a message, one worker", alone),
                ("a message, two workers", shared),
            )
        ),
        bars=(
            Bar(
                name="speedup_of_two_workers",
                value=alone / shared,
                limit=_FASTER_AT_LEAST,
                at_least=True,
            ),
        ),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Played:
    """What was played in `seconds` of wall time."""

    digest: str
    messages: int
    seconds: float


class _Stopwatch:
    """Notes when the first second of a run was played, and when the last."""

    def __init__(self) -> None:
        self._second = 0
        self._began = self._ended = perf()

    @property
    def seconds(self) -> float:
        return self._ended - self._began

    async def observe(self, progress: Progress) -> None:
        """See a second played in this process."""
        if not self._second:
            self._began = perf()
        self._see(progress.second)

    def watch(self, stage: Stage) -> None:
        """See how far workers have come; all stand at second 0 before they begin."""
        stage.counted = lambda second, counts: self._see(second)

    def _see(self, second: int) -> None:
        if second > self._second:
            self._second, self._ended = second, perf()
        elif not self._second:
            self._began = perf()


def _played(
    loaded: LoadedScenario, shipments: int, folder: Path, name: str, workers: int
) -> _Played:
    what = Play(loaded=loaded, shipments=shipments, run_dir=folder / name)
    watch = _Stopwatch()
    if workers == 1:
        summary = run_async(play(what, observer=watch.observe))
    else:
        the_world = world(loaded.scenario, seed=what.the_seed, shipments=shipments)
        shares = share_out(the_world, workers, await_others=False)
        summary = run_async(share(what, shares, opening=watch.watch))
    return _Played(
        digest=summary.digest, messages=summary.messages, seconds=watch.seconds
    )


def _events_in_a_window(path: Path) -> int:
    """Return the mean over the windows in which anything happened."""
    with closing(Ledger.open(path)) as ledger:
        times = [event.time for event in ledger.events()]
    windows, until = 0, -1
    for time in times:
        if time >= until:
            windows, until = windows + 1, time + _WINDOW
    return len(times) // max(1, windows)
