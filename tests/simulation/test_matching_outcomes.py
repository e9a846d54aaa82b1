"""What becomes of each way to declare an import that differs from its export.

One test for each verdict of the comparison; the papers themselves are right, so that
nothing but the comparison, or a control, finds out.
"""

from dataclasses import replace
from typing import Any

import pytest

from simulation.builders import DAY, Played, exact, order, play, world
from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import Channel
from swsim.domain.events import Kind
from swsim.domain.policies import Policy
from swsim.domain.schemes import SCHEME_IDS, SCHEMES, SchemeId
from swsim.simulation.exports import Exports
from swsim.simulation.matching import AGREES, Match, compare, outline
from swsim.simulation.schemes import DECLARED, PARTS

SCORES = Policy(risk_management="scores", reconcile_exports=True)
SHIRTS = "610910"  # a dutiable good of many origins


def played(scheme: SchemeId, policy: Policy = SCORES, **changes: Any) -> Played:
    one = order(scheme=scheme, origin="VN", hs6=(SHIRTS,), **changes)
    return play(world(one, profiles=exact(), policy=policy))


def verdicts(run: Played) -> list[object]:
    return [event.facts["verdict"] for event in run.of(Kind.MATCH)]


def test_ok() -> None:
    run = played("honest")

    assert verdicts(run) == [Match.OK]
    assert run.of(Kind.CHANNEL, leg="import")[0].facts["channel"] == Channel.GREEN


def test_ok_whatever_the_incoterms() -> None:
    assert verdicts(played("other-terms")) == [Match.OK]


def test_value_low() -> None:
    run = played("undervaluation")

    assert verdicts(run) == [Match.VALUE_LOW]
    assert run.of(Kind.CHANNEL, leg="import")[0].facts["channel"] == Channel.YELLOW


def test_value_low_severe_is_inspected() -> None:
    there = outline(_export())
    assert there.value is not None
    here = replace(there, value=there.value * 59 / 100)
    found = compare(here, there)

    assert (found.verdict, found.points) == (Match.VALUE_LOW, 60)


def test_value_high() -> None:
    assert verdicts(played("overvaluation")) == [Match.VALUE_HIGH]


def test_qty() -> None:
    assert verdicts(played("short-quantity")) == [Match.QTY]


def test_qty_when_packages_differ() -> None:
    there = outline(_export())
    assert there.packages is not None
    here = replace(there, packages=there.packages - 1)

    assert compare(here, there).verdict is Match.QTY


def test_class() -> None:
    run = played("misclassification")
    (channel,) = run.of(Kind.CHANNEL, leg="import")

    assert verdicts(run) == [Match.CLASS]
    assert Match.CLASS in channel.facts["reasons"]  # type: ignore[operator]


def test_class_within_a_heading_is_minor() -> None:
    there = outline(_export())
    here = replace(there, headings=frozenset({"610990"}))
    found = compare(here, there)

    assert (found.verdict, found.points) == (Match.CLASS, 10)


def test_origin() -> None:
    assert verdicts(played("origin-relabelling")) == [Match.ORIGIN]


def test_party() -> None:
    there = outline(_export())
    assert there.parties is not None
    here = replace(there, parties=(there.parties[0], "PAX0000099"))

    assert compare(here, there).verdict is Match.PARTY


def test_container() -> None:
    there = outline(_export())
    here = replace(there, containers=("SWSU0000019",))

    assert compare(here, there).verdict is Match.CONTAINER


def test_phantom_export() -> None:
    run = played("phantom-export")

    assert verdicts(run) == [Match.PHANTOM_EXPORT]
    assert not run.of(Kind.TRANSITION, leg="export")


def test_never_arrived() -> None:
    run = played("diversion")
    (match,) = run.of(Kind.MATCH)
    (departed,) = run.of(Kind.TIME_POINT, point="X5", leg="export")

    assert match.facts["verdict"] == Match.NEVER_ARRIVED
    assert match.facts["declaration"] == "S00001-E1"
    assert match.time == departed.time + 60 * DAY
    assert not run.of(Kind.TRANSITION, leg="import")


def test_never_arrived_of_what_a_part_left_open() -> None:
    export = _export()
    announced = Exports().announce(export, "case", 0)
    third = replace(announced.outline, net_mass=announced.outline.net_mass // 3)
    announced.take(replace(third, part=True))

    assert not announced.is_accounted

    announced.take(replace(third, part=True))
    announced.take(replace(third, part=True))

    assert announced.is_accounted


def test_never_arrived_is_noted_only_where_the_policy_asks() -> None:
    assert verdicts(played("diversion", Policy(risk_management="scores"))) == []


def test_split() -> None:
    run = played("split")

    assert verdicts(run) == [Match.SPLIT] * PARTS
    assert {each.facts["channel"] for each in run.of(Kind.CHANNEL, leg="import")} == {
        Channel.GREEN
    }
    assert len(run.of(Kind.TRANSITION, leg="import", to="RELEASED")) == PARTS


def test_split_of_more_than_was_exported_is_a_quantity() -> None:
    there = outline(_export())
    here = replace(there, net_mass=there.net_mass // 2, part=True)

    assert compare(here, there, before=there.net_mass * 2 // 3).verdict is Match.QTY


def test_difference_is_a_reason_to_look_and_no_penalty() -> None:
    # The typing error differs, is looked into, and the goods are released.
    run = played("typo")
    (control,) = run.of(Kind.CONTROL, leg="import")

    assert verdicts(run)[0] not in AGREES
    assert control.facts["result"] == "mistake"
    assert run.states("S00001-I1", "cus")[-1] == "RELEASED"


# --- what controls find ------------------------------------------------------------


@pytest.mark.parametrize("scheme", [*DECLARED, "split", "honest"])
def test_papers_of_every_scheme_are_coherent(scheme: SchemeId) -> None:
    run = played(scheme)
    wrong = [
        rule
        for event in run.of(Kind.RECEIVED, document="declaration")
        for rule in event.facts["findings"]  # type: ignore[union-attr]
        if rule not in ("R12", "R50", "R34", "R30")
    ]

    assert wrong == []
    assert run.of(Kind.TRANSITION, leg="import", to="RELEASED")


@pytest.mark.parametrize("scheme", SCHEME_IDS)
def test_control_finds_what_it_can_see_and_no_more(scheme: SchemeId) -> None:
    run = play(
        world(
            order(scheme=scheme, origin="VN", hs6=(SHIRTS,), channel="red"),
            profiles=exact(violation_per_mille=1000),
        )
    )
    found = {event.facts["result"] for event in run.of(Kind.CONTROL)} - {"conform"}
    seen = SCHEMES[scheme].seen_by("inspection")

    assert found == ({seen} - {"conform"})


def test_what_was_withheld_is_asked_for_and_paid() -> None:
    run = played("undervaluation")
    (control,) = run.of(Kind.CONTROL, control="documents")
    payments = run.sent("payment", "pa-trd")

    assert int(str(control.facts["recovered"])) > 0
    assert len(payments) == 2
    assert run.states("S00001-I1", "cus")[-1] == "RELEASED"


def test_offence_found_before_counts_against_its_trader() -> None:
    ring: dict[str, Any] = {"exporter": 39, "importer": 79, "hs6": (SHIRTS,)}
    first = order(1, scheme="undervaluation", **ring)
    second = order(2, scheme="honest", start=60 * DAY, **ring)
    run = play(world(first, second, profiles=exact(), policy=SCORES))
    (channel,) = [
        event
        for event in run.of(Kind.CHANNEL, leg="import")
        if event.facts["declaration"] == "S00002-I1"
    ]

    assert channel.facts["reasons"] == ("offences before",)
    assert channel.facts["channel"] == Channel.YELLOW


def _export() -> Declaration:
    run = play(world(order(origin="VN", hs6=(SHIRTS,)), profiles=exact()))
    (sent,) = run.sent("declaration", "vn-trd", "vn-sw")
    document = run.payload(sent)
    assert isinstance(document, Declaration)
    return document
