"""What the offices of one customs administration have in common in a transit."""

from abc import abstractmethod

from swsim.documents.types.transit_event import TransitEvent
from swsim.domain.events import Kind
from swsim.domain.settings import SiteSettings
from swsim.simulation.participant import Desk, Participant


class Office(Desk):
    """A desk of customs that deals with transits."""

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether goods pass through."""
        return bool(settings.passing)

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.single_window = of.neighbour("sw")

    @abstractmethod
    def heard(self, case: str, event: TransitEvent) -> None:
        """Act on an event of a movement; do nothing about those of others."""

    def tell_colleagues(self, case: str, event: TransitEvent) -> None:
        """Tell the other offices of this administration, without a message."""
        for desk in self.of.desks:
            if isinstance(desk, Office) and desk is not self:
                desk.heard(case, event)

    def write(self, case: str, movement: str, found: str, office: str) -> None:
        """Write down that something was found otherwise than it should be."""
        self.of.record(
            Kind.DISCREPANCY, case, movement=movement, found=found, office=office
        )
