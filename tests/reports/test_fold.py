"""Folding events into numbers."""

from reports.events import Script, released
from swsim.domain.events import Kind
from swsim.reports.fold import fold


def rejected(script: Script, reference: str) -> str:
    """Lodge a declaration that the single window rejects; return the answer's id."""
    message = script.lodge(reference)
    script.receive("pa-sw", "pa-trd", message, verdict="invalid")
    script.send("pa-sw", "pa-trd", "acknowledgement", message)
    script.move("pa-sw", reference, "REJECTED")
    return script.send("pa-sw", "pa-trd", "response", reference)


def test_fold_of_nothing_counts_nothing() -> None:
    run = fold([])
    assert (run.lodged, run.messages, run.lost) == (0, 0, 0)


def test_released_counts_by_leg() -> None:
    script = released(Script(), "S00001-I1")
    run = fold(script.events)
    assert (run.legs["import"].released, run.legs["export"].released) == (1, 0)


def test_import_is_not_released_while_the_agency_has_not_agreed() -> None:
    script = released(Script(), "S00001-I1")
    without_agency = [e for e in script.events if e.facts.get("point") != "T10"]
    assert fold(without_agency).legs["import"].released == 0


def test_detained_after_release_is_not_released() -> None:
    script = released(Script(), "S00001-I1").move("pa-cus", "S00001-I1", "DETAINED")
    run = fold(script.events)
    assert (run.released, run.total.detained) == (0, 1)


def test_export_asked_of_the_agency_is_released_once_goods_go_to_port() -> None:
    script = Script()
    script.lodge("S00001-E1")
    script.point("pa-sw", "T6", "S00001-E1")
    script.move("pa-cus", "S00001-E1", "RELEASED")
    assert fold(script.events).legs["export"].released == 0
    script.point("pa-prt", "X2", "6PAX-00001")
    assert fold(script.events).legs["export"].released == 1


def test_release_before_arrival_has_a_negative_release_time() -> None:
    script = released(Script().at(100), "S00001-I1")
    script.at(5_000).point("pa-prt", "T0", "6JPX-00001")
    run = fold(script.events)
    assert run.declarations[0].release_time == 101 - 5_000
    assert run.released_before_arrival == 1


def test_release_after_arrival_is_not_before_it() -> None:
    script = Script().at(10).point("pa-prt", "T0", "6JPX-00001")
    run = fold(released(script.at(100), "S00001-I1").events)
    assert run.released_before_arrival == 0


def test_rejection_keeps_its_answer() -> None:
    script = Script()
    answer = rejected(script, "S00001-I1")
    found = fold(script.events).declarations[0]
    assert (found.refusal, found.refused_by) == ("rejected", answer)


def test_nack_keeps_the_acknowledgement_as_its_answer() -> None:
    script = Script()
    message = script.lodge("S00001-I1")
    script.receive("pa-sw", "pa-trd", message, "XSD-maxLength", verdict="invalid")
    nack = script.send("pa-sw", "pa-trd", "acknowledgement", message)
    script.move("pa-trd", "S00001-I1", "NACKED")
    run = fold(script.events)
    assert (run.nacked, run.rejected) == (1, 0)
    assert run.declarations[0].refused_by == nack


def test_accepted_declaration_has_no_refusing_answer() -> None:
    script = Script()
    message = script.lodge("S00001-I1")
    script.send("pa-sw", "pa-trd", "acknowledgement", message)
    assert fold(script.events).declarations[0].refused_by == ""


def test_new_lodgement_registered_after_a_rejection_is_a_repair() -> None:
    script = Script()
    rejected(script, "S00001-I1")
    released(script.at(500), "S00001-I2")
    assert fold(script.events).repaired == 1


def test_new_lodgement_rejected_again_is_no_repair() -> None:
    script = Script()
    rejected(script, "S00001-I1")
    rejected(script.at(500), "S00001-I2")
    assert fold(script.events).repaired == 0


def test_rejection_of_the_other_leg_makes_no_repair() -> None:
    script = Script()
    rejected(script, "S00001-E1")
    released(script.at(500), "S00001-I1")
    assert fold(script.events).repaired == 0


def test_message_sent_and_never_received_is_lost() -> None:
    script = Script()
    script.receive("pa-sw", "pa-trd", script.lodge("S00001-I1"))
    script.send("pa-sw", "pa-cus", "declaration", "S00001-I1")
    assert fold(script.events).lost == 1


def test_message_received_twice_is_duplicated() -> None:
    script = Script()
    message = script.lodge("S00001-I1")
    script.receive("pa-sw", "pa-trd", message).receive("pa-sw", "pa-trd", message)
    assert fold(script.events).duplicated == 1


def test_same_reference_in_two_countries_is_two_declarations() -> None:
    script = released(Script(), "S00001-I1", "pa")
    run = fold(released(script, "S00001-I1", "jp").events)
    assert run.lodged == 2


def test_attempts_that_failed_are_counted() -> None:
    script = released(Script(), "S00001-I1")
    script.add("pa-sw", Kind.UNDELIVERED, "case-2", to="jp-sw", document="response")
    assert fold(script.events).undelivered == 1


def test_traffic_is_counted_by_participant_and_document() -> None:
    script = Script()
    script.lodge("S00001-I1")
    script.send("pa-sw", "pa-trd", "response", "S00001-I1")
    run = fold(script.events)
    assert run.messages_by_document == {"declaration": 1, "response": 1}
    assert [(row.participant, row.total) for row in run.traffic] == [
        ("pa-sw", 1),
        ("pa-trd", 1),
    ]


def test_open_declaration_makes_its_case_open() -> None:
    script = Script()
    script.lodge("S00001-I1")
    run = fold(script.events)
    assert (run.total.open, run.open_cases) == (1, 1)
