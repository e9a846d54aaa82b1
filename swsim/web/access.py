"""Who may steer: the trainer's PIN, and the tokens that it is exchanged for.

Kept in the run folder, readable by its owner alone, so that a restarted server knows
PIN and trainer again. Of a token only its hash is kept.
"""

import hashlib
import hmac
import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from swsim.errors import FileProblem
from swsim.exchange.credentials import make_password, make_pin
from swsim.exchange.wallclock import monotonic, now_utc
from swsim.security.files import write_private

KEYS_FILE: Final = "trainer.json"
# As long as the longest day of a workshop.
LIFE: Final = timedelta(hours=16)
_MOST_TOKENS: Final = 50


class Keys:
    """The PIN of a run and the tokens that were given for it."""

    def __init__(self, path: Path, pin: str, tokens: dict[str, str]) -> None:
        self._path = path
        self.pin = pin
        # By SHA-256 of the token, until when it counts.
        self._tokens = tokens

    @classmethod
    def of(cls, folder: Path) -> "Keys":
        """Return the keys of a run folder, made where there are none.

        Raises FileProblem for a file that is no such file.
        """
        path = folder / KEYS_FILE
        if not path.exists():
            keys = cls(path, make_pin(), {})
            keys._keep()
            return keys
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return cls(path, str(kept["pin"]), dict(kept["tokens"]))
        except OSError as error:
            raise FileProblem(path, error.strerror or "cannot be read") from error
        except (ValueError, TypeError, KeyError):
            raise FileProblem(
                path, "does not hold a PIN and tokens; delete it, and a new PIN is made"
            ) from None

    def give(self, pin: str) -> str | None:
        """Return a fresh token for the right PIN; None for another."""
        # As bytes: compare_digest takes no letters beyond ASCII in texts.
        if not hmac.compare_digest(pin.encode(), self.pin.encode()):
            return None
        token = make_password()
        now = now_utc()
        alive = {
            each: until
            for each, until in self._tokens.items()
            if datetime.fromisoformat(until) > now
        }
        newest = dict(list(alive.items())[1 - _MOST_TOKENS :])
        self._tokens = {**newest, _hashed(token): (now + LIFE).isoformat()}
        self._keep()
        return token

    def is_trainer(self, token: str) -> bool:
        """Tell whether a token is one that was given and still counts."""
        # Looked up by its hash, so the time that takes tells nothing of the token.
        until = self._tokens.get(_hashed(token))
        return until is not None and datetime.fromisoformat(until) > now_utc()

    def take_back(self, token: str) -> None:
        """Let a token count no more."""
        if self._tokens.pop(_hashed(token), None) is not None:
            self._keep()

    def _keep(self) -> None:
        kept = {"pin": self.pin, "tokens": self._tokens}
        write_private(self._path, json.dumps(kept, indent=1) + "\n")


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(kw_only=True, slots=True)
class Attempts:
    """Counts wrong PINs: a few from one address a minute, some more from all.

    A PIN has 8 digits: at `all` attempts a minute half of them take over a year.
    """

    each: int = 5
    all: int = 60
    within: float = 60.0
    _wrong: deque[tuple[float, str]] = field(default_factory=deque)

    def wait(self, client: str) -> int:
        """Return the seconds until a client may try again, 0 for now."""
        now = monotonic()
        while self._wrong and self._wrong[0][0] <= now - self.within:
            self._wrong.popleft()
        own = [at for at, who in self._wrong if who == client]
        if len(own) >= self.each:
            return self._left(own[-self.each], now)
        if len(self._wrong) >= self.all:
            return self._left(self._wrong[-self.all][0], now)
        return 0

    def wrong(self, client: str) -> None:
        """Note a wrong PIN."""
        self._wrong.append((monotonic(), client))

    def _left(self, at: float, now: float) -> int:
        return max(1, round(at + self.within - now))
