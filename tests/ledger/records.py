"""Builders of what a ledger keeps."""

from collections.abc import Mapping

from swsim.domain.events import Event, Fact, Kind
from swsim.ledger.records import StoredMessage


def event(
    time: int, site: str, sequence: int, facts: Mapping[str, Fact] | None = None
) -> Event:
    """Return an event of a site."""
    return Event(
        time=time,
        site=site,
        sequence=sequence,
        participant=f"{site}-sw",
        kind=Kind.SENT,
        case="case-1",
        facts={"about": "S00001"} if facts is None else facts,
    )


def message(id_: str, xml: bytes = b"<a/>", *, case: str = "case-1") -> StoredMessage:
    """Return a message from Japan to Panama."""
    return StoredMessage(
        id=id_,
        time=5,
        due=65,
        sender="jp-sw",
        recipient="pa-sw",
        document="declaration",
        case=case,
        link_sequence=1,
        sha256="0" * 64,
        xml=xml,
    )
