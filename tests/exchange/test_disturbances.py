"""A disturbance happens once, when it is due, and is told."""

from exchange.post_office import parcel
from swsim.exchange.disturbances import Breakage, Disturbances, Repeat

PARCELS = [
    parcel("m1", "pa-sw", "jp-sw"),
    parcel("m2", "jp-sw", "pa-sw"),
    parcel("m3", "jp-sw", "pa-sw"),
]
REPEAT = Repeat(name="I1", at=60, sender="jp-sw", recipient="pa-sw")


def _ids(disturbances: Disturbances, second: int) -> list[str]:
    return [each.message_id for each in disturbances.parcels(second, PARCELS)]


def test_repeat_doubles_exactly_one_message_of_its_link() -> None:
    assert _ids(Disturbances(repeats=[REPEAT]), 60) == ["m1", "m2", "m3", "m2"]


def test_repeat_happens_once() -> None:
    disturbances = Disturbances(repeats=[REPEAT])
    _ids(disturbances, 75)
    assert _ids(disturbances, 76) == ["m1", "m2", "m3"]


def test_repeat_does_not_happen_before_its_second() -> None:
    assert _ids(Disturbances(repeats=[REPEAT]), 59) == ["m1", "m2", "m3"]


def test_repeat_waits_for_a_message_on_its_link() -> None:
    told: list[str] = []
    disturbances = Disturbances(repeats=[REPEAT], struck=told.append)
    disturbances.parcels(60, PARCELS[:1])
    assert told == []
    assert _ids(disturbances, 90) == ["m1", "m2", "m3", "m2"]
    assert told == ["I1"]


async def test_breakage_strikes_once_while_messages_are_on_their_way() -> None:
    told: list[str] = []
    broken: list[int] = []

    async def break_it() -> None:
        broken.append(len(told))

    disturbances = Disturbances(
        breakages=[Breakage(name="I2", at=60, action=break_it)], struck=told.append
    )
    for second, in_flight in ((59, 3), (60, 0), (61, 3), (62, 3)):
        await disturbances.strike(second, in_flight)
    assert told == ["I2"]
    assert broken == [1]
