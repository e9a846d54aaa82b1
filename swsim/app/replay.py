"""Plays what a ledger holds again, up to a moment: to look at it, or to go on from it.

No broker, no validation, no signature: each event, message and effect is compared with
the one recorded, and the first difference ends it. Who only looks is given the
documents that were recorded; who goes on from there writes them again.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from swsim.app.comparison import Comparison, CopyingComparison, DifferenceError
from swsim.app.concluding import Summary
from swsim.app.folders import locked, make_folder
from swsim.app.links import as_then, check_broker
from swsim.app.recorded import Recorded
from swsim.app.run import (
    Observer,
    Opening,
    begin,
    collecting_rarely,
    perform,
    set_up,
    told,
)
from swsim.app.stage import Play
from swsim.domain.durations import parse_duration
from swsim.domain.policies import Policy
from swsim.domain.settings import PolicyChange
from swsim.errors import RunError, UsageError
from swsim.exchange import wallclock
from swsim.exchange.clock import FOREVER, Clock
from swsim.exchange.direct import DirectLink
from swsim.exchange.inbox import Inbox
from swsim.exchange.kernel import Kernel
from swsim.exchange.replayed import Replay
from swsim.ledger.store import Ledger
from swsim.scenario.policy import PolicyChoice, policy_of

_POLICY = "policy."
_AHEAD: Final = 1_000  # messages


def moment(text: str, start: datetime) -> int:
    """Return the virtual second that a text names in a run that began at `start`.

    It is a number of seconds, a duration since the start such as 3d4h, or an instant
    such as 2026-04-09T04:00Z. Raises UsageError for anything else.
    """
    try:
        return parse_duration(text)
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(text)
        second = (at - start).total_seconds()
    except (ValueError, TypeError):  # no date, or one without a zone
        second = -1
    if second < 0 or second != int(second):
        raise UsageError(
            f"--until {text!r} is no moment of the run; write a number of seconds, a"
            f" duration since its start such as 3d4h, or an instant from"
            f" {start.strftime('%Y-%m-%dT%H:%MZ')} on"
        )
    return int(second)


def changed_policy(base: Policy, settings: Mapping[str, str]) -> Policy:
    """Return a policy with other settings, named such as policy.confirm_release.

    Raises UsageError for a name or a value that there is not.
    """
    names = [f"{_POLICY}{each}" for each in PolicyChoice.model_fields]
    values: dict[str, Any] = asdict(base)
    for name, text in settings.items():
        if name not in names:
            raise UsageError(
                f"--set {name}: there is no such setting; there are {', '.join(names)}"
            )
        values[name.removeprefix(_POLICY)] = text
    try:
        return policy_of(PolicyChoice(**values))
    except ValidationError as error:
        wrong = f"{_POLICY}{error.errors()[0]['loc'][0]}"
        why = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise UsageError(f"--set {wrong}={settings.get(wrong)}: {why}") from error


def last_second(run: Recorded, until: int | None) -> int:
    """Return how far a run can be played again; UsageError where that is not enough."""
    if run.ended:
        return FOREVER if until is None else until
    with closing(Ledger.open(run.folder.ledger)) as ledger:
        last = ledger.last_second()
    if until is not None and until > last:
        raise UsageError(
            f"{run.folder.path}: this run was interrupted at second {last} and cannot"
            f" be played again to second {until}; go on with it: swsim resume"
        )
    return last if until is None else until


class _HashesAhead:
    """The hashes of messages that are about to be sent again, a few at a time."""

    def __init__(self, recorded: Iterator[tuple[str, str]]) -> None:
        self._recorded = recorded
        self._ahead: dict[str, str] = {}

    def of(self, message_id: str) -> str | None:
        """Return the hash that was recorded of a message; None where there is none."""
        found = self._ahead.pop(message_id, None)
        if found is None:
            self._ahead.update(islice(self._recorded, _AHEAD))
            found = self._ahead.pop(message_id, None)
        return found


def _texts(ledger: Ledger) -> Callable[[str], bytes | None]:
    def text_of(message_id: str) -> bytes | None:
        found = ledger.message(message_id)
        return found.xml if found else None

    return text_of


async def replay(
    run: Recorded,
    what: Play,
    until: int,
    *,
    observer: Observer | None = None,
    opening: Opening | None = None,
) -> int:
    """Play a run again up to a second and return the last second that was played.

    `what` is what was played, at the pace it is to be shown. The observer is told as it
    was then. Raises RunError at the first thing that is not as it was recorded; that
    each document would be written as it was is for `swsim.app.verify` to say.
    """
    stage = set_up(what, run.folder, wallclock.monotonic())
    if opening is not None:
        opening(stage)
    with closing(Ledger.open(run.folder.ledger)) as ledger, collecting_rarely():
        comparison = Comparison(ledger)
        stage.stored = _texts(ledger)
        ahead = _HashesAhead(ledger.hashes())
        for site in stage.sites:
            site.hash_before = ahead.of
        whole = run.ended and until == FOREVER
        playing = Kernel(
            run_id=run.folder.id,
            sites=stage.sites,
            link=DirectLink(()),
            inbox=Inbox(run.folder.id, stage.world, stage.validator),
            recorder=comparison,
            clock=Clock(what.speed),
            observer=told(observer, stage),
            disturbances=as_then(
                what.loaded.scenario.injects, what.broker, stage.struck
            ),
            inputs=ledger.inputs(),
            replay=Replay(
                until=until,
                recorder=comparison,
                verdicts=ledger.verdicts(),
                stops=True,
                shown=True,
                over=comparison.finish if whole else lambda: None,
            ),
        )
        try:
            return await playing.run()
        except DifferenceError as difference:
            raise _left(run, difference) from difference


def _left(run: Recorded, difference: DifferenceError) -> RunError:
    return RunError(
        f"{run.folder.path}: played again, this run is not what was recorded:"
        f" {difference}"
    )


def forked(
    run: Recorded,
    until: int,
    where: Path,
    settings: Mapping[str, str],
    *,
    broker: str | None = None,
    speed: int | None = None,
    lang: str = "en",
) -> Play:
    """Return what is to be played in a new folder: a run up to a second, then on.

    `settings` of the policy hold for all that happens later, "policy.NAME" -> value.
    Without them it goes on as the other did.
    """
    what = run.play(broker=broker, speed=speed, lang=lang)
    check_broker(what.broker)
    changes = what.policy_changes
    if settings:
        changes = tuple(each for each in changes if each.after <= until)
        base = changes[-1].policy if changes else policy_of(what.loaded.scenario.policy)
        policy = changed_policy(base, settings)
        changes = (*changes, PolicyChange(after=until, policy=policy))
    return replace(
        what,
        run_dir=where,
        policy_changes=changes,
        forked=(run.folder.id, until),
    )


async def fork(
    run: Recorded,
    what: Play,
    *,
    observer: Observer | None = None,
    opening: Opening | None = None,
) -> Summary:
    """Play what `forked` returned to its end and return the summary.

    What is replayed stands in the new ledger, too; the observer is told of what comes
    after it. Inputs of people and other systems are kept as far as they were given, and
    later ones where no setting differs: else they would answer what nobody said. Raises
    RunError when the replay is not what was recorded.
    """
    assert what.forked is not None
    _, until = what.forked
    began = wallclock.monotonic()
    folder = make_folder(what.loaded.name, what.the_seed, what.run_dir)
    stage = set_up(what, folder, began)
    folder.scenario.write_bytes(what.loaded.raw)
    if opening is not None:
        opening(stage)
    differs = what.policy_changes != run.play().policy_changes
    with locked(folder), closing(Ledger.open(run.folder.ledger)) as recorded:
        inputs = [
            each for each in recorded.inputs() if each.time <= until or not differs
        ]
        ledger, keys = begin(stage, inputs=inputs)
        comparison = CopyingComparison(recorded, ledger, until)
        replayed = Replay(
            until=until,
            recorder=comparison,
            verdicts=recorded.verdicts(),
            over=comparison.write,
        )
        try:
            return await perform(
                stage, ledger, keys, observer=observer, inputs=inputs, replay=replayed
            )
        except DifferenceError as difference:
            raise _left(run, difference) from difference
