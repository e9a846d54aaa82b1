"""Builds the events of a run by hand, numbered and in order."""

from dataclasses import dataclass, field

from swsim.domain.events import Event, Fact, Kind
from swsim.domain.identifiers import site_of

CASE = "case-1"


@dataclass
class Script:
    """Writes events down one after the other; `at` moves the clock."""

    events: list[Event] = field(default_factory=list)
    now: int = 0
    messages: int = 0

    def at(self, second: int) -> "Script":
        """Go to a second."""
        self.now = second
        return self

    def add(self, who: str, kind: Kind, case: str = CASE, **facts: Fact) -> "Script":
        """Write one event down."""
        self.events.append(
            Event(
                time=self.now,
                site=site_of(who),
                sequence=len(self.events) + 1,
                participant=who,
                kind=kind,
                case=case,
                facts=facts,
            )
        )
        return self

    def send(self, who: str, to: str, document: str, about: str) -> str:
        """Send a message; return its id."""
        self.messages += 1
        id_ = f"m{self.messages}"
        self.add(
            who,
            Kind.SENT,
            message=id_,
            to=to,
            document=document,
            about=about,
            due=self.now + 1,
            sha256="0" * 64,
        )
        return id_

    def receive(
        self,
        who: str,
        sender: str,
        message: str,
        *findings: str,
        verdict: str = "valid",
    ) -> "Script":
        """Take a message in."""
        return self.add(
            who,
            Kind.RECEIVED,
            message=message,
            document="declaration",
            verdict=verdict,
            findings=findings,
            **{"from": sender},
        )

    def move(self, who: str, reference: str, to: str) -> "Script":
        """Move a declaration to a state; its leg is read off its reference."""
        return self.add(
            who,
            Kind.TRANSITION,
            declaration=reference,
            leg=leg_of(reference),
            to=to,
            **{"from": "DRAFT"},
        )

    def point(self, who: str, point: str, about: str, case: str = CASE) -> "Script":
        """Stamp a time point."""
        return self.add(
            who, Kind.TIME_POINT, case, point=point, declaration=about, leg="import"
        )

    def lodge(self, reference: str, country: str = "pa") -> str:
        """Lodge a declaration and have it taken in; return the message's id."""
        trader, window = f"{country}-trd", f"{country}-sw"
        self.move(trader, reference, "LODGED")
        message = self.send(trader, window, "declaration", reference)
        self.at(self.now + 1)
        return message


def leg_of(reference: str) -> str:
    """Return the leg of an LRN such as S00001-E1."""
    return "export" if "-E" in reference else "import"


def released(script: Script, reference: str, country: str = "pa") -> Script:
    """Lodge an import and carry it to release."""
    message = script.lodge(reference, country)
    customs, window = f"{country}-cus", f"{country}-sw"
    script.receive(window, f"{country}-trd", message)
    script.move(customs, reference, "REGISTERED")
    script.move(customs, reference, "SELECTED")
    script.move(customs, reference, "RELEASED")
    return script.point(window, "T10", reference)
