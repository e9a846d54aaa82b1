"""The trail of declarations in a ledger: what studies of time need of each event.

One pass over the events in which SQLite takes the facts apart: there may be millions.
"""

from collections.abc import Iterator
from typing import TypeAlias

from swsim.domain.events import Kind
from swsim.ledger.reading import Reading

# Site, case, leg, second, participant, kind, and what it says: the point, the hold
# that was lifted, or all facts as JSON.
Step: TypeAlias = tuple[str, str, str, int, str, str, str]

_SQL = """
SELECT site, case_id, json_extract(facts, '$.leg'), time, participant, kind,
    CASE kind
        WHEN 'time-point' THEN json_extract(facts, '$.point')
        WHEN 'hold' THEN json_extract(facts, '$.hold')
        ELSE facts
    END
FROM event
WHERE kind IN (?, ?, ?, ?)
    OR (kind = ? AND json_extract(facts, '$.change') = 'lifted')
ORDER BY site, sequence
"""


def trail(ledger: Reading) -> Iterator[Step]:
    """Yield the steps of all declarations, site by site, in order of time."""
    ledger.flush()
    return ledger.rows(
        _SQL, Kind.TIME_POINT, Kind.DECLARED, Kind.CHANNEL, Kind.SERVED, Kind.HOLD
    )
