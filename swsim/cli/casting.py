"""The option --cast: who plays a scenario, the administrations it names or others."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import typer

from swsim.cli.console import complain

if TYPE_CHECKING:
    from swsim.scenario import LoadedScenario


class CastKind(StrEnum):
    """The administrations that a scenario names, or fictional ones in their place."""

    REAL = "real"
    FICTIONAL = "fictional"


def cast_option() -> Any:
    """Return the option --cast of commands that play a scenario or show it."""
    return typer.Option(
        CastKind.REAL,
        help="fictional: administrations that do not exist stand in for those named.",
    )


def load_cast(
    scenario: str, cast: CastKind, lang: str, *, variant: str | None = None
) -> "LoadedScenario":
    """Load a scenario with its own or a fictional cast; say where that is smaller."""
    from swsim.scenario import load_scenario

    fictional = cast is CastKind.FICTIONAL
    loaded = load_scenario(scenario, variant=variant, fictional=fictional)
    if loaded.casting is not None and loaded.casting.left_out:
        here, out = len(loaded.casting.players), len(loaded.casting.left_out)
        complain(_FEWER[lang].format(here=here, all=here + out))
    return loaded


_FEWER = {
    "en": "There are {here} fictional administrations for a cast of {all}: so many"
    " take part, shared over the regions.",
    "es": "Hay {here} administraciones ficticias para un reparto de {all}: participan"
    " esas, repartidas entre las regiones.",
}
