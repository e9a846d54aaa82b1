"""The canonical export of a run and its digest: the same text wherever it was played.

JSON Lines sorted by (virtual time, site, site sequence); keys sorted, no white space.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping

from swsim.domain.events import Event, Fact


def facts_text(facts: Mapping[str, Fact]) -> str:
    """Return the facts of an event as canonical JSON."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def line(event: Event) -> str:
    """Return an event as one line of the canonical export, without the line end."""
    return json.dumps(
        {
            "case": event.case,
            "facts": event.facts,
            "kind": event.kind,
            "participant": event.participant,
            "sequence": event.sequence,
            "site": event.site,
            "time": event.time,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )


def digest(lines: Iterable[str]) -> str:
    """Return the SHA-256 of a canonical export, in hexadecimal."""
    whole = hashlib.sha256()
    for each in lines:
        whole.update(each.encode())
        whole.update(b"\n")
    return whole.hexdigest()
