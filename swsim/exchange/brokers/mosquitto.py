"""The configuration of an Eclipse Mosquitto, version 2."""

import base64
import hashlib
import os
from collections.abc import Iterable

from swsim.exchange.brokers.plan import (
    CA_FILE,
    CERTIFICATE_FILE,
    KEY_FILE,
    LARGEST_PACKET,
    Plan,
    Tls,
)
from swsim.exchange.permissions import Client

_ACL_FILE, _PASSWORDS_FILE = "mosquitto.acl", "mosquitto.passwords"

# What mosquitto_passwd of version 2 does: PBKDF2 with SHA-512, so many rounds.
_ROUNDS, _SALT_BYTES = 101, 12


def mosquitto_files(plan: Plan) -> dict[str, str]:
    """Return configuration, permissions and, unless certificates do, passwords."""
    files = {
        "mosquitto.conf": _config(plan),
        _ACL_FILE: _acl(plan.clients),
    }
    if plan.tls is not Tls.MUTUAL:
        files[_PASSWORDS_FILE] = _passwords(plan.clients)
    return files


def _config(plan: Plan) -> str:
    (server,) = plan.servers
    lines = [
        f"listener {server.port} {plan.listen}",
        "allow_anonymous false",
        f"acl_file {plan.path(_ACL_FILE)}",
        *_login(plan),
        "persistence true",
        f"persistence_location {plan.path(plan.stores[0])}/",
        # The default of 1,000 would drop messages that queue for a session.
        "max_queued_messages 100000",
        # And its default of 20 under way to a client would hold a batch up.
        "max_inflight_messages 200",
        f"max_packet_size {LARGEST_PACKET}",
        f"max_connections {plan.most_connections}",
        "set_tcp_nodelay true",
    ]
    if plan.owner is not None:
        # Started by root, it becomes the user whose files these are.
        lines.append(f"user {plan.owner}")
    return "\n".join(lines) + "\n"


def _login(plan: Plan) -> list[str]:
    if plan.tls is Tls.NONE:
        return [f"password_file {plan.path(_PASSWORDS_FILE)}"]
    shown = [
        f"cafile {plan.path(CA_FILE)}",
        f"certfile {plan.path(CERTIFICATE_FILE)}",
        f"keyfile {plan.path(KEY_FILE)}",
    ]
    if plan.tls is Tls.SERVER:
        return [*shown, f"password_file {plan.path(_PASSWORDS_FILE)}"]
    return [*shown, "require_certificate true", "use_identity_as_username true"]


def _acl(clients: Iterable[Client]) -> str:
    return "\n".join(
        "\n".join(
            [
                f"user {client.user}",
                *(f"topic write {each}" for each in client.writes),
                *(f"topic read {each}" for each in client.reads),
                "",
            ]
        )
        for client in clients
    )


def _passwords(clients: Iterable[Client]) -> str:
    return "".join(
        f"{client.user}:{_hashed(client.password)}\n"
        for client in clients
        if client.password is not None
    )


def _hashed(password: str) -> str:
    """Return a password as `mosquitto_passwd` writes it; the salt is a fresh one."""
    salt = os.urandom(_SALT_BYTES)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, _ROUNDS)
    shown = (base64.b64encode(part).decode() for part in (salt, digest))
    return "$".join(["", "7", str(_ROUNDS), *shown])
