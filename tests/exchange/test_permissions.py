"""What the generated broker configurations say; test_entitlement tries them out."""

from pathlib import Path

import pytest

from swsim.errors import UsageError
from swsim.exchange.permissions import (
    mosquitto_acl,
    mosquitto_config,
    mosquitto_passwords,
    nats_config,
)

CREDENTIALS = {"pa-sw": ("pa-sw", "one"), "jp-sw": ("jp-sw", "two")}


def _nats(store: str = "/s") -> str:
    return nats_config(
        "r", CREDENTIALS, port=1883, store=Path(store), log=Path("/s/log")
    )


def test_nats_gives_each_user_its_own_two_rights() -> None:
    expected = """\
    { user: "jp-sw", password: "two", allowed_connection_types: ["MQTT"],
      permissions { publish { allow: ["swsim.v1.r.*.jp-sw.*"] },
        subscribe { allow: ["swsim.v1.r.jp-sw.*.*", "$MQTT.sub.>"] } } }
    { user: "pa-sw","""
    assert expected in _nats()


def test_nats_listens_on_loopback_only() -> None:
    listeners = [line for line in _nats().splitlines() if "listen:" in line]
    assert len(listeners) == 2
    assert all('"127.0.0.1:' in line for line in listeners)


def test_nats_survives_quotes_and_backslashes_in_a_path() -> None:
    config = _nats('C:\\runs\\"a"')
    assert r'store_dir: "C:\\runs\\\"a\""' in config


def test_nats_refuses_a_name_that_would_be_a_wildcard() -> None:
    with pytest.raises(UsageError):
        nats_config(
            "r", {"*": ("a", "b")}, port=1, store=Path("/s"), log=Path("/s/log")
        )


def test_mosquitto_gives_each_user_its_own_two_rights() -> None:
    expected = """\
user jp-sw
topic write swsim/v1/r/+/jp-sw/+
topic read swsim/v1/r/jp-sw/+/+

user pa-sw
topic write swsim/v1/r/+/pa-sw/+
topic read swsim/v1/r/pa-sw/+/+
"""
    assert mosquitto_acl("r", CREDENTIALS) == expected


def test_mosquitto_passwords_are_what_its_tool_hashes() -> None:
    assert mosquitto_passwords(CREDENTIALS) == "jp-sw:two\npa-sw:one\n"


def test_mosquitto_lets_nobody_in_without_a_user() -> None:
    config = mosquitto_config(
        port=1883, acl=Path("/acl"), passwords=Path("/pw"), store=Path("/s")
    )
    assert "allow_anonymous false\n" in config
    assert "listener 1883 127.0.0.1\n" in config
