"""The canonical export of a run and its digest: the same text wherever it was played.

JSON Lines sorted by (virtual time, site, site sequence); keys sorted, no white space.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from swsim.domain.events import Event, Fact

# Made once: json.dumps would make one for each event.
_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False
).encode


def facts_text(facts: Mapping[str, Fact]) -> str:
    """Return the facts of an event as canonical JSON."""
    return _encode(facts)


def line(event: Event) -> str:
    """Return an event as one line of the canonical export, without the line end."""
    return line_of(
        event.case,
        facts_text(event.facts),
        event.kind,
        event.participant,
        event.sequence,
        event.site,
        event.time,
    )


def line_of(
    case: str,
    facts: str,
    kind: str,
    participant: str,
    sequence: int,
    site: str,
    time: int,
) -> str:
    """Return the line of an event whose facts are canonical JSON already.

    Keys are in the order of the alphabet, as JSON with sorted keys has them.
    """
    return (
        f'{{"case":{_quoted(case)},"facts":{facts},"kind":{_quoted(kind)},'
        f'"participant":{_quoted(participant)},"sequence":{sequence},'
        f'"site":{_quoted(site)},"time":{time}}}'
    )


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def digest(lines: Iterable[str]) -> str:
    """Return the SHA-256 of a canonical export, in hexadecimal."""
    whole = hashlib.sha256()
    for each in lines:
        whole.update(each.encode())
        whole.update(b"\n")
    return whole.hexdigest()
