"""What becomes of a request for assistance, by the grounds of TFA 12."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from swsim.documents.parts import Error
from swsim.documents.types.assistance_request import AssistanceRequest
from swsim.domain.lifecycle import State
from swsim.simulation.assistance.letters import Decision, Ground
from swsim.simulation.customs import Customs
from swsim.simulation.files import File


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """A decision; a refusal has a ground, a request to clarify a question."""

    decision: Decision
    ground: Ground | None = None
    question: str = ""


class Judge:
    """Decides on requests to one customs administration.

    While goods of the same trader are detained a request waits; once they are seized,
    proceedings are under way, and it is refused.
    """

    def __init__(self, customs: Customs) -> None:
        self._customs = customs
        self._terms = customs.profile.cooperation

    def decide(
        self, request: AssistanceRequest, errors: Sequence[Error], at_once: int
    ) -> Judgement:
        """Return what becomes of a request; `at_once` others are being worked on.

        `errors` are what the request lacks. What a request lacks is asked for before
        anything is refused.
        """
        if question := self._question(request, errors):
            return Judgement(decision="CLA", question=question)
        files = tuple(self._files(request))
        ground = self._ground(request, files, at_once)
        if ground is not None:
            return Judgement(decision="REF", ground=ground)
        detained = State.DETAINED in self._states(files)
        return Judgement(decision="POS" if detained else "ACC")

    def _states(self, files: Iterable[File]) -> set[State]:
        """Return where all declarations of the traders concerned stand."""
        return {
            state for file in files for state in self._customs.states_of(file.trader)
        }

    def _question(self, request: AssistanceRequest, errors: Sequence[Error]) -> str:
        if errors:
            lacking = "; ".join(each.description or each.code or "" for each in errors)
            return f"What is missing: {lacking}"[:512]
        if not tuple(self._files(request)):
            return "Which export declaration is meant? None is found under this UCR."
        return ""

    def _ground(
        self, request: AssistanceRequest, files: Iterable[File], at_once: int
    ) -> Ground | None:
        bases = {basis.type for basis in request.legal_bases}
        undertaking = request.undertaking
        if bases.isdisjoint(self._terms.legal_bases):
            return "LAW"
        if undertaking is None or undertaking.confidentiality != "SAM":
            return "CON"
        if any(self._withheld(file) for file in files):
            return "PUB"
        if State.SEIZED in self._states(files):
            return "ONG"
        return "BUR" if at_once >= self._terms.assistance_at_once else None

    def _withheld(self, file: File) -> bool:
        return any(
            heading.startswith(prefix)
            for order in self._customs.site.settings.orders
            if order.id == file.order
            for heading in order.hs6
            for prefix in self._terms.withheld
        )

    def _files(self, request: AssistanceRequest) -> Iterator[File]:
        for wanted in request.declarations:
            ucr = (wanted.ucr.id if wanted.ucr else None) or ""
            file = self._customs.file_of(ucr, "export")
            if file is not None:
                yield file
