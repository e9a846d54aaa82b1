"""A message of a run with all that was found in it: by itself, and by its receiver.

A message is validated again for the places of its findings; what only the receiver's
records could answer is known from the ledger, by rule.
"""

from dataclasses import dataclass

from swsim.domain.events import Event, Kind
from swsim.ledger.records import ListedMessage
from swsim.ledger.store import Ledger
from swsim.reports.facts import text, texts
from swsim.validation.descriptions import asked, assertions
from swsim.validation.package import Package
from swsim.validation.result import Finding
from swsim.validation.schematron.records import Assertion


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """When a message was delivered, and what its receiver found: verdict and rules."""

    second: int
    verdict: str
    rules: tuple[str, ...]


def delivery_of(ledger: Ledger, message: ListedMessage) -> Delivery | None:
    """Return how a message was received; None while it is on its way."""
    events = ledger.events([Kind.RECEIVED], case=message.case)
    found = (each for each in events if text(each, "message") == message.id)
    return next((_delivery(each) for each in found), None)


def _delivery(event: Event) -> Delivery:
    return Delivery(
        second=event.time,
        verdict=text(event, "verdict"),
        rules=texts(event, "findings"),
    )


def recorded_findings(
    found: tuple[Finding, ...], delivery: Delivery | None, package: Package
) -> tuple[Finding, ...]:
    """Return what was found, and what the receiver alone could find, without a place.

    Rules that a package does not know are left out: nobody can tell for whom they are.
    """
    known = {each.rule for each in found}
    missing = [
        rule for rule in (delivery.rules if delivery else ()) if rule not in known
    ]
    rules = assertions(package) if missing else {}
    return (
        *found,
        *(_placeless(rules[rule]) for rule in missing if rule in rules),
    )


def _placeless(assertion: Assertion) -> Finding:
    return Finding(
        rule=assertion.id,
        layer="references" if assertion.asks_lookup else "rules",
        severity=assertion.severity,
        audience=assertion.audience,
        messages=asked(assertion),
    )
