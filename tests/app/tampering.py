"""Changes what no swsim would change: the records of a copied run."""

import shutil
import sqlite3
import zlib
from pathlib import Path

from swsim.ledger.schema import RECORD_TABLES


def copied(run: Path, to: Path) -> Path:
    """Return the folder of a copy whose records can be changed."""
    shutil.copytree(run, to)
    change(
        to,
        *(
            f"DROP TRIGGER {table}_no_{verb}"
            for table in RECORD_TABLES
            for verb in ("update", "delete")
        ),
    )
    return to


def change(run: Path, *statements: str) -> None:
    """Execute SQL in a run's ledger; `swapped(blob, document, from, to)` is there."""
    db = sqlite3.connect(run / "ledger.db")
    dictionaries = dict(db.execute("SELECT document, bytes FROM dictionary"))

    def swapped(blob: bytes, document: str, old: str, new: str) -> bytes:
        dictionary = dictionaries[document]
        xml = zlib.decompressobj(zdict=dictionary).decompress(blob)
        packer = zlib.compressobj(zdict=dictionary)
        return packer.compress(xml.replace(old.encode(), new.encode(), 1)) + (
            packer.flush()
        )

    db.create_function("swapped", 4, swapped)
    with db:
        for statement in statements:
            assert db.execute(statement).rowcount != 0, statement
    db.close()
