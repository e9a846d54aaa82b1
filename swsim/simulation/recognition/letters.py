"""Writes and reads the messages about authorised operators (aeo-event)."""

from collections.abc import Callable
from datetime import datetime

from swsim.documents.cooperation import (
    Administration,
    ReferencedMessage,
    ValidityPeriod,
)
from swsim.documents.parts import Amendment
from swsim.documents.types.aeo_event import (
    AEOCertificate,
    AEOEvent,
    AuthorisationHolder,
    AuthorisationStatus,
    MutualRecognitionArrangement,
    RecognisedParty,
)
from swsim.domain.codes import Function
from swsim.domain.operators import Change, Standing, granted_by
from swsim.simulation.recognition.register import Entry, second_of
from swsim.simulation.site import Site

_ROLE = "EX"  # UN/EDIFACT 3035
_REASONS = {
    Change.SUSPENDED: "INV",
    Change.REVOKED: "INF",
    Change.RESTORED: "MET",
}
Moment = Callable[[int], datetime]


def happened(
    entry: Entry,
    change: Change,
    *,
    site: Site,
    partner: str,
    reference: str,
    previous: str | None = None,
) -> AEOEvent:
    """Return the event that tells a partner what happened to an authorisation.

    `previous` is the reference of the event that this one undoes.
    """
    reason = _REASONS.get(change)
    return AEOEvent(
        function=Function.ORIGINAL,
        reference=reference,
        issued=site.moment(),
        type=change,
        certificate=_certificate(entry, site.moment),
        party=RecognisedParty(id=entry.id, role=_ROLE),
        amendments=(Amendment(reason=reason),) if reason else (),
        holder=_holder(entry),
        authority=_authority(site),
        arrangement=MutualRecognitionArrangement(
            id=arrangement(site.member, partner), partner=partner
        ),
        previous=(ReferencedMessage(id=previous),) if previous else (),
        status=_status(entry, site),
    )


def arrangement(one: str, other: str) -> str:
    """Return the number of the arrangement between two members."""
    return "MRA-" + "-".join(sorted((one, other)))


def asked(id: str, *, at: datetime, reference: str) -> AEOEvent:
    """Return the question how an authorisation stands, to whoever granted it."""
    return AEOEvent(
        function=Function.REQUEST,
        reference=reference,
        issued=at,
        party=RecognisedParty(id=id, role=_ROLE),
        authority=Administration(country=granted_by(id)),
    )


def answered(
    query: AEOEvent, entry: Entry | None, *, site: Site, reference: str
) -> AEOEvent:
    """Return the answer to a question; `entry` is None for a number never given."""
    known = entry is not None
    return AEOEvent(
        function=Function.RESPONSE,
        reference=reference,
        issued=site.moment(),
        certificate=_certificate(entry, site.moment) if entry else None,
        party=query.party,
        holder=_holder(entry) if entry else None,
        authority=_authority(site) if known else None,
        previous=(ReferencedMessage(id=query.reference),),
        status=(
            _status(entry, site)
            if entry
            else AuthorisationStatus(name=Standing.UNKNOWN)
        ),
    )


def number(event: AEOEvent) -> str:
    """Return the number that a message is about."""
    return (event.party.id if event.party else None) or ""


def read(event: AEOEvent, site: Site) -> Entry:
    """Return what an event or an answer says of an authorisation."""
    status, holder = event.status, event.holder
    certificate = event.certificate
    validity = certificate.validity if certificate else None
    since = second_of(validity.start if validity else None, site)
    effective = second_of(status.effective if status else None, site)
    return Entry(
        id=number(event),
        holder=(holder.id if holder else None) or "",
        name=(holder.name if holder else None) or "",
        type=(holder.category if holder else None) or "",
        since=site.now if since is None else since,
        until=second_of(validity.end if validity else None, site),
        standing=Standing((status.name if status else None) or Standing.UNKNOWN),
        effective=site.now if effective is None else effective,
    )


def _certificate(entry: Entry, moment: Moment) -> AEOCertificate:
    return AEOCertificate(
        id=f"{entry.id[:2]}-AEO-{entry.id[5:]}",
        validity=ValidityPeriod(
            start=moment(entry.since),
            end=None if entry.until is None else moment(entry.until),
        ),
    )


def _holder(entry: Entry) -> AuthorisationHolder:
    return AuthorisationHolder(name=entry.name, id=entry.holder, category=entry.type)


def _authority(site: Site) -> Administration:
    return Administration(country=site.member, name=site.settings.agency)


def _status(entry: Entry, site: Site) -> AuthorisationStatus:
    return AuthorisationStatus(
        effective=site.moment(entry.effective), name=entry.stands(site.now)
    )
