"""What a trader can get wrong on purpose in a declaration, and what should catch it.

Only names and texts: how a mistake is made in a document is known where documents are
written, how it is found is known to the validator.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

MistakeId = Literal[
    "certificate-expired",
    "certificate-missing",
    "container-check-digit",
    "container-flag",
    "description-too-long",
    "duty-amount",
    "equipment-link",
    "invoice-total",
    "item-count",
    "item-sequence",
    "missing-seal",
    "net-above-gross",
    "package-total",
    "total-gross-mass",
    "unknown-currency",
    "unknown-hs",
]
MISTAKE_IDS: Final[tuple[MistakeId, ...]] = get_args(MistakeId)

Leg = Literal["export", "import"]
_BOTH: Final[tuple[Leg, ...]] = ("export", "import")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """One kind of mistake.

    `caught_by` is a rule id, or the layer "codelist" or "xsd" that finds it. One that
    is not `rejected` is a warning only. `legs` are the declarations that it can be made
    in; one that `needs_container` can be made only where goods travel in one, by sea,
    one with `documents` only where goods want one of these (UN/EDIFACT 1001).
    """

    id: MistakeId
    caught_by: str
    en: str
    es: str
    legs: tuple[Leg, ...] = _BOTH
    needs_container: bool = False
    documents: frozenset[str] = frozenset()
    rejected: bool = True

    def fits(self, *, leg: Leg, containers: bool, documents: Collection[str]) -> bool:
        """Return whether the mistake can be made in a declaration with `documents`."""
        return (
            leg in self.legs
            and (containers or not self.needs_container)
            and (not self.documents or not self.documents.isdisjoint(documents))
        )


_ALL: Final = (
    Mistake(
        id="certificate-expired",
        caught_by="R45-expired",
        en="A certificate or licence that is cited has expired.",
        es="Un certificado o licencia citado ha vencido.",
        documents=frozenset({"626", "811", "851", "852", "853", "911"}),
    ),
    Mistake(
        id="certificate-missing",
        caught_by="R39",
        en="The phytosanitary certificate that the goods want is not cited.",
        es="No se cita el certificado fitosanitario que la mercancía exige.",
        documents=frozenset({"851"}),
    ),
    Mistake(
        id="container-check-digit",
        caught_by="R15",
        en="The check digit of the container number is wrong.",
        es="El dígito de control del número de contenedor es incorrecto.",
        needs_container=True,
    ),
    Mistake(
        id="container-flag",
        caught_by="R18",
        en="Containers are listed, but the declaration says there are none.",
        es="Hay contenedores en la lista, pero la declaración dice que no los hay.",
        needs_container=True,
    ),
    Mistake(
        id="description-too-long",
        caught_by="xsd",
        en="The description of the goods is longer than the schema allows.",
        es="La descripción de la mercancía es más larga de lo que permite el esquema.",
    ),
    Mistake(
        id="duty-amount",
        caught_by="R07",
        en="The duty is not the base times the rate.",
        es="El derecho no es la base multiplicada por la tasa.",
        legs=("import",),
    ),
    Mistake(
        id="equipment-link",
        caught_by="R19",
        en="An item points to a container that is not declared.",
        es="Una partida remite a un contenedor que no está declarado.",
        needs_container=True,
    ),
    Mistake(
        id="invoice-total",
        caught_by="R05",
        en="The invoice total is not the sum of its lines.",
        es="El total de la factura no es la suma de sus líneas.",
    ),
    Mistake(
        id="item-count",
        caught_by="R01",
        en="The number of items in the header is not the number of items.",
        es="El número de partidas de la cabecera no es el de las partidas presentes.",
    ),
    Mistake(
        id="item-sequence",
        caught_by="R06",
        en="The items are not numbered 1, 2, 3 without gaps.",
        es="Las partidas no están numeradas 1, 2, 3 sin saltos.",
    ),
    Mistake(
        id="missing-seal",
        caught_by="R20",
        en="A full container has no seal.",
        es="Un contenedor completo no lleva precinto.",
        needs_container=True,
        rejected=False,
    ),
    Mistake(
        id="net-above-gross",
        caught_by="R03",
        en="An item weighs more without its packing than with it.",
        es="Una partida pesa más sin embalaje que con él.",
    ),
    Mistake(
        id="package-total",
        caught_by="R04",
        en="The total of packages is not the sum of the items' packages.",
        es="El total de bultos no es la suma de los bultos de las partidas.",
    ),
    Mistake(
        id="total-gross-mass",
        caught_by="R02",
        en="The total gross mass is not the sum of the items' gross mass.",
        es="La masa bruta total no es la suma de la masa bruta de las partidas.",
    ),
    Mistake(
        id="unknown-currency",
        caught_by="codelist",
        en="The currency of an amount does not exist.",
        es="La moneda de un importe no existe.",
    ),
    Mistake(
        id="unknown-hs",
        caught_by="R27",
        en="The HS subheading of an item does not exist.",
        es="La subpartida del SA de una partida no existe.",
    ),
)

MISTAKES: Final[Mapping[str, Mistake]] = MappingProxyType({one.id: one for one in _ALL})
