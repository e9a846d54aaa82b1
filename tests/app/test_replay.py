"""A replay goes where the run went, and may go on from there another way."""

from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from app.playing import Played, what
from app.tampering import change, copied
from documents.xsd_files import SAMPLES
from swsim.app.concluding import Summary
from swsim.app.links import NONE
from swsim.app.recorded import Recorded, recorded_run
from swsim.app.replay import fork, forked, last_second, moment, replay
from swsim.app.resume import interrupted, resume
from swsim.app.run import play
from swsim.app.seat import seated
from swsim.app.stage import Progress
from swsim.app.verify import verify
from swsim.documents.reading import decode
from swsim.documents.xmltext import CodecError
from swsim.domain.events import Event
from swsim.domain.lifecycle import State
from swsim.errors import LedgerError, RunError, UsageError
from swsim.exchange.clock import FOREVER
from swsim.ledger.canonical import line
from swsim.ledger.store import Ledger
from swsim.reports.standing import Standing, StandingFold
from swsim.scenario import load_scenario
from swsim.validation.engine import Validator

DAY = 86_400
START = load_scenario("first-contact").scenario.start
NOT_SHARED = {"policy.share_export_data": "false"}


class Audience:
    """Keeps what an observer is told."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.fold = StandingFold()

    async def observe(self, second: Progress) -> None:
        """Keep the events of a second."""
        self.events += second.events
        self.fold.take(second.events)

    def lines(self) -> list[str]:
        """Return the canonical export of what was told."""
        return [line(each) for each in self.events]


async def _shown(folder: Path, until: int = FOREVER) -> Audience:
    run, audience = recorded_run(folder), Audience()
    await replay(run, run.play(), until, observer=audience.observe)
    return audience


async def test_replay_tells_what_the_run_told(tmp_path: Path) -> None:
    live = Audience()
    await play(what("first-contact", tmp_path / "run"), observer=live.observe)
    again = await _shown(tmp_path / "run")

    assert again.events == live.events


async def test_replay_stops_after_the_second_it_was_given(
    first_contact: Played,
) -> None:
    whole = await _shown(first_contact.folder)
    until = whole.events[20].time
    again = await _shown(first_contact.folder, until)

    assert again.events == [each for each in whole.events if each.time <= until]
    assert len(again.events) < len(whole.events)


async def test_replay_neither_validates_nor_writes(
    first_contact: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both would make a replay as slow as the run."""

    def not_now(*arguments: object, **options: object) -> None:
        raise AssertionError("a message was validated or written")

    monkeypatch.setattr(Validator, "check", not_now)
    monkeypatch.setattr("swsim.simulation.site.encode", not_now)
    assert (await _shown(first_contact.folder)).events


async def test_what_a_receiver_reads_is_what_was_written(tmp_path: Path) -> None:
    """So a replay may hand over the record of the sender."""
    read = []

    async def compare(second: Progress) -> None:
        for message in second.messages:
            root = etree.fromstring(message.xml)
            with suppress(CodecError):  # wrong on purpose, and never read
                read.append(decode(root).payload)
                assert read[-1] == message.record

    options = {"seed": 7, "shipments": 20}
    summary = await play(
        what("two-regions", tmp_path / "run", **options), observer=compare
    )
    assert len(read) > summary.messages - 10 > 900


async def test_first_difference_ends_a_replay(
    first_contact: Played, tmp_path: Path
) -> None:
    run = copied(first_contact.folder, tmp_path / "copy")
    change(run, f"UPDATE message SET sha256 = '{'0' * 64}' WHERE position = 4")
    with pytest.raises(RunError, match=f"event 8 at second .*{'0' * 64}"):
        await _shown(run)


async def test_message_that_is_not_in_the_ledger_ends_a_replay(
    first_contact: Played, tmp_path: Path
) -> None:
    run = copied(first_contact.folder, tmp_path / "copy")
    change(run, "UPDATE message SET id = 'another' WHERE position = 4")
    with pytest.raises(RunError, match="message 4 at second"):
        await _shown(run)


@pytest.mark.parametrize("key", ["version", "schemas_sha256", "members_sha256"])
async def test_run_of_another_version_is_refused_and_can_be_read(
    key: str, first_contact: Played, tmp_path: Path
) -> None:
    run = copied(first_contact.folder, tmp_path / "copy")
    change(run, f"UPDATE header SET value = 'old' WHERE key = '{key}'")
    with pytest.raises(LedgerError, match=f"{key} was old .* swsim ledger"):
        recorded_run(run)
    with closing(Ledger.open(run / "ledger.db")) as ledger:
        assert ledger.digest() == first_contact.summary.digest


async def test_run_with_another_scenario_is_refused(
    first_contact: Played, tmp_path: Path
) -> None:
    run = copied(first_contact.folder, tmp_path / "copy")
    (run / "scenario.yaml").write_bytes(b"# changed\n" + first_contact.raw())
    with pytest.raises(UsageError, match="not the scenario that the run began with"):
        recorded_run(run).play()


# --- how it stands ----------------------------------------------------------------


async def _standing(folder: Path, second: int) -> Standing:
    return (await _shown(folder, second)).fold.standing(second)


async def test_standing_says_who_holds_a_declaration_and_what_is_awaited(
    first_contact: Played,
) -> None:
    standing = await _standing(first_contact.folder, 1_000)

    (one,) = standing.declarations
    assert (one.state, one.site) == (State.REGISTERED, "jp")
    assert [(each.holder, each.what) for each in one.awaited] == [
        ("jp-cus", "assessment")
    ]
    assert (standing.open_cases, standing.states) == (1, {State.REGISTERED: 1})


async def test_standing_lists_what_is_under_way(first_contact: Played) -> None:
    whole = await _shown(first_contact.folder)
    sent = next(each for each in whole.events if each.kind == "sent")
    standing = await _standing(first_contact.folder, sent.time)

    (letter,) = standing.under_way
    assert letter.message == sent.facts["message"]
    assert letter.due > sent.time


async def test_nothing_is_open_or_under_way_at_the_end(first_contact: Played) -> None:
    standing = (await _shown(first_contact.folder)).fold.standing(FOREVER)

    assert (standing.declarations, standing.under_way) == ((), ())
    assert standing.messages == first_contact.summary.messages


# --- when -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("90", 90),
        ("3d4h", 3 * DAY + 4 * 3_600),
        ("2026-04-07T00:01Z", DAY + 60),
        ("2026-04-07T02:01:00+02:00", DAY + 60),
    ],
)
def test_moment_is_a_second_a_duration_or_an_instant(text: str, second: int) -> None:
    assert moment(text, START) == second


@pytest.mark.parametrize("text", ["", "lunch", "2026-04-05T23:59Z", "2026-04-07T00:00"])
def test_moment_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no moment of the run"):
        moment(text, START)


# --- forks ------------------------------------------------------------------------


async def _forked(
    folder: Path, until: int, where: Path, settings: dict[str, str] | None = None
) -> Summary:
    run = recorded_run(folder)
    return await fork(run, forked(run, until, where, settings or {}, broker=NONE))


def _lines(folder: Path) -> list[str]:
    with closing(Ledger.open(folder / "ledger.db")) as ledger:
        return list(ledger.canonical_lines())


def _events(folder: Path) -> list[Event]:
    with closing(Ledger.open(folder / "ledger.db")) as ledger:
        return list(ledger.events())


@pytest.mark.parametrize("days", [0, 3, 18, 99])
async def test_fork_without_settings_ends_as_the_other(
    days: int, first_contact: Played, tmp_path: Path
) -> None:
    summary = await _forked(first_contact.folder, days * DAY, tmp_path / "fork")

    assert summary.digest == first_contact.summary.digest
    assert (summary.lost, summary.duplicated) == (0, 0)
    assert (await verify(tmp_path / "fork", full=True)).difference is None


async def test_fork_with_another_policy_differs_from_that_second_on(
    first_contact: Played, tmp_path: Path
) -> None:
    until = 2 * DAY
    summary = await _forked(first_contact.folder, until, tmp_path / "fork", NOT_SHARED)
    before, after = _events(first_contact.folder), _events(tmp_path / "fork")

    assert summary.digest != first_contact.summary.digest
    assert _until(before, until) == _until(after, until) != []
    assert before != after
    assert (await verify(tmp_path / "fork")).difference is None
    assert (await verify(tmp_path / "fork", full=True)).difference is None


def _until(events: Sequence[Event], second: int) -> list[Event]:
    return [each for each in events if each.time <= second]


async def test_header_of_a_fork_says_where_it_comes_from(
    first_contact: Played, tmp_path: Path
) -> None:
    await _forked(first_contact.folder, 2 * DAY, tmp_path / "fork", NOT_SHARED)
    header = recorded_run(tmp_path / "fork").header

    assert header["forked_from"] == first_contact.summary.run_id != header["run_id"]
    assert header["forked_at"] == str(2 * DAY)
    assert '"share_export_data": false' in header["policy_changes"]


async def test_fork_of_a_fork_keeps_what_was_changed_before(
    first_contact: Played, tmp_path: Path
) -> None:
    first = await _forked(first_contact.folder, 2 * DAY, tmp_path / "first", NOT_SHARED)
    for name, until in (("earlier", DAY), ("later", 10 * DAY)):
        again = await _forked(tmp_path / "first", until, tmp_path / name)
        assert again.digest == first.digest


async def test_killed_fork_goes_on_as_the_fork(
    first_contact: Played, tmp_path: Path
) -> None:
    """The change of policy is part of the run, wherever it is interrupted."""
    whole = await _forked(first_contact.folder, 2 * DAY, tmp_path / "whole", NOT_SHARED)
    for number, until in enumerate((DAY, 5 * DAY)):
        folder = copied(tmp_path / "whole", tmp_path / f"killed{number}")
        _cut(folder, until)
        summary = await resume(interrupted(folder, broker=NONE))
        assert summary.digest == whole.digest


def _cut(folder: Path, until: int) -> None:
    """Leave what the ledger held after a second, as a kill would."""
    change(
        folder,
        "DELETE FROM header WHERE key IN"
        " ('digest', 'verdict', 'virtual_seconds', 'wall_seconds')",
        f"DELETE FROM event WHERE time > {until}",
        f"DELETE FROM effect WHERE time > {until}",
        f"DELETE FROM outbox WHERE position IN"
        f" (SELECT position FROM message WHERE time > {until})",
        f"DELETE FROM inbox WHERE message_id IN"
        f" (SELECT id FROM message WHERE time > {until})",
        f"DELETE FROM message WHERE time > {until}",
    )


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"policy.speed": "1"}, "no such setting; there are policy.share_export_data"),
        ({"confirm_release": "false"}, "no such setting"),
        ({"policy.confirm_release": "maybe"}, "policy.confirm_release=maybe: 'maybe'"),
    ],
)
def test_setting_that_is_none_is_refused(
    settings: dict[str, str], complaint: str, first_contact: Played, tmp_path: Path
) -> None:
    run = recorded_run(first_contact.folder)
    with pytest.raises(UsageError, match=complaint):
        forked(run, DAY, tmp_path / "fork", settings)


def _interrupted(played: Played, folder: Path, until: int) -> Recorded:
    run = copied(played.folder, folder)
    _cut(run, until)
    return recorded_run(run)


async def test_interrupted_run_is_replayed_as_far_as_it_came(
    first_contact: Played, tmp_path: Path
) -> None:
    run = _interrupted(first_contact, tmp_path / "run", 3 * DAY)
    end = last_second(run, None)
    audience = Audience()
    await replay(run, run.play(), end, observer=audience.observe)

    assert end <= 3 * DAY
    assert audience.lines() == _lines(run.folder.path)
    with pytest.raises(UsageError, match="interrupted at second"):
        last_second(run, 18 * DAY)


# --- inputs -----------------------------------------------------------------------

IMPORT = (SAMPLES / "declaration" / "good-import-929.xml").read_bytes()


@pytest.fixture
async def with_inputs(tmp_path: Path) -> Path:
    """A run in which somebody outside sent something."""
    options: dict[str, Any] = {"seats": ("pa-trd",)}
    folder = tmp_path / "seated"
    async with seated(what("first-contact", folder, **options), "pa-trd") as run:
        await run.send(IMPORT, "pa-sw")
        await run.receive("response")
        await run.send(b"<unheard-of/>", "pa-sw")
        await run.advance("1d")
        await run.finish()
    return folder


async def test_recorded_inputs_replay_without_those_who_gave_them(
    with_inputs: Path,
) -> None:
    audience = await _shown(with_inputs)

    assert audience.lines() == _lines(with_inputs)
    assert [each for each in audience.events if each.participant == "pa-trd"]


async def test_fork_keeps_inputs_that_were_given_before(
    with_inputs: Path, tmp_path: Path
) -> None:
    same = await _forked(with_inputs, 10, tmp_path / "same")
    other = await _forked(with_inputs, 10, tmp_path / "other", NOT_SHARED)

    with closing(Ledger.open(with_inputs / "ledger.db")) as ledger:
        digest, inputs = ledger.digest(), ledger.inputs()
    assert same.digest == digest
    with closing(Ledger.open(tmp_path / "other" / "ledger.db")) as ledger:
        assert ledger.inputs() == [each for each in inputs if each.time <= 10]
    assert len(inputs) == 2
    assert other.lost == 0


async def test_durable_run_stays_so(tmp_path: Path) -> None:
    await play(what("first-contact", tmp_path / "run", durable=True))

    assert recorded_run(tmp_path / "run").play().durable
