"""Runs what shows that swsim holds its promises, and writes docs/evidence.

Full size, which takes long: make evidence. Parts of it, or a small form:
make evidence ARGS="--only matrix --matrix-shipments 40". Nothing else should run
meanwhile. Each part is a JSON file with commit, date and machine; the page shows all.
"""

import argparse
import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any

from evidence_matrix import SCENARIO, SEED, matrix
from evidence_page import CHAOS, MATRIX, PARTS, page

from app.playing import played
from cli.chaos import FAULTS, chaos
from cli.command import COMMAND, environment, swsim
from programs import find_program
from swsim.exchange.broker import server_version

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "evidence"

_LIBRARIES = ("swsim", "aiomqtt", "lxml", "xmlsec", "simpy")

# The arguments of the benches where a small form was asked for.
_QUICK: Mapping[str, tuple[str, ...]] = {
    "validate": ("--repetitions", "3", "--seconds", "0.1"),
    "exchange": ("--repetitions", "2", "--seconds", "0.2"),
    "replay": ("--repetitions", "1", "--shipments", "30"),
    "workers": ("--repetitions", "1", "--shipments", "60"),
    "scale": ("--short", "200", "--long", "1000"),
}


def main() -> None:
    """Run the parts that were asked for, and write the page."""
    asked = _asked()
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [part for part in PARTS if part != "scale" or asked.long]
    for part in wanted if asked.only is None else asked.only:
        print(f"{part} ...", file=sys.stderr)
        made, began = _made(), monotonic()
        found = _work(part, asked)()
        made["seconds"] = round(monotonic() - began)
        text = json.dumps({"part": part, "made": made, **found}, indent=2)
        (FOLDER / f"{part}.json").write_text(f"{text}\n", "utf-8")
        _write_page()
    _write_page()


def _write_page() -> None:
    parts = [FOLDER / f"{part}.json" for part in PARTS]
    found = {p.stem: json.loads(p.read_text("utf-8")) for p in parts if p.exists()}
    (FOLDER / "README.md").write_text(page(found), "utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    say = parser.add_argument
    say("--only", nargs="*", choices=PARTS, help="these parts alone, or none at all")
    say("--shipments", type=int, default=500, help="of the chaos run")
    say("--matrix-shipments", type=int, default=500, help="of each run of the matrix")
    say("--long", type=int, help="declarations of bench scale, such as 50000")
    say("--quick", action="store_true", help="benches in a small form")
    return parser.parse_args()


def _work(part: str, asked: argparse.Namespace) -> Callable[[], dict[str, Any]]:
    if part == CHAOS:
        return lambda: _in_folder(lambda f: _chaos(f, asked.shipments))
    if part == MATRIX:
        return lambda: _in_folder(lambda f: matrix(f, asked.matrix_shipments))
    options = _QUICK[part] if asked.quick else ()
    if part == "scale" and asked.long:
        options = ("--long", str(asked.long))
    return lambda: _bench(part, options)


def _in_folder(work: Callable[[Path], Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="swsim-evidence-") as folder:
        found: dict[str, Any] = asyncio.run(work(Path(folder)))
    return found


async def _chaos(folder: Path, shipments: int) -> dict[str, Any]:
    alone = await played(SCENARIO, folder / "alone", seed=SEED, shipments=shipments)
    whole = alone.summary
    outcome = await chaos(
        folder, shipments=shipments, messages=whole.messages, seed=SEED
    )
    summary = outcome.summary
    return {
        "scenario": SCENARIO,
        "seed": SEED,
        "shipments": shipments,
        "workers": 2,
        "asked_faults": FAULTS,
        "faults": dict(outcome.faults),
        "kills": [asdict(kill) for kill in outcome.kills],
        "broker_restarts": outcome.restarts,
        "messages": summary["messages"],
        "lost": summary["lost"],
        "duplicated": summary["duplicated"],
        "digest": summary["digest"],
        "undisturbed_digest": whole.digest,
        "verified": swsim("verify", outcome.folder).code == 0,
    }


def _bench(name: str, options: tuple[str, ...]) -> dict[str, Any]:
    done = subprocess.run(
        [*COMMAND, "bench", name, "--json", *options],
        capture_output=True,
        env=environment(),
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in (0, 1):
        sys.exit(f"swsim bench {name} came to nothing: {done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return {"command": " ".join(("swsim bench", name, *options)), **report}


# --- where and when ---------------------------------------------------------------


def _made() -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _commit(),
        "load_average_before": round(os.getloadavg()[0], 1),
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "processor": _processor(),
            "cores": os.cpu_count(),
            "memory_gb": _memory_gb(),
        },
        "versions": {
            "Python": platform.python_version(),
            **{name: version(name) for name in _LIBRARIES},
            "nats-server": server_version(),
            **_installed(),
        },
    }


def _commit() -> str:
    """Return the commit, with a plus where files differ from it."""
    changed = _git("status", "--porcelain", "--", ".", ":!docs/evidence")
    return _git("rev-parse", "--short=12", "HEAD") + ("+" if changed else "")


def _git(*arguments: str) -> str:
    return subprocess.check_output(
        ("git", *arguments), cwd=ROOT, encoding="utf-8"
    ).strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    named = (line.partition(":")[2] for line in lines if line.startswith("model name"))
    return next(named, "").strip()


def _memory_gb() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _installed() -> dict[str, str]:
    """Return the versions of brokers that are installed beside swsim."""
    found = {}
    if mosquitto := find_program("mosquitto"):
        said = subprocess.run([mosquitto, "-h"], capture_output=True, text=True)
        found["Mosquitto"] = said.stdout.split("\n", 1)[0].rpartition(" ")[2]
    return found


if __name__ == "__main__":
    main()
