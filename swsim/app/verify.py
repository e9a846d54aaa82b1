"""Plays a finished run again from its ledger and compares it, record by record.

The replay sends nothing: messages go from hand to hand, and every event, message and
effect must be the one recorded. The first difference ends it.
"""

from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from lxml.etree import XMLSyntaxError

from swsim.app.comparison import Comparison, DifferenceError
from swsim.app.recorded import Recorded, recorded_run
from swsim.app.run import collecting_rarely, set_up
from swsim.app.stage import Stage
from swsim.documents.canonical import canonical, hash_of
from swsim.errors import LedgerError
from swsim.exchange.clock import FOREVER
from swsim.exchange.direct import DirectLink
from swsim.exchange.inbox import Inbox
from swsim.exchange.kernel import Kernel
from swsim.exchange.replayed import Replay
from swsim.ledger.reading import DamagedRecordError
from swsim.ledger.records import StoredMessage
from swsim.ledger.store import Ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What a replay found; `difference` is None when nothing differs."""

    digest: str
    events: int
    difference: str | None = None


async def verify(path: Path, *, full: bool = False) -> Verification:
    """Replay a finished run and return the first difference, if there is one.

    Verdicts are those recorded; with `full` every message is validated again, and its
    verdict must be the one recorded. Raises LedgerError when the run was played by
    another version of swsim, schemas or members, and UsageError when its scenario
    cannot be read.
    """
    run = recorded_run(path)
    if not run.ended:
        raise LedgerError(
            f"{path}: this run was not played to its end; go on with it: swsim resume"
        )
    with closing(Ledger.open(run.folder.ledger)) as ledger, collecting_rarely():
        return await _verify(run, ledger, full)


async def _verify(run: Recorded, ledger: Ledger, full: bool) -> Verification:
    comparison = Comparison(ledger)
    try:
        difference = _altered_message(ledger)
        if difference is None:
            difference = await _replay(run, ledger, comparison, full)
        digest = ledger.digest()
    except DamagedRecordError as damage:
        difference, digest = f"{damage.what} is damaged: {damage.__cause__}", ""
    recorded = run.header["digest"]
    if difference is None and recorded != digest:
        difference = f"the recorded digest is {recorded}, that of the events {digest}"
    return Verification(digest=digest, events=comparison.events, difference=difference)


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
    run: Recorded, ledger: Ledger, comparison: Comparison, full: bool
) -> str | None:
    if run.scenario() is None:
        return "scenario.yaml is not the one that was played"
    stage = set_up(run.play(), run.folder, 0.0)
    replay = None
    if not full:
        replay = Replay(
            until=FOREVER,
            recorder=comparison,
            verdicts=ledger.verdicts(),
            stops=True,
        )
    try:
        await kernel_of(stage, ledger, comparison, replay).run()
        comparison.finish()
    except DifferenceError as difference:
        return str(difference)
    return None


def kernel_of(
    stage: Stage, ledger: Ledger, recorder: Comparison, replay: Replay | None
) -> Kernel:
    """Return a kernel that plays a recorded run from hand to hand."""
    return Kernel(
        run_id=stage.folder.id,
        sites=stage.sites,
        link=DirectLink(stage.participants),
        inbox=Inbox(stage.folder.id, stage.world, stage.validator),
        recorder=recorder,
        inputs=ledger.inputs(),
        replay=replay,
    )
