"""Finds `schemas/` and `scenarios/` in a checkout, an editable install and a wheel."""

from importlib.resources import files
from pathlib import Path

from swsim.errors import SwsimError


def artefact_dir(name: str) -> Path:
    """Return the folder `name` ("schemas" or "scenarios") that belongs to this swsim.

    A wheel carries it inside the package as `_bundle`; a checkout, also one
    installed as editable, has it beside the package. Raises SwsimError that says
    where it looked.
    """
    package = Path(str(files("swsim")))
    bundled = package / "_bundle" / name
    checkout = package.parent / name
    if bundled.is_dir():
        return bundled
    # Only a real checkout: site-packages may hold another project's "schemas".
    if checkout.is_dir() and (package.parent / "pyproject.toml").is_file():
        return checkout
    raise SwsimError(
        f"The folder {name!r} of swsim is missing; looked in {bundled} and {checkout}."
        " Reinstall swsim with: pip install --force-reinstall swsim"
    )
