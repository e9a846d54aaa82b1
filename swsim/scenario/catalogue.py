"""The scenarios that come with swsim, for lists that people choose from."""

from dataclasses import dataclass
from pathlib import Path

from swsim.domain.profiles import Text
from swsim.scenario.load import load_scenario, shipped_names
from swsim.scenario.model import Scenario


@dataclass(frozen=True, kw_only=True, slots=True)
class ShippedScenario:
    """What someone who chooses a scenario wants to know.

    `areas` are those of its objectives (IE, TF, TS, PS), `members` the number of
    administrations and `shipments` the number of shipments as the file has it.
    """

    name: str
    title: Text
    summary: Text
    areas: tuple[str, ...]
    members: int
    shipments: int
    variants: tuple[str, ...]
    path: Path


def shipped() -> tuple[ShippedScenario, ...]:
    """Return all shipped scenarios, the smallest first."""
    found = (_describe(name) for name in shipped_names())
    return tuple(sorted(found, key=lambda one: (one.shipments, one.name)))


def _describe(name: str) -> ShippedScenario:
    loaded = load_scenario(name)
    scenario: Scenario = loaded.scenario
    return ShippedScenario(
        name=name,
        title=scenario.title,
        summary=scenario.summary,
        areas=tuple(sorted({each.area for each in scenario.objectives})),
        members=len(scenario.cast.resolve()),
        shipments=sum(lane.total for lane in scenario.lanes),
        variants=tuple(scenario.variants),
        path=loaded.path,
    )
