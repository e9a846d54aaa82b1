"""What traders may hide in a shipment: the generator of a scenario knows, customs not.

Classes are those of the code list `commodity-class` that a trader can hide among goods;
the subheading is one of such goods. Quantities are made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

HiddenClass = Literal["ALC", "CIT", "CTF", "DRG", "ENV", "MED", "TOB"]
Concealment = Literal["CTR", "GDS", "LOD", "MIS", "NON", "PKG"]

# HS 2022 subheading by class.
HEADINGS: Final[Mapping[HiddenClass, str]] = {
    "ALC": "220830",
    "CIT": "440721",
    "CTF": "610910",
    "DRG": "293972",
    "ENV": "382711",
    "MED": "300490",
    "TOB": "240220",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Contraband:
    """Goods that a trader hides among what is declared; mass in grams net."""

    kind: HiddenClass
    mass: int
    concealment: Concealment = "LOD"

    @property
    def hs6(self) -> str:
        """The subheading of such goods, six digits."""
        return HEADINGS[self.kind]
