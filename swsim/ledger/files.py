"""Opens the SQLite file of a ledger, and says what is wrong with it in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from swsim.errors import LedgerError


def is_begun(path: Path) -> bool:
    """Tell whether there is a ledger that got its header.

    One that has none was being made when its process was killed, and holds nothing.
    """
    if not path.is_file():
        return False
    with as_unreadable(path), connected(str(path)) as db, closing(db):
        made = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'header'")
        return bool(made.fetchone()) and bool(
            db.execute("SELECT 1 FROM header").fetchone()
        )


def remove(path: Path) -> None:
    """Remove a ledger with what SQLite may have left beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def tune(db: sqlite3.Connection, *, durable: bool) -> None:
    """Set how a ledger is written; `durable` survives a power cut, too."""
    db.execute("PRAGMA wal_autocheckpoint=4000")  # pages; fewer stops
    db.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")


@contextmanager
def connected(address: str, *, uri: bool = False) -> Iterator[sqlite3.Connection]:
    """Give a connection that is closed again if it cannot be put to use."""
    # isolation_level None: transactions are begun and ended in plain sight.
    db = sqlite3.connect(address, uri=uri, isolation_level=None)
    try:
        yield db
    except BaseException:
        db.close()
        raise


@contextmanager
def as_ledger_error(path: Path) -> Iterator[None]:
    """Say what went wrong while writing as a LedgerError."""
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(
            f"{path}: {error}; check that the disk has room and the folder can be"
            " written, then run again, or go on with a run that had begun: swsim resume"
        ) from error


@contextmanager
def as_unreadable(path: Path) -> Iterator[None]:
    """Say what went wrong while reading as a LedgerError."""
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(
            f"{path}: this cannot be read as the ledger of a run ({error}); name the"
            " folder of another run, or take the file from a backup"
        ) from error
