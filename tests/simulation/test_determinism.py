"""The same world gives the same events, whoever is asked first and however often."""

import pytest

from simulation.builders import BANANAS, COFFEE, Played, order, play, world
from swsim.domain.profiles import profile
from swsim.domain.settings import WorldSettings
from swsim.domain.timepoints import Point
from swsim.simulation.world import build_sites


def busy(seed: int = 7) -> WorldSettings:
    """Return three members that trade in a ring, with real spreads and channels."""
    ring = [("JP", "PA", "842952"), ("PA", "EC", "851713"), ("EC", "JP", BANANAS)]
    return world(
        *(
            order(
                number,
                origin=ring[number % 3][0],
                destination=ring[number % 3][1],
                hs6=(ring[number % 3][2], COFFEE)
                if number % 2
                else ring[number % 3][2:],
                start=60 + 7 * number,
            )
            for number in range(1, 13)
        ),
        seed=seed,
        profiles=profile("slow"),
    )


@pytest.fixture(scope="module")
def once() -> Played:
    return play(busy())


def test_same_seed_gives_the_same_events_and_messages(once: Played) -> None:
    again = play(busy())

    assert list(again.lines()) == list(once.lines())
    assert again.messages == once.messages


def test_order_of_the_sites_does_not_matter(once: Played) -> None:
    backwards = play(busy(), site_order=lambda sites: sites[::-1])

    assert list(backwards.lines()) == list(once.lines())
    assert backwards.messages == once.messages


def test_other_seed_gives_other_events(once: Played) -> None:
    assert list(play(busy(8)).lines()) != list(once.lines())


def test_sites_of_two_worlds_share_nothing(once: Played) -> None:
    settings = busy()
    idle = build_sites(settings)
    before = [site.next_second() for site in idle]
    play(settings)

    assert [site.next_second() for site in idle] == before
    assert list(play(settings).lines()) == list(once.lines())


def test_shipment_takes_its_course_whatever_else_is_traded() -> None:
    alone = play(world(order(1), profiles=profile("fast")))
    beside = play(world(order(1), order(2, start=90), profiles=profile("fast")))
    points = [Point.EXPORT_DEPARTED, Point.EXPORT_LOADED, Point.EXPORT_AT_PORT]
    mine = alone.events[0].case

    for point in points:
        (event,) = [
            each
            for each in beside.events
            if each.case == mine and each.facts.get("point") == point
        ]
        assert event.time == alone.at(point, "export")


def test_facts_are_text_whole_numbers_and_lists_of_text(once: Played) -> None:
    facts = [fact for event in once.events for fact in event.facts.values()]
    odd = [
        fact
        for fact in facts
        if not (
            isinstance(fact, str)
            or type(fact) is int
            or (isinstance(fact, tuple) and all(isinstance(one, str) for one in fact))
        )
    ]

    assert odd == []


def test_events_of_a_site_are_numbered_without_gaps(once: Played) -> None:
    for site in ("ec", "jp", "pa"):
        numbers = [event.sequence for event in once.events if event.site == site]
        assert numbers == list(range(1, len(numbers) + 1))


def test_message_ids_do_not_repeat(once: Played) -> None:
    ids = [message.message_id for message in once.messages]

    assert len(set(ids)) == len(ids)


def test_messages_arrive_after_they_were_sent(once: Played) -> None:
    assert all(message.due > message.sent for message in once.messages)


def test_run_comes_to_its_end(once: Played) -> None:
    cases = {event.case for event in once.events}

    assert len(cases) == 12
