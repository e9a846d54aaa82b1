"""Turns injects into what sites and the controller of the exercise are told of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from swsim.domain.exercise import (
    LATENCY,
    OBSERVER,
    SITE,
    Cue,
    Observed,
    Reserved,
    Watch,
)
from swsim.domain.happenings import Happening
from swsim.domain.profiles import profile
from swsim.domain.settings import LinkOutage, SiteSettings
from swsim.scenario.disturbing import Decision, NodeDown
from swsim.scenario.injects import Inject, LinkDown
from swsim.scenario.occasions import Led


def outages(injects: Sequence[Inject]) -> Iterator[LinkOutage]:
    """Yield the outages at known times, which everybody knows from the beginning."""
    for inject in injects:
        if not isinstance(inject, LinkDown | NodeDown) or inject.at is None:
            continue
        a, b = inject.between if isinstance(inject, LinkDown) else (inject.node, "*")
        yield LinkOutage(start=inject.at, end=inject.at + inject.lasting, a=a, b=b)


def happenings(code: str, injects: Sequence[Inject]) -> Iterator[Happening]:
    """Yield what injects at known times do to a site, in order of time.

    `code` is that of a member or a kind of offices.
    """
    timed = [(each.begins, each) for each in injects if each.begins is not None]
    for at, inject in sorted(timed, key=lambda pair: pair[0]):
        for effect in inject.effects(code):
            yield Happening(inject=inject.id, at=at, effect=effect)


def led(
    sites: Sequence[SiteSettings], injects: Sequence[Inject]
) -> tuple[SiteSettings, ...]:
    """Return the sites with an observer at each and the site of the controller.

    Where no inject waits for anything, the sites are as they were.
    """
    waiting = [each for each in injects if _waits(each)]
    if not waiting:
        return tuple(sites)
    observed = [_observed(site, waiting) for site in sites]
    cues = tuple(_cue(each, observed) for each in waiting)
    return (*observed, _controller(cues))


def control_latencies(sites: Sequence[SiteSettings]) -> dict[tuple[str, str], int]:
    """Return how long the controller and each site take to reach each other."""
    if not any(site.id == SITE for site in sites):
        return {}
    others = [site.id for site in sites if site.id != SITE]
    return {pair: LATENCY for one in others for pair in ((one, SITE), (SITE, one))}


def _waits(inject: Inject) -> bool:
    return isinstance(inject, Decision) or inject.begins is None


def _observed(site: SiteSettings, waiting: Sequence[Inject]) -> SiteSettings:
    strikes = {
        each.id: tuple(each.effects(site.member or site.kind)) for each in waiting
    }
    return replace(
        site,
        roles=(*site.roles, OBSERVER),
        observed=Observed(
            watches=tuple(
                Watch(inject=each.id, condition=each.when, count=each.count)
                for each in waiting
                if isinstance(each, Led) and each.when is not None
            ),
            reserved=tuple(
                Reserved(inject=each.id, condition=each.about, since=each.at)
                for each in waiting
                if isinstance(each, Decision)
            ),
            strikes={id_: effects for id_, effects in strikes.items() if effects},
        ),
    )


def _cue(inject: Inject, sites: Sequence[SiteSettings]) -> Cue:
    if isinstance(inject, Decision):
        return Cue(
            inject=inject.id, sites=(), delay=inject.within, choice=inject.default
        )
    return Cue(
        inject=inject.id,
        sites=tuple(site.id for site in sites if inject.id in site.observed.strikes),
        count=inject.count if isinstance(inject, Led) else 1,
        delay=inject.delay if isinstance(inject, Led) else 0,
    )


def _controller(cues: tuple[Cue, ...]) -> SiteSettings:
    return SiteSettings(
        id=SITE,
        member=None,
        kind="exercise",
        ports=(),
        utc_offset_minutes=0,
        profile=profile("office"),
        roles=("control",),
        cues=cues,
    )
