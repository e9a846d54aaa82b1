"""Builds the sites of a run and seats their participants."""

from collections.abc import Collection

from swsim.domain.identifiers import participant
from swsim.domain.settings import WorldSettings
from swsim.simulation.agency import Agency
from swsim.simulation.customs import Customs
from swsim.simulation.participant import Participant
from swsim.simulation.seat import Seat, TraderSeat
from swsim.simulation.single_window import SingleWindow
from swsim.simulation.site import Site
from swsim.simulation.trader import TraderCommunity

ROLES: tuple[type[Participant], ...] = (TraderCommunity, SingleWindow, Customs, Agency)


def build_sites(world: WorldSettings, seats: Collection[str] = ()) -> tuple[Site, ...]:
    """Return the sites of a run, in id order, with their participants started.

    `seats` are the ids of participants whom somebody outside plays.
    """
    sites = []
    for settings in sorted(world.sites, key=lambda each: each.id):
        site = Site(settings, world)
        for role in ROLES:
            _seated(role, site, seats).start()
        sites.append(site)
    return tuple(sites)


def _seated(
    played: type[Participant], site: Site, seats: Collection[str]
) -> Participant:
    if participant(site.id, played.role) not in seats:
        return played(site)
    return TraderSeat(site) if played is TraderCommunity else Seat(site, played.role)
