"""The configuration of a RabbitMQ, version 3.10 or later, with its MQTT plugin."""

import base64
import hashlib
import json
import os
import re

from swsim.exchange.brokers.plan import (
    CA_FILE,
    CERTIFICATE_FILE,
    KEY_FILE,
    Plan,
    Tls,
)
from swsim.exchange.permissions import Client

_SALT_BYTES = 4

# What the plugin makes for a client, and where it publishes.
_QUEUES, _EXCHANGE = r"mqtt-subscription-s[a-z2-7]{22}qos[01]", r"amq\.topic"


def rabbitmq_files(plan: Plan) -> dict[str, str]:
    """Return the plugins, the configuration and the definitions of users and rights."""
    plugins = ["rabbitmq_mqtt"]
    if plan.tls is Tls.MUTUAL:
        plugins.append("rabbitmq_auth_mechanism_ssl")
    return {
        "enabled_plugins": f"[{','.join(plugins)}].\n",
        "rabbitmq.conf": _config(plan),
        "definitions.json": json.dumps(_definitions(plan), indent=1) + "\n",
    }


def _config(plan: Plan) -> str:
    (server,) = plan.servers
    where = f"{plan.listen}:{server.port}"
    lines = [
        # Nobody comes by AMQP.
        "listeners.tcp = none",
        f"load_definitions = {plan.path('definitions.json')}",
        "mqtt.allow_anonymous = false",
        "mqtt.vhost = /",
        "mqtt.exchange = amq.topic",
        "mqtt.prefetch = 200",
        # Seconds until a session that nobody comes back to is forgotten: a week.
        "mqtt.subscription_ttl = 604800000",
        f"connection_max = {plan.most_connections}",
    ]
    if plan.tls is Tls.NONE:
        return "\n".join([*lines, f"mqtt.listeners.tcp.1 = {where}"]) + "\n"
    mutual = plan.tls is Tls.MUTUAL
    lines += [
        "mqtt.listeners.tcp = none",
        f"mqtt.listeners.ssl.1 = {where}",
        f"ssl_options.cacertfile = {plan.path(CA_FILE)}",
        f"ssl_options.certfile = {plan.path(CERTIFICATE_FILE)}",
        f"ssl_options.keyfile = {plan.path(KEY_FILE)}",
        f"ssl_options.verify = {'verify_peer' if mutual else 'verify_none'}",
        f"ssl_options.fail_if_no_peer_cert = {str(mutual).lower()}",
    ]
    if mutual:
        lines += ["mqtt.ssl_cert_login = true", "ssl_cert_login_from = common_name"]
    return "\n".join(lines) + "\n"


def _definitions(plan: Plan) -> dict[str, object]:
    return {
        "vhosts": [{"name": "/"}],
        "users": [_user(client) for client in plan.clients],
        "permissions": [_permission(client) for client in plan.clients],
        "topic_permissions": [_topics(client) for client in plan.clients],
    }


def _user(client: Client) -> dict[str, object]:
    shown = "" if client.password is None else _hashed(client.password)
    return {
        "name": client.user,
        "password_hash": shown,
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": [],
    }


def _permission(client: Client) -> dict[str, object]:
    return {
        "user": client.user,
        "vhost": "/",
        "configure": f"^{_QUEUES}$",
        "write": f"^({_EXCHANGE}|{_QUEUES})$",
        "read": f"^({_EXCHANGE}|{_QUEUES})$",
    }


def _topics(client: Client) -> dict[str, object]:
    return {
        "user": client.user,
        "vhost": "/",
        "exchange": "amq.topic",
        "write": _pattern(client.writes),
        "read": _pattern(client.reads),
    }


def _pattern(filters: tuple[str, ...]) -> str:
    """Return the expression for the routing keys of topic filters.

    The plugin writes "." for "/" and "*" for "+", which a level of ours never holds.
    """
    keys = (
        r"\.".join(
            "[^.]+" if level == "+" else re.escape(level) for level in each.split("/")
        )
        for each in filters
    )
    return f"^({'|'.join(keys)})$"


def _hashed(password: str) -> str:
    """Return a password as RabbitMQ keeps it: salt and SHA-256 of salt and password."""
    salt = os.urandom(_SALT_BYTES)
    digest = hashlib.sha256(salt + password.encode()).digest()
    return base64.b64encode(salt + digest).decode()
