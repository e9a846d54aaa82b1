"""Where a longitude and latitude are on the map: the Pacific amid, both regions whole.

Plate carrée, stretched a little to the north and south: what is asked of this map is
who writes to whom, not how far that is.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from swsim.domain.members import Region, fictional_members

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

    And of the offices' sites, by their names in capitals, and of fictional members.
    """
    text = (files("swsim.reports.pictures") / "places.csv").read_text(encoding="utf-8")
    there = {
        row["alpha2"]: (float(row["lon"]), float(row["lat"]))
        for row in csv.DictReader(text.splitlines())
    }
    real = {name: _rounded(*at) for name, at in {**there, **_OFFICES}.items()}
    return {**real, **_invented()}


# Fictional members lie on no coast: three abreast on their side of the ocean, each row
# and column a little beside the next, so that lines between them do not cover others.
_ABREAST: Final = 3
_SIDES: Final[Mapping[Region, tuple[int, int]]] = {"AP": (80, 150), "AMS": (650, 125)}
_FIRST_ROW, _ROW, _BESIDE = 48, 66, 45  # units of the map


def _invented() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for region, (left, apart) in _SIDES.items():
        own = [one for one in fictional_members() if one.region == region]
        for number, one in enumerate(own):
            row, column = divmod(number, _ABREAST)
            x = left + apart * column + _BESIDE * (row % 2)
            y = _FIRST_ROW + _ROW * row + _BESIDE // 2 * column
            found[one.alpha2] = Place(x=float(x), y=float(y))
    return found


def is_invented(codes: Iterable[str]) -> bool:
    """Tell whether any of these is a fictional member, which has no coast to show."""
    return not {one.alpha2 for one in fictional_members()}.isdisjoint(codes)


def sea_grid(scale: float = 1.0) -> str:
    """Return the lines of an empty chart as the path of an SVG."""
    step, wide, tall = 100 * scale, WIDTH * scale, HEIGHT * scale
    across = "".join(f"M{step * n:.0f} 0V{tall:.0f}" for n in range(1, 10))
    down = "".join(f"M0 {step * n:.0f}H{wide:.0f}" for n in range(1, 5))
    return across + down


def _rounded(lon: float, lat: float) -> Place:
    x, y = place(lon if lon > WEST else lon + 360, lat)
    return Place(x=round(x, 1), y=round(y, 1))
