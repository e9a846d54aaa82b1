"""What is really in a port: the containers and seals that whoever looks will see.

Both who reports and who looks derive it from the deal and the plan of the transhipment.
"""

from collections.abc import Callable
from dataclasses import replace

from swsim.documents.types.cargo_report import CargoConsignment, Seal
from swsim.domain.codes import Indicator
from swsim.domain.identifiers import container_number
from swsim.domain.transhipments import TAMPERED, Transhipment
from swsim.simulation.contract import Container, Contract

_HEAVIER_PER_MILLE = 1120
_SERIALS = 1_000_000


def packed_over(contract: Contract) -> Contract:
    """Return a deal whose goods were put into other containers, with other seals."""
    others = tuple(
        Container(
            number=container_number((int(box.number[4:10]) + 1) % _SERIALS),
            seals=tuple(f"P{seal}" for seal in box.seals),
        )
        for box in contract.containers
    )
    return replace(contract, containers=others)


def leaving(contract: Contract, plan: Transhipment) -> Contract:
    """Return a deal with the containers that are to leave the port."""
    return packed_over(contract) if plan.mishap == "other-container" else contract


def at_loading(
    consignment: CargoConsignment, plan: Transhipment, *, again: bool
) -> CargoConsignment:
    """Return a consignment as it is seen and weighed when it is to be loaded.

    `again` tells that customs has looked at it before, and put seals on.
    """
    if plan.mishap == "seal-broken":
        return resealed(consignment) if again else _with_broken_seals(consignment)
    if plan.mishap == "seal-changed":
        return _with_seals(consignment, "X{}")
    if plan.mishap == "mass-changed" and consignment.gross_mass is not None:
        heavier = consignment.gross_mass * _HEAVIER_PER_MILLE // 1000
        return replace(consignment, gross_mass=heavier)
    return consignment


def resealed(consignment: CargoConsignment) -> CargoConsignment:
    """Return a consignment with new seals of customs in the place of those before."""
    return _with_seals(consignment, "{}R")


def is_tampered(contract: Contract, plan: Transhipment) -> bool:
    """Tell whether an examination finds that somebody was at the goods."""
    return plan.mishap in TAMPERED or contract.order.contraband is not None


def _with_seals(consignment: CargoConsignment, pattern: str) -> CargoConsignment:
    return _changed(
        consignment,
        lambda seal: replace(seal, id=pattern.format(seal.id), condition=None),
    )


def _with_broken_seals(consignment: CargoConsignment) -> CargoConsignment:
    return _changed(
        consignment, lambda seal: replace(seal, condition=Indicator.SEAL_BROKEN)
    )


def _changed(
    consignment: CargoConsignment, change: Callable[[Seal], Seal]
) -> CargoConsignment:
    boxes = tuple(
        replace(box, seals=tuple(map(change, box.seals)))
        for box in consignment.equipment
    )
    return replace(consignment, equipment=boxes)
