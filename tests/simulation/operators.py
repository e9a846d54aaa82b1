"""Worlds in which Japan authorises exporters, and Panama recognises them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from simulation.builders import DAY, Extra, Played, exact, order, play, world
from swsim.documents.types.aeo_event import AEOEvent
from swsim.domain.events import Kind
from swsim.domain.happenings import AuthorisationChanged, Happening
from swsim.domain.operators import Authorisation, ChangeName, aeo_number
from swsim.domain.policies import Policy
from swsim.domain.profiles import Channels, Profile
from swsim.domain.settings import LinkOutage, ShipmentOrder

TRUSTED = 7  # the company in Japan
NUMBER = aeo_number("JP", TRUSTED)
BOTH = Policy(authorised_traders=True, mutual_recognition=True)
YEARS = 3 * 365 * DAY


def held(
    company: int = TRUSTED, *, member: str = "JP", **changes: Any
) -> Authorisation:
    """Return an authorisation that was granted a hundred days before the start."""
    base: dict[str, Any] = {
        "id": aeo_number(member, company),
        "company": company,
        "type": "AEOF",
        "since": -100 * DAY,
        "until": YEARS,
    }
    return Authorisation(**{**base, **changes})


def citing(number: int = 1, **changes: Any) -> ShipmentOrder:
    """Return an order whose exporter is authorised, and cited as such."""
    base: dict[str, Any] = {"exporter": TRUSTED, "aeo": NUMBER}
    return order(number, **{**base, **changes})


def changed(change: ChangeName, *, at: int, company: int | None = None) -> Happening:
    """Return what happens to an authorisation at a second."""
    effect = AuthorisationChanged(change=change, company=company)
    return Happening(inject="I1", at=at, effect=effect)


def played(
    *orders: ShipmentOrder,
    authorised: Iterable[Authorisation] = (held(),),
    partners: bool = True,
    happenings: Iterable[Happening] = (),
    at_destination: Iterable[Happening] = (),
    profile: Profile | None = None,
    policy: Policy = BOTH,
    monthly: bool = False,
    outages: Iterable[LinkOutage] = (),
    extra: Iterable[Extra] = (),
    edit: Any = None,
) -> Played:
    """Play a world of Japan, where `happenings` befall the authority, and Panama."""
    settings = world(
        *(orders or (citing(),)),
        policy=policy,
        profiles=profile or exact(),
        outages=tuple(outages),
    )
    own: dict[str, dict[str, Any]] = {
        "jp": {
            "authorised": tuple(authorised),
            "partners": ("PA",) if partners else (),
            "happenings": tuple(happenings),
        },
        "pa": {
            "partners": ("JP",) if partners else (),
            "happenings": tuple(at_destination),
            "policy": {"aeo_list": "monthly"} if monthly else {},
        },
    }
    sites = tuple(replace(each, **own.get(each.id, {})) for each in settings.sites)
    return play(replace(settings, sites=sites), extra=extra, edit=edit)


def suspicious() -> Profile:
    """Return a profile by which every declaration is drawn for an inspection."""
    return exact(channels=Channels(green=0, yellow=0, red=1000))


def steps(run: Played, site: str) -> list[tuple[str, str]]:
    """Return what happened about authorised operators at a site, and why."""
    return [
        (str(event.facts["step"]), str(event.facts.get("why", "")))
        for event in run.of(Kind.AEO)
        if event.site == site
    ]


def events(run: Played, sender: str, recipient: str) -> list[AEOEvent]:
    """Return the AEO messages from one customs to another."""
    found = [run.payload(each) for each in run.sent("aeo-event", sender, recipient)]
    return [each for each in found if isinstance(each, AEOEvent)]
