"""A certificate that is revoked is good for nothing from then on; a new one is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import aiomqtt
import pytest

from app.playing import Played, what
from exchange.rehearsal import a_world, participants
from mosquitto import mosquitto_of
from outside import access_to, nats_servers, prepared, started
from swsim.app.concluding import Summary
from swsim.app.links import NONE
from swsim.app.resume import interrupted, resume
from swsim.app.revoking import certificates, renew, revoke
from swsim.app.run import Observer, play
from swsim.app.stage import Progress
from swsim.documents.canonical import with_run_id
from swsim.errors import RunError, UsageError
from swsim.exchange.address import parse_address
from swsim.exchange.controls import Controls
from swsim.exchange.credentials import Access
from swsim.exchange.topics import topic
from swsim.ledger.store import Ledger
from swsim.security.authority import read_pair
from swsim.security.signing import Signer

WHO, TO = "jp-sw", "pa-sw"
AT_ONCE = Controls(patience=0.02)


class StoppedError(Exception):
    """Somebody has pressed Ctrl-C."""


async def stop(_progress: Progress) -> None:
    """Stop a run after its first second."""
    raise StoppedError


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """A run of first-contact that was stopped before anything crossed the border."""
    run = tmp_path / "run"
    with pytest.raises(StoppedError):
        await play(what("first-contact", run), observer=stop)
    return run


async def goes_on(
    folder: Path,
    *,
    broker: str = NONE,
    access: Access | None = None,
    observer: Observer | None = None,
) -> Summary:
    """Resume a run, impatiently."""
    run = interrupted(folder, broker=broker, access=access)
    impatient = replace(run, play=replace(run.play, controls=AT_ONCE))
    return await resume(impatient, observer=observer)


def _dead(folder: Path) -> list[str]:
    with closing(Ledger.open(folder / "ledger.db")) as ledger:
        return [each.why for each in ledger.dead_letters()]


async def test_revoked_participant_blocks_the_run_until_it_has_a_new_certificate(
    folder: Path, first_contact: Played
) -> None:
    (revoked,) = revoke(folder, WHO)
    said = f"The certificate of {WHO} is revoked since {revoked.revoked:%Y-%m-%d}"
    with pytest.raises(RunError, match=f"BLOCKED: {TO} refuses .*{said}"):
        await goes_on(folder)
    renewed = renew(folder, WHO)
    summary = await goes_on(folder)

    listed = [each for each in certificates(folder) if each.participant == WHO]
    assert {each.serial for each in listed} == {revoked.serial, renewed.serial}
    assert [each.revoked for each in listed].count(None) == 1
    assert len(_dead(folder)) >= 5
    assert all(why.startswith(said) for why in _dead(folder))
    assert (summary.lost, summary.duplicated) == (0, 0)
    assert summary.digest == first_contact.summary.digest


async def test_ledger_keeps_what_was_revoked_and_who_signed_with_what(
    folder: Path,
) -> None:
    (revoked,) = revoke(folder, WHO)
    renewed = renew(folder, WHO)
    await goes_on(folder)
    with closing(Ledger.open(folder / "ledger.db")) as ledger:
        since = ledger.header()[f"revoked_{revoked.serial}"]
        seals = [
            ledger.signature(each.id)
            for each in ledger.messages()
            if (each.sender, each.recipient) == (WHO, TO)
        ]

    assert revoked.revoked is not None
    assert since == revoked.revoked.isoformat()
    assert {seal.serial for seal in seals if seal} == {renewed.serial}


# --- a thief has the old key ------------------------------------------------------


@asynccontextmanager
async def _broker(kind: str, folder: Path) -> AsyncIterator[tuple[str, Access]]:
    done = prepared(kind, folder, participants(a_world()))
    access = access_to(done)
    servers = (
        nats_servers(done)
        if kind == "nats"
        else [mosquitto_of(done.broker / "mosquitto.conf", done.address)]
    )
    async with started(*servers):
        yield done.address, access


class Thief:
    """Has the broker password of WHO and its old key, and is quicker."""

    def __init__(self, run: Path, other: Path, address: str, access: Access) -> None:
        self._signer = Signer(read_pair(run / "keys", WHO))
        self._id = interrupted(run).folder.id
        self._server = parse_address(address).servers[0]
        self._user, self._password = access.credentials[WHO]
        with closing(Ledger.open(other / "ledger.db")) as ledger:
            self._message = next(
                each
                for each in ledger.messages()
                if (each.sender, each.recipient) == (WHO, TO)
            )
        self.done = False

    async def strike(self, _progress: Progress) -> None:
        """Publish what WHO will send, once."""
        if self.done:
            return
        self.done = True
        body = self._signer.sign(with_run_id(self._message.xml, self._id))
        async with aiomqtt.Client(
            self._server.host,
            self._server.port,
            username=self._user,
            password=self._password,
            identifier="thief",
        ) as client:
            where = topic(self._id, TO, WHO, self._message.document)
            await client.publish(where, body, 1)


@pytest.mark.parametrize(
    "kind", ["nats", pytest.param("mosquitto", marks=pytest.mark.mosquitto)]
)
async def test_what_is_signed_with_the_revoked_key_is_refused_and_nothing_else(
    kind: str, folder: Path, first_contact: Played, tmp_path: Path
) -> None:
    async with _broker(kind, tmp_path / "broker") as (address, access):
        thief = Thief(folder, first_contact.folder, address, access)
        revoke(folder, WHO)
        renew(folder, WHO)
        summary = await goes_on(
            folder, broker=address, access=access, observer=thief.strike
        )

    (why,) = _dead(folder)
    assert why.startswith(f"The certificate of {WHO} is revoked since ")
    assert (summary.lost, summary.duplicated) == (0, 0)
    assert summary.digest == first_contact.summary.digest


# --- what cannot be ---------------------------------------------------------------


def test_run_that_has_ended_has_nothing_to_revoke(first_contact: Played) -> None:
    with pytest.raises(UsageError, match="has come to its end"):
        revoke(first_contact.folder, WHO)


async def test_revoking_twice_is_refused_in_words(folder: Path) -> None:
    revoke(folder, WHO)
    with pytest.raises(UsageError, match=f"swsim keys renew .*run {WHO}"):
        revoke(folder, WHO)


@pytest.mark.parametrize("change", [revoke, renew])
async def test_stranger_has_no_certificate(change: object, folder: Path) -> None:
    assert callable(change)
    with pytest.raises(UsageError, match=r"no participant 'jp-xx'.*jp-agr, jp-cus"):
        change(folder, "jp-xx")
