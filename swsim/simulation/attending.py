"""The traders' desk for examinations that a declarant has to attend (RKC 3.37).

Coming is seen at the place where goods are opened, and not sent as a message.
"""

from swsim.documents.types.response import Response
from swsim.simulation.amendments.wishing import Wishes
from swsim.simulation.answers import limit_of
from swsim.simulation.cases import Case
from swsim.simulation.participant import Desk, Participant


class Attending(Desk):
    """Sends somebody where customs opens goods."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self._coming: set[str] = set()

    def called(self, case: Case, response: Response) -> None:
        """Come to an examination with a date; who is on the way need not be called."""
        wishes = self.of.desk(Wishes)
        if limit_of(response) is None or case.reference in self._coming:
            return
        if wishes.never_attends(case):
            return
        self._coming.add(case.reference)
        spread = self.profile.documents
        draw = self.of.stream(f"presence/{case.reference}")
        wait = draw.seconds(spread.median, spread.p90)
        wait += wishes.lateness(case, "inspection-late")
        self.site.after(wait, lambda: self._come(case.reference))

    def _come(self, reference: str) -> None:
        self._coming.discard(reference)
        self.site.examinations.attend(reference)
