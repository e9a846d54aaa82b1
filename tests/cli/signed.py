"""Runs in which every message is signed, and how many of a ledger's are."""

from contextlib import closing
from pathlib import Path

from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario


def all_signed(name: str, folder: Path) -> Path:
    """Return a shipped scenario as a file that has every message signed."""
    text = load_scenario(name).raw.decode()
    assert "\npolicy:" not in text
    file = folder / f"{name}.yaml"
    file.write_text(f"{text}\npolicy:\n  signatures: all\n", "utf-8")
    return file


def signatures(run: Path) -> tuple[int, int]:
    """Return how many messages of a run came signed, and how many there are."""
    with closing(Ledger.open(run / "ledger.db")) as ledger:
        ids = [message.id for message in ledger.messages()]
        return sum(ledger.signature(each) is not None for each in ids), len(ids)
