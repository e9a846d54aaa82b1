"""How a run begins and ends, as its log tells it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from swsim.app.concluding import Summary
from swsim.app.stage import Stage
from swsim.errors import BlockedError, RunError
from swsim.exchange.logbook import note, warn


@contextmanager
def course(stage: Stage, *, resumed: bool, **facts: Any) -> Iterator[None]:
    """Note the beginning of a run with further facts, and why it stopped if it did.

    Raises RunError for a run that is blocked, with what people can do about it.
    """
    what = stage.play
    note(
        "run_resumed" if resumed else "run_started",
        run=stage.folder.id,
        scenario=what.loaded.name,
        seed=what.the_seed,
        broker=what.broker.rpartition("@")[2],  # never a password
        speed=what.speed or "max",
        participants=len(stage.participants),
        external=what.all_external,
        **facts,
    )
    try:
        yield
    except BlockedError as blocked:
        warn("run_stopped", why=str(blocked))
        path = stage.folder.path
        raise RunError(
            f"{blocked} See: swsim ledger dead-letters {path}. Go on with: swsim resume"
            f" {path}"
        ) from blocked
    except BaseException as error:
        warn("run_stopped", why=str(error) or type(error).__name__)
        raise


def note_end(summary: Summary) -> None:
    """Note that a run has come to its end."""
    note(
        "run_ended",
        digest=summary.digest,
        verdict=summary.verdict,
        messages=summary.messages,
        lost=summary.lost,
        duplicated=summary.duplicated,
        virtual_seconds=summary.virtual_seconds,
        wall_seconds=summary.wall_seconds,
    )
