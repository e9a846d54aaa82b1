"""The traders' desk for changes, cancellations and status requests.

Each trader comes with what its order says, when it has been told what it waits for. A
change that is denied leaves the declaration as it stands.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal, Protocol, cast

from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.domain.changes import Change, ChangeId, Key, Occasion
from swsim.domain.codes import Function, Indicator
from swsim.domain.money import Money
from swsim.domain.settings import Leg, ShipmentOrder
from swsim.simulation.amendments import letters
from swsim.simulation.answers import indicator_of, reference_of
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.submissions import Submissions

_ANSWERS = (Function.STATUS, Function.NOT_FOUND, Function.NOT_PROCESSED)
_DECISIONS = (Indicator.CHANGE_APPROVED, Indicator.CHANGE_REFUSED)
Late = Literal["documents-late", "payment-late", "inspection-late"]
_QUESTION = "-Q"  # ends the own reference of a question by another number
_PROOF = "PRF-"  # begins the number of a proof that goods are where they were


class Lodged(Protocol):
    """A declaration as its trader keeps it."""

    id: str
    leg: Leg
    reference: str
    mrn: str

    @property
    def ucr(self) -> str:
        """The unique consignment reference."""

    @property
    def order(self) -> ShipmentOrder:
        """The order behind the shipment."""


class Community(Protocol):
    """What this desk needs of its traders."""

    single_window: str

    def written(self, case: Lodged) -> Declaration:
        """Return a declaration as it would be lodged now."""

    def cancelled(self, case: Lodged) -> None:
        """Put a case away whose declaration is cancelled."""

    def carry_on(self, case: Lodged) -> None:
        """Fetch or ship what is released."""


class Wishes(Desk):
    """Sends what traders want of their declarations, and takes the decisions."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.traders = cast(Community, of)
        self._done: set[str] = set()
        self._open: dict[str, tuple[Lodged, Declaration]] = {}
        self.handlers = {Response: self.answered}
        self._do: Mapping[ChangeId, Callable[[Lodged, Change], None]] = {
            "amend-before-selection": self._amend,
            "amend-after-selection": self._amend,
            "amend-unfounded": self._amend,
            "amend-invalid": self._amend,
            "amend-after-release": self._amend,
            "replace": self._replace,
            "cancel": self._cancel,
            "cancel-after-release": self._cancel,
            "cancel-with-proof": self._cancel,
            "query-early": self._query,
            "query": self._query,
            "query-unknown": self._query,
            "query-others": self._query,
        }

    # --- occasions -------------------------------------------------------------------

    def told(self, case: Lodged, occasion: Occasion) -> None:
        """Do what the order wants on an occasion, once for each shipment."""
        change = self._wish(case)
        if change is None or change.occasion != occasion or case.id in self._done:
            return
        act = self._do.get(change.what)
        if act is not None:
            self._done.add(case.id)
            act(case, change)

    def leaves(self, case: Lodged) -> bool:
        """Tell whether a trader leaves released goods where they are."""
        change = self._wish(case)
        return change is not None and change.what == "cancel-with-proof"

    def lateness(self, case: Lodged, what: Late) -> int:
        """Return how many seconds later than usual something comes."""
        if not self._has(case, what):
            return 0
        limits = self.site.world.limits
        return {
            "documents-late": self.profile.documents_limit,
            "payment-late": limits.payment,
            "inspection-late": limits.presence or 0,
        }[what]

    def never_pays(self, case: Lodged) -> bool:
        """Tell whether a trader pays nothing, however often it is asked."""
        return self._has(case, "payment-never")

    def never_attends(self, case: Lodged) -> bool:
        """Tell whether a trader attends no examination."""
        return self._has(case, "inspection-missed")

    def paid_of(self, case: Lodged, due: Money | None) -> Money | None:
        """Return what a trader pays of what is due: too little, at first."""
        short = self._has(case, "payment-short") and case.id not in self._done
        if due is None or not short:
            return due
        self._done.add(case.id)
        return due.per_mille(900)

    def _has(self, case: Lodged, what: ChangeId) -> bool:
        change = self._wish(case)
        return change is not None and change.what == what

    @staticmethod
    def _wish(case: Lodged) -> Change | None:
        change = case.order.change
        return change if change is not None and change.leg == case.leg else None

    # --- messages --------------------------------------------------------------------

    def _amend(self, case: Lodged, change: Change) -> None:
        unfounded = change.what == "amend-unfounded"
        message = letters.change(
            self.traders.written(case),
            case.mrn,
            letters.UNFOUNDED if unfounded else letters.CLERICAL,
            self.site.moment(),
            change.style,
            rightly=change.what != "amend-invalid",
        )
        self._send(case, message)

    def _replace(self, case: Lodged, change: Change) -> None:
        declaration = self.traders.written(case)
        self._send(case, letters.replacement(declaration, case.mrn, self.site.moment()))

    def _cancel(self, case: Lodged, change: Change) -> None:
        proven = change.what == "cancel-with-proof"
        message = letters.cancellation(
            self.traders.written(case),
            case.mrn,
            self.site.moment(),
            change.style,
            f"{_PROOF}{case.order.id}" if proven else "",
        )
        self._send(case, message)

    def _query(self, case: Lodged, change: Change) -> None:
        declaration = self.traders.written(case)
        asker = declaration.declarant
        assert asker is not None
        if change.what == "query-others":
            asker = replace(asker, name="Another company", id=f"{asker.id}X")
        message = letters.query(
            declaration.type or "",
            self.site.moment(),
            asker,
            **self._number(case, change),
        )
        self.of.send(self.traders.single_window, message, case.id)

    def _number(self, case: Lodged, change: Change) -> dict[str, str]:
        """Return the number by which a trader asks; an MRN once it has one."""
        if change.what == "query-unknown":
            return {"reference": f"{case.reference}-LOST"}
        own = f"{case.reference}{_QUESTION}"
        by: Key = "lrn" if change.by == "mrn" and not case.mrn else change.by
        numbers: Mapping[Key, dict[str, str]] = {
            "lrn": {"reference": case.reference},
            "mrn": {"reference": own, "mrn": case.mrn},
            "ucr": {"reference": own, "ucr": case.ucr},
        }
        return numbers[by]

    def _send(self, case: Lodged, message: Declaration) -> None:
        self._open[case.reference] = (case, message)
        self.of.send(self.traders.single_window, message, case.id)

    # --- answers ---------------------------------------------------------------------

    def wants(self, mail: Incoming) -> bool:
        """Tell whether a message answers what a trader wanted."""
        response = mail.document
        if not isinstance(response, Response):
            return False
        decided = indicator_of(response) in _DECISIONS
        return response.function in _ANSWERS or (
            decided and reference_of(response) in self._open
        )

    def answered(self, mail: Incoming) -> None:
        """Take note of an answer; a declaration that is cancelled is put away."""
        response = mail.document
        assert isinstance(response, Response)
        found = self._open.pop(reference_of(response), None)
        if found is None:
            return
        case, wanted = found
        about = response.declaration
        if about is not None and about.cancellation is not None:
            self.traders.cancelled(case)
            return
        if indicator_of(response) is Indicator.CHANGE_APPROVED:
            self.of.desk(Submissions).changed(case.reference, wanted)
        if self.leaves(case):
            self.traders.carry_on(case)
