"""What participants show the broker of a run, and the private files that hold it."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from swsim.errors import FileProblem
from swsim.security.files import write_private

# participant -> (user, password)
Credentials = Mapping[str, tuple[str, str]]

# participant -> (certificate, private key), files in PEM
Certificates = Mapping[str, tuple[Path, Path]]

CREDENTIALS_FILE = "credentials.json"

# What swsim broker config writes for whoever runs swsim.
CLIENTS_FOLDER = "clients"


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """How each participant logs in, and by which authority all know the broker.

    Without `ca` a broker with TLS must be known to the authorities of the system.
    """

    credentials: Credentials = field(default_factory=dict, repr=False)
    certificates: Certificates = field(default_factory=dict)
    ca: Path | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Everybody who has a password or a certificate here."""
        return tuple(sorted({*self.credentials, *self.certificates}))


def make_credentials(participants: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return a user of the same name and a fresh password for each participant."""
    return {name: (name, make_password()) for name in sorted(set(participants))}


def make_password() -> str:
    """Return a fresh password of 32 characters."""
    return secrets.token_urlsafe(24)


def make_pin() -> str:
    """Return a fresh PIN of 8 digits, to be read out and typed in."""
    return f"{secrets.randbelow(10**8):08d}"


def write_credentials(path: Path, access: Access) -> None:
    """Keep what is needed to log in in a private JSON file.

    Certificates and keys stay in files of their own, named from the folder of `path`.
    """
    rows = {
        "ca": None if access.ca is None else _from(path, access.ca),
        "participants": {name: _row(path, access, name) for name in access.names},
    }
    write_private(path, json.dumps(rows, indent=1) + "\n")


def _row(path: Path, access: Access, name: str) -> dict[str, str]:
    row = {}
    if name in access.credentials:
        row["user"], row["password"] = access.credentials[name]
    if name in access.certificates:
        certificate, key = access.certificates[name]
        row |= {"certificate": _from(path, certificate), "key": _from(path, key)}
    return row


def _from(path: Path, file: Path) -> str:
    return file.relative_to(path.parent).as_posix()


def read_credentials(path: Path) -> Access:
    """Read what `write_credentials` wrote; raises FileProblem.

    `path` is the file, its folder, or what swsim broker config wrote as a whole. Does
    not look whether the certificates are there.
    """
    file = _file_in(path) if path.is_dir() else path
    try:
        return _access(file.parent, json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise FileProblem(file, error.strerror or "cannot be read") from error
    except (ValueError, TypeError, AttributeError, KeyError):
        # Without the cause: what it quotes may be a password.
        raise FileProblem(
            file,
            'is not a credentials file; it should hold {"ca": FILE, "participants":'
            ' {NAME: {"user": ..., "password": ...}}}, or "certificate" and "key" for'
            " a participant, as swsim broker config writes it.",
        ) from None


def _file_in(folder: Path) -> Path:
    below = folder / CLIENTS_FOLDER / CREDENTIALS_FILE
    return below if below.is_file() else folder / CREDENTIALS_FILE


def _access(folder: Path, rows: Any) -> Access:
    participants = rows["participants"].items()
    ca = rows.get("ca")
    return Access(
        credentials={
            name: (_text(row["user"]), _text(row["password"]))
            for name, row in participants
            if "password" in row or "certificate" not in row
        },
        certificates={
            name: (folder / row["certificate"], folder / row["key"])
            for name, row in participants
            if "certificate" in row
        },
        ca=None if ca is None else folder / ca,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
