"""Worlds in which certificates are applied for, exchanged and cited."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from simulation.agencies import seated
from simulation.builders import HOUR, Played, exact, order, play
from swsim.domain.events import Kind
from swsim.domain.happenings import Happening
from swsim.domain.papers import Flaw, Papers
from swsim.domain.profiles import Profile
from swsim.domain.settings import ShipmentOrder

AIR_CONDITIONERS, FURNITURE, CHERRIES = "841510", "940360", "080929"
IMPORT = "S00001-I1"


def shipment(
    number: int = 1, flaw: Flaw | None = None, *, type: str = "861", **changes: Any
) -> ShipmentOrder:
    """Return an order of furniture from Malaysia to Mexico with a proof of origin.

    `verify`, `answer` and `limit` are those of its papers.
    """
    own = {
        name: changes.pop(name)
        for name in ("verify", "answer", "limit", "types")
        if name in changes
    }
    types = own.pop("types", (type,))
    base: dict[str, Any] = {
        "origin": "MY",
        "destination": "MX",
        "hs6": (FURNITURE,),
        "papers": Papers(types=types, flaw=flaw, **own),
        "start": 60 + 3_600 * number,
    }
    return order(number, **{**base, **changes})


def plants(number: int = 1, flaw: Flaw | None = None, **changes: Any) -> ShipmentOrder:
    """Return an order of cherries from Chile to China with a phytosanitary one."""
    base: dict[str, Any] = {
        "origin": "CL",
        "destination": "CN",
        "hs6": (CHERRIES,),
        "mode": "4",
        "transit": 36 * HOUR,
    }
    return shipment(number, flaw, type="851", **{**base, **changes})


def played(
    *orders: ShipmentOrder,
    happenings: Iterable[tuple[str, Happening]] = (),
    profile: Profile | None = None,
    outages: Any = (),
    **policy: Any,
) -> Played:
    """Play a world in which certifying bodies sit."""
    by_site: dict[str, tuple[Happening, ...]] = {}
    for site, happening in happenings:
        by_site[site] = (*by_site.get(site, ()), happening)
    settings = seated(
        *orders,
        roles=("org",),
        profile=profile or exact(agency=2 * HOUR),
        happenings=by_site,
        **policy,
    )
    return play(replace(settings, outages=tuple(outages)))


def changes(run: Played, site: str | None = None) -> list[str]:
    """Return what became of certificates, in order of time; at one site if named."""
    return [
        str(event.facts["change"])
        for event in run.of(Kind.CERTIFICATE)
        if site in (None, event.site)
    ]


def why(run: Played, change: str) -> list[str]:
    """Return the reasons of a change."""
    return [
        str(event.facts.get("why", ""))
        for event in run.of(Kind.CERTIFICATE, change=change)
    ]


def guarantee(run: Played) -> list[str]:
    """Return what became of the securities."""
    return [str(event.facts["change"]) for event in run.of(Kind.SECURITY)]
