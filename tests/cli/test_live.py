"""Another program on the same broker sees the documents themselves go by."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from cli.command import COMMAND, environment, swsim
from mosquitto import open_mosquitto
from programs import find_program

pytestmark = pytest.mark.mosquitto


def test_mosquitto_sub_sees_valid_documents(tmp_path: Path) -> None:
    heard, messages = asyncio.run(_overheard(tmp_path))
    files = _written(heard, tmp_path)
    assert len({file.read_bytes() for file in files}) == messages
    assert len(files) > messages  # the scenario repeats one
    assert {file.stem.rpartition("-")[2] for file in files} == {
        "acknowledgement",
        "declaration",
        "payment",
        "response",
    }
    said = swsim("validate", *files)
    assert (said.code, said.err) == (0, "")
    *lines, summary = said.out.splitlines()
    assert all(": valid" in line for line in lines)
    assert summary.startswith(f"{len(files)} documents: ")


def _written(heard: list[tuple[str, bytes]], folder: Path) -> list[Path]:
    """Write the documents into files, without the receipts of the transport."""
    files = []
    for number, (topic, body) in enumerate(heard):
        *_, recipient, sender, document = topic.split("/")
        if document != "receipt":
            files.append(folder / f"{number:03}-{sender}-{recipient}-{document}.xml")
            files[-1].write_bytes(body)
    return files


async def _overheard(folder: Path) -> tuple[list[tuple[str, bytes]], int]:
    """Return what goes over Mosquitto during a run, and how many messages it has."""
    async with open_mosquitto(folder) as address:
        return await _listen(address, folder / "run")


async def _listen(address: str, folder: Path) -> tuple[list[tuple[str, bytes]], int]:
    program = find_program("mosquitto_sub")
    if program is None:
        pytest.fail("mosquitto_sub is not on this machine: make deps")
    port = address.rpartition(":")[2]
    listener = await asyncio.create_subprocess_exec(
        *(program, "-p", port, "-t", "swsim/v1/#", "-q", "1", "-F", "%t %x"),
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,
    )
    await asyncio.sleep(0.5)
    command = (*COMMAND, "run", "first-contact", "--broker", address, "--json")
    run = await asyncio.create_subprocess_exec(
        *(*command, "--run-dir", str(folder)),
        stdout=asyncio.subprocess.PIPE,
        env=environment(),
    )
    out, _ = await run.communicate()
    assert run.returncode == 0, out
    await asyncio.sleep(0.3)
    listener.terminate()
    printed, _ = await listener.communicate()
    lines = printed.decode().splitlines()
    assert all(re.fullmatch(r"swsim/v1/\S+ [0-9a-f]+", line) for line in lines)
    pairs = (line.split() for line in lines)
    heard = [(topic, bytes.fromhex(payload)) for topic, payload in pairs]
    return heard, json.loads(out)["messages"]
