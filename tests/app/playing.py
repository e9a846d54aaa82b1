"""Plays shipped scenarios as `swsim run` does, and keeps what tests compare."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from swsim.app.concluding import Summary
from swsim.app.links import NONE
from swsim.app.run import play, run_async
from swsim.app.stage import Play
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario

# Enough shipments that every kind of lane and some mistakes take part.
SHIPMENTS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """A run that has ended."""

    summary: Summary
    folder: Path

    @property
    def balance(self) -> tuple[int, int, int]:
        """Messages lost, messages acted upon twice, dead letters."""
        tally = self.summary.tally
        return tally.lost, tally.duplicated, tally.dead_letters

    def raw(self) -> bytes:
        """Return the scenario as it was run."""
        return (self.folder / "scenario.yaml").read_bytes()

    def export(self) -> list[str]:
        """Return the canonical export."""
        with closing(Ledger.open(self.folder / "ledger.db")) as ledger:
            return list(ledger.canonical_lines())


def what(name: str, folder: Path, **options: Any) -> Play:
    """Return what is to be played, from hand to hand unless told otherwise."""
    fictional = options.pop("fictional", False)
    chosen: dict[str, Any] = {"broker": NONE, "run_dir": folder} | options
    return Play(loaded=load_scenario(name, fictional=fictional), **chosen)


async def played(name: str, folder: Path, **options: Any) -> Played:
    """Play a scenario into `folder`."""
    return Played(summary=await play(what(name, folder, **options)), folder=folder)


def two_regions(folder: Path, **options: Any) -> Played:
    """Play 20 shipments of two-regions to the end."""
    chosen: dict[str, Any] = {"seed": 7, "shipments": SHIPMENTS} | options
    return run_async(played("two-regions", folder, **chosen))
