"""How long payments take where nothing goes over the network: counters and clerks."""

from typing import Final

from swsim.domain.hours import elapsed
from swsim.simulation.site import Site

BOOKING: Final = 9 * 3600  # a working day, until a receipt from a counter is booked


def in_office_hours(site: Site, work: int) -> int:
    """Return how many seconds so much work at a counter takes, begun now."""
    return elapsed(site.moment(), site.settings.utc_offset_minutes, work)
