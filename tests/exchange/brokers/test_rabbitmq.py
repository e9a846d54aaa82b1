"""What RabbitMQ is told; test_rabbitmq_broker tries it out where there is one."""

import base64
import hashlib
import json
import re
from pathlib import PurePosixPath
from typing import Any

import pytest

from swsim.exchange.address import Server
from swsim.exchange.brokers.plan import Plan, Tls
from swsim.exchange.brokers.rabbitmq import rabbitmq_files
from swsim.exchange.permissions import with_certificates, with_passwords
from swsim.exchange.topics import client_id

CREDENTIALS = {"pa-sw": ("pa-sw", "one"), "jp-sw": ("jp-sw", "two")}


def _files(tls: Tls = Tls.NONE) -> dict[str, str]:
    return rabbitmq_files(
        Plan(
            clients=with_certificates("r", CREDENTIALS)
            if tls is Tls.MUTUAL
            else with_passwords("r", CREDENTIALS),
            servers=(Server(host="127.0.0.1", port=1883),),
            listen="127.0.0.1",
            folder=PurePosixPath("/b"),
            tls=tls,
        )
    )


@pytest.fixture
def definitions() -> Any:
    """The users and rights of RabbitMQ."""
    return json.loads(_files()["definitions.json"])


@pytest.mark.parametrize(
    ("key", "right", "allowed"),
    [
        ("swsim.v1.r.pa-sw.jp-sw.response", "write", True),
        ("swsim.v1.r.jp-sw.pa-sw.response", "write", False),
        ("swsim.v1.other.pa-sw.jp-sw.response", "write", False),
        ("swsim.v1.r.pa-sw.jp-sw.response.more", "write", False),
        ("swsim.v1.r.jp-sw.*.*", "read", True),
        ("swsim.v1.r.pa-sw.*.*", "read", False),
        ("swsim.v1.r.*.*.*", "read", False),
        ("swsim.v1.r.#", "read", False),
    ],
)
def test_each_user_has_its_own_two_rights(
    key: str, right: str, allowed: bool, definitions: Any
) -> None:
    (own,) = [
        each for each in definitions["topic_permissions"] if each["user"] == "jp-sw"
    ]
    assert (re.search(own[right], key) is not None) == allowed


def test_user_has_the_queues_of_sessions_and_the_exchange(definitions: Any) -> None:
    own = definitions["permissions"][0]
    queue = f"mqtt-subscription-{client_id('r', 'jp-sw')}qos1"
    assert re.search(own["configure"], queue)
    assert re.search(own["write"], "amq.topic")
    assert not re.search(own["configure"], "amq.topic")


def test_passwords_are_kept_as_salted_hashes(definitions: Any) -> None:
    user = definitions["users"][0]
    kept = base64.b64decode(user["password_hash"])
    assert user["name"] == "jp-sw"
    assert kept[4:] == hashlib.sha256(kept[:4] + b"two").digest()


def test_certificates_stand_in_for_passwords() -> None:
    files = _files(Tls.MUTUAL)
    assert "rabbitmq_auth_mechanism_ssl" in files["enabled_plugins"]
    assert "ssl_options.fail_if_no_peer_cert = true" in files["rabbitmq.conf"]
    users = json.loads(files["definitions.json"])["users"]
    assert [user["password_hash"] for user in users] == ["", ""]
