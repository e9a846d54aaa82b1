"""Office hours: how long work takes where it rests at night and at weekends.

Monday to Friday, 8 to 17 o'clock local time; public holidays are not known.
"""

from datetime import datetime, timedelta
from typing import Final

_OPENS, _CLOSES = 8 * 3600, 17 * 3600
_DAY: Final = 86_400
_SATURDAY: Final = 5


def until_open(start: datetime, offset_minutes: int) -> int:
    """Return the seconds until an office is open, 0 while it is."""
    return elapsed(start, offset_minutes, 1) - 1


def elapsed(start: datetime, offset_minutes: int, work: int) -> int:
    """Return the seconds from `start` (UTC) until `work` seconds of work are done.

    `offset_minutes` is the offset of local time from UTC. Work that is to begin when
    the office is closed begins when it opens.
    """
    local = start + timedelta(minutes=offset_minutes)
    second = (local - local.replace(hour=0, minute=0, second=0)) // timedelta(seconds=1)
    weekday, passed = local.weekday(), 0
    while True:
        if weekday < _SATURDAY and second < _CLOSES:
            begins = max(second, _OPENS)
            if work <= _CLOSES - begins:
                return passed + begins - second + work
            work -= _CLOSES - begins
        passed += _DAY - second
        weekday, second = (weekday + 1) % 7, 0
