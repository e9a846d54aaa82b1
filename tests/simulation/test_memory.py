"""A long run has thousands of cases: little may be left of one that is closed."""

import gc
from collections.abc import Iterator, Sequence
from sys import getsizeof
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType

from simulation.builders import BANANAS, EXCAVATOR, HOUR, order, play, world
from swsim.domain.profiles import profile
from swsim.domain.settings import WorldSettings
from swsim.simulation.site import Site

# What two administrations may keep of a shipment, in bytes of Python's own count. Half
# of it is what was declared, at which window, and what customs decided.
_MOST_KEPT = 7_000
_FEW, _MANY = 40, 100

_NOT_OF_A_CASE = (type, ModuleType, FunctionType, BuiltinFunctionType, CodeType)


def traffic(shipments: int) -> WorldSettings:
    """Return so many shipments between two members, as chance has it."""
    return world(
        *(
            order(
                number,
                hs6=(BANANAS if number % 2 else EXCAVATOR,),
                start=number * HOUR,
            )
            for number in range(1, shipments + 1)
        ),
        profiles=profile("middle"),
    )


def test_closed_cases_form_no_rings() -> None:
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        sites = _played(6)
        gc.collect()
        rings = [each for each in gc.garbage if _is_ours(each)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()

    assert sites
    assert rings == []


def _is_ours(found: object) -> bool:
    module = str(type(found).__module__)
    return module.startswith(("swsim.simulation", "swsim.documents", "simpy"))


def test_little_is_kept_of_a_shipment() -> None:
    few, many = _kept_of(_FEW), _kept_of(_MANY)

    assert (many - few) / (_MANY - _FEW) < _MOST_KEPT


def _kept_of(shipments: int) -> int:
    """Return the bytes of all that the sites of a run lead to when it is over."""
    return sum(map(getsizeof, _reached(_played(shipments))))


def _played(shipments: int) -> Sequence[Site]:
    """Return the sites of a run that is over."""
    kept: list[Site] = []

    def seen(sites: list[Site]) -> list[Site]:
        kept.extend(sites)
        return sites

    play(traffic(shipments), site_order=seen)
    return kept


def _reached(root: object) -> Iterator[object]:
    seen: set[int] = set()
    left = [root]
    while left:
        each = left.pop()
        if id(each) in seen or isinstance(each, _NOT_OF_A_CASE):
            continue
        seen.add(id(each))
        yield each
        left += gc.get_referents(each)
