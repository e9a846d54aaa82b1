"""The agencies beside customs: each checks papers and goods, says yes or no.

None releases. An agency looks at the papers first; it may then open the goods, order a
treatment or send a sample to the laboratory. Shares and durations are illustrative.
"""

from collections.abc import Generator, Mapping
from typing import Any, Final

import simpy

from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.declaration import Declaration
from swsim.domain.agencies import Check
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.happenings import Pest
from swsim.domain.identifiers import kept
from swsim.domain.profiles import Spread
from swsim.domain.settings import USUAL_ROLES
from swsim.domain.streams import Stream
from swsim.domain.timepoints import Point
from swsim.simulation.answers import outcome
from swsim.simulation.certificates.issuing import ISSUES
from swsim.simulation.certificates.plants import PlantPapers
from swsim.simulation.declarations import (
    headings_of,
    is_relief,
    items_of,
    order_of,
    papers_wanted,
)
from swsim.simulation.examinations import Look
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.requests import Request
from swsim.simulation.site import Site

Process = Generator[simpy.Event, Any, None]

_REFUSED_PER_MILLE = 10  # a pest or a residue is found
_FOUND = "Quarantine pest or residue found in the sample"
_ORDERED: Final[Mapping[Check, str]] = {
    "inspect": "The goods will be inspected",
    "treat": "The goods will be inspected and treated",
    "sample": "A sample goes to the laboratory",
    "refuse": "The goods will be inspected",
}
_PEST, _PAPER, _INSPECTION = "PST", "DOC", "INS"  # StatementTypeCodes of swsim


class Agency(Participant):
    """A cross-border regulatory agency: its queue, its officers, its verdict."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.officers = self.open_queue(self.role, self.profile.officers.agency)
        self._answers = 0
        self._checks: Mapping[str, Check] = {
            order.id: check
            for order in site.settings.inbound
            for role, check in order.checks
            if role == self.role
        }
        # What it has inspected and certified itself, it does not refuse by chance.
        self._certified = {
            order.id
            for order in site.settings.orders
            if order.papers and set(order.papers.types) & set(ISSUES.get(self.role, ()))
        }
        self._pests: list[Pest] = []
        # What it has before it, and what it has decided on, by LRN.
        self._open: dict[str, Request] = {}
        self._decided: set[str] = set()
        site.expect(Pest, self.warned)
        self.handlers |= {Declaration: self.asked}

    def warned(self, pest: Pest) -> None:
        """Find from now on what the exercise wants to be found here."""
        if pest.agency == self.role:
            self._pests.append(pest)

    def asked(self, mail: Incoming) -> None:
        """Put a request in the queue.

        A change takes the place of what has not been decided, and lets be reconsidered
        what has. Of anything else the trader will come with an application.
        """
        assert isinstance(mail.document, Declaration)
        request = Request(mail=mail, declaration=mail.document)
        decided = request.reference in self._decided
        if request.is_change and not decided and request.reference not in self._open:
            return
        self._open[request.reference] = request
        if request.is_change and decided:
            self.env.process(self._reconsider(request))
            return
        if request.leg == "import":
            self.site.examinations.expect(request.goods.ucr, self.id)
        self.env.process(self._examine(request))

    def _examine(self, request: Request) -> Process:
        """Look at the papers, and at the goods where that is called for."""
        draw = self.stream(f"agency/{request.reference}")
        priority = self._priority(request)
        spread = self.profile.agency
        work = draw.seconds(spread.median, spread.p90)
        yield from self.officers.serve(request.goods.job, work, priority=priority)
        if self._superseded(request):
            return
        wrong = self.faults(request)
        check = self._check(request)
        if wrong or check in (None, "conform"):
            if request.leg == "import":
                self.site.examinations.waive(request.goods, self.id)
            by_chance = check is None and draw.chance(_REFUSED_PER_MILLE)
            self._decide(request, wrong or (_pest() if by_chance else ()), check)
            return
        yield from self._inspect(request, check, priority)
        if not self._superseded(request):
            self._conclude(request, check, _pest() if check == "refuse" else ())

    def _reconsider(self, request: Request) -> Process:
        """Look at changed papers; goods that were seen are not opened again."""
        spread = self.profile.agency
        draw = self.stream(f"reconsider/{request.mail.message_id}")
        work = draw.seconds(spread.median, spread.p90)
        yield from self.officers.serve(
            request.goods.job, work, priority=self._priority(request)
        )
        if not self._superseded(request):
            self.reopened(request)
            wrong = self.faults(request)
            self._conclude(request, "refuse" if wrong else "conform", wrong)

    def _priority(self, request: Request) -> int:
        return self.site.priority(
            request.goods.perishable, ahead=is_relief(request.declaration)
        )

    def _superseded(self, request: Request) -> bool:
        """Tell whether another version of a declaration has come since."""
        return self._open.get(request.reference) is not request

    def _takes(self, draw: Stream, spread: Spread) -> simpy.Event:
        work = draw.seconds(spread.median, spread.p90)
        return self.env.timeout(self.site.working(work))

    def _inspect(self, request: Request, check: Check, priority: int) -> Process:
        """Say that the goods are to be seen; see, treat or test them."""
        self.tell(
            request,
            Indicator.EXAMINATION,
            (AdditionalInformation(description=_ORDERED[check], type=_INSPECTION),),
        )
        spread = self.profile.inspection_work
        draw = self.stream(f"inspection/{request.reference}")
        look = Look(
            who=self.id,
            queue=self.officers,
            seconds=draw.seconds(spread.median, spread.p90),
            priority=priority,
            started=lambda: None,
        )
        yield from self.site.examinations.look(request.goods, look)
        if check == "treat":
            yield self._takes(draw, self.profile.treatment)
        if check == "sample":
            yield self._takes(draw, self.profile.laboratory)

    def _check(self, request: Request) -> Check | None:
        """Return what the exercise wants of this request, None where it is chance."""
        if request.leg == "export":
            certified = order_of(request.declaration) in self._certified
            return "conform" if certified else None
        for pest in self._pests:
            if _is_of(request.declaration, pest.hs6, pest.origin):
                return pest.check
        return self._checks.get(order_of(request.declaration))

    def faults(self, request: Request) -> tuple[AdditionalInformation, ...]:
        """Return what is wrong with the papers: those that are wanted and not cited."""
        declaration, missing = request.declaration, set[str]()
        for item in items_of(declaration):
            cited = {each.type for each in (*item.documents, *declaration.documents)}
            missing.update(
                code
                for code in papers_wanted(item, request.leg, self.role)
                if code not in cited
            )
        return tuple(
            AdditionalInformation(
                code=code, description="Certificate missing", type=_PAPER
            )
            for code in sorted(missing)
        )

    def settled(self, request: Request, why: str) -> None:
        """Do what a verdict entails; `why` is empty where the goods are conform."""

    def reopened(self, request: Request) -> None:
        """Undo what the last verdict entailed."""

    def _decide(
        self,
        request: Request,
        why: tuple[AdditionalInformation, ...],
        check: Check | None,
    ) -> None:
        """Give a verdict on papers alone.

        That of the agency which sits everywhere is told by its answer; an exercise that
        wants more of agencies has it written down.
        """
        verdict: Check = "refuse" if why else "conform"
        if check is None and self.role in USUAL_ROLES:
            self._answer(request, verdict, why)
        else:
            self._conclude(request, verdict, why)

    def _conclude(
        self, request: Request, check: Check, why: tuple[AdditionalInformation, ...]
    ) -> None:
        """Write the verdict down, and give it."""
        self.record(
            Kind.VERDICT,
            request.mail.conversation_id,
            declaration=request.reference,
            leg=request.leg,
            verdict=check,
            why=tuple(_code((each,)) for each in why),
        )
        self._answer(request, check, why)

    def _answer(
        self, request: Request, check: Check, why: tuple[AdditionalInformation, ...]
    ) -> None:
        self.stamp(
            Point.AGENCY_ANSWERED,
            request.mail.conversation_id,
            request.reference,
            request.leg,
        )
        self._decided.add(kept(request.reference))
        self._open.pop(request.reference, None)
        refused = check == "refuse"
        self.settled(request, _code(why) if refused else "")
        self.tell(request, Indicator.DETAINED if refused else Indicator.ACCEPTED, why)

    def tell(
        self,
        request: Request,
        indicator: Indicator,
        information: tuple[AdditionalInformation, ...],
    ) -> None:
        """Answer whoever asked, and the single window in any case."""
        self._answers += 1
        answer = outcome(
            indicator,
            reference=f"{self.site.member}-{self.role.upper()}-{self._answers:06d}",
            at=self.site.moment(),
            about=request.declaration,
            information=information,
        )
        self.reply(request.mail, answer)
        if request.mail.sender != self.neighbour("sw"):
            self.send(self.neighbour("sw"), answer, request.mail.conversation_id)


class Agriculture(Agency):
    """Plants, animals and what is made of them."""

    role = "agr"

    def faults(self, request: Request) -> tuple[AdditionalInformation, ...]:
        """Return what is wrong with the papers, of their register, too."""
        missing = super().faults(request)
        if missing or request.leg == "export":
            return missing
        return self.desk(PlantPapers).faults(request.declaration)

    def settled(self, request: Request, why: str) -> None:
        """Write off a certificate, or tell the origin that the goods did not comply."""
        if request.leg == "import":
            case = request.mail.conversation_id
            self.desk(PlantPapers).concluded(request.declaration, case, why)

    def reopened(self, request: Request) -> None:
        """Give back what was written off a certificate."""
        self.desk(PlantPapers).reopened(request.reference)


class Health(Agency):
    """Food safety, medicines and medical devices."""

    role = "hlt"


class Standards(Agency):
    """Technical rules: electrical goods, vehicles, toys."""

    role = "std"


class Environment(Agency):
    """Listed species (CITES), substances that harm the ozone layer, waste."""

    role = "env"


class StrategicGoods(Agency):
    """Goods with a military use, too."""

    role = "stg"


def _pest() -> tuple[AdditionalInformation, ...]:
    return (AdditionalInformation(description=_FOUND, type=_PEST),)


def _code(why: tuple[AdditionalInformation, ...]) -> str:
    """Return the first reason in a word."""
    return next((each.code or each.type or "" for each in why), "")


def _is_of(declaration: Declaration, hs6: str, origin: str) -> bool:
    """Tell whether any item is of a kind of goods and from a country."""
    return any(
        heading.startswith(hs6) and any(each.country == origin for each in item.origins)
        for item in items_of(declaration)
        for heading in headings_of(item)
    )
