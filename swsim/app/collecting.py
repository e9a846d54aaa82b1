"""Takes in the ledger of a worker on another machine, piece by piece."""

import base64
from pathlib import Path

from swsim.exchange.control import Piece


class Collector:
    """Puts the pieces of one ledger together; a run that goes on has what it had."""

    def __init__(self, path: Path) -> None:
        """Take in what is to be the file `path`."""
        self._whole = path
        self._partial = path.with_suffix(".partial")

    def take(self, piece: Piece) -> int:
        """Add the piece that comes next; return how many bytes are there now."""
        if self._whole.exists():
            return piece.total
        have = self._partial.stat().st_size if self._partial.exists() else 0
        if piece.offset == have:
            data = base64.b64decode(piece.data, validate=True)
            with self._partial.open("ab") as file:
                file.write(data)
            have += len(data)
        if have == piece.total:
            self._partial.rename(self._whole)
        return have
