"""How the web of a room is set: its address, whose PIN counts, what is too much.

Pure data; who reads it is `swsim.web.app`.
"""

from dataclasses import dataclass, field

from swsim.web.access import Keys


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one client may ask for.

    `requests` is how many a second of the API and the pages, `burst` how many at once;
    `documents` and `documents_burst` the same for documents, which cost more. `feeds`
    is how many browsers may listen in all, `feeds_each` from one address.
    """

    requests: float = 30.0
    burst: int = 120
    documents: float = 5.0
    documents_burst: int = 20
    feeds: int = 400
    feeds_each: int = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How the web of a room is set.

    `address` is what people type in and the QR code holds.
    """

    keys: Keys
    address: str = "http://127.0.0.1:8000"
    limits: Limits = field(default_factory=Limits)
