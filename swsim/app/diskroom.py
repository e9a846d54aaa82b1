"""Whether the embedded broker has room for messages, when the clock stands still."""

from pathlib import Path
from typing import Final

from swsim.app.links import EMBEDDED
from swsim.app.stage import Stage
from swsim.errors import LedgerError
from swsim.exchange.stall import Waiting, Waits

_LEAST: Final = 65_536  # bytes that a broker wants to write at once


def waits_with_room(stage: Stage) -> Waits:
    """Return what is told when the clock stands still, and ends a run without room.

    A broker on a full disk takes messages and delivers none, while the ledger may have
    nothing to write: the run would wait for ever. Then raises LedgerError.
    """
    if stage.play.broker != EMBEDDED:
        return stage.waits

    def waits(waiting: Waiting | None) -> None:
        if waiting is not None:
            _expect_room(stage.folder.path)
        stage.waits(waiting)

    return waits


def _expect_room(folder: Path) -> None:
    probe = folder / ".room"
    try:
        probe.write_bytes(bytes(_LEAST))
    except OSError as error:
        raise LedgerError(
            f"{folder}: the broker of the run cannot keep its messages there"
            f" ({error.strerror}); check that the disk has room, then go on with: swsim"
            f" resume {folder}"
        ) from error
    finally:
        probe.unlink(missing_ok=True)
