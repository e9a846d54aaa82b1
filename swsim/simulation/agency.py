"""The agriculture agency: looks at certificates, says yes or no, never releases."""

from collections.abc import Generator
from typing import Any

import simpy

from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import Indicator
from swsim.domain.settings import Leg
from swsim.domain.timepoints import Point
from swsim.simulation.answers import outcome
from swsim.simulation.declarations import certificates_wanted, items_of, leg_of
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.site import Site

Process = Generator[simpy.Event, Any, None]

_REFUSED_PER_MILLE = 10  # illustrative: a pest or a residue is found


class Agency(Participant):
    """The cross-border regulatory agency for plants, animals and food."""

    role = "agr"

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.officers = site.open_desk("agency", self.profile.officers.agency)
        self._answers = 0
        self.handlers |= {Declaration: self.asked}

    def asked(self, mail: Incoming) -> None:
        """Put a request of the single window in the queue."""
        assert isinstance(mail.document, Declaration)
        self.env.process(self._examine(mail, mail.document))

    def _examine(self, mail: Incoming, declaration: Declaration) -> Process:
        leg = leg_of(declaration)
        reference = declaration.reference or ""
        draw = self.stream(f"agency/{reference}")
        with self.officers.request() as officer:
            yield officer
            spread = self.profile.agency
            yield self.env.timeout(draw.seconds(spread.median, spread.p90))
        missing = _missing(declaration, leg)
        refused = bool(missing) or draw.chance(_REFUSED_PER_MILLE)
        self._answers += 1
        answer = outcome(
            Indicator.DETAINED if refused else Indicator.ACCEPTED,
            reference=f"{self.site.member}-AGR-{self._answers:06d}",
            at=self.site.moment(),
            about=declaration,
            information=_reasons(missing, refused),
        )
        self.stamp(Point.AGENCY_ANSWERED, mail.conversation_id, reference, leg)
        self.reply(mail, answer)


def _missing(declaration: Declaration, leg: Leg) -> tuple[str, ...]:
    """Return the certificates (UN/EDIFACT 1001) that items need and do not cite."""
    missing: set[str] = set()
    for item in items_of(declaration):
        cited = {each.type for each in (*item.documents, *declaration.documents)}
        missing.update(
            code for code in certificates_wanted(item, leg) if code not in cited
        )
    return tuple(sorted(missing))


def _reasons(
    missing: tuple[str, ...], refused: bool
) -> tuple[AdditionalInformation, ...]:
    if missing:
        return tuple(
            AdditionalInformation(
                code=code, description="Certificate missing", type="DOC"
            )
            for code in missing
        )
    if refused:
        found = "Quarantine pest or residue found in the sample"
        return (AdditionalInformation(description=found, type="PST"),)
    return ()
