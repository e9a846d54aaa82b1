"""The traders' desk for agencies where there is no single submission.

The trader applies to each agency that the goods concern, one after the other; each
application has to be prepared anew (TFA 10.4 is about what that costs).
"""

from dataclasses import dataclass, replace

from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.domain.agencies import AGENCIES
from swsim.domain.codes import Function, Indicator
from swsim.simulation.amendments.merging import amended
from swsim.simulation.answers import indicator_of, reference_of
from swsim.simulation.declarations import agencies_concerned
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant


@dataclass(kw_only=True, slots=True)
class _Round:
    """The agencies that are still to be asked about one declaration."""

    case: str
    declaration: Declaration
    agencies: list[str]


class Submissions(Desk):
    """Takes a declaration from agency to agency."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        roles = self.site.settings.roles
        self._agencies = {of.neighbour(role) for role in AGENCIES if role in roles}
        self._rounds: dict[str, _Round] = {}
        self.handlers = {Response: self.answered}

    def wants(self, mail: Incoming) -> bool:
        """Tell whether an agency has answered the trader itself."""
        return mail.sender in self._agencies

    def lodged(self, declaration: Declaration, case: str) -> None:
        """Note which agencies a declaration has to go to, if the policy asks for it."""
        if self.site.policy.single_submission:
            return
        wanted = agencies_concerned(declaration)
        concerned = (self.of.neighbour(role) for role in wanted)
        self._rounds[declaration.reference or ""] = _Round(
            case=case,
            declaration=declaration,
            agencies=[each for each in concerned if each in self._agencies],
        )

    def changed(self, reference: str, change: Declaration) -> None:
        """Apply with the declaration as it is now, where that is still to come."""
        found = self._rounds.get(reference)
        if found is not None:
            found.declaration = amended(found.declaration, change)

    def begin(self, reference: str) -> None:
        """Begin the round: the single window has accepted the declaration."""
        self._prepare(reference)

    def answered(self, mail: Incoming) -> None:
        """Go on to the next agency once one has said yes or no."""
        assert isinstance(mail.document, Response)
        if indicator_of(mail.document) is Indicator.EXAMINATION:
            return
        self._prepare(reference_of(mail.document))

    def _prepare(self, reference: str) -> None:
        """Fill in the next form, which takes as long as documents for customs do."""
        found = self._rounds.get(reference)
        if found is None or not found.agencies:
            self._rounds.pop(reference, None)
            return
        agency = found.agencies.pop(0)
        spread = self.profile.documents
        draw = self.of.stream(f"application/{agency}/{reference}")
        request = replace(found.declaration, function=Function.REQUEST)
        self.site.after(
            draw.seconds(spread.median, spread.p90),
            lambda: self.of.send(agency, request, found.case),
        )
