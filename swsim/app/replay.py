"""Plays a finished run again from its ledger and compares it, event by event.

The replay sends nothing: messages go from hand to hand, and every event and message
hash must be the one recorded. The first difference ends it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from swsim.app.fingerprints import fingerprints
from swsim.app.folders import RunFolder
from swsim.documents.codec import canonical
from swsim.domain.events import Event
from swsim.errors import LedgerError
from swsim.exchange.direct import DirectLink
from swsim.exchange.inbox import Inbox
from swsim.exchange.kernel import Kernel
from swsim.ledger.canonical import line
from swsim.ledger.store import DeadLetter, Effect, InboxRow, Ledger, StoredMessage
from swsim.scenario import load_scenario, world
from swsim.simulation.world import build_sites
from swsim.validation.engine import Validator


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What a replay found; `difference` is None when nothing differs."""

    digest: str
    events: int
    difference: str | None = None


class _DifferenceError(Exception):
    """The replay left the recorded course; the text says where."""


class Comparison:
    """A recorder that writes nothing and compares with a ledger instead."""

    def __init__(self, ledger: Ledger) -> None:
        self._lines: Iterator[str] = ledger.canonical_lines()
        self.count = 0

    def commit_second(
        self,
        events: Sequence[Event],
        messages: Sequence[StoredMessage],
        effects: Sequence[Effect],
    ) -> None:
        """Compare the events of one second with those recorded next."""
        for event in events:
            self.count += 1
            recorded, replayed = next(self._lines, None), line(event)
            if recorded != replayed:
                raise _DifferenceError(
                    f"event {self.count} at second {event.time}:"
                    f" recorded {recorded or 'nothing'}; replayed {replayed}"
                )

    def finish(self) -> None:
        """Nothing may be left in the ledger."""
        left = next(self._lines, None)
        if left is not None:
            raise _DifferenceError(f"the replay ended before: recorded {left}")

    def store_arrivals(self, rows: Sequence[InboxRow]) -> None:
        """Nothing to compare."""

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Nothing to compare."""

    def confirm(self, message_ids: Sequence[str]) -> None:
        """Nothing to compare."""


async def verify(folder: RunFolder) -> Verification:
    """Replay a finished run and return the first difference, if there is one.

    Raises LedgerError when the run was played by another version of swsim, schemas or
    members, and UsageError when its scenario cannot be read.
    """
    ledger = Ledger.open(folder.ledger)
    try:
        return await _verify(folder, ledger)
    finally:
        ledger.close()


async def _verify(folder: RunFolder, ledger: Ledger) -> Verification:
    header = ledger.header()
    _refuse_other_versions(folder, header)
    difference = _altered_message(ledger)
    comparison = Comparison(ledger)
    if difference is None:
        difference = await _replay(folder, header, comparison)
    digest = ledger.digest()
    recorded = header.get("digest")
    if difference is None and recorded != digest:
        difference = f"the recorded digest is {recorded}, that of the events {digest}"
    return Verification(digest=digest, events=comparison.count, difference=difference)


def _refuse_other_versions(folder: RunFolder, header: dict[str, str]) -> None:
    if "digest" not in header:
        raise LedgerError(f"{folder.path}: this run was not played to its end")
    for name, now in fingerprints().items():
        if (then := header.get(name)) != now:
            raise LedgerError(
                f"{folder.path}: {name} was {then} when the run was played and is {now}"
                " now; verify it with the swsim that played it"
            )


def _altered_message(ledger: Ledger) -> str | None:
    """Return the first stored message that is not what its hash says."""
    for number, message in enumerate(ledger.messages(), 1):
        found = sha256(canonical(message.xml, "")).hexdigest()
        if found != message.sha256:
            return (
                f"message {number} ({message.id}, {message.sender} to"
                f" {message.recipient}): the recorded hash is {message.sha256}, that of"
                f" its content {found}"
            )
    return None


async def _replay(
    folder: RunFolder, header: dict[str, str], comparison: Comparison
) -> str | None:
    loaded = load_scenario(folder.scenario)
    if loaded.sha256 != header["scenario_sha256"]:
        return "scenario.yaml is not the one that was played"
    the_world = world(
        loaded.scenario, seed=int(header["seed"]), shipments=int(header["shipments"])
    )
    sites = build_sites(the_world)
    kernel = Kernel(
        run_id=header["run_id"],
        sites=sites,
        link=DirectLink(name for site in sites for name in site.participants),
        inbox=Inbox(header["run_id"], the_world, Validator()),
        recorder=comparison,
    )
    try:
        await kernel.run()
        comparison.finish()
    except _DifferenceError as difference:
        return str(difference)
    return None
