"""The controls that customs makes: documents, goods, and after release the books.

Each ends with a result that is written down, remembered of the trader and told to those
who listen. How long officers take is the profile's. They find what is there, the share
of offences where the exercise has left it to chance.
"""

from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Any

import simpy

from swsim.domain.codes import Channel, Indicator
from swsim.domain.contraband import Contraband
from swsim.domain.events import Kind
from swsim.domain.lifecycle import Hold, State
from swsim.domain.schemes import Control, Result
from swsim.domain.timepoints import Point
from swsim.simulation.casework import Casework
from swsim.simulation.declarations import perishable
from swsim.simulation.evidence import Seen
from swsim.simulation.examinations import Goods, Look
from swsim.simulation.files import File

Process = Generator[simpy.Event, Any, None]
Listener = Callable[[File, Control, Result], None]

_AUDIT_AFTER = 5 * 86_400  # from release to the visit; illustrative


class Controls:
    """The controls of one customs administration, and who makes them."""

    def __init__(self, customs: Casework) -> None:
        self._customs = customs
        self._site = customs.site
        self._env = customs.env
        officers = customs.profile.officers
        self._inspectors = customs.open_queue("inspection", officers.inspection)
        self._auditors = customs.open_queue("audit", officers.audit)
        self._listeners: list[Listener] = []
        # What is in the boxes, by the traders' own reference of the deal.
        settings = self._site.settings
        self._hidden = {
            order.id: order.contraband
            for order in (*settings.orders, *settings.inbound)
            if order.contraband
        }

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of the result of every control from now on."""
        self._listeners.append(listener)

    def documents(self, file: File) -> Process:
        """Yellow: wait for documents; when they do not come in time, inspect."""
        customs = self._customs
        limit = customs.profile.documents_limit
        customs.set(file, Hold.DOCUMENTS)
        customs.answer(
            file,
            Indicator.DOCUMENTS_WANTED,
            channel=Channel.YELLOW,
            limit=self._site.now + limit,
        )
        supplied = file.documents
        assert supplied is not None  # it is not settled yet
        yield self._env.any_of([supplied, self._env.timeout(limit)])
        customs.lift(file, Hold.DOCUMENTS)
        if supplied.triggered:
            self._end(file, "documents", self._seen(file, "documents", per_mille=0))
        elif not file.opened and file.state is not State.CANCELLED:
            yield self._env.process(self.inspection(file))

    def inspection(self, file: File) -> Process:
        """Red: have the goods positioned, wait for an officer, open and look."""
        file.opened = True
        return self._inspection(file)

    def expect(self, file: File) -> None:
        """Note that customs may want to look at the goods, when agencies do."""
        if file.leg == "import":
            self._site.examinations.expect(file.ucr, self._customs.id)

    def waive(self, file: File) -> None:
        """Note that customs need not look; agencies that look go ahead without."""
        if file.leg == "import":
            self._site.examinations.waive(_goods(file), self._customs.id)

    def _inspection(self, file: File) -> Process:
        customs = self._customs
        customs.set(file, Hold.CONTROL)
        yield from self._call(file)
        look = Look(
            who=customs.id,
            queue=self._inspectors,
            seconds=customs.draw(file, "inspection_work"),
            priority=self._site.priority(perishable(file.declaration), file.ahead),
            started=lambda: customs.stamp(
                Point.INSPECTION_STARTED, file.case, file.reference, file.leg
            ),
        )
        yield from self._site.examinations.look(_goods(file), look)
        customs.lift(file, Hold.CONTROL)
        file.found = self._search(file)
        seen = self._seen(file, "inspection", customs.profile.violation_per_mille)
        if file.found is not None:
            seen = replace(seen, result="offence")
        self._end(file, "inspection", seen)
        # What a trader withheld of duties is assessed; anything else is kept.
        if seen.result == "offence" and (file.found or not seen.laid):
            customs.detain(file)

    def _call(self, file: File) -> Process:
        """Say that the goods are opened; where it must attend, wait for the declarant.

        It is called when the goods have come. Who misses two dates is not waited for.
        """
        time = self._site.world.limits.presence
        if time is None:
            self._customs.answer(file, Indicator.EXAMINATION, channel=Channel.RED)
            return
        yield from self._site.examinations.at_hand(_goods(file))
        present = self._site.examinations.presence(file.reference)
        for step in ("called-again", "opened-without"):
            self._customs.answer(
                file,
                Indicator.EXAMINATION,
                channel=Channel.RED,
                limit=self._site.now + time,
            )
            yield self._env.any_of([present, self._env.timeout(time)])
            if present.triggered:
                return
            self._customs.record(
                Kind.DEADLINE,
                file.case,
                declaration=file.reference,
                leg=file.leg,
                of="presence",
                step=step,
            )

    def _search(self, file: File) -> Contraband | None:
        """Return what is found hidden in the goods, None where nothing is found."""
        hidden = self._hidden.get(file.order)
        chance = self._customs.stream(f"search/{file.reference}")
        found = hidden and chance.chance(self._customs.profile.detection_per_mille)
        return hidden if found else None

    def audit(self, file: File) -> Process:
        """Blue: look into the trader's books after release."""
        yield self._env.timeout(_AUDIT_AFTER)
        work = self._customs.draw(file, "audit_work")
        yield from self._auditors.serve(file.job, work)
        offences = self._customs.profile.violation_per_mille
        self._end(file, "audit", self._seen(file, "audit", offences))

    def _seen(self, file: File, control: Control, per_mille: int) -> Seen:
        """Return what a control sees: the truth, or where nobody laid it, by chance."""
        seen = self._site.evidence.look(file.ucr, file.leg, control)
        if seen is not None:
            return seen
        chance = self._customs.stream(f"offence/{file.reference}")
        found = per_mille > 0 and chance.chance(per_mille)
        result: Result = "offence" if found else "conform"
        return Seen(result=result, laid=False)

    def _end(self, file: File, control: Control, seen: Seen) -> None:
        recovered = self._customs.correct(file, seen.owed)
        # Where national shares and chance decide, hold and state tell all there is.
        shares = self._site.policy.risk_management == "shares"
        if seen.laid or control == "audit" or not shares:
            self._customs.record(
                Kind.CONTROL,
                file.case,
                declaration=file.reference,
                leg=file.leg,
                control=control,
                result=seen.result,
                recovered=recovered,
            )
        for listener in self._listeners:
            listener(file, control, seen.result)


def _goods(file: File) -> Goods:
    """Return the goods of a declaration, for those who open them."""
    return Goods(
        ucr=file.ucr,
        case=file.case,
        reference=file.reference,
        leg=file.leg,
        perishable=perishable(file.declaration),
    )
