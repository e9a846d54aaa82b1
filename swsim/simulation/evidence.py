"""What is really in the boxes and in the books: a control may look, nobody else.

Traders lay down what they do; officers learn of it only by the control that shows it,
after the time that takes. Nothing of it is ever sent.
"""

from dataclasses import dataclass

from swsim.domain.money import Money
from swsim.domain.schemes import SCHEMES, Control, Result, SchemeId


@dataclass(frozen=True, kw_only=True, slots=True)
class Truth:
    """How a trader declares a consignment, and what it owes in duties and taxes."""

    scheme: SchemeId
    owed: Money | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What a control came to, and which duties and taxes are really owed.

    `laid` is False where nobody laid the truth down, and chance decided.
    """

    result: Result
    owed: Money | None = None
    laid: bool = True


class Evidence:
    """The truth about the consignments of one site, by UCR and leg."""

    def __init__(self) -> None:
        self._truths: dict[tuple[str, str], Truth] = {}

    def lay(self, ucr: str, leg: str, truth: Truth) -> None:
        """Note the truth about a consignment, before anybody declares it."""
        self._truths[ucr, leg] = truth

    def look(self, ucr: str, leg: str, control: Control) -> Seen | None:
        """Return what a control sees; None where the exercise has left it to chance."""
        truth = self._truths.get((ucr, leg))
        if truth is None:
            return None
        scheme = SCHEMES[truth.scheme]
        result = scheme.seen_by(control)
        found = result != "conform"
        return Seen(
            result=result,
            owed=truth.owed if found else None,
        )
