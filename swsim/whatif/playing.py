"""Plays the baseline and the variant of a scenario, each seed with the same chance.

Common random numbers: every draw comes from a stream named after seed, site,
participant and purpose, so what a setting does not touch happens in both runs alike.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from swsim.app.links import NONE
from swsim.app.run import play, run_async
from swsim.app.stage import Play
from swsim.domain.identifiers import conversation_id
from swsim.domain.schemes import SCHEMES
from swsim.scenario import LoadedScenario, load_scenario, orders
from swsim.whatif.altering import altered
from swsim.whatif.figures import figures

Settings = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """The figures of one run: its seed, its settings and what was measured."""

    seed: int
    settings: Settings
    figures: Mapping[str, float]


def samples(
    scenario: str,
    variants: Sequence[Settings],
    seeds: Sequence[int],
    *,
    shipments: int | None = None,
    fictional: bool = False,
    jobs: int = 1,
    done: Callable[[Sample], None] = lambda sample: None,
) -> list[Sample]:
    """Play every variant with every seed, `jobs` runs at a time, and return samples.

    They come in the order of seeds, then variants. `scenario` is a name or a path,
    played by a `fictional` cast where that is said; `done` is told of each run that
    ended.
    """
    wanted = list(product(seeds, variants))
    measure = partial(_measured, scenario, shipments, fictional)
    found = []
    with ExitStack() as stack:
        each: Iterator[Sample] = map(measure, wanted)
        if jobs > 1:
            # A fresh interpreter for each: nothing is inherited, on any system.
            pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
            each = stack.enter_context(pool).map(measure, wanted)
        for sample in each:
            done(sample)
            found.append(sample)
    return found


def _measured(
    scenario: str,
    shipments: int | None,
    fictional: bool,
    wanted: tuple[int, Settings],
) -> Sample:
    seed, settings = wanted
    loaded = altered(load_scenario(scenario, fictional=fictional), settings)
    with TemporaryDirectory(prefix="swsim-whatif-") as parent:
        folder = Path(parent) / "run"
        what = Play(
            loaded=loaded,
            seed=seed,
            shipments=shipments,
            broker=NONE,
            run_dir=folder,
        )
        run_async(play(what))
        measured = figures(
            folder, loaded.scenario.costs, _wrong(loaded, seed, shipments)
        )
    return Sample(seed=seed, settings=settings, figures=measured)


def _wrong(loaded: LoadedScenario, seed: int, shipments: int | None) -> frozenset[str]:
    """Return the cases in which a trader declares wrongly, which no customs knows."""
    return frozenset(
        conversation_id(seed, order.id)
        for order in orders(loaded.scenario, seed=seed, shipments=shipments)
        if order.contraband or order.scheme in _WRONG
    )


_WRONG = frozenset(
    each.id for each in SCHEMES.values() if each.result != "conform" and each.found_by
)
