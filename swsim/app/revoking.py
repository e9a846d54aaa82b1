"""The certificates of a run that was stopped: listed, revoked, replaced by new ones.

What is done here stands in the trust list, with the virtual time from which on it
counts, and in the ledger. It counts when the run goes on.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from swsim.app.folders import RunFolder, locked
from swsim.app.keys import as_stored, trust_list
from swsim.app.recorded import Recorded, recorded_run
from swsim.app.sharing import awaited_of
from swsim.errors import UsageError
from swsim.ledger.store import Ledger
from swsim.security.authority import RunAuthority
from swsim.security.trust import FILE, Trusted, TrustList


@dataclass(frozen=True, kw_only=True, slots=True)
class Certified:
    """A certificate of a participant; virtual times.

    It is trusted for what is prepared before `until`, and before `revoked`, if set.
    """

    participant: str
    serial: int
    until: datetime
    revoked: datetime | None


def certificates(path: Path) -> list[Certified]:
    """Return all certificates of a run, by participant.

    Raises UsageError where there is no run, or none that signs.
    """
    trust = trust_list(path)
    return [_certified(each, trust) for each in trust]


def revoke(path: Path, participant: str) -> list[Certified]:
    """Revoke what a participant signs with, from the second after the last one played.

    Returns what was trusted until then. Raises UsageError for a run that is played, or
    not to be gone on with, and for a participant without a certificate to revoke.
    """
    with _stopped(path) as (folder, ledger):
        trust = _trust_of(folder, participant)
        start = datetime.fromisoformat(ledger.header()["start"])
        since = start + timedelta(seconds=ledger.last_second() + 1)
        found = trust.revoke(participant, since)
        if not found:
            raise UsageError(
                f"{path}: every certificate of {participant} is revoked; give it a new"
                f" one with: swsim keys renew {path} {participant}"
            )
        trust.write(folder.keys / FILE)
        ledger.note({f"revoked_{each.serial}": since.isoformat() for each in found})
        return [_certified(each, trust) for each in found]


def renew(path: Path, participant: str) -> Certified:
    """Give a participant a new key and certificate, with which it signs from now on.

    What is published again is signed with it, too. Raises UsageError as `revoke` does.
    """
    with _stopped(path) as (folder, ledger):
        trust = _trust_of(folder, participant)
        issued = RunAuthority.open(folder.keys).issue(participant)
        trusted = trust.add(issued.pair.certificate)
        # First: nothing is taken in under a certificate that the ledger does not have.
        ledger.store_certificates([as_stored(trusted, trust)])
        trust.write(folder.keys / FILE)
        return _certified(trusted, trust)


def _certified(trusted: Trusted, trust: TrustList) -> Certified:
    return Certified(
        participant=trusted.participant,
        serial=trusted.serial,
        until=trusted.validity.end,
        revoked=trust.revoked.get(trusted.serial),
    )


@contextmanager
def _stopped(path: Path) -> Iterator[tuple[RunFolder, Ledger]]:
    """Give a run that can be gone on with; nobody else plays it meanwhile."""
    run = recorded_run(path)
    _refuse(run)
    with (
        locked(run.folder),
        closing(
            Ledger.reopen(run.folder.ledger, durable=run.header["durable"] == "1")
        ) as ledger,
    ):
        yield run.folder, ledger


def _refuse(run: Recorded) -> None:
    path = run.folder.path
    if run.ended:
        raise UsageError(
            f"{path}: this run has come to its end; nobody signs in it any more"
        )
    if awaited_of(run.header)[0] > 1:
        raise UsageError(
            f"{path}: several workers play this run, each with keys of its own; that"
            " these are changed has no place in swsim yet"
        )


def _trust_of(folder: RunFolder, participant: str) -> TrustList:
    trust = trust_list(folder.path)
    known = sorted({each.participant for each in trust})
    if participant not in known:
        raise UsageError(
            f"There is no participant {participant!r} in this run; there are"
            f" {', '.join(known[:40])}."
        )
    return trust
