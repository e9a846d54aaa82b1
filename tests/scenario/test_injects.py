"""What injects do in a run: at their time, or when something has happened."""

from functools import cache
from typing import Any

import pytest
from pydantic import ValidationError

from simulation.builders import RUN, Played, arrive, play
from swsim.documents.canonical import with_run_id
from swsim.documents.types.exercise import DECISION, ExerciseNotice
from swsim.documents.writing import encode_payload
from swsim.domain.events import Event, Kind
from swsim.domain.exercise import CONTROL, LATENCY
from swsim.scenario import world
from swsim.scenario.injects import INJECTS
from swsim.scenario.model import Scenario
from swsim.simulation.mail import Given, Incoming
from swsim.simulation.world import build_sites

DAY, HOUR = 86_400, 3_600
N = 4  # shipments
WORDS = {"en": "-", "es": "-"}
BANANAS = {
    "id": "bananas",
    "from": "CR",
    "to": "JP",
    "goods": ["0803.90"],
    "mode": "sea",
    "shipments": N,
    "within": "6h",
    "transit": "18d",
    "channel": "green",
    "pre_arrival": "false",
}
CARS = {**BANANAS, "id": "cars", "goods": ["8703.23"]}


def scenario(
    *injects: dict[str, Any], lanes: Any = (BANANAS,), **more: Any
) -> Scenario:
    """Return a scenario of bananas from Costa Rica to Japan."""
    return Scenario.model_validate(
        {
            "schema_version": 1,
            "title": WORDS,
            "summary": WORDS,
            "seed": 7,
            "cast": {"members": ["CR", "JP"]},
            "lanes": lanes,
            "injects": [{"id": f"I{n}", **each} for n, each in enumerate(injects, 1)],
            **more,
        }
    )


def played(*injects: dict[str, Any], **more: Any) -> Played:
    """Play a scenario with these injects."""
    what = scenario(*injects, **more)
    return play(world(what, seed=what.seed))


@cache
def undisturbed() -> Played:
    """The bananas without any inject."""
    return played()


def struck(run: Played, inject: str = "I1") -> list[Event]:
    """Return where an inject struck, with the second of each."""
    return run.of(Kind.INJECT, inject=inject)


def refused(what: dict[str, Any]) -> str:
    """Return why an inject cannot be read."""
    with pytest.raises(ValidationError) as caught:
        INJECTS[what["kind"]].model_validate({"id": "I1", **what})
    return str(caught.value)


# --- waiting for something ---------------------------------------------------------

WAVE = {"kind": "bad-wave", "members": ["CR"], "lodgements": 4, "within": "1h"}
LOADED = {"kind": "time-point", "point": "X4", "member": "CR"}
RELEASE = {"kind": "transition", "state": "RELEASED", "member": "CR"}


def test_inject_strikes_after_what_it_waits_for_and_the_way_there_and_back() -> None:
    run = played({**WAVE, "when": RELEASE})

    first = run.of(Kind.TRANSITION, to="RELEASED")[0].time
    assert [event.time for event in struck(run)] == [first + 2 * LATENCY]


def test_inject_counts_and_waits() -> None:
    run = played({**WAVE, "when": RELEASE, "count": 3, "delay": "1h"})

    third = run.of(Kind.TRANSITION, to="RELEASED")[2].time
    assert [event.time for event in struck(run)] == [third + 2 * LATENCY + HOUR]


def test_inject_waits_for_another() -> None:
    run = played(
        {**WAVE, "at": "2h"}, {**WAVE, "when": {"kind": "inject", "inject": "I1"}}
    )

    assert [event.time for event in struck(run, "I2")] == [2 * HOUR + 2 * LATENCY]


def test_inject_that_waits_in_vain_never_strikes() -> None:
    run = played({**WAVE, "when": {"kind": "transition", "state": "SEIZED"}})

    assert struck(run) == []
    assert len(run.of(Kind.TRANSITION, to="CLOSED")) == 2 * N


def test_site_order_does_not_matter_to_an_exercise() -> None:
    what = scenario({**WAVE, "when": RELEASE})
    settings = world(what, seed=what.seed)

    again = play(settings, site_order=lambda sites: sites[::-1])

    assert again.events == play(settings).events


def test_scenario_without_waiting_injects_has_no_exercise_site() -> None:
    what = scenario({**WAVE, "at": "1h"})

    assert [site.id for site in world(what, seed=7).sites] == ["cr", "jp"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "needs either at or when"),
        ({"at": "1h", "when": RELEASE}, "needs either at or when"),
        ({"at": "1h", "count": 2}, "count and delay go with when"),
        ({"when": {"kind": "hold", "lane": "x"}}, "cannot wait for 'lane'"),
        ({"when": {"kind": "hold", "channel": "red"}}, "cannot wait for 'channel'"),
    ],
)
def test_occasion_that_cannot_be_is_a_fault(fields: dict[str, Any], why: str) -> None:
    assert why in refused({**WAVE, **fields})


# --- what they do ------------------------------------------------------------------


def test_wave_is_refused_and_left_at_that() -> None:
    run = played({**WAVE, "at": "2h", "lodgements": 9})

    refusals = run.of(Kind.TRANSITION, to="REJECTED") + run.of(
        Kind.TRANSITION, to="NACKED"
    )
    lodged = {str(event.facts["declaration"]) for event in refusals}
    assert len(lodged) == 9
    assert all(name.endswith("-E1") and name >= "S9000001" for name in lodged)
    assert all(2 * HOUR < event.time <= 4 * HOUR for event in refusals)


def test_congestion_makes_work_of_the_port_take_so_much_longer() -> None:
    slow = {"kind": "congestion", "members": ["JP"], "for": "60d"}
    run = played({**slow, "at": "0s", "factor_per_mille": 3000, "work": ["unloading"]})

    assert unloading(run) == [3 * seconds for seconds in unloading(undisturbed())]


def unloading(run: Played) -> list[int]:
    """Return how long each unloading took."""
    begun = {
        event.facts["declaration"]: event.time
        for event in run.of(Kind.TIME_POINT, point="T0")
    }
    return [
        event.time - begun[event.facts["declaration"]]
        for event in sorted(
            run.of(Kind.TIME_POINT, point="T1"),
            key=lambda event: str(event.facts["declaration"]),
        )
    ]


def test_link_down_on_an_occasion_cuts_both_sides() -> None:
    run = played(
        {"kind": "link-down", "between": ["cr", "jp"], "for": "2d", "when": LOADED}
    )

    at = struck(run)[0].time
    assert {(event.site, event.time) for event in struck(run)} == {
        ("cr", at),
        ("jp", at),
    }
    crossing = [
        each.sent
        for each in run.messages
        if {each.sender[:3], each.recipient[:3]} == {"cr-", "jp-"}
    ]
    assert not [sent for sent in crossing if at <= sent < at + 2 * DAY]
    assert run.of(Kind.DELIVERY_FAILED)
    assert len(run.of(Kind.TRANSITION, to="CLOSED")) == 2 * N


# --- a node that is down ------------------------------------------------------------

DOWN = {"kind": "node-down", "node": "jp-sw", "at": "20d", "for": "3d"}
PAPER = {**DOWN, "paper": {"clerks": 1, "each": "1h"}}


def test_nothing_passes_in_or_out_of_a_node_that_is_down() -> None:
    run = played(DOWN)

    touching = [
        each.sent for each in run.messages if "jp-sw" in (each.sender, each.recipient)
    ]
    assert not [sent for sent in touching if 20 * DAY <= sent < 23 * DAY]
    assert len(run.of(Kind.TRANSITION, to="CLOSED")) == 2 * N


def test_imports_go_out_on_paper_and_are_entered_late() -> None:
    run = played(PAPER)

    released = run.of(Kind.PAPER, step="released")
    entered = run.of(Kind.PAPER, step="entered")
    assert released
    assert {event.case for event in released} == {event.case for event in entered}
    assert all(20 * DAY < event.time < 23 * DAY for event in released)
    assert all(event.time >= 23 * DAY for event in entered)
    # Each leaves the port once, and its declaration is closed like any other.
    assert len(run.of(Kind.TIME_POINT, point="T11")) == N
    assert len(run.of(Kind.TRANSITION, to="CLOSED")) == 2 * N


def test_nobody_works_on_paper_where_nobody_is_to() -> None:
    assert played(DOWN).of(Kind.PAPER) == []


def test_only_perishables_go_out_on_paper_where_that_is_said() -> None:
    paper = {"clerks": 2, "each": "1h", "perishables_only": "true"}

    run = played({**PAPER, "paper": paper}, lanes=(CARS,))

    assert run.of(Kind.PAPER) == []


# --- decisions ----------------------------------------------------------------------


def reserved(default: str) -> dict[str, Any]:
    """Return a decision about the first import that is selected."""
    about = {"kind": "channel", "leg": "import", "member": "JP"}
    return {"kind": "decision", "about": about, "default": default, "within": "4h"}


@pytest.mark.parametrize(
    ("choice", "state"), [("release", "RELEASED"), ("detain", "DETAINED")]
)
def test_decision_that_nobody_takes_is_taken_as_the_scenario_says(
    choice: str, state: str
) -> None:
    run = played(reserved(choice))

    (decided,) = [event for event in struck(run) if "choice" in event.facts]
    (kept,) = run.of(Kind.HOLD, hold="DECISION_RESERVED", change="set")
    (lifted,) = run.of(Kind.HOLD, hold="DECISION_RESERVED", change="lifted")
    assert (decided.facts["choice"], decided.facts["by"]) == (choice, "default")
    assert lifted.time == kept.time + 4 * HOUR + 2 * LATENCY
    moved = [
        event
        for event in run.of(Kind.TRANSITION, to=state, leg="import")
        if event.case == kept.case
    ]
    assert moved[0].time >= lifted.time


def test_trainer_decides_before_the_time_is_over() -> None:
    what = scenario(reserved("release"))
    settings = world(what, seed=what.seed)
    run = play(settings)
    (kept,) = run.of(Kind.HOLD, hold="DECISION_RESERVED", change="set")
    control = next(site for site in build_sites(settings) if site.id == "exercise")
    notice = encode_payload(ExerciseNotice(type=DECISION, inject="I1", choice="detain"))

    control.run_second(kept.time + LATENCY, [_report(run)])
    decided = control.run_second(
        kept.time + HOUR, given=[_given(kept.time + HOUR, notice)]
    )
    later = control.run_second(kept.time + LATENCY + 4 * HOUR)

    (event,) = [each for each in decided.events if each.kind is Kind.INJECT]
    assert (event.facts["choice"], event.facts["by"]) == ("detain", "trainer")
    assert [each.recipient for each in decided.messages] == ["jp-exc"]
    assert later.messages == ()


def _report(run: Played) -> Incoming:
    """Return the report of the observer, as the controller gets it."""
    message = next(each for each in run.messages if each.sender == "jp-exc")
    return arrive(with_run_id(message.xml, RUN), message)


def _given(second: int, body: bytes) -> Given:
    return Given(
        number=1,
        time=second,
        participant=CONTROL,
        recipient=CONTROL,
        case=None,
        in_reply_to=None,
        body=body,
    )


# --- storage -------------------------------------------------------------------------


def test_port_charges_for_days_begun_beyond_those_that_are_free() -> None:
    run = played(storage={"free": "0s", "a_day": "100"})

    left = {
        event.facts["declaration"]: event.time
        for event in run.of(Kind.TIME_POINT, point="T11")
    }
    unloaded = {
        event.facts["declaration"]: event.time
        for event in run.of(Kind.TIME_POINT, point="T1")
    }
    charged = {
        event.facts["declaration"]: event.facts["amount"]
        for event in run.of(Kind.STORAGE)
    }
    assert charged == {
        ucr: 100 * -(-(left[ucr] - unloaded[ucr]) // DAY) for ucr in left
    }


def test_port_charges_nothing_where_nobody_says_so() -> None:
    assert undisturbed().of(Kind.STORAGE) == []


def test_spoilt_figures_come_back() -> None:
    spoilt = {"kind": "figures-spoilt", "at": "1h", "member": "JP", "fault": "nominal"}
    run = played(spoilt, cast={"members": ["CR", "JP"], "regional": ["rocb"]})

    (refused,) = run.of(Kind.FIGURES, step="refused-nominal")
    assert refused.participant == "rocb-ap"
