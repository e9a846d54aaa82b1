"""The yard of a port: it lands and loads what changes ships, as customs tells it.

It looks at seals and weighs boxes, and lists what it sees; it judges nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from swsim.documents.types.cargo_report import CargoReport
from swsim.domain.codes import Indicator
from swsim.domain.settings import SiteSettings
from swsim.simulation.cargo.papers import CONTAINER_LIST, status_of
from swsim.simulation.contract import draw_contract
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.transhipment.papers import Call, call, landed, loaded, orders_of


@dataclass(kw_only=True, slots=True)
class Boxes:
    """The boxes of a shipment in the yard; `loadings` counts how often they went."""

    case: str
    stay: Call
    loadings: int = 0


class Yard(Desk):
    """Lands boxes, keeps them, and brings them to the next ship."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.single_window = of.neighbour("sw")
        self._orders = orders_of(self.site)
        self._boxes: dict[str, Boxes] = {}
        self.handlers |= {CargoReport: self.told}

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether goods change ships here."""
        return bool(settings.transhipping)

    def wants(self, mail: Incoming) -> bool:
        """Tell whether customs tells of a box that changes ships here."""
        return (
            isinstance(mail.document, CargoReport)
            and mail.document.type == CONTAINER_LIST
            and mail.conversation_id in self._orders
        )

    def told(self, mail: Incoming) -> None:
        """Land (1) or load (4); what is held (7) or for the zone (8) is not loaded."""
        assert isinstance(mail.document, CargoReport)
        boxes = self._of(mail.conversation_id)
        status = status_of(mail.document)
        if boxes is None:
            return
        if status == Indicator.ACCEPTED:
            self._later("unloading", boxes, self._landed)
        elif status == Indicator.RELEASED:
            boxes.loadings += 1
            self._later("loading", boxes, self._at_the_ship)

    def _of(self, case: str) -> Boxes | None:
        order = self._orders[case]
        if case not in self._boxes and order.transhipment is not None:
            world = self.site.world
            contract = draw_contract(order, world.seed, world.start)
            stay = call(contract, order.transhipment, world.seed)
            self._boxes[case] = Boxes(case=case, stay=stay)
        return self._boxes.get(case)

    def _later(self, work: str, boxes: Boxes, act: Callable[[Boxes], None]) -> None:
        spread = getattr(self.profile, work)
        ucr = boxes.stay.comes.ucr
        draw = self.of.stream(f"{work}/{ucr}/{boxes.loadings}")
        wait = draw.seconds(spread.median, spread.p90)
        self.site.after(wait, partial(act, boxes))

    def _landed(self, boxes: Boxes) -> None:
        self._list(boxes, landed(boxes.stay, self.site.moment()))

    def _at_the_ship(self, boxes: Boxes) -> None:
        seen = loaded(boxes.stay, self.site.moment(), boxes.loadings)
        self._list(boxes, seen)

    def _list(self, boxes: Boxes, seen: CargoReport) -> None:
        self.of.send(self.single_window, seen, boxes.case)
