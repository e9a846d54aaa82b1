"""Relief goods (RKC annex J5): first in every queue, and free of duty."""

from typing import Any

import pytest

from simulation.builders import EXCAVATOR, HOUR, Played, exact, order, play, world
from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import HOME_USE, RELIEF
from swsim.domain.events import Kind
from swsim.domain.policies import Policy
from swsim.domain.profiles import Channels, Officers
from swsim.domain.settings import ShipmentOrder
from swsim.domain.timepoints import Point
from swsim.simulation.declarations import is_relief, payable

BUSY = {"officers": Officers(assessment=1, inspection=1, agency=1)}


def shipments(relief: int = 4) -> list[ShipmentOrder]:
    """Return four shipments on the way at once; one of them is relief."""
    return [order(n, relief=n == relief) for n in range(1, 5)]


def played(**changes: Any) -> Played:
    profile = exact(**{**BUSY, "assessment": 6 * HOUR, **changes})
    return play(world(*shipments(), profiles={"PA": profile}))


def imports(run: Played) -> dict[str, Declaration]:
    """Return what was lodged for import, by reference."""
    documents = (
        run.payload(message) for message in run.sent("declaration", sender="pa-trd")
    )
    return {
        document.reference or "": document
        for document in documents
        if isinstance(document, Declaration)
    }


def assessed(run: Played) -> list[object]:
    """Return the imports in the order in which customs had assessed them."""
    return [
        event.facts["declaration"]
        for event in run.of(Kind.TIME_POINT, point=Point.SELECTED, leg="import")
    ]


def test_relief_goods_are_declared_as_such() -> None:
    found = imports(played())

    assert [each for each, lodged in found.items() if is_relief(lodged)] == [
        "S00004-I1"
    ]
    procedures = {
        item.procedures[0].current
        for lodged in found.values()
        for item in lodged.shipment.items  # type: ignore[union-attr]
    }
    assert procedures == {RELIEF, HOME_USE}


def test_relief_goods_are_free_of_duty() -> None:
    run = played()
    found = imports(run)

    assert payable(found["S00004-I1"]) is None
    assert payable(found["S00001-I1"]) is not None
    assert len(run.sent("payment", sender="pa-trd")) == 3


def test_relief_goods_overtake_those_that_wait_for_an_assessor() -> None:
    # One is being assessed already when the papers of the relief goods come in.
    assert assessed(played()).index("S00004-I1") == 1


def test_relief_goods_are_spared_where_chance_alone_would_open_them() -> None:
    always_red = Channels(green=0, yellow=0, red=1000)
    run = played(channels=always_red)
    (channel,) = run.of(Kind.CHANNEL, declaration="S00004-I1")

    assert channel.facts["channel"] == "yellow"
    others = run.of(Kind.CHANNEL, declaration="S00001-I1")
    assert [each.facts["channel"] for each in others] == ["red"]


@pytest.mark.parametrize("forced", ["red", "green"])
def test_exercise_may_still_choose_the_channel(forced: Any) -> None:
    run = play(world(order(relief=True, channel=forced, hs6=(EXCAVATOR,))))

    (channel,) = run.of(Kind.CHANNEL, declaration="S00001-I1")
    assert channel.facts["channel"] == forced


def test_relief_exports_are_ordinary_exports() -> None:
    run = play(world(order(relief=True), policy=Policy()))

    (exported, *_) = (
        run.payload(each) for each in run.sent("declaration", sender="jp-trd")
    )
    assert isinstance(exported, Declaration)
    assert not is_relief(exported)
