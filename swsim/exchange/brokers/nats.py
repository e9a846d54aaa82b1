"""Configurations of NATS servers: alone, as the embedded broker, and as a cluster."""

import json
from pathlib import PurePath

from swsim.exchange.address import Server
from swsim.exchange.brokers.plan import (
    CA_FILE,
    CERTIFICATE_FILE,
    KEY_FILE,
    LARGEST_PACKET,
    Plan,
    Tls,
)
from swsim.exchange.permissions import Client

# Where the NATS server delivers the QoS 1 messages of an MQTT subscription; without
# it a client with permissions gets none. MQTT clients cannot subscribe there.
_DELIVERY = "$MQTT.sub.>"

# Of three servers, one may fail.
CLUSTER_SIZE = 3

# A server's port for the others of its cluster is so far above the one for clients.
ROUTE_ABOVE = 1_000
_ROUTE_USER = "route"

# NATS cannot do without its own client port; it listens on a free loopback port and
# lets nobody in, as every user is for MQTT only.
_SERVER = """\
server_name: {name}
listen: "127.0.0.1:-1"
mqtt {{
  listen: {listen}
  ack_wait: "5s"
  consumer_memory_storage: {in_memory}
{mqtt}}}
jetstream {{
  store_dir: {store}
}}
max_payload: {largest}
max_connections: {connections}
{log}{cluster}authorization {{
  users = [
{users}
  ]
}}
"""

_LOG = """\
log_file: {log}
logfile_size_limit: 1MB
logfile_max_num: 2
"""

_USER = """\
    {{ {login}, allowed_connection_types: ["MQTT"],
      permissions {{ publish {{ allow: [{writes}] }},
        subscribe {{ allow: [{reads}] }} }} }}"""

# Sessions and subscriptions are replicated too, so that any server can take over.
_REPLICAS = """\
  stream_replicas: {count}
  consumer_replicas: {count}
"""

_TLS = """\
{indent}tls {{
{indent}  cert_file: {certificate}
{indent}  key_file: {key}
{indent}  ca_file: {ca}
{indent}  timeout: 10
{more}{indent}}}
"""

_CLUSTER = """\
cluster {{
  name: swsim
  listen: {listen}
  advertise: {advertise}
  authorization {{ user: {user}, password: {password}, timeout: 10 }}
  routes: [{routes}]
{tls}}}
"""


def nats_config(
    plan: Plan,
    *,
    member: int | None = None,
    log: PurePath | None = None,
    in_memory: bool = False,
) -> str:
    """Return the configuration of one server.

    `member` is its number in a cluster, from 0; None for a server of its own. Without
    `log` the server writes to standard error. With `in_memory`, which message waits for
    whom is forgotten when the server ends.
    """
    port = plan.servers[member or 0].port
    replicas = "" if member is None else _REPLICAS.format(count=len(plan.servers))
    return _SERVER.format(
        name="swsim" if member is None else f"swsim-{member + 1}",
        listen=_quoted(f"{plan.listen}:{port}"),
        in_memory="true" if in_memory else "false",
        mqtt=replicas + _tls(plan, indent="  ", of_clients=True),
        store=_quoted(plan.path(plan.stores[member or 0])),
        largest=LARGEST_PACKET,
        connections=plan.most_connections,
        log=_LOG.format(log=_quoted(str(log))) if log else "",
        cluster="" if member is None else _cluster(plan, member),
        users="\n".join(_user(client) for client in plan.clients),
    )


def nats_files(plan: Plan) -> dict[str, str]:
    """Return the configuration file of a single server."""
    return {"nats-server.conf": nats_config(plan)}


def nats_cluster_files(plan: Plan) -> dict[str, str]:
    """Return the configuration files of servers that stand in for each other.

    Each takes clients on its port of the plan's, and the others 1,000 above it. With
    TLS they talk to each other by mutual TLS.
    """
    return {
        f"nats-{number + 1}.conf": nats_config(plan, member=number)
        for number in range(len(plan.servers))
    }


def _user(client: Client) -> str:
    if client.password is None:  # what NATS makes of a certificate's subject
        login = f"user: {_quoted(f'CN={client.user}')}"
    else:
        login = f"user: {_quoted(client.user)}, password: {_quoted(client.password)}"
    return _USER.format(
        login=login,
        writes=", ".join(_quoted(_subject(each)) for each in client.writes),
        reads=", ".join(
            [*(_quoted(_subject(each)) for each in client.reads), _quoted(_DELIVERY)]
        ),
    )


def _cluster(plan: Plan, member: int) -> str:
    own, *others = (
        _route(plan.servers[(member + step) % len(plan.servers)])
        for step in range(len(plan.servers))
    )
    return _CLUSTER.format(
        listen=_quoted(f"{plan.listen}:{own.port}"),
        advertise=_quoted(str(own)),
        password=_quoted(plan.secret),
        routes=", ".join(
            _quoted(f"nats-route://{_ROUTE_USER}:{plan.secret}@{each}")
            for each in others
        ),
        user=_ROUTE_USER,
        tls=_tls(plan, indent="  ", of_clients=False),
    )


def _route(server: Server) -> Server:
    return Server(host=server.host, port=server.port + ROUTE_ABOVE)


def _tls(plan: Plan, *, indent: str, of_clients: bool) -> str:
    """Return the block for TLS; servers always show each other their certificate."""
    if plan.tls is Tls.NONE:
        return ""
    mutual = of_clients and plan.tls is Tls.MUTUAL
    return _TLS.format(
        indent=indent,
        certificate=_quoted(plan.path(CERTIFICATE_FILE)),
        key=_quoted(plan.path(KEY_FILE)),
        ca=_quoted(plan.path(CA_FILE)),
        more=f"{indent}  verify_and_map: true\n" if mutual else "",
    )


def _subject(topic: str) -> str:
    """Return the NATS subject of an MQTT topic filter."""
    return topic.replace("/", ".").replace("+", "*")


def _quoted(text: str) -> str:
    # A JSON string is also a NATS one: backslashes of Windows paths need the escape.
    return json.dumps(text)
