"""What Mosquitto is told; test_entitlement tries it out."""

import base64
import hashlib
from pathlib import PurePosixPath

import pytest

from swsim.exchange.address import Server
from swsim.exchange.brokers.mosquitto import mosquitto_files
from swsim.exchange.brokers.plan import Plan, Tls
from swsim.exchange.permissions import with_certificates, with_passwords

CREDENTIALS = {"pa-sw": ("pa-sw", "one"), "jp-sw": ("jp-sw", "two")}


def _files(tls: Tls = Tls.NONE) -> dict[str, str]:
    return mosquitto_files(
        Plan(
            clients=with_certificates("r", CREDENTIALS)
            if tls is Tls.MUTUAL
            else with_passwords("r", CREDENTIALS),
            servers=(Server(host="127.0.0.1", port=1883),),
            listen="127.0.0.1",
            folder=PurePosixPath("/b"),
            tls=tls,
            owner="anna",
        )
    )


def test_each_user_has_its_own_two_rights() -> None:
    expected = """\
user jp-sw
topic write swsim/v1/r/+/jp-sw/+
topic read swsim/v1/r/jp-sw/+/+

user pa-sw
topic write swsim/v1/r/+/pa-sw/+
topic read swsim/v1/r/pa-sw/+/+
"""
    assert _files()["mosquitto.acl"] == expected


def test_passwords_are_kept_as_salted_hashes() -> None:
    text = _files()["mosquitto.passwords"]
    user, _, hashed = text.splitlines()[0].partition(":")
    _, kind, rounds, salt, digest = hashed.split("$")
    expected = hashlib.pbkdf2_hmac(
        "sha512", b"two", base64.b64decode(salt), int(rounds)
    )
    assert (user, kind) == ("jp-sw", "7")
    assert base64.b64decode(digest) == expected
    assert text != _files()["mosquitto.passwords"]


@pytest.mark.parametrize("tls", list(Tls))
def test_nobody_comes_in_without_a_user(tls: Tls) -> None:
    config = _files(tls)["mosquitto.conf"].splitlines()
    assert "allow_anonymous false" in config
    assert "listener 1883 127.0.0.1" in config
    assert "acl_file /b/mosquitto.acl" in config


def test_certificates_stand_in_for_passwords() -> None:
    files = _files(Tls.MUTUAL)
    assert "mosquitto.passwords" not in files
    assert (
        "require_certificate true\nuse_identity_as_username true"
        in (files["mosquitto.conf"])
    )
