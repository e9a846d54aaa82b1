"""Where a longitude and latitude are on the map: the Pacific amid, both regions whole.

Plate carrée, stretched a little to the north and south: what is asked of this map is
who writes to whom, not how far that is.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

# Degrees east, from the Gulf to the tip of Brazil, and degrees north.
WEST, EAST = 44.0, 328.0
SOUTH, NORTH = -52.0, 62.0
WIDTH: Final = 1_000
_PER_DEGREE: Final = WIDTH / (EAST - WEST)
_STRETCH: Final = 1.2
HEIGHT: Final = round((NORTH - SOUTH) * _PER_DEGREE * _STRETCH)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place on the map, in its units: from the left, from the top."""

    x: float
    y: float


def place(lon: float, lat: float) -> tuple[float, float]:
    """Return where a point is; `lon` may be beyond 180 for what lies east of it."""
    return (lon - WEST) * _PER_DEGREE, (NORTH - lat) * _PER_DEGREE * _STRETCH


@cache
def places() -> dict[str, Place]:
    """Return the place of each member's main port, or capital, by alpha-2 code."""
    text = (files("swsim.web") / "places.csv").read_text(encoding="utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines()):
        lon = float(row["lon"])
        x, y = place(lon if lon > WEST else lon + 360, float(row["lat"]))
        found[row["alpha2"]] = Place(x=round(x, 1), y=round(y, 1))
    return found
