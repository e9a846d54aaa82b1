"""What an exercise does to a site takes effect at its second, and is written down."""

from dataclasses import replace

from simulation.builders import Played, order, play, world
from swsim.domain.events import Kind
from swsim.domain.happenings import Happening, Staff, Turned
from swsim.domain.settings import WorldSettings
from swsim.domain.timepoints import Point


def struck(settings: WorldSettings, site: str, *happenings: Happening) -> WorldSettings:
    """Return a world in which something happens to one site."""
    return replace(
        settings,
        sites=tuple(
            replace(each, happenings=happenings) if each.id == site else each
            for each in settings.sites
        ),
    )


def test_fewer_officers_take_longer() -> None:
    # Forty declarations within a second, and one officer instead of several.
    settings = world(*(order(number, start=60) for number in range(1, 41)))
    one_left = Happening(inject="I1", at=1, effect=Staff(desk="assessment", officers=1))

    usual = play(settings)
    short = play(struck(settings, "jp", one_left))

    assert _last(short, Point.EXPORT_RELEASED) > _last(usual, Point.EXPORT_RELEASED)


def test_more_officers_take_those_who_wait() -> None:
    settings = world(*(order(number, start=60) for number in range(1, 41)))
    one = Happening(inject="I1", at=1, effect=Staff(desk="assessment", officers=1))
    help_comes = Happening(
        inject="I2", at=120, effect=Staff(desk="assessment", officers=40)
    )

    alone = play(struck(settings, "jp", one))
    helped = play(struck(settings, "jp", one, help_comes))

    assert _last(helped, Point.EXPORT_RELEASED) < _last(alone, Point.EXPORT_RELEASED)


def test_switch_turned_at_one_site_only() -> None:
    off = Turned(policy={"share_export_data": False})

    at_origin = play(struck(world(), "jp", Happening(inject="I1", at=1, effect=off)))
    elsewhere = play(struck(world(), "pa", Happening(inject="I1", at=1, effect=off)))

    assert not _shared(at_origin)
    assert _shared(elsewhere)


def test_happening_is_written_down() -> None:
    happening = Happening(inject="I1", at=90, effect=Turned(policy={}))

    run = play(struck(world(), "jp", happening))

    [told] = [each for each in run.events if each.kind is Kind.INJECT]
    assert (told.time, told.site, told.facts["inject"]) == (90, "jp", "I1")


def _last(run: Played, point: Point) -> int:
    return max(
        each.time
        for each in run.events
        if each.kind is Kind.TIME_POINT and each.facts["point"] == point
    )


def _shared(run: Played) -> bool:
    return any(
        each.sender == "jp-sw" and each.recipient == "pa-sw" for each in run.messages
    )
