"""What a study of release times reads off the events: whom desks serve, what it is."""

from typing import Any

from simulation.builders import BANANAS, DAY, HOUR, exact, order, play, world
from swsim.domain.events import Kind
from swsim.domain.policies import Policy


def declared(leg: str, **changes: Any) -> dict[str, object]:
    """Return what customs writes down of a declaration of a leg."""
    run = play(world(order(hs6=(BANANAS,)), **changes))
    (event,) = run.of(Kind.DECLARED, leg=leg)
    return dict(event.facts)


def test_import_is_told_apart_by_what_it_declares() -> None:
    facts = declared("import")

    assert facts.pop("declaration") == "S00001-I1"
    assert facts.pop("office")
    assert facts == {
        "leg": "import",
        "profile": "middle",
        "mode": "1",
        "partner": "JP",
        "headings": (BANANAS,),
        "export_data": "yes",
    }


def test_export_is_told_apart_by_its_destination() -> None:
    facts = declared("export")

    assert facts["partner"] == "PA"
    assert "export_data" not in facts


def test_import_without_shared_data_says_so() -> None:
    facts = declared("import", policy=Policy(share_export_data=False))

    assert facts["export_data"] == "no"


def test_desk_writes_down_who_waited_and_since_when() -> None:
    officers = exact().officers.model_copy(update={"inspection": 1})
    orders = [order(number, channel="red") for number in (1, 2)]
    run = play(world(*orders, profiles=exact(officers=officers)))
    first, second = run.of(Kind.SERVED, desk="inspection", leg="import")

    assert first.facts["officers"] == 1
    assert first.facts["arrived"] == first.facts["began"]
    assert second.facts["arrived"] == first.facts["arrived"]
    assert second.facts["began"] == first.time
    assert second.time - int(str(second.facts["began"])) == 90 * 60


def test_agency_has_a_desk_of_its_own() -> None:
    run = play(world(order(hs6=(BANANAS,), transit=20 * DAY)))
    (event,) = run.of(Kind.SERVED, desk="agr", leg="import")

    assert event.participant == "pa-agr"
    assert event.time - int(str(event.facts["began"])) == 8 * HOUR
