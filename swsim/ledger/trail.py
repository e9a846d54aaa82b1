"""The trail of declarations in a ledger: what studies of time need of each event.

One pass over the events, of which there may be millions. Their facts are canonical
JSON, which is cut at its quotes here: to read each as JSON takes ten times as long. A
text that is not of the usual shape is read so all the same.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from swsim.domain.events import Kind
from swsim.domain.lifecycle import State
from swsim.ledger.reading import Reading

# Of an event: site, case, second, participant, kind, and its facts as canonical JSON.
Row: TypeAlias = tuple[str, str, int, str, str, str]

# The kinds that leave a trail.
TRAIL: Final = frozenset(
    {Kind.TIME_POINT, Kind.HOLD, Kind.DECLARED, Kind.CHANNEL, Kind.SERVED}
)
# What a declaration comes to that a report counts; the other states are on the way.
OUTCOMES: Final = (
    *(State.LODGED, State.REGISTERED, State.RELEASED, State.CANCELLED),
    *(State.DETAINED, State.SEIZED, State.ABANDONED, State.REJECTED, State.NACKED),
)

_ENDS = ", ".join(f"'{each}\"}}'" for each in OUTCOMES)
# Holds that were set, and states on the way, are left where they are.
_WANTED: Final = f"""
SELECT site, case_id, time, participant, kind, facts FROM event
WHERE kind IN (SELECT value FROM json_each(?)) AND CASE kind
  WHEN '{Kind.HOLD}' THEN instr(facts, '"change":"lifted"')
  WHEN '{Kind.TRANSITION}' THEN substr(facts, instr(facts, '"to":"') + 6)
    IN ({_ENDS})
  ELSE 1 END
"""


def rows(
    ledger: Reading, kinds: Iterable[str] = TRAIL, case: str | None = None
) -> Iterator[Row]:
    """Yield the events of some kinds, site by site, in order of time.

    Of all cases, or of one; of holds those that were lifted, of transitions those to
    one of `OUTCOMES`. No order is nearer to how a ledger keeps them.
    """
    ledger.flush()
    of_case, values = (" AND case_id = ?", (case,)) if case else ("", ())
    return ledger.rows(
        f"{_WANTED}{of_case} ORDER BY site, sequence",
        json.dumps(sorted(kinds)),
        *values,
    )


def point_of(facts: str) -> tuple[str, str, str]:
    """Return reference, leg and point of an event of kind TIME_POINT."""
    cut = facts.split('"')
    if len(cut) == _POINT_CUT and cut[1::4] == _POINT_KEYS:
        return cut[3], cut[7], cut[11]
    said = json.loads(facts)
    return said["declaration"], said["leg"], said["point"]


def hold_of(facts: str) -> tuple[str, str]:
    """Return leg and hold of an event of kind HOLD."""
    cut = facts.split('"')
    if len(cut) == _HOLD_CUT and cut[1::4] == _HOLD_KEYS:
        return cut[15], cut[11]
    said = json.loads(facts)
    return said["leg"], said["hold"]


def move_of(facts: str) -> tuple[str, str, str]:
    """Return reference, leg and new state of an event of kind TRANSITION."""
    cut = facts.split('"')
    if len(cut) == _MOVE_CUT and cut[1::4] == _MOVE_KEYS:
        return cut[3], cut[11], cut[15]
    said = json.loads(facts)
    return said["declaration"], said["leg"], said["to"]


def message_of(facts: str) -> tuple[str, str, str]:
    """Return document, what it is about, and id of an event of kind SENT."""
    cut = facts.split('"')
    if len(cut) == _SENT_CUT and (cut[1], cut[5], cut[11]) == _SENT_KEYS:
        return cut[7], cut[3], cut[13]
    said = json.loads(facts)
    return said["document"], said["about"], said["message"]


_POINT_KEYS, _POINT_CUT = ["declaration", "leg", "point"], 13
_HOLD_KEYS, _HOLD_CUT = ["change", "declaration", "hold", "leg"], 17
_MOVE_KEYS, _MOVE_CUT = ["declaration", "from", "leg", "to"], 17
# Between document and message stands a number, which has no quotes.
_SENT_KEYS, _SENT_CUT = ("about", "document", "message"), 23
