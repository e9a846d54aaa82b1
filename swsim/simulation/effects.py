"""What the happenings of an exercise do to a site: one function for each effect."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from swsim.domain.agencies import AGENCIES
from swsim.domain.events import Kind
from swsim.domain.happenings import (
    AlertIssued,
    AssistanceWanted,
    AuthorisationChanged,
    CarelessFigures,
    CarelessReport,
    CertificateEnded,
    Cut,
    Effect,
    GuaranteeCut,
    Happening,
    InformationRelayed,
    Pest,
    Slowed,
    Staff,
    Turned,
    Wave,
)
from swsim.simulation.site import Site

ROLE = "exc"  # in whose name the exercise itself is written down


def plan(site: Site) -> None:
    """Let everything happen to a site that its settings foresee."""
    for each in site.settings.happenings:
        site.after(each.at - site.now, partial(happen, site, each))


def happen(site: Site, happening: Happening) -> None:
    """Let one thing happen now, and write down that it did."""
    site.record(f"{site.id}-{ROLE}", Kind.INJECT, "", inject=happening.inject)
    EFFECTS[type(happening.effect)](site, happening.effect)


def _staff(site: Site, effect: Staff) -> None:
    """Change how many work at a desk; who is at work finishes what he has begun."""
    for name in AGENCIES if effect.desk == "agency" else (effect.desk,):
        for queue in site.queues(name):
            queue.resize(effect.officers)


def _turned(site: Site, effect: Turned) -> None:
    site.turn(effect.policy)


def _told(site: Site, effect: Effect) -> None:
    """Let those act who expect an effect of this kind."""
    site.tell(effect)


def _cut(site: Site, effect: Cut) -> None:
    site.led.cut(effect.a, effect.b, effect.lasting)
    if effect.paper is not None:
        site.counter.open(effect.paper, until=site.now + effect.lasting)


def _slowed(site: Site, effect: Slowed) -> None:
    site.port.slow_down(
        effect.work, effect.factor_per_mille, until=site.now + effect.lasting
    )


EFFECTS: Mapping[type, Callable[[Site, Any], None]] = {
    Staff: _staff,
    Turned: _turned,
    AlertIssued: _told,
    AssistanceWanted: _told,
    CarelessReport: _told,
    CarelessFigures: _told,
    InformationRelayed: _told,
    Pest: _told,
    GuaranteeCut: _told,
    Cut: _cut,
    Slowed: _slowed,
    Wave: _told,
    CertificateEnded: _told,
    AuthorisationChanged: _told,
}
