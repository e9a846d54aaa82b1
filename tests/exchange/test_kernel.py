"""The kernel keeps virtual time honest, whatever the link does, and ends when told."""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.rehearsal import (
    RUN,
    VALIDATOR,
    Rehearsal,
    a_world,
    first_messages,
    participants,
    undisturbed,
)
from exchange.unruly import (
    AlteringLink,
    FailingLink,
    ForgingLink,
    OwingLink,
    SilentLink,
    UnrulyLink,
)
from patience import PATIENCE
from swsim.documents.canonical import with_run_id
from swsim.domain.events import Event
from swsim.errors import BrokerError, LedgerError
from swsim.exchange.clock import Clock
from swsim.exchange.controls import Controls
from swsim.exchange.disturbances import Disturbances, Repeat
from swsim.exchange.inbox import Inbox, Received, Taken
from swsim.exchange.link import Arrival
from swsim.exchange.wallclock import monotonic
from swsim.simulation.mail import Outgoing
from swsim.validation.parse import MAX_BYTES

WORLD = a_world()
NAMES = participants(WORLD)


async def test_run_balances_and_comes_to_its_end(tmp_path: Path) -> None:
    run = await undisturbed(tmp_path, WORLD)
    tally = run.tally
    assert tally.messages > 30
    assert (tally.lost, tally.duplicated, tally.dead_letters) == (0, 0, 0)
    assert run.last_second > 21 * 86_400


async def test_sites_in_another_order_give_the_same_digest(tmp_path: Path) -> None:
    def backwards(sites: Sequence[object]) -> Sequence[object]:
        return tuple(reversed(sites))

    run = Rehearsal(path=tmp_path / "l.db", world=WORLD, order=backwards)  # type: ignore[arg-type]
    digest = (await run.perform()).digest
    assert digest == (await undisturbed(tmp_path, WORLD)).digest


# --- the clock and what is on its way ---------------------------------------------


@given(seed=st.integers(0, 10**6))
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_link_that_delays_and_repeats_gives_the_same_order(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("order")
    world = a_world(shipments=2, seed=seed % 3)

    async def play() -> None:
        link = UnrulyLink(participants(world), seed=seed, repeat=300)
        run = await Rehearsal(path=folder / "l.db", world=world, link=link).perform()
        assert run.export == (await undisturbed(folder, world)).export
        # The last ones may come when the run has ended.
        assert 0 < run.tally.repeated_deliveries <= link.did["repeated"]
        assert (run.tally.lost, run.tally.duplicated) == (0, 0)

    asyncio.run(play())


async def test_no_second_is_played_while_a_message_of_it_is_in_flight(
    tmp_path: Path,
) -> None:
    link = UnrulyLink(NAMES, seed=1)
    run = Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link)
    too_early: list[int] = []

    async def watch(
        second: int, _events: Sequence[Event], _messages: Sequence[Outgoing]
    ) -> None:
        earliest = kernel.in_flight.earliest()
        if earliest is not None and earliest <= second:
            too_early.append(second)

    kernel = run.kernel(observer=watch)
    await run.perform(kernel)
    assert too_early == []


async def test_time_stands_still_while_a_message_does_not_arrive(
    tmp_path: Path,
) -> None:
    link = UnrulyLink(NAMES, seed=1, lose=1000)
    run = Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link)
    kernel = run.kernel()
    first = next(first_messages(WORLD))
    playing = asyncio.create_task(run.perform(kernel))
    await asyncio.sleep(0.3)
    assert kernel.in_flight.earliest() == first.due
    assert not playing.done()
    playing.cancel()
    await asyncio.gather(playing, return_exceptions=True)
    assert link.closed


async def test_observer_is_told_seconds_in_their_order(tmp_path: Path) -> None:
    seconds: list[int] = []

    async def watch(
        second: int, _events: Sequence[Event], _messages: Sequence[Outgoing]
    ) -> None:
        seconds.append(second)

    link = UnrulyLink(NAMES, seed=2, repeat=200)
    run = Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link)
    await run.perform(observer=watch)
    assert seconds == sorted(set(seconds))


async def test_pace_changes_the_wall_time_and_not_the_digest(tmp_path: Path) -> None:
    plain = await undisturbed(tmp_path, WORLD)
    run = Rehearsal(path=tmp_path / "l.db", world=WORLD)
    began = monotonic()
    paced = await run.perform(clock=Clock(speed=plain.last_second))
    seconds = monotonic() - began
    assert paced.digest == plain.digest
    assert 0.95 <= seconds < 30


async def test_at_most_200_messages_are_open_for_one_receiver(tmp_path: Path) -> None:
    world = a_world(shipments=24)
    link = OwingLink(participants(world))
    run = Rehearsal(path=tmp_path / "l.db", world=world, link=link)
    kernel = run.kernel()
    link.more_wait = lambda: kernel.unconfirmed > link.owed
    outcome = await run.perform(kernel)
    assert link.most == 200
    assert outcome.digest == (await undisturbed(tmp_path, world)).digest


# --- negative controls: each of these matters -------------------------------------


def _repeat(sender: str, recipient: str) -> Disturbances:
    repeat = Repeat(name="I1", at=60, sender=sender, recipient=recipient)
    return Disturbances(repeats=[repeat])


async def test_repeated_message_takes_effect_once(tmp_path: Path) -> None:
    run = await Rehearsal(path=tmp_path / "l.db", world=WORLD).perform(
        disturbances=_repeat("jp-sw", "pa-sw")
    )
    assert (run.tally.duplicated, run.tally.repeated_deliveries) == (0, 1)
    assert run.digest == (await undisturbed(tmp_path, WORLD)).digest


async def test_without_dedupe_a_repeated_message_is_acted_upon_twice(
    tmp_path: Path,
) -> None:
    run = await Rehearsal(path=tmp_path / "l.db", world=WORLD, dedupe=False).perform(
        disturbances=_repeat("pa-cus", "pa-sw")
    )
    assert run.tally.duplicated == 1
    assert run.digest != (await undisturbed(tmp_path, WORLD)).digest


async def test_lost_message_is_sent_again_until_it_arrives(tmp_path: Path) -> None:
    link = UnrulyLink(NAMES, seed=3, lose=150)
    run = await Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link).perform(
        controls=Controls(patience=0.2)
    )
    assert link.did["lost"] > 0
    assert (run.tally.lost, run.tally.duplicated) == (0, 0)
    assert run.digest == (await undisturbed(tmp_path, WORLD)).digest


async def test_without_resending_a_lost_message_is_lost(tmp_path: Path) -> None:
    link = UnrulyLink(NAMES, seed=3, lose=150)
    run = await Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link).perform(
        controls=Controls(resend=False, patience=0.2)
    )
    assert run.tally.lost == link.did["lost"] > 0
    assert run.digest != (await undisturbed(tmp_path, WORLD)).digest


async def test_order_of_arrival_gives_another_course(tmp_path: Path) -> None:
    world = a_world(shipments=8)
    link = UnrulyLink(participants(world), seed=4)
    run = await Rehearsal(path=tmp_path / "l.db", world=world, link=link).perform(
        controls=Controls(ordered=False)
    )
    assert (run.tally.lost, run.tally.duplicated) == (0, 0)
    assert run.digest != (await undisturbed(tmp_path, world)).digest


# --- what does not belong to the run ----------------------------------------------


async def test_refused_arrivals_are_kept_acknowledged_and_change_nothing(
    tmp_path: Path,
) -> None:
    message = next(first_messages(WORLD))
    true = Arrival(
        recipient=message.recipient,
        sender=message.sender,
        document=message.document,
        body=with_run_id(message.xml, RUN),
        token=None,
    )
    forged = [
        replace(true, body=b"%PDF-1.7"),
        replace(true, sender="evil.corp"),
        replace(true, sender="zz-trd"),
        replace(true, body=with_run_id(message.xml, "yesterday")),
        replace(true, body=true.body + bytes(MAX_BYTES)),
    ]
    link = ForgingLink(NAMES, forged)
    rehearsal = Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link)
    kernel = rehearsal.kernel()
    run = await rehearsal.perform(kernel)
    assert [(each.sender, each.size) for each in run.dead_letters] == [
        (each.sender, len(each.body)) for each in forged
    ]
    for letter, each in zip(run.dead_letters, forged, strict=True):
        assert letter.body
        assert each.body.startswith(letter.body)
    assert all(each.why and each.at for each in run.dead_letters)
    assert {each.time for each in run.dead_letters} == {0}
    assert [id_ for arrival, id_ in link.confirmed if arrival in forged] == [None] * 5
    assert kernel.crossing.refused == {}  # no worker has to know of strangers
    assert run.digest == (await undisturbed(tmp_path, WORLD)).digest


async def test_receipt_of_somebody_else_confirms_nothing(tmp_path: Path) -> None:
    link = SilentLink(NAMES)
    run = Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link)
    playing = asyncio.create_task(run.perform())
    await link.began.wait()
    sent = link.swallowed[0]
    others = [each for each in NAMES if each not in (sent.sender, sent.recipient)]
    for sender, recipient in [
        (sent.sender, others[0]),
        (others[0], sent.recipient),
        (sent.sender, "evil.corp"),
    ]:
        link.post.receipted(sender, recipient, [sent.message_id])
    run.ledger.flush()
    assert run.ledger.confirmed() == frozenset()
    link.post.receipted(sent.sender, sent.recipient, [sent.message_id, "unknown"])
    run.ledger.flush()
    assert run.ledger.confirmed() == {sent.message_id}
    playing.cancel()
    await asyncio.gather(playing, return_exceptions=True)


async def test_message_altered_on_its_way_is_refused_and_sent_again(
    tmp_path: Path,
) -> None:
    link = AlteringLink(NAMES, lambda body: body.replace(b"Training", b"Straining", 1))
    run = await Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link).perform(
        controls=Controls(patience=0.2)
    )
    assert link.altered == 1
    assert [each.why[:9] for each in run.dead_letters] == ["tampering"]
    assert run.digest == (await undisturbed(tmp_path, WORLD)).digest


# --- errors end the run -----------------------------------------------------------


class BrokenInbox(Inbox):
    """Fails at the first arrival, inside a callback of the event loop."""

    def take(
        self, arrivals: Sequence[Arrival], received: Received, *, live: bool = True
    ) -> list[Taken]:
        """Fail."""
        raise ZeroDivisionError("in a callback")


async def test_error_in_a_callback_ends_the_run_with_it(tmp_path: Path) -> None:
    link = UnrulyLink(NAMES, seed=5)
    inbox = BrokenInbox(RUN, WORLD, VALIDATOR)
    run = Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link, inbox=inbox)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(ZeroDivisionError, match="in a callback"):
            await run.perform()
    assert link.closed


async def test_error_of_the_link_ends_the_run_with_it(tmp_path: Path) -> None:
    link = FailingLink(NAMES, BrokerError("the broker has had enough"))
    run = Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(BrokerError, match="had enough"):
            await run.perform()
    assert link.closed


async def test_error_of_the_observer_ends_the_run_with_it(tmp_path: Path) -> None:
    async def watch(*_what: object) -> None:
        raise BrokenPipeError

    link = UnrulyLink(NAMES, seed=5)
    run = Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(BrokenPipeError):
            await run.perform(observer=watch)
    assert link.closed


async def test_full_disk_ends_the_run_with_a_sentence(tmp_path: Path) -> None:
    world = a_world(shipments=10)
    run = Rehearsal(path=tmp_path / "l.db", world=world)
    run.ledger._db.execute("PRAGMA max_page_count=40")
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(LedgerError, match=r"full; check that the disk has room"):
            await run.perform()
    with sqlite3.connect(run.path) as db:
        (kept,) = db.execute("SELECT count(*) FROM event").fetchone()
    db.close()
    assert kept > 0


async def test_cancelled_run_closes_the_link(tmp_path: Path) -> None:
    link = UnrulyLink(NAMES, seed=5)
    run = Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link)
    playing = asyncio.create_task(run.perform())
    await asyncio.sleep(0.05)
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing
    assert link.closed


@pytest.mark.parametrize("turns", range(5))
async def test_run_ends_also_when_it_was_just_about_to_confirm(
    turns: int, tmp_path: Path
) -> None:
    """A cancellation that comes together with what a task waits for must count."""
    link = UnrulyLink(NAMES, seed=1, lose=1000)
    run = Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link)
    kernel = run.kernel()
    playing = asyncio.create_task(run.perform(kernel))
    await asyncio.sleep(0.02)
    kernel._dispatch.hurry()
    for _ in range(turns):
        await asyncio.sleep(0)
    playing.cancel()
    done, _ = await asyncio.wait([playing], timeout=PATIENCE)
    assert done
