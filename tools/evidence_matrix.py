"""The same run over every broker that is here, with one worker and with two."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from cli.processes import started as command_started
from mosquitto import mosquitto_of
from outside import nats_servers, prepared, started
from programs import MOSQUITTO, missing_programs
from rabbitmq import rabbitmq
from swsim.app.brokers import SetUp, cast_of_scenario

SCENARIO, SEED = "two-regions", 7

_WORKERS = (1, 2)
_WITHIN = 3_600.0  # wall seconds for one run

Options = tuple[object, ...]
# Runs a broker in a folder, and yields how a run comes to it.
Way = Callable[[Path], AbstractAsyncContextManager[Options]]


def _set_up(kind: str, folder: Path) -> SetUp:
    others = ("coordinator", *(f"worker-{number}" for number in _WORKERS))
    return prepared(kind, folder, cast_of_scenario(SCENARIO, others).participants)


def _to(done: SetUp) -> Options:
    return "--broker", done.address, "--credentials", done.clients


@asynccontextmanager
async def _embedded(_: Path) -> AsyncIterator[Options]:
    yield ("--broker", "embedded")


@asynccontextmanager
async def _mosquitto_3(folder: Path) -> AsyncIterator[Options]:
    done = _set_up("mosquitto", folder)
    async with started(mosquitto_of(done.broker / "mosquitto.conf", done.address)):
        yield *_to(done), "--mqtt", "3.1.1"


@asynccontextmanager
async def _mosquitto_5(folder: Path) -> AsyncIterator[Options]:
    async with _mosquitto_3(folder) as options:
        yield *options[:-1], "5"


@asynccontextmanager
async def _cluster(folder: Path) -> AsyncIterator[Options]:
    done = _set_up("nats-cluster", folder)
    servers = nats_servers(done)
    async with started(*servers):
        for server in servers:
            await server.ready()
        yield _to(done)


@asynccontextmanager
async def _rabbitmq(folder: Path) -> AsyncIterator[Options]:
    done = _set_up("rabbitmq", folder)
    async with started(rabbitmq(done)):
        yield _to(done)


# What stands in the table, the programs that it needs, and how it is started.
WAYS: Sequence[tuple[str, tuple[str, ...], Way]] = (
    ("embedded NATS", (), _embedded),
    ("Mosquitto, MQTT 3.1.1", MOSQUITTO, _mosquitto_3),
    ("Mosquitto, MQTT 5", MOSQUITTO, _mosquitto_5),
    ("cluster of three NATS servers", (), _cluster),
    ("RabbitMQ", ("rabbitmq-server", "epmd"), _rabbitmq),
)


async def matrix(folder: Path, shipments: int) -> dict[str, Any]:
    """Play over every broker, with one worker and with two; return what came of it."""
    rows = [await _play(folder / "none", "none", 1, shipments, ("--broker", "none"))]
    left_out = {}
    for number, (name, programs, way) in enumerate(WAYS):
        if missing := missing_programs(programs):
            left_out[name] = f"not installed: {', '.join(missing)}"
            continue
        place = folder / str(number)
        async with way(place / "broker") as options:
            rows += [
                await _play(place / str(n), name, n, shipments, options)
                for n in _WORKERS
            ]
    return {
        "scenario": SCENARIO,
        "seed": SEED,
        "shipments": shipments,
        "same_digest": len({row["digest"] for row in rows}) == 1,
        "runs": rows,
        "left_out": left_out,
    }


async def _play(
    place: Path, name: str, workers: int, shipments: int, options: Options
) -> dict[str, Any]:
    command = (
        *("run", SCENARIO, "--seed", SEED, "--shipments", shipments, "--json"),
        *("--workers", workers, "--run-dir", place / "run", *options),
    )
    with command_started(place, *command) as run:
        summary = await asyncio.to_thread(run.summary, _WITHIN)
    kept = ("messages", "lost", "duplicated", "digest", "wall_seconds")
    return {"broker": name, "workers": workers} | {key: summary[key] for key in kept}
