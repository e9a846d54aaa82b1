"""Sites are shared out evenly and always alike; auto takes several where it pays."""

from dataclasses import replace

import pytest

from exchange.rehearsal import a_world
from swsim.app.sharing import (
    awaited_of,
    events_in_a_window,
    lookahead,
    share_out,
    workers_of,
    worthwhile,
)
from swsim.domain.settings import WorldSettings
from swsim.errors import UsageError

WORLD = a_world("two-regions", seed=7, shipments=60)
# 80 times as many shipments, all within an hour, and mail that takes an hour.
DENSE = replace(
    WORLD,
    cross_border_latency=3600,
    sites=tuple(
        replace(
            site,
            orders=tuple(replace(each, start=1, transit=3600) for each in site.orders)
            * 80,
        )
        for site in WORLD.sites
    ),
)


def _traffic(world: WorldSettings, sites: tuple[str, ...]) -> int:
    return sum(
        len(site.orders) + len(site.inbound) for site in world.sites if site.id in sites
    )


@pytest.mark.parametrize("workers", [2, 3, 4])
def test_every_site_is_played_once_and_traffic_is_even(workers: int) -> None:
    shares = share_out(WORLD, workers, await_others=False)
    all_sites = sorted(site for sites in shares.sites.values() for site in sites)
    traffic = [_traffic(WORLD, sites) for sites in shares.sites.values()]

    assert all_sites == sorted(site.id for site in WORLD.sites)
    assert sum(traffic) == 120
    assert max(traffic) - min(traffic) <= 1


def test_sites_in_another_order_are_shared_out_alike() -> None:
    backwards = replace(WORLD, sites=WORLD.sites[::-1])

    assert share_out(backwards, 3, await_others=False) == share_out(
        WORLD, 3, await_others=False
    )


def test_each_worker_has_a_site_though_most_have_no_traffic() -> None:
    quiet = a_world("two-regions", seed=7, shipments=1)

    assert all(share_out(quiet, 64, await_others=False).sites.values())


@pytest.mark.parametrize("workers", [1, 65])
def test_number_of_workers_that_cannot_be_is_refused(workers: int) -> None:
    with pytest.raises(UsageError, match="64 administrations"):
        share_out(WORLD, workers, await_others=False)


def test_awaited_are_all_but_the_first_and_the_header_says_so() -> None:
    shares = share_out(WORLD, 3, await_others=True)

    assert shares.awaited == {"worker-2", "worker-3"}
    assert awaited_of(shares.header()) == (3, ["worker-2", "worker-3"])
    assert awaited_of({}) == (1, [])


def test_lookahead_is_the_smallest_latency_between_two_workers() -> None:
    shares = share_out(WORLD, 2, await_others=False)
    one, other = shares.sites["worker-1"], shares.sites["worker-2"]
    within, between = (one[0], one[1]), (other[0], one[0])

    assert lookahead(WORLD, shares) == 60
    assert lookahead(replace(WORLD, latencies={within: 5}), shares) == 60
    assert lookahead(replace(WORLD, latencies={between: 20}), shares) == 20


def test_auto_takes_one_where_windows_hold_little() -> None:
    assert events_in_a_window(WORLD) < 1
    assert worthwhile(WORLD, cores=8) == 1


def test_auto_takes_the_cores_there_are_where_windows_are_dense() -> None:
    assert events_in_a_window(DENSE) > 5_000
    assert worthwhile(DENSE, cores=2) == 2
    assert worthwhile(DENSE, cores=100) == 64


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5", ""])
def test_what_is_no_number_of_workers_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="auto"):
        workers_of(text, WORLD)


def test_number_or_auto_is_understood() -> None:
    assert workers_of("3", WORLD) == 3
    assert workers_of("auto", WORLD) == 1
