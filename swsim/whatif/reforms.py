"""Ranks reforms: what each switch, turned alone, brings for what it costs.

The view of the Economic Competitiveness Package: delay and work saved beside the price
of the reform. All costs are the scenario's, and illustrative.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from swsim.domain.policies import Policy
from swsim.scenario.costs import Costs
from swsim.whatif.effects import CLAIMS
from swsim.whatif.paired import Difference

# The position of each switch that a reform turns it to; others are no reforms.
REFORMED: Final[Mapping[str, str]] = {claim.switch: claim.after for claim in CLAIMS}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reform:
    """One reform: what changed, what it saves in US dollars, and what it costs."""

    switch: str
    differences: tuple[Difference, ...]
    saved: float
    cost: float | None

    @property
    def per_cost(self) -> float | None:
        """US dollars saved for each spent; None where the cost is not given."""
        return self.saved / self.cost if self.cost else None


def open_reforms(policy: Policy) -> dict[str, str]:
    """Return the reforms that a policy has not turned yet, with their position."""
    return {
        name: position
        for name, position in REFORMED.items()
        if _shown(getattr(policy, name)) != position
    }


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def reform(switch: str, found: Sequence[Difference], costs: Costs) -> Reform:
    """Return what a switch brings, from the differences that turning it made."""
    by_name = {each.figure: each.mean for each in found}
    work = by_name.get("workload", 0.0) * costs.hour_of_work
    delay = by_name.get("cost_of_delay", 0.0)
    return Reform(
        switch=switch,
        differences=tuple(found),
        saved=by_name.get("recovered", 0.0) - delay - work,
        cost=costs.reforms.get(switch),
    )


def ranked(reforms: Sequence[Reform]) -> list[Reform]:
    """Return reforms, the best first: by what they save for their cost, then at all."""
    return sorted(
        reforms,
        key=lambda each: (each.per_cost is None, -(each.per_cost or 0.0), -each.saved),
    )
