"""Our software plays the traders of Panama; swsim plays everybody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from importer import import_declaration

from swsim.documents.types.response import Response
from swsim.errors import RunError
from swsim.testing import World

START = datetime(2026, 4, 6, tzinfo=UTC)  # second 0 of the scenario


def status(response: Response) -> str | None:
    """Return the outcome of a Response: a code of UN/EDIFACT 7365."""
    return response.statuses[0].name if response.statuses else None


@pytest.fixture
def world(swsim_world) -> World:
    return swsim_world("first-contact", "pa-trd")


def lodge(world: World, reference: str) -> None:
    announced = world.receive("declaration")
    issued = START + timedelta(seconds=world.now + 1)
    declared = import_declaration(announced.document, reference, issued)
    world.send(declared, "pa-sw", about=announced)


def test_our_goods_are_released(world: World) -> None:
    lodge(world, "OURS-1")

    accepted = world.receive("response", within="10m")
    released = world.receive(
        "response", where=lambda each: status(each.document) == "4"
    )
    summary = world.finish()

    assert status(accepted.document) == "9"  # accepted, awaiting the ship
    assert released.document.declaration.reference == "OURS-1"
    assert (summary.lost, summary.duplicated) == (0, 0)


def test_our_mistake_is_answered_with_its_place(world: World) -> None:
    announced = world.receive("declaration")
    issued = START + timedelta(seconds=world.now + 1)
    declared = import_declaration(announced.document, "OURS-2", issued)
    world.send(swap_masses(declared), "pa-sw", about=announced)

    rejected = world.receive("response", within="10m").document

    assert status(rejected) == "2"
    assert "R03" in [error.code for error in rejected.errors]
    assert rejected.errors[0].pointers[-1].tag == "128"  # net mass


def test_nothing_comes_to_those_who_do_not_ask(world: World) -> None:
    world.receive("declaration")

    with pytest.raises(RunError, match="No response came to pa-trd: within 1d"):
        world.receive("response", within="1d")


def swap_masses(declaration):
    """Return a declaration in which a net mass is above the gross mass."""
    item = declaration.shipment.items[0]
    measure = item.commodity.measure
    wrong = replace(measure, net_mass=measure.gross_mass + 1_000)
    commodity = replace(item.commodity, measure=wrong)
    items = (replace(item, commodity=commodity),)
    return replace(declaration, shipment=replace(declaration.shipment, items=items))
