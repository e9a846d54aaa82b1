"""Finds what belongs to swsim and is no code: schemas, scenarios, asyncapi.yaml.

In a checkout, an editable install and a wheel.
"""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from swsim.errors import SwsimError


def artefact_dir(name: str) -> Path:
    """Return the folder `name` ("schemas" or "scenarios") that belongs to this swsim.

    A wheel carries it inside the package as `_bundle`; a checkout, also one
    installed as editable, has it beside the package. Raises SwsimError that says
    where it looked.
    """
    return _find("folder", name, Path.is_dir)


def artefact_file(name: str) -> Path:
    """Return the file `name` ("asyncapi.yaml"), found as folders are."""
    return _find("file", name, Path.is_file)


def _find(kind: str, name: str, is_there: Callable[[Path], bool]) -> Path:
    package = Path(str(files("swsim")))
    bundled = package / "_bundle" / name
    checkout = package.parent / name
    if is_there(bundled):
        return bundled
    # Only a real checkout: site-packages may hold another project's "schemas".
    if is_there(checkout) and (package.parent / "pyproject.toml").is_file():
        return checkout
    raise SwsimError(
        f"The {kind} {name!r} of swsim is missing; looked in {bundled} and {checkout}."
        " Reinstall swsim with: pip install --force-reinstall swsim"
    )
