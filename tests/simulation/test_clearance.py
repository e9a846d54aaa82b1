"""A shipment through green, yellow and red, from the first lodgement to the end."""

import pytest

from simulation.builders import DAY, HOUR, Played, exact, order, play, world
from swsim.documents.types.acknowledgement import ACK, Acknowledgement
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.payment import PaymentNotice
from swsim.documents.types.response import Response
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.identifiers import conversation_id, is_mrn
from swsim.domain.lifecycle import HOLDS, STEPS
from swsim.domain.timepoints import MEANINGS, Point
from swsim.simulation.answers import indicator_of

EXPORT, IMPORT = "S00001-E1", "S00001-I1"


@pytest.fixture(scope="module")
def green() -> Played:
    return play(world())


# --- green --------------------------------------------------------------------------


def test_green_export_goes_from_lodgement_to_the_news_of_release(green: Played) -> None:
    assert green.states(EXPORT) == [
        "LODGED",
        "REGISTERED",
        "SELECTED",
        "RELEASED",
        "EXITED",
        "CLOSED",
    ]


def test_green_import_goes_from_lodgement_to_the_gate(green: Played) -> None:
    assert green.states(IMPORT) == [
        "LODGED",
        "REGISTERED",
        "SELECTED",
        "RELEASED",
        "GATED_OUT",
        "CLOSED",
    ]


def test_green_import_has_its_time_points_in_order(green: Played) -> None:
    assert green.stamps("import") == [
        ("T2", "trd"),
        ("T3", "cus"),
        ("T4", "cus"),
        ("T8", "cus"),
        ("T8b", "trd"),
        ("T0", "prt"),
        ("T1", "prt"),
        ("T9", "cus"),
        ("T10", "sw"),
        ("T11", "prt"),
        ("T12", "prt"),
    ]


def test_green_export_has_its_time_points_in_order(green: Played) -> None:
    assert green.stamps("export") == [
        ("X1", "trd"),
        ("X3", "cus"),
        ("X2", "prt"),
        ("X4", "prt"),
        ("X5", "prt"),
    ]


def test_goods_arrive_a_transit_after_they_left(green: Played) -> None:
    sailed = green.at(Point.EXPORT_DEPARTED, "export")

    assert green.at(Point.ARRIVED) == sailed + 18 * DAY


def test_time_points_stand_at_the_second_of_the_event(green: Played) -> None:
    registered = green.at(Point.REGISTERED)

    assert registered == green.at(Point.LODGED) + 2  # two hops of one second
    assert green.at(Point.SELECTED) == registered + 1_800
    assert green.at(Point.DUTY_ASSESSED) == registered + 1_800 + 600
    assert green.at(Point.UNLOADED) == green.at(Point.ARRIVED) + 5 * HOUR


def test_release_may_come_before_the_goods() -> None:
    early = play(world(profiles=exact(release_before_arrival=True)))

    assert early.at(Point.ALL_RELEASED) < early.at(Point.ARRIVED)
    assert early.at(Point.GATED_OUT) == early.at(Point.UNLOADED) + 4 * HOUR


def test_declaration_after_arrival_is_accepted_and_not_made_to_wait() -> None:
    late = play(world(profiles=exact(pre_arrival_per_mille=0)))

    assert late.at(Point.LODGED) == late.at(Point.UNLOADED) + 6 * HOUR
    assert late.outcomes("pa-trd", IMPORT)[0] is Indicator.ACCEPTED


def test_scenario_decides_on_pre_arrival_against_the_profile() -> None:
    late = play(world(order(pre_arrival=False), profiles=exact()))

    assert late.at(Point.LODGED) > late.at(Point.UNLOADED)


# --- messages -----------------------------------------------------------------------


def test_all_messages_of_a_shipment_share_one_conversation(green: Played) -> None:
    conversations = {message.conversation_id for message in green.messages}

    assert conversations == {conversation_id(7, "S00001")}


def test_every_business_message_is_acknowledged_exactly_once(green: Played) -> None:
    acks = [green.payload(message) for message in green.sent("acknowledgement")]
    acknowledged = [ack.message_id for ack in acks if isinstance(ack, Acknowledgement)]
    business = [
        message.message_id
        for message in green.messages
        if message.document != "acknowledgement"
    ]

    assert sorted(filter(None, acknowledged)) == sorted(business)
    assert {ack.status for ack in acks if isinstance(ack, Acknowledgement)} == {ACK}


def test_every_message_sent_is_received_and_has_an_id_of_its_own(green: Played) -> None:
    sent = sorted(str(event.facts["message"]) for event in green.of(Kind.SENT))
    received = sorted(str(event.facts["message"]) for event in green.of(Kind.RECEIVED))

    assert received == sent
    assert len(set(sent)) == len(sent)


def test_messages_of_a_link_are_counted_from_one(green: Played) -> None:
    link = green.sent("response", "pa-sw", "pa-trd")
    numbers = [
        message.link_sequence
        for message in green.messages
        if (message.sender, message.recipient) == ("pa-sw", "pa-trd")
    ]

    assert link
    assert numbers == list(range(1, len(numbers) + 1))


def test_nobody_but_single_windows_crosses_the_border(green: Played) -> None:
    crossing = {
        (message.sender, message.recipient)
        for message in green.messages
        if message.sender[:2] != message.recipient[:2]
    }

    assert crossing == {("jp-sw", "pa-sw"), ("pa-sw", "jp-sw")}


def test_traders_and_customs_talk_to_the_single_window_alone(green: Played) -> None:
    ends = {(message.sender, message.recipient) for message in green.messages}

    assert ("pa-trd", "pa-cus") not in ends
    assert ("pa-cus", "pa-trd") not in ends
    assert ("pa-cus", "pa-agr") not in ends


def test_importer_is_told_received_then_duty_then_release(green: Played) -> None:
    assert green.outcomes("pa-trd", IMPORT) == [
        Indicator.AWAITING_ARRIVAL,
        None,
        Indicator.RELEASED,
    ]


def test_exporter_is_told_of_the_release_at_home_and_abroad(green: Played) -> None:
    assert green.outcomes("jp-trd", EXPORT) == [
        Indicator.ACCEPTED,
        Indicator.RELEASED,
        Indicator.RELEASED,
    ]


def test_every_answer_is_function_11_and_names_lrn_and_mrn(green: Played) -> None:
    answers = green.responses("pa-trd", IMPORT)

    assert {answer.function for answer in answers} == {"11"}
    (mrn,) = {answer.declaration.id for answer in answers if answer.declaration}
    assert mrn is not None
    assert is_mrn(mrn)
    assert mrn.startswith("26PA")


def test_acceptance_is_when_customs_registered_not_when_it_answered(
    green: Played,
) -> None:
    registered = green.at(Point.REGISTERED)
    accepted = {
        answer.declaration.acceptance.timestamp()
        for answer in green.responses("pa-trd", IMPORT)
        if answer.declaration and answer.declaration.acceptance
    }
    start = world().start.timestamp()

    assert accepted == {start + registered}


def test_only_the_release_carries_a_moment_of_release(green: Played) -> None:
    released = [
        status.release is not None
        for answer in green.responses("pa-trd", IMPORT)
        for status in answer.statuses
    ]

    assert released == [False, True]


def test_export_data_carry_the_mrn_and_the_moment_the_ship_left(green: Played) -> None:
    (message,) = green.sent("declaration", "jp-sw", "pa-sw")
    export = green.payload(message)
    assert isinstance(export, Declaration)
    assert export.shipment is not None
    assert export.shipment.exit is not None
    left = (export.shipment.exit - world().start).total_seconds()

    assert export.function == "14"
    assert (export.id or "").startswith("26JP")
    assert left == green.at(Point.EXPORT_DEPARTED, "export")


# --- yellow -------------------------------------------------------------------------


def yellow(**changes: object) -> Played:
    return play(world(order(channel="yellow"), profiles=exact(**changes)))


def test_yellow_wants_documents_and_goes_on_when_they_are_there() -> None:
    run = yellow()

    assert run.outcomes("pa-trd", IMPORT) == [
        Indicator.AWAITING_ARRIVAL,
        Indicator.DOCUMENTS_WANTED,
        None,
        Indicator.RELEASED,
    ]
    assert run.at(Point.DOCUMENTS_WANTED) == run.at(Point.SELECTED)
    assert run.at(Point.DOCUMENTS_SUPPLIED) == run.at(Point.SELECTED) + 3 * HOUR + 2
    assert not run.of(Kind.TIME_POINT, point=Point.INSPECTION_ORDERED)


def test_yellow_names_the_channel_and_the_limit_for_documents() -> None:
    run = yellow(documents_limit=6 * HOUR)
    (wanted,) = [
        answer
        for answer in run.responses("pa-trd", IMPORT)
        if indicator_of(answer) is Indicator.DOCUMENTS_WANTED
    ]
    (statement,) = wanted.information
    assert statement.limit is not None
    limit = (statement.limit - world().start).total_seconds()

    assert statement.code == "yellow"
    assert limit == run.at(Point.DOCUMENTS_WANTED) + 6 * HOUR


def test_documents_are_supplied_under_the_lrn_and_mrn() -> None:
    run = yellow()
    supplied = [
        payload
        for message in run.sent("declaration", "pa-trd", "pa-sw")
        if isinstance(payload := run.payload(message), Declaration)
        and payload.function == "4"
    ]

    assert [each.reference for each in supplied] == [IMPORT]
    assert [document.type for document in supplied[0].documents] == ["380", "705"]
    assert (supplied[0].id or "").startswith("26PA")


def test_documents_that_come_too_late_lead_to_an_inspection() -> None:
    run = yellow(documents=3 * DAY, documents_limit=2 * DAY)

    assert run.outcomes("pa-trd", IMPORT) == [
        Indicator.AWAITING_ARRIVAL,
        Indicator.DOCUMENTS_WANTED,
        None,
        Indicator.EXAMINATION,
        Indicator.RELEASED,
        Indicator.CHANGE_REFUSED,
    ]
    ordered = run.at(Point.INSPECTION_ORDERED)
    assert ordered == run.at(Point.DOCUMENTS_WANTED) + 2 * DAY
    assert run.at(Point.CUSTOMS_RELEASED) >= run.at(Point.INSPECTION_ENDED)


# --- red ----------------------------------------------------------------------------


def red(*numbers: int, **changes: object) -> Played:
    orders = [order(number, channel="red") for number in numbers or (1,)]
    return play(world(*orders, profiles={"JP": exact(), "PA": exact(**changes)}))


def test_red_is_inspected_only_after_the_goods_have_come() -> None:
    run = red()

    assert run.at(Point.INSPECTION_ORDERED) < run.at(Point.ARRIVED)
    assert run.at(Point.POSITIONED) == run.at(Point.UNLOADED) + 7 * HOUR
    assert run.at(Point.INSPECTION_STARTED) == run.at(Point.POSITIONED)
    assert run.at(Point.INSPECTION_ENDED) == run.at(Point.POSITIONED) + 90 * 60
    assert run.at(Point.CUSTOMS_RELEASED) == run.at(Point.INSPECTION_ENDED)


def test_red_is_inspected_even_where_release_may_come_before_arrival() -> None:
    run = red(release_before_arrival=True)

    assert run.at(Point.CUSTOMS_RELEASED) > run.at(Point.UNLOADED)


def test_red_tells_the_importer_of_the_examination() -> None:
    outcomes = red().outcomes("pa-trd", IMPORT)

    assert outcomes == [
        Indicator.AWAITING_ARRIVAL,
        Indicator.EXAMINATION,
        None,
        Indicator.RELEASED,
    ]


def inspections(run: Played) -> list[tuple[int, int]]:
    """Return from when to when each import declaration was inspected."""
    begun = {
        event.facts["declaration"]: event.time
        for event in run.of(Kind.TIME_POINT, point="T7b", leg="import")
    }
    ended = run.of(Kind.TIME_POINT, point="T7c", leg="import")
    return sorted((begun[event.facts["declaration"]], event.time) for event in ended)


def test_one_inspector_opens_one_container_at_a_time() -> None:
    officers = exact().officers.model_copy(update={"inspection": 1})
    first, second, third = inspections(red(1, 2, 3, officers=officers))

    assert first[1] == second[0]
    assert second[1] == third[0]


def test_two_inspectors_open_two_containers_at_a_time() -> None:
    officers = exact().officers.model_copy(update={"inspection": 2})
    first, second, third = inspections(red(1, 2, 3, officers=officers))

    assert first == second
    assert third[0] == first[1]


def test_offence_leads_to_detention_and_seizure() -> None:
    run = red(violation_per_mille=1000)
    seized = run.of(Kind.TRANSITION, declaration=IMPORT, to="SEIZED")
    detained = run.of(Kind.TRANSITION, declaration=IMPORT, to="DETAINED")

    assert run.states(IMPORT, "cus") == ["REGISTERED", "SELECTED", "DETAINED", "SEIZED"]
    assert seized[0].time == detained[0].time + DAY
    assert run.outcomes("pa-trd", IMPORT)[-1] is Indicator.DETAINED


def test_seized_goods_are_neither_released_nor_fetched() -> None:
    run = red(violation_per_mille=1000)

    assert not run.of(Kind.TIME_POINT, point=Point.CUSTOMS_RELEASED)
    assert not run.of(Kind.TIME_POINT, point=Point.ALL_RELEASED)
    assert not run.of(Kind.TIME_POINT, point=Point.GATED_OUT)


# --- all channels -------------------------------------------------------------------


@pytest.fixture(scope="module")
def mixed() -> Played:
    """Return a run in which every kind of time point occurs."""
    return play(
        world(
            order(1, channel="yellow"),
            order(2, channel="red"),
            order(3, origin="EC", destination="JP", hs6=("080390",)),
            seed=3,
        )
    )


def test_every_time_point_is_written_by_its_owner(mixed: Played) -> None:
    stamps = {*mixed.stamps("import"), *mixed.stamps("export")}

    assert stamps == {(point, MEANINGS[point].owner) for point in Point}


def test_every_outcome_is_one_that_the_table_of_the_lifecycle_names(
    mixed: Played,
) -> None:
    named = {
        *(each.indicator for each in STEPS.values()),
        *(each.indicator for each in HOLDS.values()),
    }
    told = {
        indicator_of(payload)
        for message in mixed.sent("response")
        if isinstance(payload := mixed.payload(message), Response)
    }

    assert told <= named


def test_every_hold_that_is_set_is_lifted_before_release(mixed: Played) -> None:
    for event in mixed.of(Kind.HOLD, change="set"):
        (lifted,) = mixed.of(
            Kind.HOLD,
            declaration=event.facts["declaration"],
            hold=event.facts["hold"],
            change="lifted",
        )
        assert event.time <= lifted.time


def test_payer_names_himself_without_his_telephone(mixed: Played) -> None:
    for message in mixed.sent("payment"):
        notice = mixed.payload(message)
        assert isinstance(notice, PaymentNotice)
        assert notice.payer is not None
        assert notice.payer.name
        assert notice.payer.communications == ()
