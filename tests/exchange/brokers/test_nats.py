"""What a NATS server is told; test_entitlement and test_cluster try it out."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from swsim.errors import UsageError
from swsim.exchange.address import Server
from swsim.exchange.brokers.nats import nats_cluster_files, nats_config, nats_files
from swsim.exchange.brokers.plan import Plan, Tls
from swsim.exchange.permissions import ANY_RUN, with_certificates, with_passwords

CREDENTIALS = {"pa-sw": ("pa-sw", "one"), "jp-sw": ("jp-sw", "two")}
SERVERS = tuple(Server(host="127.0.0.1", port=1883 + n) for n in range(3))


def _plan(**other: object) -> Plan:
    chosen: dict[str, object] = {
        "clients": with_passwords("r", CREDENTIALS),
        "servers": SERVERS[:1],
        "listen": "127.0.0.1",
        "folder": PurePosixPath("/b"),
        "secret": "hush",
    }
    return Plan(**(chosen | other))  # type: ignore[arg-type]


def test_each_user_has_its_own_two_rights() -> None:
    expected = """\
    { user: "jp-sw", password: "two", allowed_connection_types: ["MQTT"],
      permissions { publish { allow: ["swsim.v1.r.*.jp-sw.*"] },
        subscribe { allow: ["swsim.v1.r.jp-sw.*.*", "$MQTT.sub.>"] } } }
    { user: "pa-sw","""
    assert expected in nats_config(_plan())


def test_rights_may_cover_every_run_but_no_other_participant() -> None:
    config = nats_config(_plan(clients=with_passwords(ANY_RUN, CREDENTIALS)))
    assert 'publish { allow: ["swsim.v1.*.*.jp-sw.*"] }' in config
    assert 'subscribe { allow: ["swsim.v1.*.jp-sw.*.*", ' in config


def test_whoever_is_known_by_a_certificate_has_no_password() -> None:
    clients = with_certificates("r", ["coordinator", "jp-sw"])
    config = nats_config(_plan(clients=clients, tls=Tls.MUTUAL))
    assert '{ user: "CN=coordinator", allowed_connection_types' in config
    assert "password" not in config
    assert "verify_and_map: true" in config


def test_server_that_shows_a_certificate_still_asks_for_passwords() -> None:
    config = nats_config(_plan(tls=Tls.SERVER))
    assert 'cert_file: "/b/server.crt"' in config
    assert 'password: "two"' in config
    assert "verify" not in config


def test_server_listens_on_loopback_only() -> None:
    config = nats_config(_plan())
    listeners = [line for line in config.splitlines() if "listen:" in line]
    assert len(listeners) == 2
    assert all('"127.0.0.1:' in line for line in listeners)


def test_quotes_and_backslashes_in_a_path_survive() -> None:
    config = nats_config(_plan(folder=PureWindowsPath('C:\\runs\\"a"')))
    assert r'store_dir: "C:\\runs\\\"a\"\\store"' in config


def test_name_that_would_be_a_wildcard_is_refused() -> None:
    with pytest.raises(UsageError):
        with_passwords("r", {"*": ("a", "b")})
    with pytest.raises(UsageError):
        with_certificates("r", ["jp.sw"])


def test_plan_does_not_show_its_secrets() -> None:
    shown = repr(_plan())
    assert not any(secret in shown for secret in ("'one'", "'two'", "hush"))


def test_server_of_its_own_is_one_file() -> None:
    assert list(nats_files(_plan())) == ["nats-server.conf"]


def test_servers_of_a_cluster_know_each_other_and_replicate_everything() -> None:
    files = nats_cluster_files(_plan(servers=SERVERS))
    assert list(files) == ["nats-1.conf", "nats-2.conf", "nats-3.conf"]
    second = files["nats-2.conf"]
    for expected in (
        "server_name: swsim-2\n",
        '  listen: "127.0.0.1:1884"\n',
        '  listen: "127.0.0.1:2884"\n',
        "  stream_replicas: 3\n  consumer_replicas: 3\n",
        'store_dir: "/b/store-2"',
        '"nats-route://route:hush@127.0.0.1:2885",'
        ' "nats-route://route:hush@127.0.0.1:2883"',
    ):
        assert expected in second


def test_servers_of_a_cluster_talk_by_tls_where_clients_do() -> None:
    plain = nats_cluster_files(_plan(servers=SERVERS))["nats-1.conf"]
    protected = nats_cluster_files(_plan(servers=SERVERS, tls=Tls.SERVER))
    assert plain.count("tls {") == 0
    assert protected["nats-1.conf"].count("tls {") == 2
