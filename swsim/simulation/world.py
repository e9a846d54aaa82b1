"""Builds the sites of a run and seats their participants."""

from collections.abc import Collection, Mapping

from swsim.domain.identifiers import participant
from swsim.domain.settings import WorldSettings
from swsim.simulation.agency import Agency
from swsim.simulation.customs import Customs
from swsim.simulation.effects import plan
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.seat import Seat, TraderSeat
from swsim.simulation.single_window import SingleWindow
from swsim.simulation.site import Site
from swsim.simulation.trader import TraderCommunity

ROLES: Mapping[str, type[Participant]] = {
    each.role: each for each in (TraderCommunity, SingleWindow, Customs, Agency)
}


# What a role does beside its own handlers, by kind of business.
DESKS: Mapping[str, tuple[type[Desk], ...]] = {}


def build_sites(world: WorldSettings, seats: Collection[str] = ()) -> tuple[Site, ...]:
    """Return the sites of a run, in id order, with their participants started.

    `seats` are the ids of participants whom somebody outside plays.
    """
    sites = []
    for settings in sorted(world.sites, key=lambda each: each.id):
        site = Site(settings, world)
        for role in settings.roles:
            _seated(ROLES[role], site, seats).start()
        plan(site)
        sites.append(site)
    return tuple(sites)


def _seated(
    played: type[Participant], site: Site, seats: Collection[str]
) -> Participant:
    if participant(site.id, played.role) not in seats:
        seated = played(site)
        seated.desks = tuple(each(seated) for each in DESKS.get(seated.role, ()))
        return seated
    return TraderSeat(site) if played is TraderCommunity else Seat(site, played.role)
