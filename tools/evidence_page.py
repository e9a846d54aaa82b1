"""Writes the page docs/evidence/README.md from what the parts have found."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

CHAOS, MATRIX = "chaos", "matrix"
BENCHES = ("validate", "exchange", "replay", "workers", "scale")
PARTS = (CHAOS, MATRIX, *BENCHES)

# Shipments at which a part has its full size, as two-regions has them.
FULL = 500
_FULL_LONG = 50_000

# Above this load another program was running, and times say little.
_QUIET = 0.5

Found = Mapping[str, Any]

_HEAD = """\
# Evidence

What `make evidence` found on one machine: this page and the JSON files beside it are
written by that command and by nothing else. Run it on yours: digests must be the same
for the same version; times will not be.
"""


def page(found: Mapping[str, Found]) -> str:
    """Return the page; `found` holds the parts that were run, by name."""
    blocks = [_HEAD, _not_run(found)]
    if CHAOS in found:
        blocks.append(_chaos(found[CHAOS]))
    if MATRIX in found:
        blocks.append(_matrix(found[MATRIX]))
    if benches := [found[name] for name in BENCHES if name in found]:
        blocks.append(_benches(benches))
    if found:
        blocks.append(_made(found))
    return "\n".join(blocks)


def _not_run(found: Mapping[str, Found]) -> str:
    gaps = [
        f"- **{part}** was not run: `{_command(part)}`"
        for part in PARTS
        if part not in found
    ]
    gaps += [
        f"- **{part}** was run in a small form ({small}), not in full size:"
        f" `{_command(part)}`"
        for part, its in found.items()
        if (small := _small(part, its))
    ]
    gaps += [
        f"- **{part}** was run while other programs kept the machine busy (load average"
        f" {its['made']['load_average_before']} on {its['made']['machine']['cores']}"
        " cores): its times say little."
        for part, its in found.items()
        if its["made"]["load_average_before"] > _QUIET
    ]
    if left_out := found.get(MATRIX, {}).get("left_out"):
        gaps += [f"- {name}: {why}." for name, why in left_out.items()]
    if not gaps:
        return "Every part was run, in full size.\n"
    return "\n".join(["## What is missing", "", *gaps, ""])


def _small(part: str, its: Found) -> str:
    """Return in what small form a part was run; nothing for its full size."""
    if part in (CHAOS, MATRIX):
        return "" if its["shipments"] >= FULL else f"{its['shipments']} shipments"
    command = its["command"]
    full = f"swsim bench {part}"
    if part == "scale":
        full += f" --long {_FULL_LONG}"
    return "" if command == full else f"`{command}`"


def _command(part: str) -> str:
    more = f" --long {_FULL_LONG}" if part == "scale" else ""
    return f'make evidence ARGS="--only {part}{more}"'


def _chaos(its: Found) -> str:
    kills = Counter(kill["what"] for kill in its["kills"])
    faults, asked = its["faults"], its["asked_faults"]
    same = its["digest"] == its["undisturbed_digest"]
    rows = [
        ("messages of the run", f"{its['messages']:,}"),
        ("kills of the broker, each with all its queues", kills["broker"]),
        ("kills of a worker", kills["worker"]),
        ("kills of the whole run, followed by `swsim resume`", kills["run"]),
        (f"publications dropped ({asked['drop']} of 1,000)", f"{faults['dropped']:,}"),
        (f"duplicated ({asked['duplicate']} of 1,000)", f"{faults['duplicated']:,}"),
        (f"delayed ({asked['delay']} of 1,000)", f"{faults['delayed']:,}"),
        ("messages lost", its["lost"]),
        ("messages acted upon twice", its["duplicated"]),
        ("digest", f"`{its['digest']}`"),
        ("the same as undisturbed", _yes(same)),
        ("`swsim verify`", "verified" if its["verified"] else "not verified"),
    ]
    sent = ", ".join(f"{kill['what']} {kill['sent']:,}" for kill in its["kills"])
    return "\n".join(
        [
            "## Chaos",
            "",
            f"`{its['scenario']}`, seed {its['seed']}, {its['shipments']} shipments,"
            f" {its['workers']} workers, over a broker behind a proxy that drops,"
            " repeats and delays. A dropped publication never reaches the broker, but"
            " the client is told that it did.",
            "",
            *_table(("", ""), rows),
            "",
            f"Messages that had been sent at each kill: {sent}.",
            "",
        ]
    )


def _matrix(its: Found) -> str:
    rows = [
        (
            run["broker"],
            run["workers"],
            f"{run['messages']:,}",
            run["lost"],
            run["duplicated"],
            f"`{run['digest'][:16]}`",
            f"{run['wall_seconds']:.1f}",
        )
        for run in its["runs"]
    ]
    head = ("broker", "workers", "messages", "lost", "twice", "digest", "seconds")
    return "\n".join(
        [
            "## Brokers and workers",
            "",
            f"`{its['scenario']}`, seed {its['seed']}, {its['shipments']} shipments."
            f" The same digest everywhere: {_yes(its['same_digest'])}.",
            "",
            *_table(head, rows),
            "",
        ]
    )


def _benches(benches: Sequence[Found]) -> str:
    rows = [
        (
            f"`{its['command']}`",
            bar["name"],
            f"{bar['value']:.2f}",
            f"≥ {bar['at_least']:g}" if "at_least" in bar else f"≤ {bar['at_most']:g}",
            bar["state"] + (f": {bar['doubt']}" if bar["doubt"] else ""),
        )
        for its in benches
        for bar in its["bars"]
    ]
    head = ("command", "bar", "value", "limit", "state")
    return "\n".join(["## Benches", "", *_table(head, rows), ""])


def _made(found: Mapping[str, Found]) -> str:
    rows = [
        (
            f"[{part}]({part}.json)",
            made["date"],
            f"`{made['commit']}`",
            f"{made['seconds']:,}",
            made["load_average_before"],
        )
        for part, its in found.items()
        for made in [its["made"]]
    ]
    head = ("part", "date", "commit", "seconds", "load average before")
    places = {_place(its["made"]): None for its in found.values()}
    return "\n".join(
        [
            "## When and where",
            "",
            *_table(head, rows),
            "",
            "A plus after a commit: files differed from it.",
            "",
            *places,
            "",
        ]
    )


def _place(made: Found) -> str:
    machine = made["machine"]
    versions = ", ".join(f"{name} {which}" for name, which in made["versions"].items())
    return (
        f"- {machine['system']}, {machine['processor']}, {machine['cores']} cores,"
        f" {machine['memory_gb']} GB. {versions}."
    )


def _table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(map(str, line)) + " |" for line in lines]


def _yes(so: bool) -> str:
    return "yes" if so else "**no**"
