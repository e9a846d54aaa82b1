"""Builds the sites of a run and seats their participants."""

from swsim.domain.settings import WorldSettings
from swsim.simulation.agency import Agency
from swsim.simulation.customs import Customs
from swsim.simulation.participant import Participant
from swsim.simulation.single_window import SingleWindow
from swsim.simulation.site import Site
from swsim.simulation.trader import TraderCommunity

ROLES: tuple[type[Participant], ...] = (TraderCommunity, SingleWindow, Customs, Agency)


def build_sites(world: WorldSettings) -> tuple[Site, ...]:
    """Return the sites of a run, in id order, with their participants started."""
    sites = []
    for settings in sorted(world.sites, key=lambda each: each.id):
        site = Site(settings, world)
        for role in ROLES:
            role(site).start()
        sites.append(site)
    return tuple(sites)
