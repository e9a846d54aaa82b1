"""Every outcome of a transhipment occurs, by name; and nothing leaves unnoticed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.builders import DAY, Extra, Played, play
from simulation.transhipments import (
    found,
    moment_of,
    once,
    plan,
    played,
    shipped,
    states,
    transhipping,
    zoned,
)
from swsim.documents.envelope import Envelope
from swsim.documents.types.cargo_report import (
    CargoConsignment,
    CargoReport,
)
from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import Indicator
from swsim.domain.contraband import Contraband
from swsim.domain.events import Kind
from swsim.domain.identifiers import container_number
from swsim.domain.policies import Policy
from swsim.domain.timepoints import Point
from swsim.domain.transhipments import (
    ENDED,
    MISHAPS,
    STEPS,
    Mishap,
    State,
    Transhipment,
    Trigger,
    step,
)
from swsim.domain.transitions import IllegalTransitionError
from swsim.simulation.answers import indicator_of
from swsim.simulation.matching import Match
from swsim.simulation.transhipment.comparing import (
    CONTAINER,
    SEAL,
    differences,
    masses_differ,
)

S = State
CLEAN = [S.IN_PORT, S.CLEARED, S.LEFT]
HONEST = [S.IN_PORT, S.CLEARED, S.HELD, S.CLEARED, S.LEFT]


def arrived(run: Played) -> bool:
    """Tell whether the goods came to Colombia."""
    return bool(run.of(Kind.TIME_POINT, point=Point.ARRIVED))


def answers(run: Played, letter: str) -> list[Indicator | None]:
    """Return what the agent was answered about its papers of a letter."""
    answers: list[Any] = [
        run.payload(each) for each in run.sent("response", recipient="pa-trd")
    ]
    return [
        indicator_of(each)
        for each in answers
        if each.declaration.reference.rpartition("-")[2].startswith(letter)
    ]


def test_goods_change_ships_and_arrive() -> None:
    run = once(plan())

    assert states(run) == CLEAN
    assert found(run) == []
    assert answers(run, "A") == [Indicator.ACCEPTED]
    assert answers(run, "L") == [Indicator.MAY_MOVE]
    assert arrived(run)


def test_report_in_and_report_out_are_about_one_contract() -> None:
    run = once(plan())
    reports: list[Any] = [
        run.payload(each) for each in run.sent("cargo-report", sender="pa-trd")
    ]

    contracts = {each.consignments[0].contract.id for each in reports}
    assert [each.type for each in reports] == ["933", "833"]
    assert len(contracts) == 1
    assert {each.consignments[0].procedure.current for each in reports} == {"28"}


def test_no_guarantee_is_asked_for() -> None:
    run = once(plan())

    assert run.of(Kind.GUARANTEE) == []


def test_all_is_one_case() -> None:
    run = once(plan())

    assert len({each.conversation_id for each in run.messages}) == 1


def test_next_country_learns_when_the_goods_come() -> None:
    run = once(plan())

    left = moment_of(run, S.LEFT)
    came = run.at(Point.ARRIVED)
    assert left < came <= left + 3 * DAY


def test_without_export_data_the_agent_reports_all_the_same() -> None:
    run = played(shipped(plan()), policy=Policy(share_export_data=False))

    assert states(run) == CLEAN


def test_goods_that_pass_through_are_not_missed_in_the_port() -> None:
    run = played(shipped(plan()), policy=Policy(reconcile_exports=True))

    assert run.of(Kind.MATCH, verdict=Match.NEVER_ARRIVED) == []


# --- what may go wrong, by name -------------------------------------------------------


def test_contract_that_does_not_match() -> None:
    run = once(plan("other-contract"))

    assert found(run) == ["BOL"]
    assert answers(run, "L") == [Indicator.REJECTED, Indicator.MAY_MOVE]
    assert states(run) == CLEAN


def test_changed_container() -> None:
    run = once(plan("other-container"))

    # Told in the report out: looked at, explained, and loaded as it was told.
    assert found(run) == ["CON", "SEA"]
    assert states(run) == [S.IN_PORT, S.HELD, S.CLEARED, S.LEFT]
    assert Indicator.EXAMINATION in answers(run, "L")


def test_broken_seal() -> None:
    run = once(plan("seal-broken"))

    assert found(run) == ["SEA"]
    assert states(run) == HONEST


def test_broken_seal_is_replaced_before_the_goods_leave() -> None:
    run = once(plan("seal-broken"))
    lists: list[Any] = [
        run.payload(each) for each in run.sent("cargo-report", sender="pa-prt")
    ]

    landed, broken, resealed = (each.consignments[0].equipment for each in lists)
    assert [seal.condition for seal in broken[0].seals] == [Indicator.SEAL_BROKEN]
    assert [seal.id for seal in resealed[0].seals] == [
        f"{seal.id}R" for seal in landed[0].seals
    ]


def test_changed_seal() -> None:
    run = once(plan("seal-changed"))

    assert found(run) == ["SEA"]
    assert states(run) == [S.IN_PORT, S.CLEARED, S.HELD, S.SEIZED]
    assert not arrived(run)


def test_changed_gross_mass() -> None:
    run = once(plan("mass-changed"))

    assert found(run) == ["MAS"]
    assert states(run) == [S.IN_PORT, S.CLEARED, S.HELD, S.SEIZED]


def test_past_the_limit_customs_enquires() -> None:
    run = once(plan("overstay"))

    # The answer to the enquiry is the report that was missing.
    assert states(run) == [S.IN_PORT, S.OVERDUE, S.CLEARED, S.LEFT]
    assert found(run) == ["STY"]
    assert answers(run, "A") == [Indicator.ACCEPTED, Indicator.DOCUMENTS_WANTED]
    landed, asked = (moment_of(run, state) for state in (S.IN_PORT, S.OVERDUE))
    assert asked - landed == 30 * DAY


def test_limit_is_that_of_the_plan() -> None:
    run = once(plan("overstay", limit=10 * DAY))

    landed, asked = (moment_of(run, state) for state in (S.IN_PORT, S.OVERDUE))
    assert asked - landed == 10 * DAY


def test_missing_report_out_leads_to_abandonment() -> None:
    run = once(plan("no-onward-report", grace=20 * DAY))

    assert states(run) == [S.IN_PORT, S.OVERDUE, S.ABANDONED]
    asked, abandoned = (moment_of(run, state) for state in (S.OVERDUE, S.ABANDONED))
    assert abandoned - asked == 20 * DAY
    assert answers(run, "A")[-1] is Indicator.DETAINED
    assert not arrived(run)


def test_nothing_is_loaded_without_a_report_out() -> None:
    run = once(plan("no-onward-report"))
    lists: list[Any] = [
        run.payload(each) for each in run.sent("cargo-report", sender="pa-prt")
    ]

    assert [each.reference for each in lists] == ["S00001-LANDED"]


def test_what_is_hidden_is_found_when_goods_are_held() -> None:
    drugs = Contraband(kind="DRG", mass=40_000)

    run = played(shipped(plan("seal-broken"), contraband=drugs))

    assert states(run)[-1] is S.SEIZED


def test_list_that_the_port_did_not_write_is_not_believed() -> None:
    honest = once(plan("no-onward-report"))
    [landed] = (
        payload
        for each in honest.sent("cargo-report", sender="pa-prt")
        if isinstance(payload := honest.payload(each), CargoReport)
    )
    case = honest.messages[0].conversation_id
    forged = Extra(
        at=20 * DAY, sender="pa-trd", recipient="pa-sw", payload=landed, case=case
    )

    run = play(transhipping(shipped(plan("no-onward-report"))), extra=[forged])

    assert [each.participant for each in run.of(Kind.DROPPED)] == ["pa-sw"]
    assert moment_of(run, S.IN_PORT) == moment_of(honest, S.IN_PORT)


# --- by way of a free zone ----------------------------------------------------------


def test_entry_into_the_zone_ends_the_transhipment() -> None:
    run = once(zoned())

    assert states(run) == [S.IN_PORT, S.IN_ZONE, S.CLEARED, S.LEFT]
    assert answers(run, "Z") == [Indicator.RELEASED]
    assert answers(run, "X") == [Indicator.RELEASED]
    assert arrived(run)


def test_zone_has_procedures_of_its_own() -> None:
    run = once(zoned())
    declared: list[Any] = [
        run.payload(each) for each in run.sent("declaration", sender="pa-trd")
    ]

    procedures = [each.shipment.items[0].procedures[0].current for each in declared]
    assert procedures == ["7800", "3178"]


def test_goods_stay_longer_in_a_zone_than_in_a_terminal() -> None:
    run = once(plan(zone=90 * DAY))

    assert S.OVERDUE not in states(run)
    assert states(run)[-1] is S.LEFT


def test_relabelled_origin() -> None:
    run = once(zoned("origin-relabelled"))

    assert found(run) == ["ORI"]
    assert states(run) == [S.IN_PORT, S.IN_ZONE, S.HELD, S.SEIZED]
    assert answers(run, "X") == [Indicator.EXAMINATION, Indicator.DETAINED]


def test_relabelled_origin_is_that_of_the_onward_declaration() -> None:
    run = once(zoned("origin-relabelled"))
    entry, onward = (
        payload
        for each in run.sent("declaration", sender="pa-trd")
        if isinstance(payload := run.payload(each), Declaration)
    )

    assert _origins(entry) != _origins(onward)


def test_changed_gross_mass_in_the_zone() -> None:
    run = once(zoned("mass-changed"))

    assert found(run) == ["MAS"]
    assert states(run)[-1] is S.SEIZED


# --- what always holds --------------------------------------------------------------


@pytest.mark.parametrize("mishap", [None, *MISHAPS])
def test_every_transhipment_comes_to_an_end(mishap: Mishap | None) -> None:
    chosen = zoned if mishap == "origin-relabelled" else plan

    assert states(once(chosen(mishap)))[-1] in ENDED


Twist = Callable[[CargoConsignment], CargoConsignment]


def _other_seal(number: int, whole: CargoConsignment) -> CargoConsignment:
    first, *others = whole.equipment
    seals = tuple(replace(seal, id=f"Q{number}") for seal in first.seals)
    return replace(whole, equipment=(replace(first, seals=seals), *others))


def _other_container(number: int, whole: CargoConsignment) -> CargoConsignment:
    first, *others = whole.equipment
    other = replace(first, id=container_number(number))
    return replace(whole, equipment=(other, *others), items=())


def _without_seals(whole: CargoConsignment) -> CargoConsignment:
    boxes = tuple(replace(each, seals=()) for each in whole.equipment)
    return replace(whole, equipment=boxes)


twists = st.one_of(
    st.integers(0, 999_999).map(lambda number: partial(_other_seal, number)),
    st.integers(0, 999_999).map(lambda number: partial(_other_container, number)),
    st.just(_without_seals),
)
# Which paper is tampered with: the report out, what was landed, what is loaded.
PAPERS = ("-L1", "-LANDED", "-LOADED1", "-LOADED2")


def tampering(paper: str, twist: Twist) -> Callable[[Envelope], object]:
    """Return an edit that changes a paper on its way to customs of the port."""

    def edit(envelope: Envelope) -> object:
        report = envelope.payload
        told = isinstance(report, CargoReport) and (report.reference or "").endswith(
            paper
        )
        if not told or envelope.communication.recipient != "pa-cus":
            return report
        assert isinstance(report, CargoReport)
        changed = tuple(map(twist, report.consignments))
        return replace(report, consignments=changed)

    return edit


@pytest.mark.parametrize("paper", PAPERS)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    twist=twists,
    mishap=st.one_of(st.none(), st.sampled_from(MISHAPS)),
    seed=st.integers(0, 10_000),
)
def test_nothing_is_closed_with_another_seal_or_container_unnoticed(
    twist: Twist, paper: str, mishap: Mishap | None, seed: int
) -> None:
    chosen: Transhipment = zoned(mishap) if mishap in _ZONED else plan(mishap)
    world = transhipping(shipped(chosen), seed=seed)
    edit = tampering(paper, twist)
    told: list[CargoConsignment] = []

    def watched(envelope: Envelope) -> object:
        payload = edit(envelope)
        if (
            isinstance(payload, CargoReport)
            and envelope.communication.recipient == "pa-cus"
        ):
            told.extend(payload.consignments)
        return payload

    run = play(world, edit=watched)

    changed = any(
        not {SEAL, CONTAINER}.isdisjoint(differences(told[0], each))
        for each in told[1:]
    )
    if changed:
        assert not {SEAL, CONTAINER}.isdisjoint(found(run))
        closed = run.of(Kind.TRANSHIPMENT, to=S.LEFT)
        assert all(_first_found(run) <= each.time for each in closed)


_ZONED: tuple[Mishap | None, ...] = ("origin-relabelled",)


def _first_found(run: Played) -> int:
    return min(
        each.time
        for each in run.of(Kind.DISCREPANCY)
        if each.facts["found"] in (SEAL, CONTAINER)
    )


@given(before=st.integers(1, 30_000_000), per_mille=st.integers(-1000, 1000))
def test_mass_differs_beyond_five_per_cent(before: int, per_mille: int) -> None:
    after = before + before * per_mille // 1000

    assert masses_differ(before, after) == (abs(after - before) * 20 > before)


def test_table_refuses_what_is_not_in_it() -> None:
    with pytest.raises(IllegalTransitionError, match="LEFT cannot hold"):
        step(S.LEFT, Trigger.HOLD)


def test_every_state_but_the_last_ones_leads_on() -> None:
    assert set(State) - {state for state, _ in STEPS} == set(ENDED)


def _origins(declaration: Declaration) -> set[str | None]:
    assert declaration.shipment is not None
    return {
        origin.country for item in declaration.shipment.items for origin in item.origins
    }
