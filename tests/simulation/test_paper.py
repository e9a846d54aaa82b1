"""The counter where customs lets imports go on paper: who is served, in which order."""

from dataclasses import dataclass, field

import pytest

from simulation.builders import BANANAS, EXCAVATOR, HOUR, order, world
from swsim.domain.events import Event, Kind
from swsim.domain.happenings import OnPaper
from swsim.domain.lifecycle import State
from swsim.domain.settings import Leg, ShipmentOrder
from swsim.simulation.paper import Counter
from swsim.simulation.site import Site
from swsim.simulation.world import build_sites

GIVEN_UP = 155  # seconds until a trader takes the papers and goes


@dataclass
class Import:
    """An import that cannot be lodged."""

    id: str
    order: ShipmentOrder
    leg: Leg = "import"
    reference: str = "S00001-I1"
    state: State = State.LODGED
    ucr: str = "6JPX-1"


@dataclass
class Day:
    """A counter that is open until second `until`, and who was let go when."""

    until: int = 9 * HOUR
    clerks: int = 1
    perishables_only: bool = False
    gone: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.site,) = [each for each in build_sites(world()) if each.id == "pa"]
        self.counter = Counter(self.site)
        how = OnPaper(
            clerks=self.clerks, each=HOUR, perishables_only=self.perishables_only
        )
        self.counter.open(how, until=self.until)

    def bring(self, name: str, hs6: str, *, needed_until: int = 99 * HOUR) -> None:
        """Bring the papers of one import."""
        brought = Import(id=name, order=order(hs6=(hs6,)))
        self.counter.bring(
            brought,
            lambda: self.site.now < needed_until,
            lambda: self.gone.append((name, self.site.now)),
        )

    def passes(self, kind: Kind = Kind.PAPER) -> list[Event]:
        """Let the day pass; return what of a kind was written down."""
        written: list[Event] = []
        site: Site = self.site
        while (second := site.next_second()) is not None and second < 99 * HOUR:
            written += site.run_second(second).events
        return [event for event in written if event.kind is kind]


def test_perishables_come_first() -> None:
    day = Day()
    for name in ("a", "b"):
        day.bring(name, EXCAVATOR)
    day.bring("c", BANANAS)

    written = day.passes()

    # The first is being served when the others come to wait.
    assert [name for name, _ in day.gone] == ["a", "c", "b"]
    assert [event.facts["perishable"] for event in written] == [0, 1, 0]


def test_service_is_written_down_with_its_wait() -> None:
    day = Day()
    day.bring("a", EXCAVATOR)
    day.bring("b", EXCAVATOR)

    first, second = day.passes(Kind.SERVED)

    assert (first.participant, first.facts["desk"]) == ("pa-cus", "counter")
    assert (first.facts["arrived"], first.facts["began"]) == (GIVEN_UP, GIVEN_UP)
    assert (second.facts["arrived"], second.facts["began"]) == (
        GIVEN_UP,
        GIVEN_UP + HOUR,
    )


def test_who_is_not_served_leaves_no_service_behind() -> None:
    day = Day()
    day.bring("a", EXCAVATOR)
    day.bring("b", EXCAVATOR, needed_until=1)

    assert [event.case for event in day.passes(Kind.SERVED)] == ["a"]


def test_each_clerk_takes_one_at_a_time() -> None:
    day = Day(clerks=2)
    for name in ("a", "b", "c"):
        day.bring(name, BANANAS)
    day.passes()

    ends = [GIVEN_UP + HOUR, GIVEN_UP + HOUR, GIVEN_UP + 2 * HOUR]
    assert [second for _, second in day.gone] == ends


def test_counter_that_closes_takes_no_more() -> None:
    day = Day(until=2 * HOUR)
    for name in ("a", "b", "c", "d"):
        day.bring(name, BANANAS)
    day.passes()

    assert [name for name, _ in day.gone] == ["a", "b"]


@pytest.mark.parametrize("needed_until", [GIVEN_UP, GIVEN_UP + HOUR - 1])
def test_nothing_comes_of_papers_that_are_not_needed_any_more(
    needed_until: int,
) -> None:
    day = Day()
    day.bring("a", BANANAS, needed_until=needed_until)

    assert (day.passes(), day.gone) == ([], [])
    assert not day.counter.let_go("a")


def test_only_perishables_are_taken_where_that_is_said() -> None:
    day = Day(perishables_only=True)
    day.bring("a", EXCAVATOR)
    day.bring("b", BANANAS)
    day.passes()

    assert [name for name, _ in day.gone] == ["b"]


def test_late_entry_is_written_down_once() -> None:
    day = Day()
    day.bring("a", BANANAS)
    day.passes()

    for _ in range(2):
        day.counter.entered("a", "S00001-I1")
    day.counter.entered("never-on-paper", "S00002-I1")

    written = day.site.run_second(99 * HOUR).events
    assert [event.facts["step"] for event in written if event.kind is Kind.PAPER] == [
        "entered"
    ]
