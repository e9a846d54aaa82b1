"""The pass of a worker: a private file with all that may be on no command line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from swsim.errors import FileProblem
from swsim.exchange.credentials import Access, Credentials
from swsim.security.files import private_folder, write_private

_CA = "ca.crt"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pass:
    """Who a worker is and how the broker lets it and its participants in.

    Whoever has neither `credentials` nor a pair in `certificates` connects without.
    Such a pair is certificate and key in PEM; so is `ca`, the authority that vouches
    for the broker, None for those of the system. `keys` are the files of its
    participants' keys and of the trust list, by name, for a worker that does not have
    the run's folder.
    """

    worker: str
    credentials: Credentials = field(default_factory=dict, repr=False)
    certificates: Mapping[str, tuple[str, str]] = field(
        default_factory=dict, repr=False
    )
    ca: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)


def pass_of(
    worker: str, names: tuple[str, ...], access: Access, keys: Mapping[str, str]
) -> Pass:
    """Return the pass of a worker for itself and those whom it plays, `names`.

    Raises FileProblem for a certificate that cannot be read.
    """
    theirs = (worker, *names)
    return Pass(
        worker=worker,
        credentials={
            name: access.credentials[name]
            for name in theirs
            if name in access.credentials
        },
        certificates={
            name: (_text(pair[0]), _text(pair[1]))
            for name in theirs
            if (pair := access.certificates.get(name)) is not None
        },
        ca=None if access.ca is None else _text(access.ca),
        keys=keys,
    )


def access_of_pass(given: Pass, folder: Path) -> Access:
    """Return how to log in by a pass; what TLS takes from files goes to `folder`."""
    if given.certificates or given.ca is not None:
        private_folder(folder)
    if given.ca is not None:
        write_private(folder / _CA, given.ca)
    certificates = {}
    for name, pair in given.certificates.items():
        files = folder / f"{Path(name).name}.crt", folder / f"{Path(name).name}.key"
        for file, text in zip(files, pair, strict=True):
            write_private(file, text)
        certificates[name] = files
    return Access(
        credentials=given.credentials,
        certificates=certificates,
        ca=None if given.ca is None else folder / _CA,
    )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise FileProblem(path, error.strerror or "cannot be read") from error


def write_pass(path: Path, given: Pass) -> None:
    """Write a pass for its owner's eyes only."""
    said = {
        "worker": given.worker,
        "credentials": {name: list(pair) for name, pair in given.credentials.items()},
        "certificates": {name: list(pair) for name, pair in given.certificates.items()},
        "ca": given.ca,
        "keys": given.keys,
    }
    write_private(path, json.dumps(said, indent=1) + "\n")


def read_pass(path: Path) -> Pass:
    """Read a pass; raises FileProblem."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        ca = found.get("ca")
        return Pass(
            worker=str(found["worker"]),
            credentials=_pairs(found["credentials"]),
            certificates=_pairs(found.get("certificates", {})),
            ca=None if ca is None else str(ca),
            keys={str(k): str(text) for k, text in found.get("keys", {}).items()},
        )
    except OSError as error:
        raise FileProblem(path, error.strerror or "cannot be read") from error
    except (ValueError, TypeError, AttributeError, KeyError):
        # Without the cause: what it quotes may be a password.
        raise FileProblem(
            path,
            "is not the secrets file of a worker; take the one that swsim run"
            " --await-workers has written, unchanged.",
        ) from None


def _pairs(found: Any) -> dict[str, tuple[str, str]]:
    return {str(name): (str(one), str(two)) for name, (one, two) in found.items()}
