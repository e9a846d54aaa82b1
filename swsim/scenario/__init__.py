"""Floor 5: a scenario file becomes typed records, shipments and sites."""

from swsim.scenario.catalogue import ShippedScenario, shipped
from swsim.scenario.expand import world
from swsim.scenario.load import LoadedScenario, load_scenario
from swsim.scenario.model import Scenario, scenario_schema
from swsim.scenario.shipments import orders

__all__ = [
    "LoadedScenario",
    "Scenario",
    "ShippedScenario",
    "load_scenario",
    "orders",
    "scenario_schema",
    "shipped",
    "world",
]
