"""Users and passwords of one run's broker, and the private file that holds them."""

import json
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from swsim.errors import FileProblem
from swsim.security.files import write_private

# participant -> (user, password)
Credentials = Mapping[str, tuple[str, str]]


def make_credentials(participants: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return a user of the same name and a fresh password for each participant."""
    return {
        name: (name, secrets.token_urlsafe(24)) for name in sorted(set(participants))
    }


def write_credentials(path: Path, credentials: Credentials) -> None:
    """Keep `credentials` in a private JSON file."""
    rows = {name: list(pair) for name, pair in sorted(credentials.items())}
    write_private(path, json.dumps(rows, indent=1) + "\n")


def read_credentials(path: Path) -> dict[str, tuple[str, str]]:
    """Read what `write_credentials` wrote; raises FileProblem."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(name): (str(user), str(word)) for name, (user, word) in rows.items()
        }
    except OSError as error:
        raise FileProblem(path, error.strerror or "cannot be read") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise FileProblem(
            path,
            'is not a credentials file; it should hold {"participant": ["user",'
            ' "password"]} for every participant.',
        ) from error
