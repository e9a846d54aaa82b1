"""What happens in a run, as one kind of record: the rows of the ledger.

Every report, picture and verdict is folded from these. Facts are text, whole numbers
or lists of text, so that the canonical export is the same on every machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Fact = str | int | tuple[str, ...]


class Kind(StrEnum):
    """The kinds of event; the comment lists the facts that each carries."""

    SENT = "sent"  # message, to, document, about, due, sha256
    RECEIVED = "received"  # message, from, document, verdict, findings
    # declaration, leg, profile, office, mode, partner, headings, export_data; reports
    # cut by whatever else stands there
    DECLARED = "declared"
    SERVED = "served"  # declaration, leg, desk, officers, arrived, began
    TRANSITION = "transition"  # declaration, leg, from, to
    HOLD = "hold"  # declaration, hold, change (set | lifted)
    TIME_POINT = "time-point"  # point, leg, declaration
    CHANNEL = "channel"  # declaration, channel, score, reasons (officers only)
    MATCH = "match"  # declaration, verdict, by: where not by UCR (officers)
    CONTROL = "control"  # declaration, leg, control, result, recovered (officers)
    TARGETING = "targeting"  # rule, version, change, owner, reason, until (officers)
    UNDELIVERED = "undelivered"  # to, document, attempt
    DELIVERY_FAILED = "delivery-failed"  # to, document
    DROPPED = "dropped"  # message, from, why
    INTELLIGENCE = "intelligence"  # about, step, why: what became of a report or alert
    FIGURES = "figures"  # about, step, why: what became of a report of figures
    ASSISTANCE = "assistance"  # about, step, partner, why: what became of a request
    VERDICT = "verdict"  # declaration, leg, verdict, why (of an agency)
    INSPECTION = "inspection"  # declaration, by: who opened the goods together
    CARGO = "cargo"  # step, report, ucr, why: what became of an advance report
    MOVEMENT = "movement"  # movement, declaration, from, to: a transit's state
    TRANSHIPMENT = "transhipment"  # movement, report, from, to: where goods stand
    DISCREPANCY = "discrepancy"  # movement, report, found, office
    GUARANTEE = "guarantee"  # guarantee, change, amount, free, reserved, called, ...
    # inject: what the exercise did to the site; of a decision: step (reserved),
    # declaration; choice, by (trainer | default), observer
    INJECT = "inject"
    PAPER = "paper"  # declaration, leg, step (released | entered), perishable
    STORAGE = "storage"  # declaration, days, amount: beyond the free time in the port
    CERTIFICATE = "certificate"  # certificate, type, change, why, mass (grams)
    # aeo, step, partner, declaration, why, told, withheld: an authorised operator
    AEO = "aeo"
    CHANGE = "change"  # declaration, leg, asked, result, why, version
    # payment, payer, declaration, step, why, amount, currency, left: duties at a bank
    PAYMENT = "payment"
    DEADLINE = "deadline"  # declaration, leg, of, step: a limit that was not kept
    SECURITY = "security"  # guarantee, declaration, change, amount, currency


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One thing that happened at virtual second `time`.

    `case` is the conversation id of the shipment; `sequence` counts the events of the
    site from 1.
    """

    time: int
    site: str
    sequence: int
    participant: str
    kind: Kind
    case: str
    facts: Mapping[str, Fact]
