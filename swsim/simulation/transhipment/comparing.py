"""Compares what is known of goods when they come into a port and when they leave it.

Pure: two consignments or two declarations in, codes of the list `discrepancy` out.
What is not told is not compared, except containers and seals: a box that is told
without its seals is not the box that came.
"""

from collections.abc import Iterator

from swsim.documents.types.cargo_report import CargoConsignment
from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import Indicator
from swsim.simulation.matching import outline

CONTRACT, CONTAINER, SEAL, MASS, ORIGIN = "BOL", "CON", "SEA", "MAS", "ORI"
STAYED = "STY"  # beyond the limit
_TOLERANCE = 50  # per mille of the gross mass; illustrative, as for verified masses


def differences(before: CargoConsignment, after: CargoConsignment) -> tuple[str, ...]:
    """Return how a consignment differs from what it was before."""
    return tuple(_found(before, after))


def _found(before: CargoConsignment, after: CargoConsignment) -> Iterator[str]:
    if _contract(before) != _contract(after):
        yield CONTRACT
    if _containers(before) != _containers(after):
        yield CONTAINER
    if _seals(before) != _seals(after) or (broken(after) and not broken(before)):
        yield SEAL
    if masses_differ(before.gross_mass, after.gross_mass):
        yield MASS


def _contract(consignment: CargoConsignment) -> str:
    contract = consignment.contract
    return (contract.id if contract else None) or ""


def _containers(consignment: CargoConsignment) -> frozenset[str]:
    return frozenset(box.id or "" for box in consignment.equipment)


def _seals(consignment: CargoConsignment) -> frozenset[tuple[str, str]]:
    """Return the numbers of all seals, each with the container that it is on."""
    return frozenset(
        (box.id or "", seal.id or "")
        for box in consignment.equipment
        for seal in box.seals
    )


def broken(consignment: CargoConsignment) -> bool:
    """Tell whether any seal is broken."""
    return any(
        seal.condition == Indicator.SEAL_BROKEN
        for box in consignment.equipment
        for seal in box.seals
    )


def masses_differ(before: int | None, after: int | None) -> bool:
    """Tell whether two gross masses in grams differ by more than is tolerated."""
    if before is None or after is None:
        return False
    return abs(after - before) * 1000 > before * _TOLERANCE


def relabelled(entered: Declaration, onward: Declaration) -> tuple[str, ...]:
    """Return how goods that leave a free zone differ from those that were entered.

    Packing them anew is allowed there (RKC D2), so that containers may be others.
    """
    found = []
    came, goes = outline(entered).origins, outline(onward).origins
    if came and goes and came != goes:
        found.append(ORIGIN)
    if masses_differ(entered.gross_mass, onward.gross_mass):
        found.append(MASS)
    return tuple(found)
