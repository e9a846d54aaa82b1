"""A signature holds for the one message, form, key and time it was made for."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exchange.rehearsal import RUN, a_world, first_messages
from security.forging import (
    ATTACKS,
    NEED_THE_RUN,
    START,
    Forge,
    signature_in,
    signed,
)
from swsim.documents.canonical import content_hash, with_run_id
from swsim.errors import FileProblem
from swsim.security.seal import Answer, Flaw, Seal, Unchecked
from swsim.security.trust import TrustList
from swsim.security.verifying import Verifier
from swsim.validation.engine import Validator
from swsim.validation.parse import parse
from swsim.validation.texts import say

MESSAGE = next(first_messages(a_world()))
WIRE = with_run_id(MESSAGE.xml, RUN)
VALIDATOR = Validator()


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Forge:
    """The keys of a run, with those of an attacker."""
    names = ("jp-trd", "jp-sw", "jp-agr")
    return Forge(tmp_path_factory.mktemp("forge"), names, MESSAGE.sender)


def answer(forge: Forge, wire: bytes) -> Answer:
    """Return what is said of a message's signature."""
    root = parse(wire)
    assert isinstance(root, etree._Element)
    return Verifier(forge.trust)(root)


def test_signature_holds(forge: Forge) -> None:
    seal = answer(forge, forge.sign(WIRE))

    assert isinstance(seal, Seal)
    assert seal.signer == MESSAGE.sender
    assert len(seal.value) == 64


def test_signature_is_another_every_time_and_no_part_of_the_content(
    forge: Forge,
) -> None:
    first, second = forge.sign(WIRE), forge.sign(WIRE)

    assert first != second
    for each in (first, second):
        assert content_hash(etree.fromstring(each)) == MESSAGE.sha256
        assert each.replace(signature_in(each), b"") == WIRE


@pytest.mark.parametrize("name", sorted(set(ATTACKS) - set(NEED_THE_RUN)))
def test_attack_is_refused(forge: Forge, name: str) -> None:
    attack = ATTACKS[name]
    flaw = answer(forge, attack.make(forge, WIRE))

    assert isinstance(flaw, Flaw)
    english, spanish = say(flaw.rule, **flaw.facts)
    assert attack.why in english[1]
    assert spanish[1] != english[1]


def test_signed_message_is_valid_in_every_layer_but_the_receivers(
    forge: Forge,
) -> None:
    result = VALIDATOR.check(forge.sign(WIRE), signature=Verifier(forge.trust)).result

    assert [each.name for each in result.skipped] == ["references"]
    assert result.is_valid


def test_flaw_becomes_a_finding_of_its_layer(forge: Forge) -> None:
    altered = forge.sign(WIRE).replace(b"Training", b"Straining", 1)
    result = VALIDATOR.check(altered, signature=Verifier(forge.trust)).result
    (finding,) = result.findings

    assert (finding.rule, finding.layer) == ("SIG-content", "signature")
    assert finding.line > 0
    assert {each.name: each.state for each in result.layers}["xsd"] == "skipped"


def test_document_without_its_envelope_is_not_checked(forge: Forge) -> None:
    declaration = etree.fromstring(WIRE)[-1]

    assert isinstance(Verifier(forge.trust)(declaration), Unchecked)


def test_metadata_that_cannot_be_read_are_a_flaw(forge: Forge) -> None:
    flaw = answer(forge, WIRE.replace(b">1</md:Link", b">one</md:Link"))

    assert isinstance(flaw, Flaw)
    assert flaw.rule == "SIG-metadata"


def test_without_a_trust_list_a_signature_is_not_checked(forge: Forge) -> None:
    result = VALIDATOR.validate(forge.sign(WIRE))

    assert "signature" in [each.name for each in result.skipped]
    assert "signature" not in [each.name for each in VALIDATOR.validate(WIRE).skipped]


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_any_flipped_bit_is_refused_or_changes_nothing(
    forge: Forge, place: int, bit: int
) -> None:
    wire = bytearray(forge.sign(WIRE))
    wire[place % len(wire)] ^= 1 << bit
    parsed = VALIDATOR.parse(bytes(wire))
    if parsed.root is None:
        return
    said = Verifier(forge.trust)(parsed.root)

    assert isinstance(said, Flaw) or content_hash(parsed.root) == MESSAGE.sha256
    assert said is not None


# --- the trust list -------------------------------------------------------------------


def test_trust_list_survives_its_file(forge: Forge, tmp_path: Path) -> None:
    forge.trust.write(tmp_path / "trust.json")
    read = TrustList.read(tmp_path / "trust.json")

    assert (read.policy, read.issuer) == (forge.trust.policy, forge.trust.issuer)
    assert read.revoked == forge.trust.revoked
    assert [each.serial for each in read] == [each.serial for each in forge.trust]


def _answer(trust: TrustList, wire: bytes) -> str:
    answer = Verifier(trust)(etree.fromstring(wire))
    assert isinstance(answer, Flaw | Seal)
    return answer.rule if isinstance(answer, Flaw) else "trusted"


def test_participant_is_revoked_for_what_is_prepared_from_then_on(
    forge: Forge, tmp_path: Path
) -> None:
    forge.trust.write(tmp_path / "trust.json")
    prepared = START + timedelta(seconds=MESSAGE.sent)
    wire, answers = forge.sign(WIRE), []
    for later in (1, 0):
        trust = TrustList.read(tmp_path / "trust.json")
        revoked = trust.revoke(MESSAGE.sender, prepared + timedelta(seconds=later))
        assert {each.participant for each in revoked} == {MESSAGE.sender}
        answers.append(_answer(trust, wire))

    assert answers == ["trusted", "SIG-revoked"]


def test_participant_with_a_new_certificate_is_trusted_again(forge: Forge) -> None:
    """Its old one stays revoked, and no other participant is touched."""
    trust = TrustList(
        forge.trust.authority,
        [each.pair.certificate for each in forge.issued.values()],
        policy="all",
    )
    trust.revoke(MESSAGE.sender, START)
    assert trust.revoke(MESSAGE.sender, START) == []
    trust.add(forge.unlisted.pair.certificate)

    assert _answer(trust, signed(forge.unlisted, WIRE)) == "trusted"
    assert _answer(trust, forge.sign(WIRE)) == "SIG-revoked"
    assert _answer(trust, forge.sign(WIRE, MESSAGE.recipient)) == "SIG-signer"


def test_certificate_of_another_authority_comes_into_no_trust_list(
    forge: Forge,
) -> None:
    with pytest.raises(ValueError, match="jp-trd is not of this authority"):
        TrustList(forge.trust.authority, [forge.foreign.pair.certificate])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"authority": "x"}'])
def test_trust_list_that_is_wrong_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "trust.json"
    path.write_text(text)

    with pytest.raises(FileProblem, match=r"trust\.json: is not a trust list"):
        TrustList.read(path)


def test_certificate_holds_to_its_last_second(forge: Forge) -> None:
    validity = next(iter(forge.trust)).validity

    assert validity.holds(validity.end)
    assert not validity.holds(validity.end + timedelta(seconds=1))
