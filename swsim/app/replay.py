"""Plays a finished run again from its ledger and compares it, record by record.

The replay sends nothing: messages go from hand to hand, and every event, message and
effect must be the one recorded. The first difference ends it.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256

from lxml.etree import XMLSyntaxError

from swsim.app.fingerprints import fingerprints
from swsim.app.folders import RunFolder
from swsim.documents.canonical import canonical, hash_of
from swsim.domain.events import Event
from swsim.errors import LedgerError
from swsim.exchange.direct import DirectLink
from swsim.exchange.inbox import Inbox
from swsim.exchange.kernel import Kernel
from swsim.ledger.canonical import line
from swsim.ledger.records import DeadLetter, Effect, InboxRow, StoredMessage
from swsim.ledger.store import DamagedRecordError, Ledger
from swsim.scenario import load_scenario, world
from swsim.simulation.mail import Given
from swsim.simulation.world import build_sites
from swsim.validation.engine import Validator


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What a replay found; `difference` is None when nothing differs."""

    digest: str
    events: int
    difference: str | None = None


class DifferenceError(Exception):
    """The replay left the recorded course; the text says where."""


class Comparison:
    """A recorder that writes nothing and compares with a ledger instead."""

    def __init__(self, ledger: Ledger) -> None:
        self._recorded: dict[str, Iterator[object]] = {
            "effect": ledger.effects(),
            "event": ledger.canonical_lines(),
            "message": map(_bare, ledger.messages()),
        }
        self._counts = dict.fromkeys(self._recorded, 0)

    @property
    def events(self) -> int:
        """How many events were compared."""
        return self._counts["event"]

    def commit_second(
        self,
        events: Sequence[Event],
        messages: Sequence[StoredMessage],
        effects: Sequence[Effect],
    ) -> None:
        """Compare what one second brought with what was recorded next."""
        for effect in effects:
            self._compare("effect", effect.time, effect)
        for event in events:
            self._compare("event", event.time, line(event))
        for message in messages:
            self._compare("message", message.time, _bare(message))

    def _compare(self, what: str, second: int, replayed: object) -> None:
        self._counts[what] += 1
        recorded = next(self._recorded[what], "nothing")
        if recorded != replayed:
            raise DifferenceError(
                f"{what} {self._counts[what]} at second {second}:"
                f" recorded {recorded}; replayed {replayed}"
            )

    def finish(self) -> None:
        """Nothing may be left in the ledger."""
        for what, recorded in self._recorded.items():
            left = next(recorded, None)
            if left is not None:
                raise DifferenceError(
                    f"{what} {self._counts[what] + 1}: recorded {left}; replayed"
                    " nothing"
                )

    def store_arrivals(self, rows: Sequence[InboxRow]) -> None:
        """Nothing to compare."""

    def received_hash(self, message_id: str) -> str | None:
        """Return nothing: in a replay each message comes once."""

    def store_input(self, given: Given) -> None:
        """Nothing to compare: a replay is given what was recorded."""

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Nothing to compare."""

    def confirm(self, message_ids: Sequence[str]) -> None:
        """Nothing to compare."""

    def flush(self) -> None:
        """Nothing to write."""


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
    if "digest" not in header:
        raise LedgerError(
            f"{folder.path}: this run was not played to its end; go on with it: swsim"
            " resume"
        )
    refuse_other_versions(folder, header)
    recorded = header["digest"]
    comparison = Comparison(ledger)
    try:
        difference = _altered_message(ledger)
        if difference is None:
            difference = await _replay(folder, header, comparison, ledger.inputs())
        digest = ledger.digest()
    except DamagedRecordError as damage:
        difference, digest = f"{damage.what} is damaged: {damage.__cause__}", ""
    if difference is None and recorded != digest:
        difference = f"the recorded digest is {recorded}, that of the events {digest}"
    return Verification(digest=digest, events=comparison.events, difference=difference)


def refuse_other_versions(folder: RunFolder, header: dict[str, str]) -> None:
    """Raise LedgerError unless this swsim is the one that played the run."""
    for name, now in fingerprints().items():
        if (then := header.get(name)) != now:
            raise LedgerError(
                f"{folder.path}: {name} was {then} when the run was played and is {now}"
                " now; only the swsim that played it can play it again"
            )


def _bare(message: StoredMessage) -> StoredMessage:
    """Return a message without its content, for which its hash stands."""
    return replace(message, xml=b"")


def _hash(message: StoredMessage) -> str:
    """Return the content hash; by a parse where others wrote the message."""
    found = sha256(canonical(message.xml, "")).hexdigest()
    if found != message.sha256:
        with suppress(XMLSyntaxError):
            return hash_of(message.xml)
    return found


def _altered_message(ledger: Ledger) -> str | None:
    """Return the first stored message that is not what its hash says."""
    for number, message in enumerate(ledger.messages(), 1):
        found = _hash(message)
        if found != message.sha256:
            return (
                f"message {number} ({message.id}, {message.sender} to"
                f" {message.recipient}): the recorded hash is {message.sha256}, that of"
                f" its content {found}"
            )
    return None


async def _replay(
    folder: RunFolder,
    header: dict[str, str],
    comparison: Comparison,
    inputs: Sequence[Given],
) -> str | None:
    loaded = load_scenario(folder.scenario)
    if loaded.sha256 != header["scenario_sha256"]:
        return "scenario.yaml is not the one that was played"
    the_world = world(
        loaded.scenario, seed=int(header["seed"]), shipments=int(header["shipments"])
    )
    sites = build_sites(the_world, header["seats"].split())
    kernel = Kernel(
        run_id=header["run_id"],
        sites=sites,
        link=DirectLink(name for site in sites for name in site.participants),
        inbox=Inbox(header["run_id"], the_world, Validator()),
        recorder=comparison,
        inputs=inputs,
    )
    try:
        await kernel.run()
        comparison.finish()
    except DifferenceError as difference:
        return str(difference)
    return None
