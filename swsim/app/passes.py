"""The pass of a worker: a private file with all that may be on no command line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from swsim.errors import FileProblem
from swsim.exchange.credentials import Credentials
from swsim.security.files import write_private


@dataclass(frozen=True, kw_only=True, slots=True)
class Pass:
    """Who a worker is and how the broker lets it and its participants in.

    Whoever is not named in `credentials` connects without user and password. `keys` are
    the files of its participants' keys and of the trust list, by name, for a worker
    that does not have the run's folder.
    """

    worker: str
    credentials: Credentials
    keys: Mapping[str, str] = field(default_factory=dict)


def write_pass(path: Path, given: Pass) -> None:
    """Write a pass for its owner's eyes only."""
    credentials = {name: list(pair) for name, pair in given.credentials.items()}
    said = {"worker": given.worker, "credentials": credentials, "keys": given.keys}
    write_private(path, json.dumps(said, indent=1) + "\n")


def read_pass(path: Path) -> Pass:
    """Read a pass; raises FileProblem."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Pass(
            worker=str(found["worker"]),
            credentials=_pairs(found),
            keys={str(k): str(text) for k, text in found.get("keys", {}).items()},
        )
    except OSError as error:
        raise FileProblem(path, error.strerror or "cannot be read") from error
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise FileProblem(
            path,
            "is not the secrets file of a worker; take the one that swsim run"
            " --await-workers has written, unchanged.",
        ) from error


def _pairs(found: Mapping[str, Mapping[str, tuple[str, str]]]) -> Credentials:
    return {
        str(name): (str(user), str(word))
        for name, (user, word) in found["credentials"].items()
    }
