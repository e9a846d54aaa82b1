"""Hands over the ledger of a worker on another machine, and takes it in, in pieces."""

import base64
from pathlib import Path
from typing import BinaryIO, Final

from swsim.exchange.control import Piece

# Bytes of a ledger in one control message; brokers take 8 MB, some less.
_PIECE: Final = 256 * 1024


def next_piece(ledger: BinaryIO, have: int, total: int) -> Piece:
    """Return the piece of a file of `total` bytes of which `have` are there already."""
    ledger.seek(have)
    data = base64.b64encode(ledger.read(_PIECE)).decode()
    return Piece(offset=have, total=total, data=data)


class Collector:
    """Puts the pieces of one ledger together; a run that goes on has what it had.

    A worker that begins again from the first byte does so with another file: it was
    started anew meanwhile, and has opened its ledger to play it again.
    """

    def __init__(self, path: Path) -> None:
        """Take in what is to be the file `path`."""
        self._whole = path
        self._partial = path.with_suffix(".partial")

    def take(self, piece: Piece) -> int:
        """Add the piece that comes next; return how many bytes are there now."""
        if self._whole.exists():
            return piece.total
        have = self._partial.stat().st_size if self._partial.exists() else 0
        if piece.offset in (0, have):
            data = base64.b64decode(piece.data, validate=True)
            with self._partial.open("ab" if piece.offset else "wb") as file:
                file.write(data)
            have = piece.offset + len(data)
        if have == piece.total:
            self._partial.rename(self._whole)
        return have
