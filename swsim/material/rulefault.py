"""How a fault of the rule layer is told: the rule it breaks, and what it changes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, Literal, TypeAlias

from swsim.domain.streams import Stream
from swsim.material.operators import Mutant, Operator, add
from swsim.material.paper import Paper
from swsim.material.specimen import Specimen

# Changes a declaration; False where it has not what could be changed.
Fault: TypeAlias = Callable[[Paper, Stream], bool]

SHIPMENT: Final = "d:GoodsShipment"
CONSIGNMENT: Final = f"{SHIPMENT}/d:Consignment"
ITEMS: Final = f"{SHIPMENT}/d:GovernmentAgencyGoodsItem"
ONES_OWN: Final = "d:TypeCode = '830' or d:TypeCode = '929'"  # not a transit
MOMENT: Final = "%Y%m%d%H%M%SZ"  # UN/EDIFACT 2379, format 304
_TAG: Final = "{urn:swsim:datamodel:DEC:1}Declaration"


def rule_fault(
    name: str, rule: str, severity: Literal["E", "W"] = "E"
) -> Callable[[Fault], Fault]:
    """Register a fault of declarations as the operator `name`.

    What is only a warning, or for officers, leaves the verdict as it was.
    """

    def register(fault: Fault) -> Fault:
        def apply(specimen: Specimen, stream: Stream) -> Mutant | None:
            if specimen.document.tag != _TAG:
                return None
            paper = Paper(specimen)
            if paper.one("d:Amendment") is not None or not fault(paper, stream):
                return None
            verdict = "invalid" if severity == "E" else specimen.still_valid
            return Mutant(data=paper.data, rule=rule, verdict=verdict)

        add(Operator(name=name, layer="rules", rule=rule, apply=apply))
        return fault

    return register


def declared_at(
    paper: Paper, path: str = "d:AcceptanceDateTime | d:IssueDateTime"
) -> datetime | None:
    """Return when the declaration was accepted, or else issued."""
    found = paper.one(path)
    if found is None:
        return None
    return datetime.strptime(found[0].text, MOMENT).replace(tzinfo=UTC)
