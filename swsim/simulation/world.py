"""Builds the sites of a run and seats their participants."""

from collections.abc import Callable, Collection, Mapping

from swsim.domain.identifiers import participant
from swsim.domain.settings import SiteKind, WorldSettings
from swsim.simulation.agency import (
    Agriculture,
    Environment,
    Health,
    Standards,
    StrategicGoods,
)
from swsim.simulation.amendments.deciding import Amendments
from swsim.simulation.amendments.relay import AmendmentRelay
from swsim.simulation.amendments.wishing import Wishes
from swsim.simulation.assistance.answering import Answering
from swsim.simulation.assistance.asking import Asking
from swsim.simulation.attending import Attending
from swsim.simulation.capacity.rocb import Rocb
from swsim.simulation.capacity.statistics import Statistics
from swsim.simulation.cargo.agent import LoadingAgent, ReportingAgent
from swsim.simulation.cargo.assessment import CargoAssessment
from swsim.simulation.cargo.relay import CargoRelay
from swsim.simulation.cargo.terminal import Terminal
from swsim.simulation.certificates.dealing import Dealing
from swsim.simulation.certificates.gate import CertificateGate
from swsim.simulation.certificates.issuing import CertifyingBody, Issuing
from swsim.simulation.certificates.plants import PlantPapers
from swsim.simulation.certificates.preference import Preference
from swsim.simulation.consultation import Consultation
from swsim.simulation.customs import Customs
from swsim.simulation.effects import plan
from swsim.simulation.exercise import Controller, Observer
from swsim.simulation.intelligence.alerting import Alerting
from swsim.simulation.intelligence.hub import CenHub
from swsim.simulation.intelligence.reporting import Reporting
from swsim.simulation.intelligence.rilo import Rilo
from swsim.simulation.intelligence.targeting import AlertDesk
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.payments.bank import Bank
from swsim.simulation.payments.collecting import Collecting
from swsim.simulation.payments.paying import Paying
from swsim.simulation.recognition.desk import Recognition
from swsim.simulation.seat import Seat, TraderSeat
from swsim.simulation.single_window import SingleWindow
from swsim.simulation.site import Site
from swsim.simulation.submissions import Submissions
from swsim.simulation.trader import TraderCommunity
from swsim.simulation.transhipment.agent import OnwardAgent, TranshipmentAgent
from swsim.simulation.transhipment.office import TranshipmentOffice
from swsim.simulation.transhipment.relay import TranshipmentRelay
from swsim.simulation.transhipment.yard import Yard
from swsim.simulation.transhipment.zone import FreeZone
from swsim.simulation.transit.carrier import Carrier
from swsim.simulation.transit.departure import DepartureOffice
from swsim.simulation.transit.guarantor import Guarantor
from swsim.simulation.transit.passage import OfficesOnTheWay
from swsim.simulation.transit.relay import TransitRelay

ROLES: Mapping[str, type[Participant]] = {
    each.role: each
    for each in (
        TraderCommunity,
        SingleWindow,
        Customs,
        Agriculture,
        Health,
        Standards,
        Environment,
        StrategicGoods,
        Guarantor,
        Bank,
        Observer,
        CertifyingBody,
        Terminal,
    )
}

# Who plays at a site that is no administration, under whatever name he sits there.
OFFICES: Mapping[SiteKind, Callable[[Site, str], Participant]] = {
    "rilo": Rilo,
    "cen": CenHub,
    "rocb": Rocb,
    "exercise": Controller,
}

# What a role does beside its own handlers, by kind of business.
DESKS: Mapping[str, tuple[type[Desk], ...]] = {
    "cus": (
        TranshipmentOffice,
        FreeZone,
        Collecting,
        CargoAssessment,
        Asking,
        Answering,
        Reporting,
        AlertDesk,
        DepartureOffice,
        OfficesOnTheWay,
        Preference,
        Amendments,
        Recognition,
        Statistics,
    ),
    "agr": (Issuing, PlantPapers),
    "org": (Issuing,),
    "rilo": (Alerting,),
    "prt": (Yard,),
    "sw": (
        TranshipmentRelay,
        CargoRelay,
        TransitRelay,
        Consultation,
        CertificateGate,
        AmendmentRelay,
    ),
    "trd": (
        TranshipmentAgent,
        OnwardAgent,
        ReportingAgent,
        LoadingAgent,
        Carrier,
        Submissions,
        Dealing,
        Wishes,
        Paying,
        Attending,
    ),
}


def build_sites(world: WorldSettings, seats: Collection[str] = ()) -> tuple[Site, ...]:
    """Return the sites of a run, in id order, with their participants started.

    `seats` are the ids of participants whom somebody outside plays.
    """
    sites = []
    for settings in sorted(world.sites, key=lambda each: each.id):
        site = Site(settings, world)
        for role in settings.roles:
            _seated(site, role, seats).start()
        plan(site)
        sites.append(site)
    return tuple(sites)


def _seated(site: Site, role: str, seats: Collection[str]) -> Participant:
    office = OFFICES.get(site.settings.kind)
    if participant(site.id, role) in seats:
        trader = office is None and ROLES[role] is TraderCommunity
        return TraderSeat(site) if trader else Seat(site, role)
    seated = office(site, role) if office else ROLES[role](site)
    seated.desks = tuple(
        desk(seated)
        for desk in DESKS.get(seated.role, ())
        if desk.needed(site.settings)
    )
    return seated
