"""Makes swsim/web/static/map.svg: the coastlines of both regions, the Pacific amid.

Usage: python tools/make_map.py land-110m.json

The file is that of the npm package world-atlas 2.0.2 (ISC), which is made from Natural
Earth (public domain): `npm pack world-atlas@2.0.2`. Coastlines only, so that no border
is drawn. What a longitude and latitude are on the map is decided in swsim/web/map.py.
"""

import json
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from swsim.web.map import EAST, HEIGHT, NORTH, SOUTH, WEST, WIDTH, place

_TO = Path(__file__).parents[1] / "swsim" / "web" / "static" / "map.svg"
_SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
    '<path id="land" d="{path}"/></svg>\n'
)

Ring = list[tuple[float, float]]
Json = dict[str, Any]


def main() -> None:
    """Write the map."""
    atlas = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    path = "".join(_drawn(ring) for ring in _rings(atlas))
    _TO.write_text(_SVG.format(path=path), encoding="utf-8")
    sys.stdout.write(f"{_TO}: {_TO.stat().st_size:,} bytes\n")


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


if __name__ == "__main__":
    main()
