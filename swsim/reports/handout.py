"""The sheet that participants of an exercise get: story, roles, tables, glossary.

One HTML file for A4 paper that needs nothing from the network. What goes wrong on
purpose is not in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from swsim.domain.codes import Channel
from swsim.domain.durations import say as duration
from swsim.domain.goods import goods
from swsim.domain.lifecycle import Hold
from swsim.domain.members import Member
from swsim.domain.routes import passages
from swsim.domain.timepoints import MEANINGS, Point
from swsim.reports.wording import Wording
from swsim.scenario.lanes import DurationRange, End, Lane, RegionEnd
from swsim.scenario.model import Scenario
from swsim.scenario.routing import travels

_POINTS = (
    Point.ARRIVED,
    Point.LODGED,
    Point.REGISTERED,
    Point.SELECTED,
    Point.INSPECTION_STARTED,
    Point.DUTY_PAID,
    Point.CUSTOMS_RELEASED,
    Point.ALL_RELEASED,
    Point.GATED_OUT,
)
_ROLES = ("trd", "sw", "cus", "agr", "prt")


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """A stream of shipments as the handout lists it."""

    origin: str
    destination: str
    goods: str
    mode: str
    shipments: str
    transit: str


def handout(scenario: Scenario, lang: str = "en") -> str:
    """Return the handout of a scenario as the text of one HTML file.

    Raises UsageError for a language that there is not.
    """
    say = Wording(lang, scenario.start)
    return _page().render(
        say=say,
        title=getattr(scenario.title, lang),
        summary=getattr(scenario.summary, lang),
        start=f"{scenario.start:%Y-%m-%d %H:%M} UTC",
        objectives=[getattr(each, lang) for each in scenario.objectives],
        members=[_member(each, say) for each in scenario.cast.resolve()],
        roles=[(say(f"short.{each}"), say(f"handout.role.{each}")) for each in _ROLES],
        routes=[_route(each, scenario.cast.resolve(), say) for each in scenario.lanes],
        channels=[
            (say(f"channel.{each}"), say(f"handout.channel.{each}")) for each in Channel
        ],
        points=[(each.value, getattr(MEANINGS[each], lang)) for each in _POINTS],
        holds=[(each.value, say(f"handout.hold.{each}")) for each in Hold],
    )


def _member(one: Member, say: Wording) -> tuple[str, str, str]:
    return one.alpha2, say.country(one.alpha2), ", ".join(one.ports)


def _route(lane: Lane, cast: tuple[Member, ...], say: Wording) -> Route:
    names = (goods()[code] for code in lane.goods)
    return Route(
        origin=_end(lane.origin, say),
        destination=_end(lane.destination, say),
        goods="; ".join(
            each.name_es if say.lang == "es" else each.name for each in names
        ),
        mode=say(f"handout.mode.{lane.mode}"),
        shipments=say.number(lane.total),
        transit=_transit(lane, cast, say.lang),
    )


def _end(end: End, say: Wording) -> str:
    if isinstance(end, RegionEnd):
        regions = ("AP", "AMS") if end.region == "both" else (end.region,)
        return ", ".join(say(f"region.{each}") for each in regions)
    return ", ".join(say.country(code) for code in _codes(end))


def _codes(end: str | tuple[str, ...]) -> tuple[str, ...]:
    return (end,) if isinstance(end, str) else end


def _transit(lane: Lane, cast: tuple[Member, ...], lang: str) -> str:
    """Return how long a journey takes, and by which passages where a way is chosen."""
    if lane.route is None:
        return " – ".join(_given(lane, lang))
    found = tuple(travels(lane, cast))
    times = sorted({each.transit for each in found})
    shown = " – ".join(
        duration(each, lang) for each in dict.fromkeys((times[0], times[-1]))
    )
    taken = (passages()[via] for each in found for via in each.via if via in passages())
    names = sorted({each.name_es if lang == "es" else each.name for each in taken})
    return f"{shown} ({', '.join(names)})" if names else shown


def _given(lane: Lane, lang: str) -> Iterator[str]:
    if isinstance(lane.transit, DurationRange):
        yield duration(lane.transit.low, lang)
        yield duration(lane.transit.high, lang)
    elif lane.transit is not None:
        yield duration(lane.transit, lang)


@cache
def _page() -> Template:
    return Environment(
        loader=PackageLoader("swsim.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("handout.html.j2")
