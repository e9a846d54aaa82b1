"""Writes the messages of a run as files."""

from pathlib import Path

from swsim.documents.canonical import with_run_id
from swsim.errors import UsageError
from swsim.ledger.store import Ledger


def export_messages(ledger: Ledger, folder: Path) -> int:
    """Write every message as it went over the wire; return how many there were.

    Files sort in the order the messages were sent. UsageError when the folder cannot
    be written.
    """
    run_id = ledger.header().get("run_id", "")
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for count, message in enumerate(ledger.messages(), 1):
            name = (
                f"{count:06d}-{message.sender}-{message.recipient}-{message.document}"
            )
            (folder / f"{name}.xml").write_bytes(with_run_id(message.xml, run_id))
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror})") from error
    return count
