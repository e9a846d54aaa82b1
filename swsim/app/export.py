"""Writes the messages of a run as files."""

from pathlib import Path

from swsim.documents.canonical import with_run_id
from swsim.errors import UsageError
from swsim.ledger.records import StoredMessage
from swsim.ledger.store import Ledger
from swsim.security.signing import digest_of, with_signature


def export_messages(ledger: Ledger, folder: Path) -> int:
    """Write every message as it went over the wire; return how many there were.

    One that was signed has the signature under which it was received. Files sort in the
    order the messages were sent. UsageError when the folder cannot be written.
    """
    run_id = ledger.header().get("run_id", "")
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for count, message in enumerate(ledger.messages(), 1):
            name = (
                f"{count:06d}-{message.sender}-{message.recipient}-{message.document}"
            )
            wire = _wire(ledger, message, run_id)
            (folder / f"{name}.xml").write_bytes(wire)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror})") from error
    return count


def _wire(ledger: Ledger, message: StoredMessage, run_id: str) -> bytes:
    wire = with_run_id(message.xml, run_id)
    signed = ledger.signature(message.id)
    if signed is None:
        return wire
    digest = digest_of(wire)
    return with_signature(wire, digest, signed.value, signed.issuer, signed.serial)
