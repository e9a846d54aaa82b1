"""Hashes of what decides a run beside scenario and seed: version, schemas, members.

A ledger's header holds them; a replay refuses to go on when they differ.
"""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from swsim import __version__
from swsim.artefacts import artefact_dir

_SCHEMA_FILES = ("*.xsd", "*.sch", "*.gc", "catalogue.yaml")


@cache
def fingerprints() -> dict[str, str]:
    """Return the header values that a replay must find unchanged."""
    domain = Path(str(files("swsim.domain")))
    return {
        "version": __version__,
        "schemas_sha256": _tree(artefact_dir("schemas"), _SCHEMA_FILES),
        "members_sha256": _tree(domain, ("*.csv", "*.yaml")),
    }


def _tree(folder: Path, patterns: tuple[str, ...]) -> str:
    """Return the SHA-256 over names and contents of the matching files, sorted."""
    whole = hashlib.sha256()
    found = {path for pattern in patterns for path in folder.rglob(pattern)}
    for path in sorted(found):
        whole.update(path.relative_to(folder).as_posix().encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()
