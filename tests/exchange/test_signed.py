"""Attacks on the signatures of a run: refused, recorded, and nothing else happens.

Over the link without a socket, and over brokers by somebody who may publish there.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import aiomqtt
import pytest

from exchange.rehearsal import (
    RUN,
    VALIDATOR,
    Rehearsal,
    a_world,
    first_messages,
    participants,
    undisturbed,
)
from exchange.unruly import ForgingLink
from mosquitto import mosquitto
from security.forging import ATTACKS, Forge
from swsim.documents.canonical import with_run_id
from swsim.domain.policies import Signatures
from swsim.domain.settings import must_sign
from swsim.errors import FileProblem
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.direct import DirectLink
from swsim.exchange.inbox import Inbox
from swsim.exchange.link import Arrival, Link, Parcel, Post
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.signed import SignedLink
from swsim.exchange.topics import topic
from swsim.security.signing import KeyRing
from swsim.security.verifying import Verifier

WORLD = a_world()
NAMES = participants(WORLD)
MESSAGE = next(first_messages(WORLD))
WIRE = with_run_id(MESSAGE.xml, RUN)
ARRIVAL = Arrival(
    recipient=MESSAGE.recipient,
    sender=MESSAGE.sender,
    document=MESSAGE.document,
    body=WIRE,
    token=None,
)
# The broker takes no message of such a size, so nobody ever sees it.
ON_THE_WIRE = sorted(set(ATTACKS) - {"oversize"})


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Forge:
    """The keys of the run, with those of an attacker."""
    return Forge(tmp_path_factory.mktemp("forge"), NAMES, MESSAGE.sender)


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the run that signs nothing and is left alone."""
    folder = tmp_path_factory.mktemp("undisturbed")
    return asyncio.run(undisturbed(folder, WORLD)).digest


def rehearsal(path: Path, forge: Forge, link: Link) -> Rehearsal:
    """Return a run in which every message is signed."""
    return Rehearsal(
        path=path,
        world=WORLD,
        link=SignedLink(link, KeyRing(forge.keys), "all"),
        inbox=Inbox(RUN, WORLD, VALIDATOR, verifier=Verifier(forge.trust)),
    )


async def test_signed_run_has_the_digest_of_the_unsigned(
    forge: Forge, digest: str, tmp_path: Path
) -> None:
    run = rehearsal(tmp_path / "l.db", forge, DirectLink(NAMES))
    performed = await run.perform()

    assert performed.digest == digest
    assert (performed.tally.lost, performed.tally.dead_letters) == (0, 0)


@pytest.mark.parametrize("name", ATTACKS)
async def test_attack_is_recorded_and_the_run_unharmed(
    name: str, forge: Forge, digest: str, tmp_path: Path
) -> None:
    """The true message, which comes after it, is delivered."""
    attack = ATTACKS[name]
    forged = replace(ARRIVAL, body=attack.make(forge, WIRE))
    run = rehearsal(tmp_path / "l.db", forge, ForgingLink(NAMES, [forged]))
    performed = await run.perform()
    (letter,) = performed.dead_letters

    assert letter.body == forged.body[: len(letter.body)]
    assert letter.size == len(forged.body)
    assert attack.why in letter.why
    assert (performed.tally.lost, performed.tally.duplicated) == (0, 0)
    assert performed.digest == digest


async def test_message_signed_anew_is_a_duplicate(
    forge: Forge, digest: str, tmp_path: Path
) -> None:
    class TwiceSigned(DirectLink):
        """Delivers each message with another signature as well."""

        async def publish(self, parcels: Sequence[Parcel]) -> None:
            await super().publish(parcels)
            again = [replace(each, body=_signed_anew(forge, each)) for each in parcels]
            assert all(a.body != b.body for a, b in zip(again, parcels, strict=True))
            await super().publish(again)

    performed = await rehearsal(tmp_path / "l.db", forge, TwiceSigned(NAMES)).perform()

    assert performed.tally.repeated_deliveries == performed.tally.messages
    assert (performed.tally.duplicated, performed.tally.dead_letters) == (0, 0)
    assert performed.digest == digest


def _signed_anew(forge: Forge, parcel: Parcel) -> bytes:
    start = parcel.body.index(b"<Signature ")
    end = parcel.body.index(b"</md:MetaData>")
    return forge.sign(parcel.body[:start] + parcel.body[end:], parcel.sender)


async def test_sender_without_a_key_ends_the_run_in_words(
    forge: Forge, tmp_path: Path
) -> None:
    link = SignedLink(DirectLink(NAMES), KeyRing(tmp_path), "all")
    run = Rehearsal(path=tmp_path / "l.db", world=WORLD, link=link)

    with pytest.raises(FileProblem, match=r"jp-trd\.key"):
        await run.perform()


@pytest.mark.parametrize(
    ("policy", "sender", "recipient", "document", "signed"),
    [
        ("none", "jp-sw", "pa-sw", "declaration", False),
        ("cross-border", "jp-sw", "pa-sw", "declaration", True),
        ("cross-border", "jp-sw", "pa-sw", "acknowledgement", False),
        ("cross-border", "jp-trd", "jp-sw", "declaration", False),
        ("all", "jp-trd", "jp-sw", "declaration", True),
        ("all", "jp-sw", "pa-sw", "acknowledgement", True),
    ],
)
def test_policy_says_who_signs(
    policy: Signatures, sender: str, recipient: str, document: str, signed: bool
) -> None:
    assert must_sign(policy, sender, recipient, document) is signed


# --- over brokers ---------------------------------------------------------------------


class Besieged:
    """A link over a broker where a rogue publishes before the run begins.

    The rogue has stolen the sender's broker password, so that no permission is in the
    way; what is left to stop it is the signature.
    """

    def __init__(self, link: MqttLink, bodies: Sequence[bytes]) -> None:
        self.name = link.name
        self._link = link
        self._bodies = bodies

    async def open(self, post: Post) -> None:
        """Connect, and let the rogue publish in the sender's name."""
        await self._link.open(post)
        dial, to = self._link.dial, (MESSAGE.recipient, MESSAGE.sender)
        user, password = dial.credentials[MESSAGE.sender]
        server = dial.address.servers[0]
        async with aiomqtt.Client(
            server.host,
            server.port,
            username=user,
            password=password,
            identifier="rogue",
        ) as rogue:
            for body in self._bodies:
                await rogue.publish(topic(RUN, *to, MESSAGE.document), body, 1)

    async def close(self, *, clear_sessions: bool = True) -> None:
        """Disconnect."""
        await self._link.close(clear_sessions=clear_sessions)

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Hand parcels over."""
        await self._link.publish(parcels)

    async def confirm(self, arrivals: Sequence[tuple[Arrival, str | None]]) -> None:
        """Acknowledge."""
        await self._link.confirm(arrivals)


@pytest.mark.parametrize(
    "which", ["nats", pytest.param("mosquitto", marks=pytest.mark.mosquitto)]
)
async def test_attacks_over_a_broker_are_recorded_and_the_run_unharmed(
    which: str, forge: Forge, digest: str, tmp_path: Path
) -> None:
    bodies = [ATTACKS[name].make(forge, WIRE) for name in ON_THE_WIRE]
    server = (
        EmbeddedBroker(tmp_path / "broker", RUN, NAMES, durable=False)
        if which == "nats"
        else mosquitto(tmp_path / "broker", RUN, NAMES)
    )
    async with server as broker:
        link = MqttLink(broker.address, RUN, NAMES, broker.credentials)
        run = rehearsal(tmp_path / "l.db", forge, Besieged(link, bodies))
        performed = await run.perform()

    assert [letter.body for letter in performed.dead_letters] == bodies
    for name, letter in zip(ON_THE_WIRE, performed.dead_letters, strict=True):
        assert ATTACKS[name].why in letter.why
    assert (performed.tally.lost, performed.tally.duplicated) == (0, 0)
    assert performed.digest == digest
