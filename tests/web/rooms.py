"""A room that is really served, by the command that trainers use."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page

from patience import PATIENCE

# Both shipments of this lane hold a mistake, so that something is refused at once.
MISTAKEN: Final = """
schema_version: 1
title: {en: Mistaken, es: Errores}
summary: {en: Two shipments with mistakes., es: Dos envíos con errores.}
objectives:
  - id: IE-1
    area: IE
    en: Find the error.
    es: Encontrar el error.
    references: [TFA 10.1]
seed: 3
cast: {members: [JP, PA]}
lanes:
  - id: wrong
    from: JP
    to: PA
    goods: ["8429.52"]
    mode: sea
    shipments: 2
    within: 1h
    transit: 18d
    wrong: {per_mille: 1000}
"""
_INVITATION: Final = re.compile(
    r"^Address +(\S+)\n[^\n]*?(\d{8})\n.*^Run folder +(\S+)\n", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """A room: its address, the trainer's PIN, its run folder and its process."""

    address: str
    pin: str
    folder: Path
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.address.rpartition(":")[2])


@contextmanager
def served(*arguments: object) -> Iterator[Served]:
    """Run `swsim serve` with some arguments until the block ends."""
    command = [sys.executable, "-m", "swsim", "serve", *map(str, arguments)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield _invited(process)
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def _invited(process: subprocess.Popen[str]) -> Served:
    """Read what the server tells the trainer."""
    said, found = "", None
    assert process.stdout is not None
    while found is None:
        line = process.stdout.readline()
        assert line, f"swsim serve stopped:\n{said}"
        said += line
        found = _INVITATION.search(said)
    address, pin, folder = found.groups()
    return Served(address=address, pin=pin, folder=Path(folder), process=process)


def played_out(page: Page) -> None:
    """Let the trainer's page step to the end.

    Weeks at sea are over in a moment that way, whatever the speed.
    """
    for _ in range(400):
        if page.locator("#state").get_attribute("data-state") == "ended":
            return
        answer = page.request.post("/api/v1/clock", data={"action": "step"})
        assert answer.ok or answer.status == 409
        page.wait_for_timeout(20)
    pytest.fail("the run did not come to its end")


def kill(room: Served) -> None:
    """End a server as a power cut does."""
    room.process.kill()
    room.process.wait(PATIENCE)
