"""Worlds in which further agencies sit, and what came of their verdicts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulation.builders import Played, exact, order, play, world
from swsim.domain.agencies import AgencyRole, Check
from swsim.domain.happenings import Happening
from swsim.domain.policies import Policy
from swsim.domain.profiles import Profile
from swsim.domain.settings import USUAL_ROLES, ShipmentOrder, WorldSettings

IMPORT = "S00001-I1"
CHERRIES, FRIDGE, TOYS, PROCESSORS = "080929", "841810", "950300", "854231"


def cherries(number: int = 1, **changes: Any) -> ShipmentOrder:
    """Return an order of cherries from Chile to China by air, with what agencies do."""
    base: dict[str, Any] = {
        "origin": "CL",
        "destination": "CN",
        "hs6": (CHERRIES,),
        "mode": "4",
        "transit": 36 * 3_600,
    }
    return order(number, **{**base, **changes})


def checks(**of: Check) -> tuple[tuple[AgencyRole, Check], ...]:
    """Return what agencies come to, as an order holds it."""
    return tuple((role, check) for role, check in of.items())  # type: ignore[misc]


def seated(
    *orders: ShipmentOrder,
    roles: tuple[str, ...] = ("hlt",),
    profile: Profile | None = None,
    happenings: Mapping[str, tuple[Happening, ...]] | None = None,
    seed: int = 7,
    **policy: Any,
) -> WorldSettings:
    """Return a world where `roles` sit at every site, with some switches turned."""
    settings = world(*orders, seed=seed, profiles=profile or exact())
    struck = happenings or {}
    return replace(
        settings,
        policy=Policy(**policy),
        sites=tuple(
            replace(
                each,
                roles=(*USUAL_ROLES, *roles),
                happenings=struck.get(each.id, ()),
            )
            for each in settings.sites
        ),
    )


def played(*orders: ShipmentOrder, **changes: Any) -> Played:
    """Play such a world."""
    return play(seated(*orders, **changes))
