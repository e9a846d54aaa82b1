"""What becomes of goods on their way: the seals and packages that are found.

Both who tells and who looks derive it from the deal and the plan of the movement.
"""

from dataclasses import replace
from typing import Final

from swsim.documents.types.transit_event import SeenEquipment, SeenSeal
from swsim.domain.codes import Indicator
from swsim.domain.movements import Movement
from swsim.simulation.contract import Contract

_MISSING_OF_TEN: Final = 1  # of ten packages, where some are missing


def packages_found(contract: Contract, movement: Movement) -> int:
    """Return how many packages are there at the end."""
    declared = sum(item.packages for item in contract.items)
    if movement.trouble != "missing-packages":
        return declared
    return declared - max(1, declared * _MISSING_OF_TEN // 10)


def sealed(contract: Contract) -> tuple[SeenEquipment, ...]:
    """Return the containers as they set out, all seals intact."""
    return tuple(
        SeenEquipment(
            sequence=number,
            id=container.number,
            seals=tuple(
                SeenSeal(sequence=place, condition=Indicator.SEAL_INTACT, id=seal)
                for place, seal in enumerate(container.seals, 1)
            ),
        )
        for number, container in enumerate(contract.containers, 1)
    )


def resealed(contract: Contract) -> tuple[SeenEquipment, ...]:
    """Return the containers with all seals broken and replaced, as after a transfer."""
    return tuple(
        replace(
            each,
            seals=tuple(
                replace(
                    seal,
                    condition=Indicator.SEAL_BROKEN,
                    replacement=f"{seal.id}R",
                )
                for seal in each.seals
            ),
        )
        for each in sealed(contract)
    )


def found(contract: Contract, movement: Movement) -> tuple[SeenEquipment, ...]:
    """Return the containers as an officer finds them after the first stretch."""
    if movement.trouble == "incident":
        return tuple(
            replace(
                each,
                seals=tuple(replace(seal, id=f"{seal.id}R") for seal in each.seals),
            )
            for each in sealed(contract)
        )
    if movement.trouble == "seal-mismatch":
        return tuple(
            replace(
                each,
                seals=tuple(replace(seal, id=f"X{seal.id}") for seal in each.seals),
            )
            for each in sealed(contract)
        )
    return sealed(contract)


def seals_of(equipment: tuple[SeenEquipment, ...]) -> frozenset[str]:
    """Return the numbers of the seals that are on, replacements included."""
    return frozenset(
        seal.replacement or seal.id or "" for each in equipment for seal in each.seals
    )
