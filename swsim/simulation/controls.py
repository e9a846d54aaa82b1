"""The controls that customs makes: documents, goods, and after release the books.

Each ends with a result that is written down, remembered of the trader and told to those
who listen. How long officers take is the profile's; what they find, the profile's share
of offences.
"""

from collections.abc import Callable, Generator
from typing import Any, Literal

import simpy

from swsim.domain.codes import Channel, Indicator
from swsim.domain.events import Kind
from swsim.domain.lifecycle import Hold
from swsim.domain.timepoints import Point
from swsim.simulation.casework import Casework
from swsim.simulation.files import File

Process = Generator[simpy.Event, Any, None]
Control = Literal["documents", "inspection", "audit"]
Result = Literal["conform", "offence"]
Listener = Callable[[File, Control, Result], None]

_AUDIT_AFTER = 5 * 86_400  # from release to the visit; illustrative


class Controls:
    """The controls of one customs administration, and who makes them."""

    def __init__(self, customs: Casework) -> None:
        self._customs = customs
        self._site = customs.site
        self._env = customs.env
        officers = customs.profile.officers
        self._inspectors = self._site.open_desk("inspection", officers.inspection)
        self._auditors = self._site.open_desk("audit", officers.audit)
        self._listeners: list[Listener] = []

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
        yield self._env.any_of([file.documents, self._env.timeout(limit)])
        customs.lift(file, Hold.DOCUMENTS)
        if file.documents.triggered:
            self._end(file, "documents", "conform")
        elif not file.opened:
            yield self._env.process(self.inspection(file))

    def inspection(self, file: File) -> Process:
        """Red: have the goods positioned, wait for an officer, open and look."""
        file.opened = True
        return self._inspection(file)

    def _inspection(self, file: File) -> Process:
        customs, port = self._customs, self._site.port
        customs.set(file, Hold.CONTROL)
        customs.answer(file, Indicator.EXAMINATION, channel=Channel.RED)
        if file.leg == "import" and not port.arrival(file.ucr).processed:
            yield port.arrival(file.ucr)
        positioned = self._env.event()
        port.position(file.ucr, file.case, file.leg, lambda: _happen(positioned))
        yield positioned
        with self._inspectors.request() as officer:
            yield officer
            customs.stamp(Point.INSPECTION_STARTED, file.case, file.reference, file.leg)
            yield self._env.timeout(customs.draw(file, "inspection_work"))
        customs.lift(file, Hold.CONTROL)
        chance = customs.stream(f"offence/{file.reference}")
        offence = chance.chance(customs.profile.violation_per_mille)
        self._end(file, "inspection", "offence" if offence else "conform")
        if offence:
            customs.detain(file)

    def audit(self, file: File) -> Process:
        """Blue: look into the trader's books after release."""
        yield self._env.timeout(_AUDIT_AFTER)
        with self._auditors.request() as officer:
            yield officer
            yield self._env.timeout(self._customs.draw(file, "audit_work"))
        chance = self._customs.stream(f"offence/{file.reference}")
        offence = chance.chance(self._customs.profile.violation_per_mille)
        self._end(file, "audit", "offence" if offence else "conform")

    def _end(self, file: File, control: Control, result: Result) -> None:
        # Where national shares alone decide, hold and state tell all there is.
        if control == "audit" or self._site.policy.risk_management != "shares":
            self._customs.record(
                Kind.CONTROL,
                file.case,
                declaration=file.reference,
                leg=file.leg,
                control=control,
                result=result,
            )
        for listener in self._listeners:
            listener(file, control, result)


def _happen(event: simpy.Event) -> None:
    event.succeed()
