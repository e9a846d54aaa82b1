"""Reads facts off events, whether they come from memory or from a ledger."""

from collections.abc import Sequence
from typing import cast

from swsim.domain.events import Event
from swsim.domain.identifiers import site_of


def text(event: Event, name: str) -> str:
    """Return a fact as text, empty where the event does not carry it."""
    return str(event.facts.get(name, ""))


def texts(event: Event, name: str) -> tuple[str, ...]:
    """Return a fact that is a list of texts."""
    found = event.facts.get(name, ())
    # Facts that come back from the ledger are lists, as JSON has no tuples.
    return tuple(cast(Sequence[str], found)) if isinstance(found, tuple | list) else ()


def member_of(participant_or_site: str) -> str:
    """Return the upper-case alpha-2 code of a participant's or site's member."""
    has_role = "-" in participant_or_site
    return (site_of(participant_or_site) if has_role else participant_or_site).upper()
