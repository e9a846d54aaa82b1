"""The office of departure: lets a transit begin, watches its limit, and discharges it.

It keeps the one state of a movement. A guarantee stands behind every movement until its
end is proved (RKC E1; the limits of enquiry and recovery are training values).
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Any

from swsim.documents.parts import Error
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.documents.types.transit_event import EventGuarantee, TransitEvent
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.identifiers import make_mrn
from swsim.domain.money import money
from swsim.domain.movements import State, Trigger, step
from swsim.simulation.answers import indicator_of, outcome, reference_of
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.transit.guarantor import CALL, RELEASE, RESERVE
from swsim.simulation.transit.office import Office
from swsim.simulation.transit.papers import (
    about_guarantee,
    at_risk,
    event,
    is_transit,
    offices_of,
    told,
)

_FIRST_NUMBER = 9_000_000_000_000  # transits count from here on among the MRNs
_CONSENT = 3600  # silence of a country for so long means that it lets goods in
_ENQUIRY = 3 * 86_400  # after the limit
_RECOVERY = 28 * 86_400  # after the enquiry


@dataclass(kw_only=True, slots=True)
class Transit:
    """A movement as the office of departure keeps it."""

    case: str
    declaration: Declaration
    mrn: str
    secured: EventGuarantee
    state: State = State.DECLARED
    awaited: set[str] = field(default_factory=set)
    may_move: bool = False

    @property
    def reference(self) -> str:
        """The LRN."""
        return self.declaration.reference or ""

    @property
    def others(self) -> tuple[str, ...]:
        """The countries on the way after the one of departure."""
        return offices_of(self.declaration)[1:]

    @property
    def start(self) -> str:
        """The office of departure."""
        return self.declaration.office or ""

    @property
    def end(self) -> str:
        """The office of destination."""
        office = self.declaration.destination_office
        return (office.id if office else None) or ""


class DepartureOffice(Office):
    """Customs of the country in which a movement begins."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.guarantor = of.neighbour("gua")
        self._transits: dict[str, Transit] = {}
        self._by_reference: dict[str, Transit] = {}
        self.handlers |= {
            Declaration: self.declared,
            Response: self.consented,
            TransitEvent: self.told,
        }

    def wants(self, mail: Incoming) -> bool:
        """Tell whether it is about a movement that begins here."""
        document = mail.document
        if isinstance(document, Declaration):
            return is_transit(document) and document.function == Function.ORIGINAL
        if isinstance(document, Response):
            return reference_of(document) in self._by_reference
        if not isinstance(document, TransitEvent):
            return False
        # Arrival is told to the office of destination, which may be in this country.
        return document.declaration_id in self._transits and document.type != "ARR"

    # --- before departure ---------------------------------------------------------

    def declared(self, mail: Incoming) -> None:
        """Have the guarantor reserve what is at risk (amount of duties and taxes)."""
        declaration = mail.document
        assert isinstance(declaration, Declaration)
        secured = declaration.guarantees[0]
        number = _FIRST_NUMBER + len(self._transits) + 1
        now = self.site.moment()
        transit = Transit(
            case=mail.conversation_id,
            declaration=declaration,
            mrn=make_mrn(now.year, self.site.member, number),
            secured=EventGuarantee(
                amount=at_risk(declaration),
                reference=secured.reference,
                details=secured.details,
                access_code=secured.access_code,
            ),
        )
        self._transits[transit.mrn] = transit
        self._by_reference[transit.reference] = transit
        self._ask(transit, RESERVE, Function.REQUEST)

    def _ask(
        self,
        transit: Transit,
        what: str,
        function: Function,
        secured: EventGuarantee | None = None,
    ) -> None:
        asked = about_guarantee(
            what,
            function,
            secured or transit.secured,
            transit.mrn,
            self.site.moment(),
        )
        self.of.send(self.guarantor, asked, transit.case)

    def _reserved(self, transit: Transit, answer: TransitEvent) -> None:
        granted = any(each.name == Indicator.ACCEPTED for each in answer.statuses)
        if not granted:
            self._move(transit, Trigger.REJECT)
            refused = Error(
                code="R58",
                description="The guarantee does not secure this movement",
            )
            self._answer(transit, Indicator.REJECTED, errors=(refused,))
            return
        self._move(transit, Trigger.ACCEPT)
        self._answer(transit, Indicator.ACCEPTED)
        transit.awaited = set(transit.others)
        if transit.awaited:
            announced = replace(
                transit.declaration,
                function=Function.COPY,
                id=transit.mrn,
                acceptance=self.site.moment(),
            )
            self.of.send(self.single_window, announced, transit.case)
            self.site.after(_CONSENT, partial(self._let_go, transit))
        else:
            self._let_go(transit)

    def consented(self, mail: Incoming) -> None:
        """Let goods go when all countries on the way let them in."""
        assert isinstance(mail.document, Response)
        transit = self._by_reference[reference_of(mail.document)]
        if transit.state is not State.ACCEPTED:
            return
        if indicator_of(mail.document) is Indicator.ACCEPTED:
            transit.awaited.discard((mail.document.reference or "")[:2])
            if not transit.awaited:
                self._let_go(transit)
            return
        self._move(transit, Trigger.REFUSE_ENTRY)
        self._ask(transit, RELEASE, Function.ORIGINAL)
        self._answer(transit, Indicator.DETAINED)

    def _let_go(self, transit: Transit) -> None:
        if transit.state is State.ACCEPTED and not transit.may_move:
            transit.may_move = True
            self._answer(transit, Indicator.MAY_MOVE)

    # --- on the way ---------------------------------------------------------------

    def told(self, mail: Incoming) -> None:
        """Act on what the guarantor, carriers and other offices tell."""
        assert isinstance(mail.document, TransitEvent)
        self.heard(mail.conversation_id, mail.document)

    def heard(self, case: str, event: TransitEvent) -> None:
        """Act on an event of a movement that begins here."""
        transit = self._transits.get(event.declaration_id or "")
        if transit is None:
            return
        act = {
            RESERVE: self._reserved,
            "DEP": self._departed,
            "INC": self._relayed,
            "PEN": self._noted,
            "PEX": self._noted,
            "CTL": self._controlled,
            "ENQ": self._enquiry_answered,
        }.get(event.type or "")
        if act is not None:
            act(transit, event)

    def _departed(self, transit: Transit, event: TransitEvent) -> None:
        self._move(transit, Trigger.DEPART)
        limit = event.limit or self.site.moment()
        wait = self.site.second(limit) + _ENQUIRY - self.site.now
        self.site.after(wait, partial(self._enquire, transit))
        self._relayed(transit, event)

    def _relayed(self, transit: Transit, event: TransitEvent) -> None:
        """Tell the countries on the way."""
        self._noted(transit, event)
        relayed = replace(event, itinerary=told(transit.others))
        self.of.send(self.single_window, relayed, transit.case)
        self.tell_colleagues(transit.case, event)

    def _noted(self, transit: Transit, event: TransitEvent) -> None:
        for incident in event.incidents:
            self._wrote(transit, f"incident-{incident.type}", transit.start)

    def _controlled(self, transit: Transit, event: TransitEvent) -> None:
        """Discharge a movement; call the guarantee for what is missing of the goods."""
        self._move(transit, Trigger.DISCHARGE)
        missing = self._missing(transit, event)
        if missing is not None:
            self._ask(transit, CALL, Function.ORIGINAL, missing)
        self._ask(transit, RELEASE, Function.ORIGINAL)
        self._tell(transit, "DIS", told(transit.others), guarantees=(transit.secured,))

    def _missing(self, transit: Transit, event: TransitEvent) -> EventGuarantee | None:
        """Return what is owed for packages that did not arrive."""
        declared = transit.declaration.package_count or 0
        came = declared if event.package_count is None else event.package_count
        lacks = declared - came
        secured = transit.secured
        if lacks <= 0 or secured.amount is None:
            return None
        share = (secured.amount.value * lacks / declared).quantize(Decimal(1))
        owed = money(max(share, Decimal(1)), secured.amount.currency)
        return replace(secured, amount=owed)

    # --- when nothing is heard ----------------------------------------------------

    def _enquire(self, transit: Transit) -> None:
        if transit.state is not State.EN_ROUTE:
            return
        self._move(transit, Trigger.ENQUIRE)
        limit = self.site.now + _RECOVERY
        asked = TransitEvent(
            function=Function.REQUEST,
            reference=f"{transit.mrn}-ENQ",
            declaration_id=transit.mrn,
            issued=self.site.moment(),
            limit=self.site.moment(limit),
            type="ENQ",
            itinerary=told(transit.others[-1:]),
        )
        if transit.end[:2] == transit.start[:2]:
            self.tell_colleagues(transit.case, asked)
        else:
            self.of.send(self.single_window, asked, transit.case)
        self.site.after(_RECOVERY, partial(self._recover, transit))

    def _enquiry_answered(self, transit: Transit, event: TransitEvent) -> None:
        arrived = any(each.name == Indicator.ACCEPTED for each in event.statuses)
        found = "enquiry-arrived" if arrived else "enquiry-not-arrived"
        self._wrote(transit, found, transit.end)

    def _recover(self, transit: Transit) -> None:
        if transit.state is State.ENQUIRED:
            self._move(transit, Trigger.RECOVER)
            self._ask(transit, CALL, Function.ORIGINAL)

    # --- writing down and answering -----------------------------------------------

    def _move(self, transit: Transit, trigger: Trigger) -> None:
        before, transit.state = transit.state, step(transit.state, trigger)
        self.of.record(
            Kind.MOVEMENT,
            transit.case,
            movement=transit.mrn,
            declaration=transit.reference,
            **{"from": before, "to": transit.state},
        )

    def _wrote(self, transit: Transit, found: str, office: str) -> None:
        self.write(transit.case, transit.mrn, found, office)

    def _answer(
        self, transit: Transit, indicator: Indicator, errors: tuple[Error, ...] = ()
    ) -> None:
        rejected = indicator is Indicator.REJECTED
        answer = outcome(
            indicator,
            reference=f"{transit.mrn}-{indicator}",
            at=self.site.moment(),
            about=transit.declaration,
            mrn=None if rejected else transit.mrn,
            accepted=None if rejected else self.site.moment(),
            errors=errors,
        )
        self.of.send(self.single_window, answer, transit.case)

    def _tell(self, transit: Transit, type: str, others: Any, **what: Any) -> None:
        at = self.site.moment()
        said = event(transit.mrn, type, transit.start, at, itinerary=others, **what)
        self.of.send(self.single_window, said, transit.case)
