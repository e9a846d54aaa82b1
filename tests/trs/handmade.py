"""Ledgers made by hand: declarations whose time points are known to the second."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from swsim.domain.events import Event, Fact, Kind
from swsim.domain.identifiers import participant
from swsim.ledger.canonical import facts_text
from swsim.ledger.store import Ledger
from swsim.trs.reading import read
from swsim.trs.table import Table

START = "2026-04-06T00:00:00+00:00"  # a Monday
HOUR = 3_600
DAY = 24 * HOUR

# Who writes what; all else is written by customs.
_OWNERS = {
    **dict.fromkeys(("T0", "T1", "T7a", "T11", "T12", "X2", "X4", "X5"), "prt"),
    **dict.fromkeys(("T2", "T5b", "T8b", "X1"), "trd"),
    **dict.fromkeys(("T6", "T10"), "sw"),
    "T6b": "agr",
}


@dataclass
class Pages:
    """Events in the making; `ledger` puts them into a real ledger."""

    written: list[tuple[int, str, str, Kind, str, Mapping[str, Fact]]] = field(
        default_factory=list
    )
    count: int = 0

    def add(
        self, time: int, site: str, role: str, kind: Kind, case: str, **facts: Fact
    ) -> None:
        """Write one event down."""
        self.written.append((time, site, role, kind, case, facts))

    def declaration(
        self,
        points: Mapping[str, int],
        *,
        site: str = "pa",
        leg: str = "import",
        channel: str = "green",
        lifted: Mapping[str, int] | None = None,
        case: str = "",
        **facts: Fact,
    ) -> str:
        """Write a declaration with its time points down; return its reference.

        `lifted` says when holds were lifted, `facts` are what customs states of it.
        """
        self.count += 1
        reference = f"S{self.count:05d}-{leg[0].upper()}1"
        case = case or f"case-{self.count}"
        of = {"declaration": reference, "leg": leg}
        for point, time in points.items():
            role = _OWNERS.get(point, "cus")
            self.add(time, site, role, Kind.TIME_POINT, case, point=point, **of)
        for hold, time in (lifted or {}).items():
            self.add(
                time, site, "cus", Kind.HOLD, case, hold=hold, change="lifted", **of
            )
        if "T3" in points:
            self.add(points["T3"], site, "cus", Kind.DECLARED, case, **of, **facts)
        if "T4" in points:
            self.add(
                points["T4"], site, "cus", Kind.CHANNEL, case, channel=channel, **of
            )
        return reference

    def served(
        self,
        arrived: int,
        began: int,
        ended: int,
        *,
        site: str = "pa",
        role: str = "cus",
        desk: str = "assessment",
        officers: int = 1,
        case: str = "case-1",
    ) -> None:
        """Write a service of a desk down."""
        self.add(
            ended,
            site,
            role,
            Kind.SERVED,
            case,
            declaration="S00001-I1",
            leg="import",
            desk=desk,
            officers=officers,
            arrived=arrived,
            began=began,
        )

    def ledger(self, path: Path) -> Ledger:
        """Put all into a new ledger, each site's events numbered in order of time."""
        ledger = Ledger.create(path, {"start": START})
        numbers: dict[str, int] = {}
        for time, site, role, kind, case, facts in sorted(
            self.written, key=lambda one: one[0]
        ):
            numbers[site] = numbers.get(site, 0) + 1
            event = Event(
                time=time,
                site=site,
                sequence=numbers[site],
                participant=participant(site, role),
                kind=kind,
                case=case,
                facts=facts,
            )
            ledger.commit_second([event], [], [])
        return ledger

    def table(self, folder: Path) -> Table:
        """Put all into a ledger in a folder and read the table of it."""
        with closing(self.ledger(folder / "ledger.db")) as ledger:
            return read(ledger)


def stamped(point: str) -> str:
    """Return the facts of a time point as a ledger has them."""
    return facts_text({"declaration": "I1", "leg": "import", "point": point})


def lifted(hold: str) -> str:
    """Return the facts of a hold that was lifted as a ledger has them."""
    return facts_text(
        {"change": "lifted", "declaration": "I1", "hold": hold, "leg": "import"}
    )
