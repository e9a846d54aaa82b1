"""Faults of the rule layer about dates: what comes before what."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Final

from swsim.domain.streams import Stream
from swsim.material.paper import Paper, remove
from swsim.material.rulefault import (
    CONSIGNMENT,
    MOMENT,
    SHIPMENT,
    declared_at,
    rule_fault,
)

_DAY: Final = "%Y%m%d"


@rule_fault("invoice-afterwards", "R54")
def invoice_afterwards(paper: Paper, stream: Stream) -> bool:
    """Date the invoice after the declaration."""
    invoice = paper.one(f"{SHIPMENT}/d:Invoice/d:IssueDateTime/*")
    said = declared_at(paper, "d:IssueDateTime")
    if invoice is None or said is None:
        return False
    invoice.text = (said + timedelta(days=stream.between(2, 60))).strftime(_DAY)
    return True


@rule_fault("accepted-before-issue", "R54-acceptance")
def accepted_before_issue(paper: Paper, stream: Stream) -> bool:
    """Accept a declaration before it was issued."""
    issued = paper.one("d:IssueDateTime")
    accepted = paper.one("d:AcceptanceDateTime")
    said = declared_at(paper, "d:IssueDateTime")
    if issued is None or said is None:
        return False
    if accepted is None:
        accepted = deepcopy(issued)
        accepted.tag = issued.tag.replace("Issue", "Acceptance")
        paper.declaration.insert(0, accepted)
    early = said - timedelta(seconds=stream.between(1, 600))
    accepted[0].text = early.strftime(MOMENT)
    return True


@rule_fault("exit-beforehand", "R54-exit")
def exit_beforehand(paper: Paper, stream: Stream) -> bool:
    """Let goods leave before they are declared."""
    left = paper.one(f"self::*[d:TypeCode = '830']/{SHIPMENT}/d:ExitDateTime/*")
    said = declared_at(paper)
    if left is None or said is None:
        return False
    left.text = (said - timedelta(hours=stream.between(1, 200))).strftime(MOMENT)
    return True


@rule_fault("arrival-before-exit", "R54-arrival")
def arrival_before_exit(paper: Paper, stream: Stream) -> bool:
    """Let goods arrive before they have left."""
    left = paper.one(f"{SHIPMENT}/d:ExitDateTime/*")
    due = paper.one(f"{CONSIGNMENT}/d:UnloadingLocation/d:ArrivalDateTime/*")
    if left is None or due is None:
        return False
    leaving = datetime.strptime(left.text, MOMENT).replace(tzinfo=UTC)
    due.text = (leaving - timedelta(hours=stream.between(1, 200))).strftime(MOMENT)
    return True


@rule_fault("declared-too-early", "R55")
def declared_too_early(paper: Paper, stream: Stream) -> bool:
    """Expect the goods in more than thirty days."""
    return _due(paper, stream.between(31, 90))


@rule_fault("declared-too-late", "R55-late", "W")
def declared_too_late(paper: Paper, stream: Stream) -> bool:
    """Declare goods that arrived more than fifteen days ago."""
    left = paper.one(f"{SHIPMENT}/d:ExitDateTime")
    if left is not None:
        remove(left)
    return _due(paper, -stream.between(16, 90))


def _due(paper: Paper, days: int) -> bool:
    due = paper.one(
        f"self::*[d:TypeCode = '929']/{CONSIGNMENT}/d:UnloadingLocation"
        "/d:ArrivalDateTime/*"
    )
    said = declared_at(paper, "d:IssueDateTime")
    if due is None or said is None:
        return False
    due.text = (said + timedelta(days=days)).strftime(MOMENT)
    return True
