"""Finds a scenario by name, folder or file and reads it, or says all that is wrong."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from swsim.artefacts import artefact_dir
from swsim.errors import UsageError
from swsim.scenario.checks import CHECKS
from swsim.scenario.fictional import Casting, cast_for, recast
from swsim.scenario.groups import with_groups
from swsim.scenario.model import Scenario
from swsim.strictyaml import Located, hold, layered, nearest, parse, read, written

FILE_NAME = "scenario.yaml"


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedScenario:
    """A scenario with the file it came from.

    `raw` is the file as it stands and `sha256` the hexadecimal digest of its bytes: a
    run keeps both. `casting` says who plays whom where the cast was made fictional.
    """

    name: str
    scenario: Scenario
    path: Path
    raw: bytes
    sha256: str
    casting: Casting | None = None


def load_scenario(
    name_or_path: str | Path, *, variant: str | None = None, fictional: bool = False
) -> LoadedScenario:
    """Read a shipped scenario by name, or any other by its folder or file.

    As one of its `variants`, or with a `fictional` cast, it is another scenario: its
    bytes are then those of a file that says all of it. Raises UsageError for an unknown
    name or variant, FileProblem for a file that cannot be read, ProblemsFound with
    every fault of the file and its line.
    """
    path = _find(str(name_or_path))
    name = path.resolve().parent.name if path.name == FILE_NAME else path.stem
    located, raw = read(path), path.read_bytes()
    if variant is not None:
        located, name = _as_variant(located, variant), f"{name}-{variant}"
        raw = written(located.data).encode()
    scenario, casting = hold(with_groups(located), Scenario, *CHECKS), None
    if fictional:
        casting = cast_for(scenario, located.data)
        raw = written(recast(located.data, casting)).encode()
        located, name = parse(raw.decode(), str(path)), f"{name}-fictional"
        scenario = hold(with_groups(located), Scenario, *CHECKS)
    return LoadedScenario(
        name=name,
        scenario=scenario,
        path=path,
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        casting=casting,
    )


def _as_variant(located: Located, variant: str) -> Located:
    try:
        loc = ("variants", variant, "with")
        return layered(located, loc, without=("variants",))
    except LookupError:
        known = [str(loc[-1]) for loc, _ in located.find("variants", "*")]
        hint = nearest(variant, known) or "."
        raise UsageError(
            f"The scenario has no variant {variant!r}{hint}"
            f" Known: {', '.join(known) or 'none'}."
        ) from None


def shipped_names() -> tuple[str, ...]:
    """Return the names of the scenarios that come with swsim, sorted."""
    found = artefact_dir("scenarios").glob(f"*/{FILE_NAME}")
    return tuple(sorted(path.parent.name for path in found))


def is_shipped(name: str, sha256: str) -> bool:
    """Tell whether a scenario is the one of its name that comes with swsim."""
    if name not in shipped_names():
        return False
    raw = (artefact_dir("scenarios") / name / FILE_NAME).read_bytes()
    return hashlib.sha256(raw).hexdigest() == sha256


def _find(name: str) -> Path:
    if name in shipped_names():
        return artefact_dir("scenarios") / name / FILE_NAME
    path = Path(name)
    if path.is_dir():
        return path / FILE_NAME
    # What looks like a file is treated as one, so that the error speaks of it.
    if path.is_file() or path.suffix in (".yaml", ".yml"):
        return path
    known = shipped_names()
    hint = nearest(name, known) or "."
    raise UsageError(
        f"There is no scenario {name!r}{hint} Shipped: {', '.join(known)}. "
        f"A folder with a {FILE_NAME} or a file works too."
    )
