"""Targeting rules: adopted, withdrawn, expired; for what is new and what is pending."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from simulation.builders import DAY, HOUR, Played, exact, order, play, world
from swsim.domain.events import Kind
from swsim.domain.profiles import Channels
from swsim.domain.settings import WorldSettings
from swsim.domain.targeting import TargetingRule, Traits
from swsim.domain.timepoints import Point
from swsim.simulation.customs import Customs
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.targeting import Targeting
from swsim.simulation.world import DESKS

RULE = TargetingRule(
    id="T1",
    owner="pa-cus",
    reason="an alert",
    traits={"route": ("JP-PA",), "heading": ("8429",)},
    until=400 * DAY,
)


def adopting(
    at: int, rule: TargetingRule = RULE, then: Callable[[Customs], object] | None = None
) -> type[Desk]:
    """Return a desk of Panama's customs that adopts a rule at a second."""

    class Adopting(Desk):
        def __init__(self, of: Participant) -> None:
            super().__init__(of)
            assert isinstance(of, Customs)
            self.customs = of

        def start(self) -> None:
            if self.site.id == "pa":
                self.customs.recalls = True
                self.site.after(at, self.adopt)

        def adopt(self) -> None:
            self.customs.adopt(rule)
            if then is not None:
                then(self.customs)

    return Adopting


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Callable[[type[Desk]], None]:
    return lambda kind: monkeypatch.setitem(DESKS, "cus", (*DESKS["cus"], kind))


def channels(run: Played) -> list[tuple[object, object]]:
    return [
        (event.facts["channel"], event.facts["reasons"])
        for event in run.of(Kind.CHANNEL, leg="import")
    ]


def settings(*, rules: tuple[TargetingRule, ...] = ()) -> WorldSettings:
    made = world(order(), profiles=exact())
    return replace(
        made,
        sites=tuple(
            replace(site, targets=rules) if site.id == "pa" else site
            for site in made.sites
        ),
    )


# --- the list ---------------------------------------------------------------------


def test_rule_needs_each_of_its_traits() -> None:
    assert RULE.fits({"route": ("JP-PA",), "heading": ("842952",)})
    assert not RULE.fits({"route": ("JP-PA",), "heading": ("080390",)})
    assert not RULE.fits({"heading": ("842952",)})


def test_rule_without_traits_looks_for_nothing() -> None:
    assert not replace(RULE, traits={}).fits({"route": ("JP-PA",)})


def test_rule_that_is_adopted_again_has_the_next_version() -> None:
    targeting = Targeting([RULE])

    assert targeting.adopt(RULE).name == "T1.v2"
    assert [rule.version for rule in targeting.in_force(0)] == [2]


def test_withdrawn_rule_is_out_of_force_from_that_second_on() -> None:
    targeting = Targeting([RULE])

    assert targeting.withdraw("T1", 100) == RULE
    assert list(targeting.in_force(99)) != []
    assert list(targeting.in_force(100)) == []
    assert targeting.withdraw("T1", 101) is None


def test_expired_rule_finds_nothing() -> None:
    targeting = Targeting([replace(RULE, since=10, until=20)])
    traits: Traits = {"route": ("JP-PA",), "heading": ("842952",)}
    found = [
        second for second in (9, 10, 20, 21) if any(targeting.hits(traits, second))
    ]

    assert found == [10, 20]


# --- in a run ---------------------------------------------------------------------


def test_rule_of_the_beginning_sends_a_new_declaration_to_inspection() -> None:
    run = play(settings(rules=(RULE,)))

    assert channels(run) == [("red", ("T1.v1",))]


def test_rule_reaches_a_declaration_that_waits_for_release(
    desk: Callable[[type[Desk]], None],
) -> None:
    # Selected two days before the ship comes in, released only when it has.
    desk(adopting(19 * DAY + 12 * HOUR))
    run = play(settings())

    assert channels(run) == [("green", ()), ("red", ("T1.v1",))]
    (positioned,) = run.of(Kind.TIME_POINT, point="T7a", leg="import")
    (released,) = run.of(Kind.TIME_POINT, point="T9", leg="import")
    assert positioned.time < released.time


def test_rule_that_comes_after_release_names_what_it_missed(
    desk: Callable[[type[Desk]], None],
) -> None:
    missed: list[str] = []
    released = play(settings()).at(Point.CUSTOMS_RELEASED)
    desk(
        adopting(
            released + 60,
            then=lambda customs: missed.extend(
                file.reference for file in customs.missed(RULE)
            ),
        )
    )
    run = play(settings())

    assert channels(run) == [("green", ())]
    assert missed == ["S00001-I1"]


def test_adoption_names_owner_reason_version_and_expiry(
    desk: Callable[[type[Desk]], None],
) -> None:
    desk(adopting(DAY, then=lambda customs: customs.withdraw("T1")))
    told = [event.facts for event in play(settings()).of(Kind.TARGETING)]
    fact = {
        "rule": "T1",
        "version": 1,
        "owner": "pa-cus",
        "reason": "an alert",
        "until": 400 * DAY,
    }

    assert told == [{**fact, "change": "adopted"}, {**fact, "change": "withdrawn"}]


def test_declaration_is_not_opened_twice_for_two_rules(
    desk: Callable[[type[Desk]], None],
) -> None:
    other = replace(RULE, id="T2")
    desk(adopting(19 * DAY + 12 * HOUR, then=lambda customs: customs.adopt(other)))
    run = play(settings())

    assert len(run.of(Kind.TIME_POINT, point="T7a", leg="import")) == 1


def test_yellow_declaration_that_a_rule_has_opened_is_not_opened_for_late_documents(
    desk: Callable[[type[Desk]], None],
) -> None:
    desk(adopting(18 * DAY + 12 * HOUR))
    late = exact(
        channels=Channels(green=0, yellow=1000, red=0),
        documents=4 * DAY,
        documents_limit=DAY,
    )
    made = settings()
    run = play(
        replace(made, sites=tuple(replace(site, profile=late) for site in made.sites))
    )

    assert [channel for channel, _ in channels(run)] == ["yellow", "red"]
    assert len(run.of(Kind.TIME_POINT, point="T7a", leg="import")) == 1
