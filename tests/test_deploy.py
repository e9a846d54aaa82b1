"""The Compose file: valid, fed by `swsim broker config`, with commands that exist."""

import importlib.resources
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML
from typer.main import get_command

from checkout import ROOT
from swsim.cli.main import app
from swsim.exchange.control import COORDINATOR
from swsim.exchange.credentials import read_credentials

COMPOSE = ROOT / "deploy" / "compose.yaml"
PAGE = (ROOT / "docs" / "deployment.md").read_text("utf-8")
COMMANDS: dict[str, Any] = getattr(get_command(app), "commands", {})


@pytest.fixture(scope="module")
def compose() -> Any:
    """The file as Compose reads it: merge keys resolved, extensions left out."""
    found = YAML(typ="safe", pure=True).load(COMPOSE.read_text("utf-8"))
    return json.loads(json.dumps(found))


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command in docs/deployment.md writes."""
    folder: Path = tmp_path_factory.mktemp("deploy")
    found = re.search(
        r"swsim (broker config [^\n]*-o deploy/generated.*?)\n(?! )", PAGE, re.S
    )
    assert found is not None
    words = found[1].replace("\\\n", " ").split()
    words[words.index("-o") + 1] = str(folder / "generated")
    with pytest.raises(SystemExit) as end:
        get_command(app).main(words, prog_name="swsim")
    assert not end.value.code
    return folder


def _schema() -> Any:
    package = importlib.resources.files("check_jsonschema.builtin_schemas.vendor")
    return json.loads((package / "compose-spec.json").read_text("utf-8"))


def test_compose_file_is_valid_by_the_specification(compose: Any) -> None:
    schema = _schema()
    validator = Draft7Validator(schema)
    assert [error.message for error in validator.iter_errors(compose)] == []


def test_wrong_compose_file_would_be_found(compose: Any) -> None:
    services = {**compose["services"], "nats-1": {"image": 7}}
    validator = Draft7Validator(_schema())
    assert not validator.is_valid({**compose, "services": services})


def test_mounted_folders_are_written_by_the_command(
    compose: Any, generated: Path
) -> None:
    sources = {
        mount.split(":")[0]
        for service in compose["services"].values()
        for mount in service["volumes"]
    }
    assert sources == {"./generated/broker", "./generated/clients", "./runs"}
    assert (generated / "generated/clients/credentials.json").is_file()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_server_finds_all_its_files_where_they_are_mounted(
    number: int, compose: Any, generated: Path
) -> None:
    service = compose["services"][f"nats-{number}"]
    config = Path(service["command"][1])
    at = Path(service["volumes"][0].split(":")[1])
    broker = generated / "generated/broker"
    text = (broker / config.relative_to(at)).read_text()
    named = set(re.findall(rf'"({at}/[^"]+)"', text))
    assert len(named) == 4
    assert all((broker / Path(each).relative_to(at)).exists() for each in named)
    others = sorted({1, 2, 3} - {number})
    routes = sorted(re.findall(r"@nats-(\d):9883", text))
    assert [int(each) for each in routes] == others


def _commands(compose: Any) -> list[list[str]]:
    found = []
    for service in compose["services"].values():
        if service["image"].startswith("swsim"):
            whole = [*service.get("entrypoint", ["swsim"]), *service["command"]]
            found.append(whole[1:])
    return found


def test_commands_of_swsim_have_options_that_exist(compose: Any) -> None:
    """Those that are not there yet are checked from the day they are."""
    checked = 0
    for name, *rest in _commands(compose):
        if name not in COMMANDS:
            assert name == "serve"
            continue
        known = {opt for param in COMMANDS[name].params for opt in param.opts}
        used = {word for word in rest if word.startswith("--")}
        assert used <= known
        checked += 1
    assert checked >= 1


def test_workers_are_those_that_a_run_awaits_and_the_brokers_let_in(
    compose: Any, generated: Path
) -> None:
    secrets = [
        Path(words[words.index("--secrets") + 1]).stem
        for words in _commands(compose)
        if words[0] == "worker"
    ]
    named = read_credentials(generated / "generated/clients").names

    assert secrets == ["worker-2", "worker-3"]
    assert {COORDINATOR, "worker-1", *secrets} <= set(named)


def test_swsim_reaches_every_server_by_the_address_that_was_generated(
    compose: Any, generated: Path
) -> None:
    servers = "mqtts://nats-1:8883,nats-2:8883,nats-3:8883"
    assert all(servers in words for words in _commands(compose) if "--broker" in words)
    assert (
        'listen: "0.0.0.0:8883"'
        in (generated / "generated/broker/nats-1.conf").read_text()
    )
