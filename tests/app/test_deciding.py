"""A decision that a scenario keeps for the trainer, taken beforehand: an input."""

from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest

from app.playing import Played
from swsim.app.deciding import decisions_of, notice
from swsim.app.links import NONE
from swsim.app.resume import interrupted, resume
from swsim.app.run import play, run_async
from swsim.app.stage import Play, Progress
from swsim.app.verify import verify
from swsim.domain.events import Event, Kind
from swsim.domain.exercise import CONTROL
from swsim.errors import UsageError
from swsim.exchange.clock import Clock
from swsim.exchange.kernel import Kernel
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario
from swsim.simulation.mail import Incoming

RESERVED = """\
schema_version: 1
title: {en: Reserved, es: Reservado}
summary: {en: One release is kept for the trainer., es: Un levante se reserva.}
seed: 3
cast: {members: [JP, PA], profiles: {PA: fast}}
lanes:
  - {id: cars, from: JP, to: PA, goods: ["8703.23"], mode: sea, shipments: 1,
     within: 1h, transit: 18d, channel: green, pre_arrival: true}
injects:
  - {id: I5, kind: decision, about: {kind: channel, leg: import}, default: release,
     within: 4h}
expectations:
  - {id: E1, kind: lost, never: true}
"""


def reserved(folder: Path) -> Path:
    """Write a scenario that keeps one release for the trainer."""
    file = folder / "reserved.yaml"
    file.write_text(RESERVED, encoding="utf-8")
    return file


def decided(folder: Path, *texts: str) -> Played:
    loaded = load_scenario(reserved(folder))
    what = Play(
        loaded=loaded,
        broker=NONE,
        run_dir=folder / "run",
        decisions=decisions_of(texts, loaded.scenario.injects),
    )
    return Played(summary=run_async(play(what)), folder=folder / "run")


def injected(run: Played) -> list[Event]:
    with closing(Ledger.open(run.folder / "ledger.db")) as ledger:
        return list(ledger.events([Kind.INJECT]))


def test_decision_is_open_from_its_event_to_its_end(tmp_path: Path) -> None:
    run = decided(tmp_path)

    opened, taken = injected(run)
    assert opened.facts["step"] == "reserved"
    assert opened.participant == taken.facts["observer"] == "pa-exc"
    assert str(opened.facts["declaration"])
    assert (taken.facts["choice"], taken.facts["by"]) == ("release", "default")
    assert taken.time - opened.time == 60 + 4 * 3600


@pytest.mark.parametrize(("choice", "released"), [("release", 2), ("detain", 1)])
async def test_decision_said_beforehand_is_taken_at_once_and_kept(
    choice: str, released: int, tmp_path: Path
) -> None:
    loaded = load_scenario(reserved(tmp_path))
    what = Play(
        loaded=loaded,
        broker=NONE,
        run_dir=tmp_path / "run",
        decisions=decisions_of([f"I5={choice}"], loaded.scenario.injects),
    )
    summary = await play(what)
    run = Played(summary=summary, folder=tmp_path / "run")

    opened, taken = injected(run)
    assert (taken.facts["choice"], taken.facts["by"]) == (choice, "trainer")
    assert taken.time == opened.time + 60
    assert summary.released == released
    found = await verify(run.folder)
    assert (found.difference, found.digest) == (None, summary.digest)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("I5", "write it as INJECT=release or INJECT=detain"),
        ("I5=no", "write it as INJECT=release or INJECT=detain"),
        ("I7=detain", r"no decision 'I7' for the trainer; it keeps I5"),
    ],
)
def test_decision_that_is_none_is_refused(text: str, why: str, tmp_path: Path) -> None:
    injects = load_scenario(reserved(tmp_path)).scenario.injects

    with pytest.raises(UsageError, match=why):
        decisions_of([text], injects)


class _Impatient:
    """A trainer who detains as soon as there is a kernel, before it has caught up."""

    def __init__(self) -> None:
        self.clock = Clock()

    def opened(self, kernel: Kernel, ledger: Ledger) -> None:
        """Decide at once."""
        kernel.give(CONTROL, "pa-exc", notice("I5", "detain"))

    def handed(self, second: int, mail: Sequence[Incoming]) -> None:
        """Nobody is played from outside."""


async def test_decision_taken_while_the_run_is_caught_up_with_is_kept(
    tmp_path: Path,
) -> None:
    async def stop_when_reserved(progress: Progress) -> None:
        if any(each.kind is Kind.INJECT for each in progress.events):
            raise TimeoutError

    folder = tmp_path / "run"
    what = Play(loaded=load_scenario(reserved(tmp_path)), broker=NONE, run_dir=folder)
    with suppress(TimeoutError):
        await play(what, observer=stop_when_reserved)
    await resume(interrupted(folder), table=_Impatient())

    with closing(Ledger.open(folder / "ledger.db")) as ledger:
        opened, taken = ledger.events([Kind.INJECT])
        (given,) = ledger.inputs()
    assert taken.facts["by"] == "trainer"
    assert opened.time < given.time <= taken.time
    assert (await verify(folder)).difference is None
