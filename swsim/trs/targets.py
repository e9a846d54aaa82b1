"""Within which time goods are to be released: 24 hours by air, 48 by sea and land.

Source: India's National Trade Facilitation Action Plan sets such targets by mode; they
are training values here.
"""

import numpy as np

from swsim.trs.table import Seconds, Table

_HOUR = 3_600
_AIR, _OTHER = 24 * _HOUR, 48 * _HOUR


def targets(table: Table) -> Seconds:
    """Return the target of each declaration in seconds."""
    return np.where(table.attribute("mode").is_("air"), _AIR, _OTHER).astype(np.int64)
