"""What a single window and customs remember, and how they answer reference rules.

Each keeps its own records and fills them with what it receives itself. What nobody has
reported to the simulation has no answer here, nor has a rule about what is not
simulated, such as quotas: then the layer says that it was not checked.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Final, TypeAlias

from swsim.documents.types.declaration import (
    AdditionalDocument,
    Declaration,
    GoodsItem,
)
from swsim.domain.agreements import agreements_between
from swsim.domain.codes import DocumentName
from swsim.domain.goods import goods
from swsim.domain.identifiers import kept
from swsim.domain.lifecycle import AMENDABLE, State
from swsim.domain.settings import Leg
from swsim.domain.targeting import Trait
from swsim.simulation.declarations import headings_of, items_of, leg_of, ucr_of
from swsim.simulation.exports import Exports
from swsim.simulation.matching import AGREES, Outline, compare
from swsim.simulation.recognition.register import Operators
from swsim.simulation.registers import Registers
from swsim.simulation.site import Site
from swsim.simulation.targeting import Targeting
from swsim.simulation.terms import dollars

Facts: TypeAlias = Mapping[str, str]
Answer: TypeAlias = Callable[[Facts], bool | None]
# A goods line is known by its heading, the invoice it is on and its price, in one text
# as all lines are kept.
Line: TypeAlias = str

_BETWEEN: Final = "\x1f"  # between lines; no XML can hold it
_LICENCES = ("811", "911")  # export and import licence, UN/EDIFACT 1001
_MANIFESTED = frozenset(
    {
        DocumentName.AIR_WAYBILL,
        DocumentName.BILL_OF_LADING,
        DocumentName.RAIL_WAYBILL,
        DocumentName.ROAD_WAYBILL,
    }
)


class Records:
    """The records of a single window; implements the validator's Lookup."""

    def __init__(self, site: Site) -> None:
        self._registers = Registers(site.settings, site.world.seed, site.world.start)
        # By the LRNs that are used; None where a declaration was not accepted.
        self._states: dict[str, State | None] = {}
        self._by_mrn: dict[str, str] = {}
        self._exported: dict[str, str] = {}  # lines by UCR, in one text
        self._containers: dict[tuple[str, str], str] = {}
        # Grams, and packages where they are counted, by licence or manifest line.
        self._written_off: dict[str, tuple[int, int]] = {}
        self._answers: dict[str, Answer] = {
            "R17": self._container_free,
            "R26": self._office_handles,
            "R34": _grows_there,
            "R35-agreement": _agreed,
            "R38": _direct,
            "R39-genuine": self._genuine,
            "R40-genuine": self._genuine,
            "R41-genuine": self._genuine,
            "R45": self._licensed,
            "R49": self._ucr_free,
            "R49-line": self._line_free,
            "R51": self._reference_free,
            "R52": self._manifested,
            "R53": self._consigned,
            "R56": self._authorised,
            "R61": self._amendable,
        }

    def answer(self, rule: str, **facts: str) -> bool | None:
        """Return whether a rule holds as far as is known here and now."""
        found = self._answers.get(rule)
        return None if found is None else found(facts)

    # --- what happens --------------------------------------------------------------

    def lodged(self, declaration: Declaration) -> None:
        """Note that an LRN is used, whatever becomes of the declaration."""
        self._states.setdefault(kept(declaration.reference or ""))

    def opened(self, declaration: Declaration) -> None:
        """Note what an accepted declaration takes up."""
        for place in _containers(declaration):
            self._containers[place] = declaration.reference or ""
        if leg_of(declaration) == "export":
            ucr = ucr_of(declaration)
            lines = (*self._lines(ucr), *_lines(declaration))
            self._exported[kept(ucr)] = kept(_BETWEEN.join(lines))
        for document, mass, packages in _write_offs(declaration):
            before = self._written_off.get(document, (0, 0))
            after = _amounts(before[0] + mass, before[1] + packages)
            self._written_off[kept(document)] = after

    def withdrawn(self, declaration: Declaration) -> None:
        """Give back what a declaration took up that is cancelled."""
        self.closed(declaration)
        if leg_of(declaration) == "export":
            ucr = ucr_of(declaration)
            gone = tuple(_lines(declaration))
            left = [each for each in self._lines(ucr) if each not in gone]
            self._exported.pop(ucr, None)
            if left:
                self._exported[ucr] = _BETWEEN.join(left)
        for document, mass, packages in _write_offs(declaration):
            before = self._written_off.get(document, (0, 0))
            self._written_off[document] = (before[0] - mass, before[1] - packages)

    def replaced(self, before: Declaration, after: Declaration) -> None:
        """Note what a declaration takes up after a change."""
        self.withdrawn(before)
        self.opened(after)

    def reference_of(self, mrn: str) -> str | None:
        """Return the LRN of the declaration of a number, None where there is none."""
        return self._by_mrn.get(mrn)

    def stands(self, reference: str, state: State) -> None:
        """Note where a declaration stands, by its LRN."""
        self._states[kept(reference)] = state

    def numbered(self, reference: str, mrn: str) -> None:
        """Note which number customs gave to a declaration."""
        self._by_mrn[kept(mrn)] = kept(reference)

    def closed(self, declaration: Declaration) -> None:
        """Free the containers of a declaration whose goods are released."""
        for place in _containers(declaration):
            if self._containers.get(place) == declaration.reference:
                del self._containers[place]

    # --- answers -------------------------------------------------------------------

    def _container_free(self, facts: Facts) -> bool:
        # No container is shared (LCL) in the simulation.
        place = (facts["voyage"], facts["container"])
        return self._containers.get(place) in (None, facts["reference"])

    def _office_handles(self, facts: Facts) -> bool | None:
        leg = _LEGS.get(facts["type"])
        if leg is None:
            return None
        return self._registers.has_office(facts["office"], leg, facts["mode"])

    def _licensed(self, facts: Facts) -> bool | None:
        licence = self._registers.licence(facts["licence"])
        if licence is None:
            return False if self._registers.numbers(facts["licence"]) else None
        if facts["holder"] != licence.holder:
            return False
        if not facts["on"]:
            return None
        used, _ = self._written_off.get(facts["licence"], (0, 0))
        on, left = date.fromisoformat(facts["on"][:8]), licence.mass - used
        return on <= licence.until and _grams(facts["quantity"]) <= left

    def _genuine(self, facts: Facts) -> bool | None:
        return self._registers.certified(
            facts["certificate"], facts["type"], facts["heading"]
        )

    def _amendable(self, facts: Facts) -> bool:
        # Every declaration comes through here, so that one nobody knows is none.
        reference = self._by_mrn.get(facts["declaration"], facts["reference"])
        return self._states.get(reference) in AMENDABLE

    def _ucr_free(self, facts: Facts) -> bool:
        return facts["ucr"] not in self._exported

    def _line_free(self, facts: Facts) -> bool:
        line = _line(facts["heading"], facts["invoice"], _number(facts["amount"]))
        return line not in self._lines(facts["ucr"])

    def _lines(self, ucr: str) -> list[Line]:
        """Return the lines of all exports under a UCR."""
        return self._exported[ucr].split(_BETWEEN) if ucr in self._exported else []

    def _reference_free(self, facts: Facts) -> bool:
        # The traders of a country come through one door as one sender, and answers
        # name a declaration by its LRN alone: here it is unique among all of them.
        return facts["reference"] not in self._states

    def _manifested(self, facts: Facts) -> bool | None:
        line = self._registers.manifest_line(facts["document"])
        if line is None:
            return None
        mass, packages = self._written_off.get(facts["document"], (0, 0))
        return (
            _grams(facts["mass"]) <= line.mass - mass
            and int(facts["packages"] or 0) <= line.packages - packages
        )

    def _consigned(self, facts: Facts) -> bool | None:
        line = self._registers.manifest_line(facts["document"])
        return None if line is None else facts["importer"] == line.consignee

    def _authorised(self, facts: Facts) -> bool | None:
        at_home = self._registers.is_at_home(facts["declarant"])
        if at_home is None:
            return None
        # Nobody acts for others in the simulation, so there are no mandates.
        return at_home and facts["principal"] in ("", facts["declarant"])


class CustomsRecords(Records):
    """The records of customs: with export data from abroad and what it targets.

    And whom it trusts: the single window would refuse where customs only denies a
    benefit.
    """

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self._site = site
        self.targeting = Targeting(site.settings.targets)
        self.exports = Exports()
        self.operators = Operators(site)
        self._procedures: dict[str, frozenset[str]] = {}
        self._answers |= {
            "R60-prior": self._came_from,
            "R50": self._export_agrees,
            "R57": self.operators.answer,
            "R62": partial(self._not_targeted, "party"),
            "R62-means": partial(self._not_targeted, "means"),
            "R62-route": partial(self._not_targeted, "route"),
        }

    def registered(self, declaration: Declaration, mrn: str) -> None:
        """Keep under which procedures a declaration placed its goods."""
        self.numbered(declaration.reference or "", mrn)
        self._procedures[kept(mrn)] = _shared(
            frozenset(
                (procedure.current or "")[:2]
                for item in items_of(declaration)
                for procedure in item.procedures
            )
        )

    def _export_agrees(self, facts: Facts) -> bool | None:
        if not self._site.policy.share_export_data:
            return None
        amount = _number(facts["amount"])
        imported = Outline(
            headings=frozenset(code[:6] for code in facts["headings"].split()),
            net_mass=_grams(facts["mass"]),
            value=None if amount is None else dollars(amount, facts["currency"]),
        )
        export = self.exports.of_ucr(facts["ucr"])
        compared = compare(imported, export.outline if export else None)
        return compared.verdict in AGREES

    def _came_from(self, facts: Facts) -> bool | None:
        known = [
            self._procedures[mrn]
            for mrn in facts["documents"].split()
            if mrn in self._procedures
        ]
        return any(facts["procedure"] in each for each in known) if known else None

    def _not_targeted(self, trait: Trait, facts: Facts) -> bool:
        return not self.targeting.names(trait, facts["value"], self._site.now)


_LEGS: Mapping[str, Leg] = {
    DocumentName.EXPORT_DECLARATION: "export",
    DocumentName.IMPORT_DECLARATION: "import",
}


def _grows_there(facts: Facts) -> bool | None:
    """Tell whether goods are grown in a country; only the goods of swsim are known."""
    known = goods().get(facts["heading"])
    return (
        None if known is None else facts["origin"] in known.origins_for(facts["origin"])
    )


def _agreed(facts: Facts) -> bool | None:
    """Tell whether two countries prefer each other's goods on that day."""
    if not (facts["origin"] and facts["destination"] and facts["on"]):
        return None
    on = date.fromisoformat(facts["on"][:8])
    between = agreements_between(facts["origin"], facts["destination"])
    return any(each.since <= on for each in between)


def _direct(facts: Facts) -> bool | None:
    """Tell whether an agreement allows the route; None where there is no agreement."""
    between = agreements_between(facts["origin"], facts["destination"])
    route = tuple(facts["route"].split())
    return any(each.allows(route) for each in between) if between else None


# --- what a declaration takes up --------------------------------------------------


def _containers(declaration: Declaration) -> Iterator[tuple[str, str]]:
    """Yield (voyage, container), the voyage known by its means of transport."""
    shipment = declaration.shipment
    consignment = shipment.consignment if shipment else None
    if consignment is None:
        return
    means = (
        consignment.departure_means
        or consignment.arrival_means
        or declaration.border_means
    )
    voyage = (means.id if means else None) or ""
    for equipment in consignment.equipment:
        yield voyage, equipment.id or ""


# A single window writes off soon after its customs, and the same.
@lru_cache(maxsize=1_024)
def _amounts(mass: int, packages: int) -> tuple[int, int]:
    return mass, packages


@cache
def _shared(codes: frozenset[str]) -> frozenset[str]:
    """Return the one set of these codes: they are few, and the declarations many."""
    return codes


def _lines(declaration: Declaration) -> Iterator[Line]:
    shipment = declaration.shipment
    invoice = (shipment.invoice.id if shipment and shipment.invoice else None) or ""
    for item in items_of(declaration):
        line = item.commodity.invoice_line if item.commodity else None
        price = line.amount.value if line and line.amount else None
        yield _line(next(headings_of(item), ""), invoice, price)


def _line(heading: str, invoice: str, price: Decimal | None) -> Line:
    return f"{heading} {invoice} {'' if price is None else price.normalize()}"


def _write_offs(declaration: Declaration) -> Iterator[tuple[str, int, int]]:
    """Yield what is used up of licences and manifest lines: grams and packages."""
    shipment = declaration.shipment
    for document in shipment.previous_documents if shipment else ():
        if document.type in _MANIFESTED:
            mass, packages = declaration.gross_mass, declaration.package_count
            yield document.id or "", mass or 0, packages or 0
    for item in items_of(declaration):
        for cited in item.documents:
            if cited.type in _LICENCES:
                yield cited.id or "", _quantity(item, cited), 0


def _quantity(item: GoodsItem, cited: AdditionalDocument) -> int:
    """Return the grams written off a document: as stated, else the net mass."""
    if cited.write_off and cited.write_off.quantity:
        return int(cited.write_off.quantity.value * 1000)
    measure = item.commodity.measure if item.commodity else None
    return (measure.net_mass if measure else None) or 0


# --- facts as values ----------------------------------------------------------------


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _grams(kilograms: str) -> int:
    return int((_number(kilograms) or Decimal(0)) * 1000)
