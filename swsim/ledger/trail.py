"""The trail of declarations in a ledger: what studies of time need of each event.

One pass over the events, of which there may be millions.
"""

import json
from collections.abc import Iterator
from typing import TypeAlias

from swsim.domain.events import Kind
from swsim.ledger.reading import Reading

# Site, case, leg, second, participant, kind, and what it says: the point, the hold
# that was lifted, or all facts as JSON.
Step: TypeAlias = tuple[str, str, str, int, str, str, str]

_SQL = """
SELECT site, case_id, time, participant, kind, facts FROM event
WHERE kind IN (?, ?, ?, ?, ?) {of_case} ORDER BY site, sequence
"""


def trail(ledger: Reading, case: str | None = None) -> Iterator[Step]:
    """Yield the steps of all declarations, site by site, in order of time.

    Of all cases, or of one.
    """
    ledger.flush()
    point, hold = Kind.TIME_POINT.value, Kind.HOLD.value
    wanted = (point, hold, Kind.DECLARED, Kind.CHANNEL, Kind.SERVED)
    of_case, values = ("AND case_id = ?", (case,)) if case else ("", ())
    rows = ledger.rows(_SQL.format(of_case=of_case), *wanted, *values)
    for site, case_id, time, participant, kind, facts in rows:
        # A canonical text is cut at its quotes: to read each as JSON takes ten times
        # as long. A text that is not of the usual shape is read so all the same.
        cut = facts.split('"')
        if kind == point:
            if len(cut) == _POINT_CUT and cut[1::4] == _POINT_KEYS:
                yield site, case_id, cut[7], time, participant, kind, cut[11]
                continue
        elif kind == hold and len(cut) == _HOLD_CUT and cut[1::4] == _HOLD_KEYS:
            if cut[3] == "lifted":
                yield site, case_id, cut[15], time, participant, kind, cut[11]
            continue
        yield from _slowly(site, case_id, time, participant, kind, facts)


_POINT_KEYS, _POINT_CUT = ["declaration", "leg", "point"], 13
_HOLD_KEYS, _HOLD_CUT = ["change", "declaration", "hold", "leg"], 17


def _slowly(
    site: str, case: str, time: int, participant: str, kind: str, facts: str
) -> Iterator[Step]:
    said = json.loads(facts)
    if kind == Kind.HOLD and said["change"] != "lifted":
        return
    what = said.get("point") or said.get("hold") or facts
    yield site, case, said["leg"], time, participant, kind, what
