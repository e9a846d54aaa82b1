"""Every outcome of a change, a cancellation and a status request, in both styles."""

from dataclasses import replace

import pytest

from simulation.amendments import (
    CUSTOMS,
    EXPORT,
    IMPORT,
    QUICK,
    RED,
    STYLES,
    TRADERS,
    WINDOW,
    YELLOW,
    about,
    agreed,
    decided,
    issued,
    lodged,
    mrn,
    played,
    requests,
    results,
)
from simulation.builders import DAY, HOUR, Extra, exact, order, play, world
from simulation.lodging import of_order, rejected
from swsim.documents.parts import Party
from swsim.documents.types.acknowledgement import NACK, Acknowledgement
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.domain.changes import CHANGES, OCCASIONS, ChangeId, Key, Style
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.lifecycle import Hold
from swsim.simulation.amendments import letters
from swsim.simulation.answers import payment_of

# --- amend ------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_amend_granted_before_selection_free(style: Style) -> None:
    run = played("amend-before-selection", style)
    answer = decided(run, Indicator.CHANGE_APPROVED)

    assert results(run, "change") == [("granted", "")]
    assert answer.function == Function.RESPONSE
    assert answer.declaration is not None
    assert (answer.declaration.id, answer.declaration.version) == (mrn(run), "2")
    assert run.of(Kind.SERVED, desk="amendment") == []
    assert agreed(run)


def test_amend_generic_is_function_4() -> None:
    (request,) = requests(played("amend-before-selection", "generic"))

    assert (request.function, request.type) == ("4", "929")
    assert request.id
    assert request.amendments[0].reason == letters.CLERICAL


def test_amend_national_is_function_13_with_cor_reason_pointers_and_free_text() -> None:
    (request,) = requests(played("amend-before-selection", "national"))
    (amendment,) = request.amendments

    assert (request.function, request.type) == ("13", "COR")
    assert request.id
    assert amendment.reason == letters.CLERICAL
    assert [(each.section, each.sequence, each.tag) for each in amendment.pointers] == [
        ("42A", None, None),
        ("67A", None, None),
        ("68A", 1, None),
        ("23A", None, None),
        ("65A", None, "128"),
    ]
    assert [(each.type, bool(each.description)) for each in request.information] == [
        ("AES", True)
    ]


@pytest.mark.parametrize("leg", ["export", "import"])
@pytest.mark.parametrize("what", ["amend-before-selection", "replace"])
def test_amend_changes_what_is_on_file(what: ChangeId, leg: str) -> None:
    # What the exporter amended goes abroad as export data.
    run = played(what, leg=leg)
    shared = run.payload(run.sent("declaration", "jp-sw", "pa-sw")[0])
    first = run.payload(run.sent("declaration", "jp-trd", "jp-sw")[0])
    assert isinstance(first, Declaration)
    assert isinstance(shared, Declaration)

    changed = shared.shipment is not None and (
        shared.shipment.items == letters.corrected(first).shipment.items  # type: ignore[union-attr]
    )
    assert changed == (leg == "export")
    assert results(run, "change") == [("granted", "")]


@pytest.mark.parametrize("style", STYLES)
def test_amend_granted_after_selection_by_an_officer(style: Style) -> None:
    run = played("amend-after-selection", style)
    (served,) = run.of(Kind.SERVED, desk="amendment")
    (held, lifted) = run.of(Kind.HOLD, hold=Hold.AMENDMENT)

    assert results(run, "change") == [("granted", "")]
    assert served.time - int(str(served.facts["began"])) == 1_800
    assert (held.facts["change"], lifted.facts["change"]) == ("set", "lifted")
    assert lifted.time - held.time == 1_800


def test_amend_waits_in_the_queue_of_officers() -> None:
    one = exact().officers.model_copy(update={"assessment": 1})
    run = played("amend-after-selection", officers=one)
    held, _ = run.of(Kind.HOLD, hold=Hold.AMENDMENT)
    another = about(run, requests(run)[0], held.time)
    again = played("amend-after-selection", officers=one, extra=[another])

    waits = [
        int(str(each.facts["began"])) - int(str(each.facts["arrived"]))
        for each in again.of(Kind.SERVED, desk="amendment")
    ]
    assert waits[0] == 0
    assert 1_790 < waits[1] < 1_810
    assert results(again, "change") == [("granted", "")] * 2


def test_release_waits_for_the_officer() -> None:
    run = played("amend-after-selection", release_before_arrival=True, payment=60)
    (_, lifted) = run.of(Kind.HOLD, hold=Hold.AMENDMENT)
    (released,) = run.of(Kind.TRANSITION, declaration=IMPORT, to="RELEASED")

    assert released.time >= lifted.time


@pytest.mark.parametrize("style", STYLES)
def test_amend_denied_by_the_officer_for_its_reason(style: Style) -> None:
    run = played("amend-unfounded", style)
    answer = decided(run, Indicator.CHANGE_REFUSED)

    assert results(run, "change") == [("denied", "unfounded")]
    assert [each.code for each in answer.errors] == ["R61"]
    assert answer.declaration is not None
    assert answer.declaration.version == "1"
    assert agreed(run)


@pytest.mark.parametrize("style", STYLES)
def test_amend_denied_after_release(style: Style) -> None:
    run = played("amend-after-release", style, **QUICK)
    answer = decided(run, Indicator.CHANGE_REFUSED)

    # At the door of the single window already: it knows of the release.
    assert [each.code for each in answer.errors] == ["R61"]
    assert results(run, "change") == []
    assert run.states(IMPORT, "trd")[-1] == "CLOSED"


def test_amend_denied_when_customs_has_released_meanwhile() -> None:
    run = played("query", **QUICK)
    (released,) = run.of(Kind.TRANSITION, declaration=IMPORT, to="RELEASED")
    change = letters.change(
        lodged(run),
        mrn(run),
        "ERR",
        issued(run),
        "generic",
    )
    again = played("query", extra=[about(run, change, released.time)], **QUICK)

    assert results(again, "change") == [("denied", "state")]


def test_amend_denied_when_detained_while_the_officer_thinks() -> None:
    run = played(
        "amend-after-selection",
        inspection_wait=60,
        inspection_work=60,
        assessment=3 * DAY,
        violation_per_mille=1000,
        pre_arrival_per_mille=0,
        **RED,
    )

    assert results(run, "change") == [("denied", "state")]


@pytest.mark.parametrize("what", ["amend-before-selection", "replace"])
def test_version_counts_changes(what: ChangeId) -> None:
    run = played(what)
    second = about(run, requests(run)[0], run.of(Kind.CHANGE)[0].time + 10)
    again = played(what, extra=[second])

    assert [each.facts["version"] for each in again.of(Kind.CHANGE)] == [2, 3]


def test_replace_is_function_5_with_the_whole_declaration() -> None:
    run = played("replace")
    (request,) = requests(run)

    assert request.function == "5"
    assert request.item_count == lodged(run).item_count
    assert results(run, "change") == [("granted", "")]


def test_replacement_is_held_to_the_totals() -> None:
    run = played("replace")
    (request,) = requests(run)
    wrong = replace(request, item_count=7)
    again = played("query", extra=[about(run, wrong, run.of(Kind.CHANGE)[0].time)])

    assert [each.code for each in decided(again, Indicator.CHANGE_REFUSED).errors] == [
        "R01"
    ]


# --- cancel -----------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_cancel_invalidated(style: Style) -> None:
    run = played("cancel", style)
    (request,) = requests(run)
    answer = decided(run, Indicator.CHANGE_APPROVED)

    assert (request.function, request.type) == (
        ("1", "929") if style == "generic" else ("13", "INV")
    )
    assert results(run, "cancel") == [("granted", "")]
    assert answer.declaration is not None
    assert answer.declaration.cancellation is not None
    assert run.states(IMPORT, "cus") == ["REGISTERED", "CANCELLED"]
    assert not agreed(run)
    assert not run.sent("payment", TRADERS)


def test_cancel_invalidated_after_selection() -> None:
    run = played("cancel-after-release")
    payment = run.sent("response", CUSTOMS, WINDOW)[1]
    cancel = letters.cancellation(
        lodged(run),
        mrn(run),
        issued(run),
        "generic",
    )
    again = played("query", extra=[about(run, cancel, payment.sent + 10)])

    assert again.states(IMPORT, "cus") == ["REGISTERED", "SELECTED", "CANCELLED"]
    assert not agreed(again)


@pytest.mark.parametrize("style", STYLES)
def test_cancel_denied_after_release(style: Style) -> None:
    run = played("cancel-after-release", style, **QUICK)

    assert results(run, "cancel") == [("denied", "proof")]
    assert decided(run, Indicator.CHANGE_REFUSED).errors[0].code == "R61"
    assert run.states(IMPORT, "trd")[-1] == "CLOSED"


@pytest.mark.parametrize("leg", ["export", "import"])
@pytest.mark.parametrize("style", STYLES)
def test_cancel_invalidated_after_release_with_proof(style: Style, leg: str) -> None:
    run = played("cancel-with-proof", style, leg=leg, **QUICK)
    reference = IMPORT if leg == "import" else EXPORT

    assert results(run, "cancel") == [("granted", "")]
    assert run.states(reference, "cus")[-2:] == ["RELEASED", "CANCELLED"]
    assert "GATED_OUT" not in run.states(reference)
    assert "EXITED" not in run.states(reference)


def test_cancel_denied_with_proof_after_exit() -> None:
    run = played("query")
    first = run.payload(run.sent("declaration", "jp-trd", "jp-sw")[0])
    assert isinstance(first, Declaration)
    number = run.responses("jp-trd", EXPORT)[0].declaration
    assert number is not None
    assert first.issued is not None
    cancel = letters.cancellation(
        first, number.id or "", first.issued, "generic", "PRF-1"
    )
    sent = Extra(at=15 * DAY, sender="jp-trd", recipient="jp-sw", payload=cancel)
    again = played("query", extra=[sent])

    assert results(again, "cancel") == [("denied", "proof")]


def test_cancel_denied_while_an_examination_is_announced() -> None:
    run = played("query", **RED)
    announced = decided(run, Indicator.EXAMINATION)
    cancel = letters.cancellation(
        lodged(run),
        mrn(run),
        issued(run),
        "generic",
    )
    at = next(
        each.sent
        for each in run.sent("response", recipient=TRADERS)
        if run.payload(each) == announced
    )
    again = played("query", extra=[about(run, cancel, at + 60)], **RED)

    assert results(again, "cancel") == [("denied", "examination")]


def test_cancelled_declaration_frees_its_containers_and_documents() -> None:
    run = played("cancel")
    fresh = replace(lodged(run), reference="S00001-I9")
    at = run.of(Kind.CHANGE)[0].time + HOUR
    again = played("cancel", extra=[about(run, fresh, at)])

    assert again.outcomes(TRADERS, "S00001-I9")[0] is Indicator.AWAITING_ARRIVAL


# --- query ------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["lrn", "mrn", "ucr"])
def test_query_status(by: Key) -> None:
    run = played("query", by=by)
    (request,) = requests(run)
    (answer,) = [
        each for each in run.responses(TRADERS, IMPORT) if each.function == "8"
    ]

    assert (request.reference == IMPORT) == (by == "lrn")
    assert bool(request.id) == (by == "mrn")
    assert bool(request.shipment) == (by == "ucr")
    assert answer.statuses[0].name == Indicator.AWAITING_ARRIVAL
    assert answer.declaration is not None
    assert results(run, "query") == [("status", "")]


def test_query_status_of_a_cancelled_declaration() -> None:
    run = played("cancel")
    asker = lodged(run).declarant
    assert isinstance(asker, Party)
    asked = letters.query(
        "929",
        issued(run),
        asker,
        reference="Q1",
        mrn=mrn(run),
    )
    at = run.of(Kind.CHANGE)[0].time + HOUR
    again = played("cancel", extra=[about(run, asked, at)])

    assert results(again, "query") == [("status", "")]


def test_query_not_processed_yet() -> None:
    run = played("query-early")

    assert results(run, "query") == [("not-processed", "")]
    assert run.responses(TRADERS, IMPORT)[0].function == "12"


def test_query_not_found() -> None:
    run = played("query-unknown")

    assert results(run, "query") == [("not-found", "unknown")]
    (answer,) = run.responses(TRADERS, f"{IMPORT}-LOST")
    assert (answer.function, answer.statuses) == ("10", ())


def test_query_of_others_data_is_not_found() -> None:
    run = played("query-others")
    answers = [run.payload(each) for each in run.sent("response", WINDOW, TRADERS)]
    (answer,) = [
        each for each in answers if isinstance(each, Response) and each.function == "10"
    ]

    # The answer says no more than that to a number nobody has: not the LRN either.
    assert results(run, "query") == [("not-found", "not-own")]
    assert answer.declaration is not None
    assert (answer.declaration.reference, answer.statuses) == (f"{IMPORT}-Q", ())


def test_amend_of_others_data_is_refused() -> None:
    run = played("amend-before-selection")
    (request,) = requests(run)
    other = replace(
        request,
        declarant=replace(request.declarant, id="PAIM9999999"),  # type: ignore[type-var]
    )
    at = run.of(Kind.CHANGE)[0].time
    again = played("query", extra=[about(run, other, at)])

    assert decided(again, Indicator.CHANGE_REFUSED).errors[0].code == "R61"
    assert results(again, "change") == []


# --- errors -----------------------------------------------------------------------


def test_reject_names_all_errors_in_one_answer() -> None:
    def spoil(declaration: Declaration) -> Declaration:
        return replace(declaration, item_count=7, package_count=9)

    run = play(world(order()), edit=of_order(1, "I", spoil))

    assert rejected(run, TRADERS, IMPORT) == ["R01", "R04"]


def test_repair_after_rejection_is_a_new_lodgement() -> None:
    run = play(world(order(mistake="item-count", mistake_leg="import")))

    assert run.states(IMPORT)[-1] == "REJECTED"
    assert run.states("S00001-I2", "cus")[0] == "REGISTERED"
    assert results(run, "change") == []


def test_repair_after_acceptance_is_an_amendment_under_the_same_mrn() -> None:
    run = played("amend-before-selection")

    assert {each.id for each in requests(run)} == {mrn(run)}
    assert not run.states("S00001-I2")


def test_nack_stays_below_the_business() -> None:
    def spoil(declaration: Declaration) -> Declaration:
        return replace(declaration, office="much too long to be an office")

    run = play(world(order()), edit=of_order(1, "I", spoil))
    nacks = [
        each
        for message in run.sent("acknowledgement", WINDOW, TRADERS)
        if isinstance(each := run.payload(message), Acknowledgement)
        and each.status == NACK
    ]

    assert len(nacks) == 1
    assert run.responses(TRADERS, IMPORT) == []
    assert run.states("S00001-I2", "cus")[0] == "REGISTERED"


def test_documents_late_escalate_to_an_inspection() -> None:
    run = played("documents-late", **YELLOW)
    wanted = decided(run, Indicator.DOCUMENTS_WANTED)
    outcomes = run.outcomes(TRADERS, IMPORT)

    assert wanted.information[0].limit is not None
    assert outcomes.index(Indicator.EXAMINATION) > outcomes.index(
        Indicator.DOCUMENTS_WANTED
    )


def test_payment_late_is_reminded_and_not_released_before() -> None:
    run = played("payment-late")
    asked = [
        each.sent
        for each in run.sent("response", CUSTOMS, WINDOW)
        if isinstance(answer := run.payload(each), Response) and payment_of(answer)
    ]
    (paid,) = run.sent("payment", TRADERS)
    (released,) = run.of(Kind.TRANSITION, declaration=IMPORT, to="RELEASED")

    assert asked[1] - asked[0] == 10 * DAY
    assert asked[1] < paid.sent < released.time


def test_documents_wanted_tax_and_check_are_answers_of_their_own() -> None:
    yellow = played("query", **YELLOW)
    red = played("query", **RED)

    assert decided(yellow, Indicator.DOCUMENTS_WANTED).information[0].limit
    assert None in yellow.outcomes(TRADERS, IMPORT)
    assert decided(red, Indicator.EXAMINATION)


# --- the table --------------------------------------------------------------------


def test_every_wish_has_words_and_an_occasion() -> None:
    assert set(CHANGES) == set(OCCASIONS)


def test_one_conversation_carries_the_changes_too() -> None:
    run = played("amend-after-selection")

    assert len({message.conversation_id for message in run.messages}) == 1
