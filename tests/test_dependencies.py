"""Dependencies: declared where they are imported, and pinned with all they bring."""

import importlib.metadata as metadata
import sys
from collections.abc import Iterable

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from checkout import ROOT, name_of, pyproject, python_files
from imports import imports

PROJECT = pyproject()["project"]
EXTRAS = PROJECT["optional-dependencies"]
RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
PARQUET = [Requirement(line) for line in EXTRAS["parquet"]]
WEB = [Requirement(line) for line in EXTRAS["web"]]
# Without swsim itself, whose extras its tests need.
DEVELOPMENT = [
    one for one in map(Requirement, EXTRAS["dev"]) if one.name != PROJECT["name"]
]

# The same release of libxml2 is inside both, and of aiomqtt a private part is used.
HELD_TIGHT = ("aiomqtt", "lxml", "xmlsec")


def pins() -> dict[str, str]:
    """Return the versions in `constraints.txt`, by normalised name."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(one.name): _exact(one) for one in wanted}


def _exact(requirement: Requirement) -> str:
    (specifier,) = requirement.specifier
    assert specifier.operator == "==", f"{requirement} is not an exact version"
    return specifier.version


def everything(wanted: Iterable[Requirement]) -> set[str]:
    """Return the names of `wanted` and of all they need on this machine."""
    found: set[str] = set()
    todo = list(wanted)
    while todo:
        one = todo.pop()
        name = canonicalize_name(one.name)
        if name in found or not _applies(one):
            continue
        found.add(name)
        todo += [Requirement(line) for line in metadata.requires(one.name) or []]
    return found


def _applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


@pytest.mark.parametrize("wanted", [*RUNTIME, *PARQUET, *WEB, *DEVELOPMENT], ids=str)
def test_dependency_is_pinned_within_its_range(wanted: Requirement) -> None:
    pinned = pins()[canonicalize_name(wanted.name)]

    assert wanted.specifier.contains(pinned)


def test_everything_that_gets_installed_is_pinned() -> None:
    assert everything([*RUNTIME, *PARQUET, *WEB, *DEVELOPMENT]) - set(pins()) == set()


@pytest.mark.parametrize("name", HELD_TIGHT)
def test_dependency_held_tight_is_pinned_alike(name: str) -> None:
    (declared,) = [one for one in RUNTIME if one.name == name]

    assert _exact(declared) == pins()[name]


def test_constraints_hold_no_paths_and_no_addresses() -> None:
    text = (ROOT / "constraints.txt").read_text("utf-8")

    assert not any(sign in text for sign in ("/", "@", "--", "-e "))


def test_swsim_imports_only_what_it_declares() -> None:
    """A package that happens to be installed here may be missing elsewhere."""
    brings = metadata.packages_distributions()
    # pytest loads the plugin, and nobody else does.
    known = {*sys.stdlib_module_names, "swsim", "pytest"}
    declared = everything([*RUNTIME, *WEB])
    stray = {
        f"{name_of(path)}: {top}"
        for path in python_files("swsim")
        for one in imports(path.read_text("utf-8"))
        if (top := one.target.partition(".")[0]) not in known
        and not declared & {canonicalize_name(name) for name in brings.get(top, [])}
    }

    assert stray == set()
