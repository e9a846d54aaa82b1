"""What an agency is asked about a declaration, or told of a change to it."""

from dataclasses import dataclass

from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import Function
from swsim.domain.settings import Leg
from swsim.simulation.declarations import leg_of, perishable, ucr_of
from swsim.simulation.examinations import Goods
from swsim.simulation.mail import Incoming


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A question of the single window, or of a trader, about one declaration."""

    mail: Incoming
    declaration: Declaration

    @property
    def leg(self) -> Leg:
        """The leg of the shipment."""
        return leg_of(self.declaration)

    @property
    def reference(self) -> str:
        """The LRN."""
        return self.declaration.reference or ""

    @property
    def is_change(self) -> bool:
        """Whether it tells of a change to what was declared before."""
        return self.declaration.function == Function.REPLACEMENT

    @property
    def goods(self) -> Goods:
        """The goods, for those who open them."""
        return Goods(
            ucr=ucr_of(self.declaration),
            case=self.mail.conversation_id,
            reference=self.reference,
            leg=self.leg,
            perishable=perishable(self.declaration),
        )
