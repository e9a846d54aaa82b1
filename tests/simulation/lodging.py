"""Declarations changed on their way to the single window, and what is answered."""

from collections.abc import Callable
from dataclasses import replace

from simulation.builders import Edit, Played
from swsim.documents.envelope import Envelope
from swsim.documents.types.declaration import Declaration, GoodsShipment

Change = Callable[[Declaration], Declaration]


def of_order(number: int, leg: str, change: Change) -> Edit:
    """Return an edit of the first lodgement of an order."""

    def edit(envelope: Envelope) -> object:
        document = envelope.payload
        if isinstance(document, Declaration) and (
            document.reference == f"S{number:05d}-{leg}1"
            and document.function == "9"
            and envelope.communication.sender.endswith("-trd")
        ):
            return change(document)
        return document

    return edit


def shipment(change: Callable[[GoodsShipment], GoodsShipment]) -> Change:
    def changed(declaration: Declaration) -> Declaration:
        assert declaration.shipment is not None
        return replace(declaration, shipment=change(declaration.shipment))

    return changed


def rejected(run: Played, trader: str, reference: str) -> list[str | None]:
    """Return the rules named in the answers to a lodgement."""
    return [
        error.code
        for answer in run.responses(trader, reference)
        for error in answer.errors
    ]
