"""What customs does with a file, whatever the business: move, hold, answer, detain.

The steps of clearance are in `customs`, the controls in `controls`; both go by these.
"""

from datetime import timedelta

from swsim.documents.parts import AdditionalInformation
from swsim.domain.codes import Channel, Indicator
from swsim.domain.lifecycle import Hold, State, Trigger
from swsim.domain.money import Money
from swsim.domain.settings import BANK
from swsim.simulation.answers import assessment, channel_statement, outcome
from swsim.simulation.declarations import payable
from swsim.simulation.files import File
from swsim.simulation.participant import Participant
from swsim.simulation.records import CustomsRecords
from swsim.simulation.site import Site

_SEIZED_AFTER = 86_400


class Casework(Participant):
    """A participant who keeps files of declarations, and answers its single window."""

    sees_risk = True

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.single_window = self.neighbour("sw")
        self.lookup = self.records = CustomsRecords(site)
        self._answers = 0

    def move(self, file: File, trigger: Trigger) -> None:
        """Take a declaration a step on; IllegalTransitionError where there is none."""
        done = self.transition(file.state, trigger, file.case, file.reference, file.leg)
        file.state = done.to
        self.records.stands(file.reference, done.to)
        point = done.import_point if file.leg == "import" else done.export_point
        if point is not None:
            self.stamp(point, file.case, file.reference, file.leg)

    def set(self, file: File, hold: Hold) -> None:
        """Set a hold on a declaration."""
        self.hold(hold, "set", file.case, file.reference, file.leg)

    def lift(self, file: File, hold: Hold) -> None:
        """Lift a hold of a declaration."""
        self.hold(hold, "lifted", file.case, file.reference, file.leg)

    def new_reference(self) -> str:
        """Return the reference of the next answer."""
        self._answers += 1
        return f"{self.site.member}-CUS-{self._answers:06d}"

    def answer(
        self,
        file: File,
        indicator: Indicator,
        *,
        channel: Channel | None = None,
        limit: int | None = None,
        information: tuple[AdditionalInformation, ...] = (),
    ) -> None:
        """Tell the trader an outcome, by way of the single window.

        `limit` is the second until which documents are wanted, or the declarant is.
        """
        until = None if limit is None else self.site.moment(limit)
        told = (channel_statement(channel, until),) if channel else ()
        answer = outcome(
            indicator,
            reference=self.new_reference(),
            at=self.site.moment(),
            about=file.declaration,
            mrn=file.mrn,
            accepted=file.accepted,
            information=(*told, *information),
        )
        self.send(self.single_window, answer, file.case)

    def correct(self, file: File, owed: Money | None) -> int:
        """Ask for duties and taxes that a declaration withheld.

        Return how much that is, in whole units of the national currency.
        """
        stated = file.payable or payable(file.declaration)
        if owed is None or stated is None or owed.value <= stated.value:
            return 0
        rest = Money(value=owed.value - stated.value, currency=owed.currency)
        self.assess(file, rest, supplementary=True)
        return int(rest.value)

    def ask_payment(self, file: File) -> None:
        """Tell the trader what is due, by way of the single window."""
        self.assess(file, file.lacking)

    def assess(self, file: File, amount: Money, *, supplementary: bool = False) -> None:
        """Ask for an amount: the trader, and the bank where one takes part."""
        answer = assessment(
            reference=self.new_reference(),
            at=self.site.moment(),
            due=self.site.moment() + timedelta(seconds=self.site.world.limits.payment),
            about=file.declaration,
            mrn=file.mrn,
            accepted=file.accepted,
            payable=amount,
            supplementary=supplementary,
        )
        self.send(self.single_window, answer, file.case)
        if BANK in self.site.settings.roles:
            self.send(self.neighbour(BANK), answer, file.case)

    def detain(self, file: File) -> None:
        """Keep goods in which an offence was found, and seize them later."""
        if file.state is State.SELECTED:
            self.move(file, Trigger.DETAIN)
            self.answer(file, Indicator.DETAINED)
            self.site.after(_SEIZED_AFTER, lambda: self.move(file, Trigger.SEIZE))

    def draw(self, file: File, what: str) -> int:
        """Return how long something takes for this declaration, in seconds.

        `what` is a field of the profile.
        """
        spread = getattr(self.profile, what)
        stream = self.stream(f"{what}/{file.reference}")
        return stream.seconds(spread.median, spread.p90)
