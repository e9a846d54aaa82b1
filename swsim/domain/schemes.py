"""What traders do on purpose, or honestly, that makes an import differ from its export.

Only names and texts: how a scheme changes a deal is known to
`swsim.simulation.schemes`. Customs never sees which it is; a control may find out.
Traders and schemes are fictitious, and those who cheat are always traders.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

SchemeId = Literal[
    "honest",
    "split",
    "other-terms",
    "typo",
    "undervaluation",
    "overvaluation",
    "misclassification",
    "origin-relabelling",
    "short-quantity",
    "phantom-export",
    "diversion",
]
SCHEME_IDS: Final[tuple[SchemeId, ...]] = get_args(SchemeId)

Control = Literal["documents", "inspection", "audit"]
Result = Literal["conform", "mistake", "offence"]

_PAPERS: Final[frozenset[Control]] = frozenset({"documents", "inspection", "audit"})
_GOODS: Final[frozenset[Control]] = frozenset({"inspection", "audit"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Scheme:
    """One way to declare, right or wrong.

    `result` is what a control comes to that finds it out, `found_by` are the controls
    that do. What costs duties alone is put right, and the goods are released. A `ring`
    is worked by few companies again and again.
    """

    id: SchemeId
    en: str
    es: str
    result: Result = "offence"
    found_by: frozenset[Control] = frozenset()
    ring: bool = False

    def seen_by(self, control: Control) -> Result:
        """Return what a control of the goods or the papers comes to."""
        return self.result if control in self.found_by else "conform"


_ALL: Final = (
    Scheme(
        id="honest",
        en="The import is declared as the export was.",
        es="La importación se declara igual que la exportación.",
        result="conform",
    ),
    Scheme(
        id="split",
        en="One export is imported in several parts, each declared as one.",
        es="Una exportación se importa por partes, cada una declarada como tal.",
        result="conform",
    ),
    Scheme(
        id="other-terms",
        en="The import is invoiced with carriage and insurance, the export without.",
        es="La importación se factura con flete y seguro, la exportación sin ellos.",
        result="conform",
    ),
    Scheme(
        id="typo",
        en="Two digits of a net mass are swapped by mistake.",
        es="Dos cifras de un peso neto se intercambian por error.",
        result="mistake",
        found_by=_PAPERS,
    ),
    Scheme(
        id="undervaluation",
        en="A ring of companies declares 30 % less at import than was paid.",
        es="Una red de empresas declara en la importación un 30 % menos de lo pagado.",
        found_by=_PAPERS,
        ring=True,
    ),
    Scheme(
        id="overvaluation",
        en="The import is declared 40 % dearer than the export, to move money abroad.",
        es="La importación se declara un 40 % más cara que la exportación, para sacar"
        " dinero del país.",
        found_by=_PAPERS,
    ),
    Scheme(
        id="misclassification",
        en="The goods are declared under a heading with a lower duty.",
        es="La mercancía se declara en una partida con menor arancel.",
        found_by=_GOODS,
    ),
    Scheme(
        id="origin-relabelling",
        en="The goods are declared to come from another country than they do.",
        es="Se declara para la mercancía un origen distinto del verdadero.",
        found_by=_GOODS,
    ),
    Scheme(
        id="short-quantity",
        en="A third of the goods is not declared at import.",
        es="Un tercio de la mercancía no se declara en la importación.",
        found_by=_GOODS,
    ),
    Scheme(
        id="phantom-export",
        en="The goods are imported, and were never declared for export.",
        es="La mercancía se importa sin que nunca se declarara su exportación.",
        found_by=_PAPERS,
    ),
    Scheme(
        id="diversion",
        en="The goods are exported, and never declared where they arrive.",
        es="La mercancía se exporta y nunca se declara donde llega.",
    ),
)

SCHEMES: Final[Mapping[SchemeId, Scheme]] = MappingProxyType(
    {one.id: one for one in _ALL}
)
