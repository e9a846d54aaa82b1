"""Shipments whose trader changes, cancels or asks after its declaration."""

from datetime import datetime
from typing import Any

from simulation.builders import Extra, Played, exact, order, play, world
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.domain.changes import Change, ChangeId, Key, Style
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.profiles import Channels

IMPORT, EXPORT = "S00001-I1", "S00001-E1"
TRADERS, WINDOW, CUSTOMS = "pa-trd", "pa-sw", "pa-cus"
STYLES: tuple[Style, ...] = ("generic", "national")
# Nothing stands in the way of release, so that it comes soon.
QUICK: dict[str, Any] = {"release_before_arrival": True, "payment_deferred": True}
RED: dict[str, Any] = {"channels": Channels(green=0, yellow=0, red=1000)}
YELLOW: dict[str, Any] = {"channels": Channels(green=0, yellow=1000, red=0)}


def played(what: ChangeId, style: Style = "generic", **changes: Any) -> Played:
    """Play one shipment whose importer wants something of its declaration."""
    by: Key = changes.pop("by", "mrn")
    leg = changes.pop("leg", "import")
    extra = changes.pop("extra", ())
    wish = Change(what=what, style=style, by=by, leg=leg)
    profiles = {"PA" if leg == "import" else "JP": exact(**changes)}
    return play(world(order(change=wish), profiles=profiles), extra=tuple(extra))


def results(run: Played, asked: str) -> list[tuple[str, str]]:
    """Return what was decided on requests, with the reasons."""
    return [
        (str(each.facts["result"]), str(each.facts["why"]))
        for each in run.of(Kind.CHANGE, asked=asked)
    ]


def decided(run: Played, indicator: Indicator, recipient: str = TRADERS) -> Response:
    """Return the one answer of that outcome."""
    (answer,) = [
        each
        for message in run.sent("response", recipient=recipient)
        if isinstance(each := run.payload(message), Response)
        and each.statuses
        and each.statuses[0].name == indicator
    ]
    return answer


def requests(run: Played) -> list[Declaration]:
    """Return what the importer sent of its declaration after lodging it."""
    return [
        each
        for message in run.sent("declaration", TRADERS, WINDOW)
        if isinstance(each := run.payload(message), Declaration)
        and each.function != Function.ORIGINAL
    ]


def agreed(run: Played) -> bool:
    """Tell whether the goods were released in the end."""
    return Indicator.RELEASED in run.outcomes(TRADERS, IMPORT)


def about(run: Played, request: Declaration, at: int) -> Extra:
    """Return a request that a trader sends of its own accord at a second."""
    case = run.sent("declaration", TRADERS, WINDOW)[0].conversation_id
    return Extra(at=at, sender=TRADERS, recipient=WINDOW, payload=request, case=case)


def lodged(run: Played) -> Declaration:
    found = run.payload(run.sent("declaration", TRADERS, WINDOW)[0])
    assert isinstance(found, Declaration)
    return found


def issued(run: Played) -> datetime:
    at = lodged(run).issued
    assert at is not None
    return at


def mrn(run: Played) -> str:
    first = run.responses(TRADERS, IMPORT)[0].declaration
    assert first is not None
    assert first.id is not None
    return first.id
