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


# The offices of the regions stand in the ocean: their seats are left out.
_OFFICES: Final = {
    "RILO": (-150.0, 30.0),
    "CEN": (-150.0, 2.0),
    "ROCB": (-150.0, -38.0),
}


@cache
def places() -> dict[str, Place]:
    """Return the place of each member's main port, or capital, by alpha-2 code.

    And of the offices' sites, by their names in capitals.
    """
    text = (files("swsim.reports.pictures") / "places.csv").read_text(encoding="utf-8")
    there = {
        row["alpha2"]: (float(row["lon"]), float(row["lat"]))
        for row in csv.DictReader(text.splitlines())
    }
    return {name: _rounded(*at) for name, at in {**there, **_OFFICES}.items()}


def _rounded(lon: float, lat: float) -> Place:
    x, y = place(lon if lon > WEST else lon + 360, lat)
    return Place(x=round(x, 1), y=round(y, 1))
