"""What an exercise changes at a site: lines that are cut, eyes that watch, decisions.

Participants ask it; the effects of the exercise set it. Without an exercise it holds
nothing but the outages that are known beforehand.
"""

from collections.abc import Callable, Sequence

import simpy

from swsim.domain.events import Event
from swsim.domain.exercise import CONTROL, OBSERVER
from swsim.domain.identifiers import site_of
from swsim.domain.settings import LinkOutage


class Led:
    """The exercise as one site feels it.

    `watchers` see each event when it is written down.
    """

    def __init__(self, env: simpy.Environment, outages: Sequence[LinkOutage]) -> None:
        self._env = env
        self._outages = list(outages)
        self._reserved: dict[str, simpy.Event] = {}
        self.watchers: list[Callable[[Event], None]] = []

    # --- lines -------------------------------------------------------------------

    def cut(self, a: str, b: str, lasting: int) -> None:
        """Let nothing pass between two sites or participants for so many seconds."""
        now = int(self._env.now)
        self._outages.append(LinkOutage(start=now, end=now + lasting, a=a, b=b))

    def cut_off(self, sender: str, recipient: str) -> bool:
        """Tell whether nothing passes between two participants now.

        The exercise itself is led over other lines, which are never down.
        """
        if not self._outages or _leads(sender) or _leads(recipient):
            return False
        now = self._env.now
        return any(
            outage.start <= now < outage.end
            and (
                (_is(sender, outage.a) and _is(recipient, outage.b))
                or (_is(sender, outage.b) and _is(recipient, outage.a))
            )
            for outage in self._outages
        )

    # --- decisions ---------------------------------------------------------------

    def reserve(self, case: str) -> None:
        """Keep the decision about a case for the trainer."""
        self._reserved.setdefault(case, self._env.event())

    def reserved(self, case: str) -> simpy.Event | None:
        """Return the event of the decision about a case, None where it is free."""
        return self._reserved.get(case)

    def decide(self, case: str, choice: str) -> None:
        """Let those go on who wait for the decision about a case."""
        decision = self._reserved.get(case)
        if decision is not None and not decision.triggered:
            decision.succeed(choice)


def _is(participant: str, name: str) -> bool:
    return name in ("*", participant, site_of(participant))


def _leads(participant: str) -> bool:
    return participant == CONTROL or participant.endswith(f"-{OBSERVER}")
