"""Shares the sites of a run out among workers, and says how many are worth it."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from swsim.domain.settings import SiteSettings, WorldSettings
from swsim.errors import UsageError
from swsim.exchange.control import worker_name

# What a window should hold for two workers to be quicker than one. Granting it costs
# each of them a transaction and a round over the broker.
_EVENTS_IN_A_WINDOW: Final = 200
# Of the 60 shipments of two-regions: 8,277 events.
_EVENTS_OF_A_SHIPMENT: Final = 138
# Seconds that controls, duty and repairs go on after the last arrival, most of them.
_AFTERWARDS: Final = 5 * 24 * 3600


@dataclass(frozen=True, kw_only=True, slots=True)
class Shares:
    """Who plays which sites; `awaited` are the workers on other machines."""

    sites: Mapping[str, tuple[str, ...]]
    awaited: frozenset[str] = frozenset()

    @property
    def workers(self) -> tuple[str, ...]:
        """The names of all workers, by number."""
        return tuple(self.sites)

    def header(self) -> dict[str, str]:
        """Return what the ledger's header says of it, so that a run can go on."""
        return {
            "workers": str(len(self.sites)),
            "awaited": " ".join(sorted(self.awaited)),
        }


def share_out(world: WorldSettings, workers: int, *, await_others: bool) -> Shares:
    """Give each worker sites with about the same traffic, the same ones each time.

    The largest first, each to the worker with the least to do so far. `await_others`:
    all but the first are on other machines. Raises UsageError for more workers than
    sites, or for fewer than two.
    """
    if not 2 <= workers <= len(world.sites):
        raise UsageError(
            f"--workers {workers} cannot be used: this run has {len(world.sites)}"
            " administrations, and each worker plays one at least. For a single"
            " process, leave it out."
        )
    names = [worker_name(number) for number in range(1, workers + 1)]
    sites: dict[str, list[str]] = {name: [] for name in names}
    traffic = dict.fromkeys(names, 0)
    for site in sorted(world.sites, key=lambda site: (-_traffic(site), site.id)):
        # Those without traffic count a little, or they would all go to one worker.
        least = min(names, key=lambda name: (traffic[name], len(sites[name])))
        sites[least].append(site.id)
        traffic[least] += _traffic(site)
    return Shares(
        sites={name: tuple(sorted(sites[name])) for name in names},
        awaited=frozenset(names[1:] if await_others else ()),
    )


def _traffic(site: SiteSettings) -> int:
    return len(site.orders) + len(site.inbound)


def lookahead(world: WorldSettings, shares: Shares) -> int:
    """Return the smallest latency in seconds from a worker's site to another's."""
    return min(
        world.latency(sender, recipient)
        for one, from_sites in shares.sites.items()
        for other, to_sites in shares.sites.items()
        if one != other
        for sender in from_sites
        for recipient in to_sites
    )


def worthwhile(world: WorldSettings, cores: int | None = None) -> int:
    """Return how many workers `--workers auto` takes: 1 where windows hold little.

    `cores` are those of this machine unless given.
    """
    if events_in_a_window(world) < _EVENTS_IN_A_WINDOW:
        return 1
    return max(1, min(cores or _cores(), len(world.sites)))


def events_in_a_window(world: WorldSettings) -> int:
    """Return how many events a window may be expected to hold, for all workers.

    Those of all shipments are taken to be spread evenly from the first lodgement to
    some days after the last arrival.
    """
    orders = [order for site in world.sites for order in site.orders]
    if len(world.sites) < 2 or not orders:
        return 0
    first = min(order.start for order in orders)
    last = max(order.start + order.transit for order in orders)
    latency = min(world.cross_border_latency, *world.latencies.values(), 2**31)
    windows = max(1, ceil((last + _AFTERWARDS - first) / latency))
    return len(orders) * _EVENTS_OF_A_SHIPMENT // windows


def _cores() -> int:
    """Return the cores that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def workers_of(text: str, world: WorldSettings) -> int:
    """Read what was given for --workers; raises UsageError."""
    if text == "auto":
        return worthwhile(world)
    if not text.isdecimal() or int(text) == 0:
        raise UsageError(
            f"--workers {text!r} cannot be used; give a number of processes, such as"
            " 2, or auto."
        )
    return int(text)


def awaited_of(header: Mapping[str, str]) -> tuple[int, Sequence[str]]:
    """Return the workers of a run and those awaited, as its ledger says."""
    return int(header.get("workers", "1")), header.get("awaited", "").split()
