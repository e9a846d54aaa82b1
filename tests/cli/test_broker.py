"""`swsim broker`: what it writes, that it works, and what it refuses."""

import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.command import Here, Said, is_one_sentence, swsim
from cli.test_resume import killed
from mosquitto import mosquitto_of
from outside import nats_servers, prepared, started
from swsim.app.brokers import cast_of_scenario
from swsim.exchange.brokers import GENERATORS
from swsim.exchange.brokers.plan import Tls
from swsim.exchange.credentials import read_credentials
from swsim.exchange.ports import free_port

CONFIG = ("broker", "config", "first-contact", "--for")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", sorted(GENERATORS))
@pytest.mark.parametrize("protection", [(), ("--tls",), ("--mtls",)])
def test_config_keeps_secrets_private_and_says_none(
    kind: str, protection: tuple[str, ...], tmp_path: Path, here: Here
) -> None:
    said = here(*CONFIG, kind, "-o", tmp_path / "b", *protection)
    assert said.code == 0
    access = read_credentials(tmp_path / "b" / "clients")
    assert len(access.names) == 8
    for _, password in access.credentials.values():
        assert password not in said.out + said.err
    if sys.platform != "win32":
        folders = [
            tmp_path / "b",
            *(p for p in (tmp_path / "b").rglob("*") if p.is_dir()),
        ]
        assert {stat.S_IMODE(each.stat().st_mode) for each in folders} == {0o700}
        modes = {stat.S_IMODE(path.stat().st_mode) for path in _files(tmp_path / "b")}
        assert modes == {0o600}


def test_broker_gets_no_key_but_its_own(tmp_path: Path, here: Here) -> None:
    here(*CONFIG, "mosquitto", "-o", tmp_path / "b", "--mtls")
    keys = {path.relative_to(tmp_path / "b").as_posix() for path in _files(tmp_path)}
    keys = {name for name in keys if name.endswith(".key")}
    assert {name for name in keys if name.startswith("broker")} == {"broker/server.key"}
    assert {name for name in keys if name.startswith("auth")} == {"authority/ca.key"}
    assert len([name for name in keys if name.startswith("clients")]) == 8


def test_config_as_json_names_folders_and_address(tmp_path: Path, here: Here) -> None:
    hosts = ("--host", "a.example", "--host", "b.example", "--host", "c.example")
    said = here(
        *(*CONFIG, "nats-cluster", "-o", tmp_path / "b", "--mtls", "--json", *hosts)
    )
    shown = json.loads(said.out)
    assert shown == {
        "broker": str(tmp_path / "b" / "broker"),
        "clients": str(tmp_path / "b" / "clients"),
        "authority": str(tmp_path / "b" / "authority"),
        "address": "mqtts://a.example:8883,b.example:8883,c.example:8883",
    }
    assert said.err == ""


def test_broker_elsewhere_finds_its_files_where_they_will_be(
    tmp_path: Path, here: Here
) -> None:
    here(*CONFIG, "mosquitto", "-o", tmp_path / "b", "--at", "/mosquitto/swsim")
    config = (tmp_path / "b/broker/mosquitto.conf").read_text()
    assert "acl_file /mosquitto/swsim/mosquitto.acl" in config
    assert str(tmp_path) not in config
    assert "\nuser " not in config


def test_others_than_participants_may_be_let_in(tmp_path: Path, here: Here) -> None:
    more = ("--client", "coordinator", "--client", "worker-1")
    here(*CONFIG, "mosquitto", "-o", tmp_path / "b", *more)
    acl = (tmp_path / "b/broker/mosquitto.acl").read_text()
    assert "user worker-1\ntopic write swsim/v1/+/+/worker-1/+" in acl
    assert "coordinator" in read_credentials(tmp_path / "b/clients").names


def test_config_for_a_run_is_good_for_that_run_only(
    run_said: Said, tmp_path: Path, here: Here
) -> None:
    run = json.loads(run_said.out)
    folder = run["run_dir"]
    here(
        "broker", "config", "--run", folder, "--for", "mosquitto", "-o", tmp_path / "b"
    )
    acl = (tmp_path / "b/broker/mosquitto.acl").read_text()
    assert f"topic read swsim/v1/{run['run_id']}/jp-sw/+/+" in acl


def test_network_in_the_open_is_warned_of(tmp_path: Path, here: Here) -> None:
    remote = ("--host", "broker.example")
    said = here(*CONFIG, "nats", "-o", tmp_path / "a", *remote)
    assert "in the open; --tls or --mtls" in said.err
    said = here(*CONFIG, "nats", "-o", tmp_path / "b", *remote, "--tls")
    assert said.err == ""


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((*CONFIG, "kafka", "-o", "b"), "can be mosquitto, nats, nats-cluster, rabb"),
        ((*CONFIG, "nats", "-o", "b", "--tls", "--mtls"), "--tls or --mtls, not both"),
        ((*CONFIG, "nats", "-o", "b", "--run", "r"), "one of the two"),
        (("broker", "config", "--for", "nats", "-o", "b"), "one of the two"),
        ((*CONFIG, "nats", "-o", "full"), "full: this folder is not empty"),
        (
            (*CONFIG, "nats-cluster", "-o", "b", "--host", "a", "--host", "c"),
            "give --host once, for all of them on one machine, or 3 times",
        ),
        ((*CONFIG, "nats", "-o", "b", "--client", "Worker 1"), "'Worker 1' cannot be"),
        ((*CONFIG, "nats", "-o", "b", "--host", "a b"), "'mqtt://a b:1883' cannot be"),
        ((*CONFIG, "nats-cluster", "-o", "b", "--port", "65000"), "no room above it"),
        (
            ("run", "first-contact", "--credentials", "full"),
            "credentials.json: No such file",
        ),
        (
            ("run", "first-contact", "--ca", "full/any"),
            "are for a broker of your own",
        ),
        (
            ("broker", "clean", "--run", "gone", "--broker", "mqtt://127.0.0.1:1"),
            "no run here",
        ),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    arguments: tuple[str, ...], why: str, tmp_path: Path, here: Here
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "any").write_text("")
    said = here(*arguments, cwd=tmp_path)
    assert said.code == 2
    assert is_one_sentence(said.err)
    assert why in said.err
    assert os.listdir(tmp_path) == ["full"]


async def test_run_over_a_broker_of_ones_own_and_clean_up(
    run_said: Said, tmp_path: Path
) -> None:
    cast = cast_of_scenario("first-contact")
    done = prepared("nats", tmp_path / "b", cast.participants, tls=Tls.MUTUAL)
    to_it = ("--broker", done.address, "--credentials", done.clients)
    (server,) = nats_servers(done)
    async with started(server):
        said = swsim(
            *("run", "first-contact", "--json", *to_it, "--run-dir", tmp_path / "run")
        )
        kept = server.kept()
        cleaned = swsim("broker", "clean", "--run", tmp_path / "run", *to_it)
    assert json.loads(said.out)["digest"] == json.loads(run_said.out)["digest"]
    assert (said.err, kept["sessions"]) == ("", 0)
    assert (cleaned.code, cleaned.err) == (0, "")
    assert "(8 participants)" in cleaned.out


@pytest.mark.slow
@pytest.mark.parametrize("then", ["resume", "clean"])
async def test_killed_run_is_gone_on_with_or_cleaned_up_after(
    then: str, run_said: Said, tmp_path: Path
) -> None:
    cast, folder = cast_of_scenario("first-contact"), tmp_path / "run"
    done = prepared("nats", tmp_path / "b", cast.participants, tls=Tls.MUTUAL)
    to_it = ("--broker", done.address, "--credentials", done.clients)
    (server,) = nats_servers(done)
    async with started(server):
        run = ("run", "first-contact", "--speed", "600", "--run-dir", folder)
        killed(folder, *run, *to_it, after=5)
        left = server.kept()["sessions"]
        if then == "resume":
            said = swsim("resume", folder, *to_it, "--json")
        else:
            said = swsim("broker", "clean", "--run", folder, *to_it)
        kept = server.kept()
    assert left == len(cast.participants)
    assert (said.code, said.err) == (0, "")
    assert kept == {"sessions": 0, "messages": 0, "subscriptions": 0}
    if then == "resume":
        assert json.loads(said.out)["digest"] == json.loads(run_said.out)["digest"]


@pytest.mark.mosquitto
async def test_credentials_of_another_scenario_are_refused_before_anything(
    tmp_path: Path,
) -> None:
    done = prepared("mosquitto", tmp_path / "b", ["jp-sw", "pa-sw"])
    server = mosquitto_of(done.broker / "mosquitto.conf", done.address)
    async with started(server):
        said: Said = swsim(
            *("run", "first-contact", "--broker", done.address),
            *("--credentials", done.clients, "--run-dir", tmp_path / "run"),
        )
    assert said.code == 2
    assert is_one_sentence(said.err)
    assert "hold nothing for jp-agr, jp-cus, jp-trd" in said.err
    assert not (tmp_path / "run").exists()


def test_ports_of_clusters_on_one_machine_follow_each_other(
    tmp_path: Path, here: Here
) -> None:
    port = free_port()
    said = here(*CONFIG, "nats-cluster", "-o", tmp_path / "b", "--port", port, "--json")
    servers = ",".join(f"127.0.0.1:{port + n}" for n in range(3))
    assert json.loads(said.out)["address"] == f"mqtt://{servers}"
