"""Broker configurations in which nobody can write in another's name or read its inbox.

Text only; the participants and their credentials come from the caller.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from swsim.exchange.credentials import Credentials
from swsim.exchange.topics import checked_level, inbox, outbox

# Where the NATS server delivers the QoS 1 messages of an MQTT subscription; without
# it a client with permissions gets none. MQTT clients cannot subscribe there.
_NATS_DELIVERY = "$MQTT.sub.>"

_NATS = """\
server_name: swsim
listen: "127.0.0.1:-1"
mqtt {{
  listen: "127.0.0.1:{port}"
  ack_wait: "5s"
  consumer_memory_storage: {in_memory}
}}
jetstream {{ store_dir: {store} }}
max_payload: 8MB
log_file: {log}
logfile_size_limit: 1MB
logfile_max_num: 2
authorization {{
  users = [
{users}
  ]
}}
"""

_NATS_USER = """\
    {{ user: {user}, password: {password}, allowed_connection_types: ["MQTT"],
      permissions {{ publish {{ allow: [{publish}] }},
        subscribe {{ allow: [{inbox}, {delivery}] }} }} }}"""


def nats_config(
    run: str,
    credentials: Credentials,
    *,
    port: int,
    store: Path,
    log: Path,
    durable: bool = True,
) -> str:
    """Return the configuration of an embedded NATS server with MQTT on loopback.

    NATS cannot do without its own client port; it listens on a free loopback port and
    lets nobody in, as every user is for MQTT only. `durable`: see EmbeddedBroker.
    """
    users = "\n".join(
        _nats_user(run, name, *credentials[name]) for name in sorted(credentials)
    )
    return _NATS.format(
        port=port,
        in_memory="false" if durable else "true",
        store=_quoted(str(store)),
        log=_quoted(str(log)),
        users=users,
    )


def _nats_user(run: str, participant: str, user: str, password: str) -> str:
    checked_level("participant", participant)
    return _NATS_USER.format(
        user=_quoted(user),
        password=_quoted(password),
        publish=_quoted(_subject(outbox(run, participant))),
        inbox=_quoted(_subject(inbox(run, participant))),
        delivery=_quoted(_NATS_DELIVERY),
    )


def mosquitto_acl(run: str, participants: Iterable[str]) -> str:
    """Return the text of Mosquitto's `acl_file`; users are named as participants."""
    return "\n".join(
        f"user {checked_level('participant', name)}\n"
        f"topic write {outbox(run, name)}\n"
        f"topic read {inbox(run, name)}\n"
        for name in sorted(set(participants))
    )


def mosquitto_passwords(credentials: Credentials) -> str:
    """Return a password file in plain text; `mosquitto_passwd -U FILE` hashes it."""
    return "".join(
        f"{user}:{password}\n" for user, password in sorted(credentials.values())
    )


def mosquitto_config(*, port: int, acl: Path, passwords: Path, store: Path) -> str:
    """Return the configuration of a Mosquitto with MQTT on a loopback port."""
    return (
        f"listener {port} 127.0.0.1\n"
        "allow_anonymous false\n"
        f"acl_file {acl}\n"
        f"password_file {passwords}\n"
        "persistence true\n"
        f"persistence_location {store}/\n"
        # The default of 1,000 would drop messages that queue for a session.
        "max_queued_messages 100000\n"
        # And its default of 20 under way to a client would hold a batch up.
        "max_inflight_messages 200\n"
        "set_tcp_nodelay true\n"
    )


def _subject(topic: str) -> str:
    """Return the NATS subject of an MQTT topic filter."""
    return topic.replace("/", ".").replace("+", "*")


def _quoted(text: str) -> str:
    # A JSON string is also a NATS one: backslashes of Windows paths need the escape.
    return json.dumps(text)
