"""The carriers of a country: they lodge transits, travel, and report what happens.

Where a movement ends in another country, its carrier there is an agent of this one.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from swsim.documents.parts import Office
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.documents.types.transit_event import EventMeans, Incident, TransitEvent
from swsim.domain.codes import Indicator, Mode
from swsim.domain.identifiers import conversation_id
from swsim.domain.members import member
from swsim.domain.movements import DECLARED_WRONG, Movement
from swsim.domain.settings import ShipmentOrder, SiteSettings
from swsim.simulation.answers import indicator_of, reference_of
from swsim.simulation.contract import Contract, company, draw_contract
from swsim.simulation.declarations import order_of
from swsim.simulation.mail import Incoming
from swsim.simulation.paperwork import Filing, means_identification
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.transit.journey import found, resealed, sealed
from swsim.simulation.transit.papers import (
    Journey,
    discrepancies,
    event,
    transit_declaration,
)

_CARRIERS = 90  # companies from this number on carry goods for others
# Illustrative: from leave to move to departure; from a rejection to the next tries.
_LOADING = 3 * 3600
_REPAIR = 3600
_WAIT = 12 * 3600  # for a guarantee to become free
_MOST_ATTEMPTS = 30
_LATE = 9 * 3600  # after the limit, where the exercise lets goods be late


@dataclass(kw_only=True, slots=True)
class Haul:
    """A movement as its carrier sees it."""

    case: str
    contract: Contract
    movement: Movement
    attempt: int = 0
    mrn: str = ""

    @property
    def vehicle(self) -> str:
        """The wagon or vehicle."""
        return f"{self.movement.departure}-{self.contract.order.id[1:]}"


class Carrier(Desk):
    """Carries goods under transit."""

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether goods pass through."""
        return bool(settings.passing)

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.single_window = of.neighbour("sw")
        seed = self.site.world.seed
        # Movements by shipment and by case: those that begin here, and all.
        self._awaited: dict[str, ShipmentOrder] = {}
        self._passing = {
            conversation_id(seed, order.id): order
            for order in self.site.settings.passing
        }
        self._hauls: dict[str, Haul] = {}
        self.handlers |= {
            Declaration: self.announced,
            Response: self.answered,
            TransitEvent: self.coming,
        }

    def start(self) -> None:
        """Wait for the goods of every movement that begins here."""
        here = self.site.member
        for order in self._passing.values():
            movement = order.movement
            if movement is None or movement.departure != here:
                continue
            if movement.voyage is None:
                haul = self._haul(order, movement)
                ucr = haul.contract.ucr
                self.site.port.when_departed(ucr, partial(self._lodge, haul))
            else:
                self._awaited[order.id] = order

    def wants(self, mail: Incoming) -> bool:
        """Tell whether it is about goods that pass through."""
        document = mail.document
        if isinstance(document, Declaration):
            return order_of(document) in self._awaited
        if isinstance(document, Response):
            return reference_of(document) in self._hauls
        return isinstance(document, TransitEvent)

    def _haul(self, order: ShipmentOrder, movement: Movement) -> Haul:
        seed = self.site.world.seed
        return Haul(
            case=conversation_id(seed, order.id),
            contract=draw_contract(order, seed, self.site.world.start),
            movement=movement,
        )

    # --- before departure ---------------------------------------------------------

    def announced(self, mail: Incoming) -> None:
        """Plan a transit for goods that have left their country."""
        assert isinstance(mail.document, Declaration)
        order = self._awaited.pop(order_of(mail.document))
        movement, shipment = order.movement, mail.document.shipment
        if movement is None or shipment is None or shipment.exit is None:
            return
        lands = self.site.second(shipment.exit) + (movement.voyage or 0)
        haul = self._haul(order, movement)
        self.site.after(max(1, lands - self.site.now), partial(self._lodge, haul))

    def _lodge(self, haul: Haul) -> None:
        """Lodge a declaration; the second one is right."""
        haul.attempt += 1
        movement, here = haul.movement, self.site.moment()
        reference = f"{haul.contract.order.id}-T{haul.attempt}"
        departure = self.site.now + _LOADING
        stretches = len(movement.offices) - 1
        carrier = company(member(movement.departure), _CARRIERS)
        declaration = transit_declaration(
            haul.contract,
            movement,
            Filing(reference=reference, at=here, exit=here),
            Journey(
                carrier=replace(carrier, communications=()),
                vehicle=haul.vehicle,
                limit=self.site.moment(departure + movement.limit),
                arrival=self.site.moment(departure + stretches * movement.stretch),
            ),
        )
        if haul.attempt == 1 and movement.trouble in DECLARED_WRONG:
            declaration = _spoiled(declaration, movement.trouble)
        self._hauls[reference] = haul
        self.of.send(self.single_window, declaration, haul.case)

    def answered(self, mail: Incoming) -> None:
        """Depart, put a declaration right, or give up."""
        assert isinstance(mail.document, Response)
        haul = self._hauls[reference_of(mail.document)]
        answered = mail.document.declaration
        haul.mrn = (answered.id if answered else None) or haul.mrn
        outcome = indicator_of(mail.document)
        if outcome is Indicator.MAY_MOVE:
            self.site.after(_LOADING, partial(self._depart, haul))
        elif outcome is Indicator.REJECTED and haul.attempt < _MOST_ATTEMPTS:
            wait = _REPAIR if haul.attempt == 1 else _WAIT
            self.site.after(wait, partial(self._lodge, haul))

    # --- on the way ---------------------------------------------------------------

    def _depart(self, haul: Haul) -> None:
        movement = haul.movement
        self._tell(
            haul,
            "DEP",
            movement.offices[0],
            limit=self.site.moment(self.site.now + movement.limit),
            departure_means=_means(movement, haul.vehicle),
            equipment=sealed(haul.contract),
        )
        happens = {"incident": self._moved_over, "route-deviation": self._strayed}
        act = happens.get(movement.trouble or "")
        if act is not None:
            self.site.after(movement.stretch // 2, partial(act, haul))

    def _moved_over(self, haul: Haul) -> None:
        """After a breakdown the goods go on in another vehicle, with new seals."""
        movement = haul.movement
        self._tell(
            haul,
            "INC",
            movement.offices[0],
            incidents=(
                Incident(sequence=1, description="Breakdown on the way", type="BRK"),
                Incident(sequence=2, description="Moved to another one", type="TRB"),
            ),
            arrival_means=_means(movement, haul.vehicle),
            departure_means=_means(movement, f"{haul.vehicle}B"),
            equipment=resealed(haul.contract),
        )

    def _strayed(self, haul: Haul) -> None:
        closed = Incident(sequence=1, description="Road closed", type="DEV")
        self._tell(haul, "INC", haul.movement.offices[0], incidents=(closed,))

    def coming(self, mail: Incoming) -> None:
        """Learn that goods are on the last stretch; report when they are there."""
        told = mail.document
        assert isinstance(told, TransitEvent)
        order = self._passing.get(mail.conversation_id)
        movement = order.movement if order else None
        if order is None or movement is None:
            return
        on_last_stretch = (
            told.type in ("DEP", "PEX")
            and movement.destination == self.site.member
            and told.office == Office(id=movement.offices[-2])
        )
        if not on_last_stretch or movement.trouble == "never-arrives":
            return
        haul = self._haul(order, movement)
        haul.mrn = told.declaration_id or ""
        wait = movement.stretch
        if movement.trouble == "late-arrival" and told.limit:
            wait = max(wait, self.site.second(told.limit) - self.site.now + _LATE)
        self.site.after(wait, partial(self._arrive, haul, told.limit))

    def _arrive(self, haul: Haul, limit: datetime | None) -> None:
        movement, now = haul.movement, self.site.moment()
        late = [("LAT", "Arrived after the limit")] if limit and now > limit else []
        self._tell(
            haul,
            "ARR",
            movement.offices[-1],
            limit=limit,
            equipment=found(haul.contract, movement),
            discrepancies=discrepancies(late),
        )
        if haul.contract.order.destination == self.site.member:
            self.site.port.expect(haul.contract.ucr, haul.case, self.site.now)

    def _tell(self, haul: Haul, type: str, office: str, **what: Any) -> None:
        told = event(haul.mrn, type, office, self.site.moment(), **what)
        self.of.send(self.single_window, told, haul.case)


def _means(movement: Movement, vehicle: str) -> EventMeans:
    return EventMeans(
        id=vehicle,
        id_type=means_identification(Mode(movement.mode)),
        nationality=movement.departure,
        mode=movement.mode,
    )


def _spoiled(declaration: Declaration, trouble: str | None) -> Declaration:
    """Return a declaration with one thing wrong."""
    if trouble == "no-guarantee":
        return replace(declaration, guarantees=())
    if trouble == "unknown-access-code":
        wrong = (replace(each, access_code="0000") for each in declaration.guarantees)
        return replace(declaration, guarantees=tuple(wrong))
    # A country on the way has no office of transit.
    return replace(declaration, transit_offices=())
