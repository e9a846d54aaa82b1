"""The offices of the WCO's regions that take part without being administrations.

RILO: regional intelligence liaison office. CEN: the Customs Enforcement Network, whose
global store holds no names. ROCB: regional office for capacity building. Which member
belongs to which office stands in `members.csv`; where an office has its seat is
nobody's business here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

OfficeKind = Literal["rilo", "cen", "rocb"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """One office; `id` is that of the participant who plays it, `rilo-ap`."""

    id: str
    kind: OfficeKind
    name: str
    name_es: str


OFFICES: Final[Mapping[str, Office]] = {
    each.id: each
    for each in (
        Office(
            id="rilo-ap",
            kind="rilo",
            name="RILO Asia/Pacific",
            name_es="RILO Asia y Pacífico",
        ),
        Office(
            id="rilo-cam",
            kind="rilo",
            name="RILO Central America",
            name_es="RILO América Central",
        ),
        Office(
            id="rilo-car", kind="rilo", name="RILO Caribbean", name_es="RILO Caribe"
        ),
        Office(
            id="rilo-sam",
            kind="rilo",
            name="RILO South America",
            name_es="RILO América del Sur",
        ),
        Office(id="cen-wco", kind="cen", name="the CEN hub", name_es="el nodo CEN"),
        Office(
            id="rocb-ap",
            kind="rocb",
            name="ROCB Asia/Pacific",
            name_es="ROCB Asia y Pacífico",
        ),
        Office(
            id="rocb-ams",
            kind="rocb",
            name="ROCB Americas and Caribbean",
            name_es="ROCB Américas y Caribe",
        ),
    )
}

# The offices of one kind sit at one site, which bears the name of the kind.
KINDS: Final[tuple[OfficeKind, ...]] = ("rilo", "cen", "rocb")


def offices(kind: OfficeKind) -> tuple[Office, ...]:
    """Return the offices of a kind, by id."""
    return tuple(OFFICES[id_] for id_ in sorted(OFFICES) if OFFICES[id_].kind == kind)
