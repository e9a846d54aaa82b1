"""The API holds to its own description, whatever is thrown at it: nothing ends in 500.

Schemathesis makes requests out of the OpenAPI document, good ones and bad ones, from a
seed; it runs as a program of its own, beside the server.
"""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from app.playing import what
from swsim.web.room import Room
from swsim.web.settings import Limits
from web.serving import Served, served_room

# As its requests all come from one address.
NO_LIMITS = Limits(
    requests=1e6, burst=10**6, documents=1e6, documents_burst=10**6, feeds_each=400
)
SECONDS = 45
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
OPTIONS = ("--mode", "all", "--seed", "1", "--max-time", str(SECONDS), "--no-color")


async def _thrown_at(it: Served, folder: Path, *headers: str) -> tuple[int, str]:
    """Let schemathesis try all it has; return its exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "run"),
        *(f"{it.settings.address}/api/openapi.json", *OPTIONS),
        *("--checks", ",".join(CHECKS), *headers),
        cwd=folder,
        env={**os.environ, "SCHEMATHESIS_HOOKS": ""},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_nothing_ends_in_500(tmp_path: Path) -> None:
    room = Room(what("first-contact", tmp_path / "run"))
    async with served_room(room, NO_LIMITS) as it:
        await it.become_trainer()
        token = it.http.cookies["swsim"]
        # Signing out would make all that follows anonymous.
        code, said = await _thrown_at(
            it,
            tmp_path,
            *("--header", f"Authorization: Bearer {token}"),
            *("--exclude-method", "DELETE"),
        )

    assert code == 0, said
