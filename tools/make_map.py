"""Makes the coastlines of both regions, the Pacific amid: for the web and for reports.

swsim/web/static/map.svg is for a projector; swsim/reports/pictures/land.txt is coarser,
as every report carries it.

Usage: python tools/make_map.py land-110m.json

The file is that of the npm package world-atlas 2.0.2 (ISC), which is made from Natural
Earth (public domain): `npm pack world-atlas@2.0.2`. Coastlines only, so that no border
is drawn. What a longitude and latitude are on the map is decided in
swsim/reports/pictures/geography.py.
"""

import json
import sys
from collections.abc import Iterator
from itertools import accumulate
from math import hypot
from pathlib import Path
from typing import Any

from swsim.reports.pictures.geography import (
    EAST,
    HEIGHT,
    NORTH,
    SOUTH,
    WEST,
    WIDTH,
    place,
)
from swsim.reports.pictures.svg import WIDTH as REPORT_WIDTH

_PACKAGE = Path(__file__).parents[1] / "swsim"
_FINE = _PACKAGE / "web" / "static" / "map.svg"
_COARSE = _PACKAGE / "reports" / "pictures" / "land.txt"
_SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
    '<path id="land" d="{path}"/></svg>\n'
)

_WIDER = REPORT_WIDTH / WIDTH
_SMALL, _NEAR = 5.0, 0.7  # units of a report's picture

Ring = list[tuple[float, float]]
Json = dict[str, Any]


def main() -> None:
    """Write the map."""
    atlas = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    rings = list(_rings(atlas))
    path = "".join(_drawn(ring) for ring in rings)
    _FINE.write_text(_SVG.format(path=path), encoding="utf-8")
    coarse = "".join(_coarsely(ring) for ring in rings)
    _COARSE.write_text(f"{coarse}\n", encoding="utf-8")
    for path_ in (_FINE, _COARSE):
        sys.stdout.write(f"{path_}: {path_.stat().st_size:,} bytes\n")


def _rings(atlas: Json) -> Iterator[Ring]:
    """Yield the outlines of all land, each once for every turn that shows it."""
    arcs = [_decoded(arc, atlas["transform"]) for arc in atlas["arcs"]]
    for geometry in atlas["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                whole = _unwrapped(_joined(ring, arcs))
                for turn in (-360, 0, 360):
                    moved = [(lon + turn, lat) for lon, lat in whole]
                    if _is_seen(moved):
                        yield moved


def _decoded(arc: list[list[int]], transform: Json) -> Ring:
    """Return the points of an arc: its first point, then differences (TopoJSON)."""
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    xs, ys = (accumulate(axis) for axis in zip(*arc, strict=True))
    return [(x * kx + dx, y * ky + dy) for x, y in zip(xs, ys, strict=True)]


def _joined(ring: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _unwrapped(ring: Ring) -> Ring:
    """Return a ring without jumps at the antimeridian."""
    found = [ring[0]]
    for lon, lat in ring[1:]:
        before = found[-1][0]
        found.append((lon + 360 * round((before - lon) / 360), lat))
    return found


def _is_seen(ring: Ring) -> bool:
    lons, lats = zip(*ring, strict=True)
    return bool(
        max(lons) > WEST
        and min(lons) < EAST
        and max(lats) > SOUTH
        and min(lats) < NORTH
    )


def _drawn(ring: Ring) -> str:
    points = [place(lon, lat) for lon, lat in ring]
    # Every third of a unit is finer than any projector shows.
    texts = list(dict.fromkeys(f"{x:.1f} {y:.1f}" for x, y in points))
    return f"M{'L'.join(texts)}Z" if len(texts) > 2 else ""


def _coarsely(ring: Ring) -> str:
    """Return a ring as whole steps between its corners; nothing for a small island.

    Units are those of a report's picture, which is a little wider than the map.
    """
    scaled = [
        (x * _WIDER, y * _WIDER) for x, y in (place(lon, lat) for lon, lat in ring)
    ]
    xs, ys = zip(*scaled, strict=True)
    if max(max(xs) - min(xs), max(ys) - min(ys)) < _SMALL:
        return ""
    # A ring begins where it ends, which is no line to measure by: two halves are.
    half = len(scaled) // 2
    kept = _corners(scaled[: half + 1])[:-1] + _corners(scaled[half:])
    corners = list(dict.fromkeys((round(x), round(y)) for x, y in kept))
    (x, y), *rest = corners
    steps = []
    for nx, ny in rest:
        steps.append(f"l{nx - x} {ny - y}".replace(" -", "-"))
        x, y = nx, ny
    return f"M{corners[0][0]} {corners[0][1]}{''.join(steps)}z" if rest else ""


def _corners(points: Ring) -> Ring:
    """Return the points without those that lie near the line (Douglas and Peucker)."""
    if len(points) < 3:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = hypot(x2 - x1, y2 - y1) or 1.0
    away = [
        abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length for x, y in points
    ]
    far = max(range(len(points)), key=away.__getitem__)
    if away[far] < _NEAR:
        return [points[0], points[-1]]
    return _corners(points[: far + 1])[:-1] + _corners(points[far:])


if __name__ == "__main__":
    main()
