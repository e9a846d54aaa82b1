"""Offices on the way of a transit: of passage, and of destination.

They are told what comes, look at seals, and report to the office of departure.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from swsim.documents.goods import Status
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.transit_event import SeenEquipment, TransitEvent
from swsim.domain.codes import Function, Indicator
from swsim.domain.identifiers import conversation_id
from swsim.domain.movements import Movement
from swsim.simulation.answers import outcome
from swsim.simulation.contract import Contract, draw_contract
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.transit.journey import found, packages_found, seals_of
from swsim.simulation.transit.office import Office
from swsim.simulation.transit.papers import discrepancies, event, is_transit, told

# Illustrative: how long goods stand at an office of passage, and control takes.
_PASSAGE = 3600
_CONTROL = 2 * 3600


@dataclass(kw_only=True, slots=True)
class Passing:
    """A movement as an office on the way knows it."""

    case: str
    contract: Contract
    movement: Movement
    mrn: str = ""
    seals: frozenset[str] = frozenset()
    strayed: bool = False
    limit: datetime | None = None
    result: TransitEvent | None = None


class OfficesOnTheWay(Office):
    """Customs of a country that goods pass through, or arrive in."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.here = self.site.member
        self._passing: dict[str, Passing] = {}
        self._answers = 0
        self.handlers |= {Declaration: self.announced, TransitEvent: self.told}
        self._orders = {
            conversation_id(self.site.world.seed, order.id): order
            for order in self.site.settings.passing
        }

    def wants(self, mail: Incoming) -> bool:
        """Tell whether it is about goods that another office let go."""
        document = mail.document
        if isinstance(document, Declaration):
            return is_transit(document) and document.function == Function.COPY
        return isinstance(document, TransitEvent)

    # --- what is told -------------------------------------------------------------

    def announced(self, mail: Incoming) -> None:
        """Say whether goods may come in."""
        declaration = mail.document
        assert isinstance(declaration, Declaration)
        passing = self._known(mail.conversation_id)
        if passing is None:
            return
        refused = passing.movement.trouble == "entry-refused"
        self._answers += 1
        answer = outcome(
            Indicator.DETAINED if refused else Indicator.ACCEPTED,
            reference=f"{self.here}-CUST-{self._answers:06d}",
            at=self.site.moment(),
            about=declaration,
            mrn=declaration.id,
            accepted=declaration.acceptance,
        )
        self.of.reply(mail, answer)

    def told(self, mail: Incoming) -> None:
        """Act on what carriers here and offices before this one tell."""
        assert isinstance(mail.document, TransitEvent)
        self.heard(mail.conversation_id, mail.document)

    def heard(self, case: str, event: TransitEvent) -> None:
        """Act on an event of a movement that comes here."""
        passing = self._known(case)
        act = {
            "DEP": self._comes,
            "PEX": self._comes,
            "INC": self._resealed,
            "ARR": self._arrived,
            "ENQ": self._asked,
        }.get(event.type or "")
        if passing is not None and act is not None:
            passing.mrn = event.declaration_id or passing.mrn
            act(passing, event)

    def _known(self, case: str) -> Passing | None:
        if case not in self._passing:
            order = self._orders.get(case)
            if order is None or order.movement is None:
                return None
            seed, start = self.site.world.seed, self.site.world.start
            self._passing[case] = Passing(
                case=case,
                contract=draw_contract(order, seed, start),
                movement=order.movement,
            )
        return self._passing[case]

    def _comes(self, passing: Passing, event: TransitEvent) -> None:
        """Expect goods whose next office is an office of passage here."""
        if event.equipment:
            passing.seals = seals_of(event.equipment)
        passing.limit = event.limit or passing.limit
        movement = passing.movement
        offices = movement.offices
        left = event.office.id if event.office else ""
        at = offices.index(left) + 1 if left in offices else 0
        passage = 0 < at < len(offices) - 1 and offices[at][:2] == self.here
        if passage and movement.trouble != "never-arrives":
            self.site.after(
                movement.stretch, partial(self._enter, passing, offices[at])
            )

    def _resealed(self, passing: Passing, event: TransitEvent) -> None:
        if event.equipment:
            passing.seals = seals_of(event.equipment)
        passing.strayed |= any(each.type == "DEV" for each in event.incidents)

    # --- passage ------------------------------------------------------------------

    def _enter(self, passing: Passing, office: str) -> None:
        seen = found(passing.contract, passing.movement)
        differs = self._seals_differ(passing, seen)
        self._report(
            passing,
            "PEN",
            office,
            discrepancies=discrepancies(differs),
            equipment=seen,
            statuses=(Status(name=Indicator.MAY_MOVE),),
        )
        passing.seals = seals_of(seen)
        self.site.after(_PASSAGE, partial(self._leave, passing, office, seen))

    def _leave(
        self, passing: Passing, office: str, seen: tuple[SeenEquipment, ...]
    ) -> None:
        self._report(
            passing,
            "PEX",
            office,
            limit=passing.limit,
            equipment=seen,
            statuses=(Status(name=Indicator.MAY_MOVE),),
        )

    def _seals_differ(
        self, passing: Passing, seen: tuple[SeenEquipment, ...]
    ) -> list[tuple[str, str]]:
        if not passing.seals or seals_of(seen) == passing.seals:
            return []
        return [("SEA", "Seals are not those that were told")]

    # --- destination --------------------------------------------------------------

    def _arrived(self, passing: Passing, event: TransitEvent) -> None:
        self.site.after(_CONTROL, partial(self._control, passing, event))

    def _control(self, passing: Passing, arrival: TransitEvent) -> None:
        """Look at what arrived, and report whether all is conform."""
        differs = [
            (each.type or "", each.description or "") for each in arrival.discrepancies
        ]
        differs += self._seals_differ(passing, arrival.equipment)
        packages = packages_found(passing.contract, passing.movement)
        declared = sum(item.packages for item in passing.contract.items)
        if packages < declared:
            differs.append(("MIS", f"{declared - packages} packages missing"))
        if passing.strayed:
            differs.append(("ROU", "Came by another road"))
        office = passing.movement.offices[-1]
        outcome_ = Indicator.REJECTED if differs else Indicator.ACCEPTED
        passing.result = event(
            passing.mrn,
            "CTL",
            office,
            self.site.moment(),
            package_count=packages,
            discrepancies=discrepancies(differs),
            equipment=arrival.equipment,
            statuses=(Status(name=outcome_),),
            itinerary=told((passing.movement.departure,)),
        )
        self._write(passing, office, differs)
        if passing.movement.trouble != "missing-discharge":
            self._send(passing, passing.result)

    def _asked(self, passing: Passing, asked: TransitEvent) -> None:
        """Answer an enquiry; a control result that was never sent is sent now."""
        if asked.function != Function.REQUEST:
            return
        arrived = passing.result is not None
        answer = replace(
            asked,
            function=Function.RESPONSE,
            reference=f"{asked.reference}-A",
            issued=self.site.moment(),
            limit=None,
            statuses=(
                Status(name=Indicator.ACCEPTED if arrived else Indicator.REJECTED),
            ),
            itinerary=told((passing.movement.departure,)),
        )
        self._send(passing, answer)
        if passing.result is not None:
            self._send(passing, passing.result)

    # --- reporting ----------------------------------------------------------------

    def _report(self, passing: Passing, type: str, office: str, **what: Any) -> None:
        """Tell all other countries of a movement."""
        others = [each for each in passing.movement.countries if each != self.here]
        said = event(
            passing.mrn,
            type,
            office,
            self.site.moment(),
            itinerary=told(others),
            **what,
        )
        differs = [(each.type or "", "") for each in said.discrepancies]
        self._write(passing, office, differs)
        self.of.send(self.single_window, said, passing.case)

    def _send(self, passing: Passing, said: TransitEvent) -> None:
        """Tell the office of departure, which may be the same customs."""
        if passing.movement.departure == self.here:
            self.tell_colleagues(passing.case, said)
        else:
            self.of.send(self.single_window, said, passing.case)

    def _write(
        self, passing: Passing, office: str, differs: list[tuple[str, str]]
    ) -> None:
        for code, _ in differs:
            self.write(passing.case, passing.mrn, code, office)
