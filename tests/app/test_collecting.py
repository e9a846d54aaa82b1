"""A ledger comes piece by piece, each once, also across a restart of the taker."""

import base64
from pathlib import Path

from swsim.app.collecting import Collector
from swsim.exchange.control import Piece

WHOLE = bytes(range(256)) * 3


def _piece(offset: int, size: int = 300) -> Piece:
    data = base64.b64encode(WHOLE[offset : offset + size]).decode()
    return Piece(offset=offset, total=len(WHOLE), data=data)


def test_pieces_become_the_file(tmp_path: Path) -> None:
    collector = Collector(tmp_path / "ledger-worker-2.db")

    assert [collector.take(_piece(at)) for at in (0, 300, 600)] == [300, 600, 768]
    assert (tmp_path / "ledger-worker-2.db").read_bytes() == WHOLE
    assert len(list(tmp_path.iterdir())) == 1


def test_piece_that_comes_twice_or_too_early_is_not_added(tmp_path: Path) -> None:
    collector = Collector(tmp_path / "ledger-worker-2.db")

    assert [collector.take(_piece(at)) for at in (600, 0, 0, 600)] == [0, 300, 300, 300]
    assert not (tmp_path / "ledger-worker-2.db").exists()


def test_another_process_goes_on_with_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "ledger-worker-2.db"
    Collector(path).take(_piece(0))

    assert Collector(path).take(_piece(0)) == 300
    assert Collector(path).take(_piece(300, 468)) == 768
    assert path.read_bytes() == WHOLE
    assert Collector(path).take(_piece(0)) == 768  # it has all, whatever is sent


def test_worker_that_was_started_anew_hands_over_its_new_file_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger-worker-2.db"
    collector = Collector(path)
    collector.take(_piece(0))
    other = WHOLE[::-1]
    data = [base64.b64encode(each).decode() for each in (other[:200], other[200:])]

    first = Piece(offset=0, total=len(other), data=data[0])
    assert collector.take(first) == 200
    assert collector.take(Piece(offset=200, total=len(other), data=data[1])) == 768
    assert path.read_bytes() == other
