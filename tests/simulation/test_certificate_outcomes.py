"""Every outcome of a certificate, from the application to its withdrawal after use."""

import pytest

from simulation.builders import DAY, HOUR, Played, exact
from simulation.certificates import (
    IMPORT,
    changes,
    guarantee,
    plants,
    played,
    shipment,
    why,
)
from swsim.documents.types.acknowledgement import Acknowledgement
from swsim.documents.types.certificate import Certificate
from swsim.documents.types.response import Response
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.happenings import CertificateEnded, Happening, Pest
from swsim.domain.papers import Flaw
from swsim.domain.settings import LinkOutage
from swsim.domain.timepoints import Point
from swsim.simulation.answers import indicator_of, payment_of
from swsim.simulation.certificates.letters import status

LATE = 60 * DAY


def ended(change: str, *, at: int, type: str = "861") -> Happening:
    wish = CertificateEnded(lane="test", type=type, change=change)  # type: ignore[arg-type]
    return Happening(inject="I1", at=at, effect=wish)


# --- application and issue --------------------------------------------------------


@pytest.mark.parametrize("type", ["861", "865"])
def test_issued_certificate_is_exchanged_and_its_use_returned(type: str) -> None:
    run = played(shipment(type=type))

    assert changes(run) == [
        "applied",
        "issued",
        "sent",
        "received",
        "accepted",
        "given",
        "use-returned",
    ]


def test_one_conversation_carries_the_certificate_and_the_goods() -> None:
    assert (
        len({message.conversation_id for message in played(shipment()).messages}) == 1
    )


def test_refused_criterion_not_met() -> None:
    run = played(shipment(flaw="criterion-not-met"))

    assert changes(run) == ["applied", "refused"]
    assert why(run, "refused") == ["criterion-not-met"]
    # The goods go without a preference: nothing is claimed, full duty is paid.
    assert run.of(Kind.TIME_POINT, point=Point.ALL_RELEASED)


def test_refused_inspection_fails() -> None:
    run = played(plants(flaw="inspection-fails"))

    assert changes(run) == ["applied", "refused"]
    assert not run.sent("declaration")


# --- the message abroad -----------------------------------------------------------


def test_received_is_not_yet_accepted() -> None:
    run = played(shipment())
    (paper,) = run.sent("certificate", "my-sw", "mx-sw")[:1]
    (ack,) = [
        run.payload(each)
        for each in run.sent("acknowledgement", "mx-sw", "my-sw")
        if each.in_reply_to == paper.message_id
    ]
    answers = [run.payload(each) for each in run.sent("certificate", "mx-sw", "my-sw")]

    assert isinstance(ack, Acknowledgement)
    assert ack.status == "ACK"
    assert isinstance(answers[0], Certificate)
    assert (status(answers[0]), answers[0].dispatch) == ("39", "DLV")


@pytest.mark.parametrize("flaw", ["unknown-signer", "bad-version"])
def test_not_accepted_and_so_no_preference(flaw: Flaw) -> None:
    run = played(shipment(flaw=flaw))

    expected = {"unknown-signer": "unknown-signer", "bad-version": "version"}[flaw]
    assert why(run, "not-accepted") == [expected]
    assert why(run, "denied") == ["not-received"]


def test_unknown_signer_is_refused_with_its_reason() -> None:
    run = played(shipment(flaw="unknown-signer"))
    answer = run.payload(run.sent("certificate", "mx-sw", "my-sw")[0])

    assert isinstance(answer, Certificate)
    assert (status(answer), answer.dispatch) == ("41", "FLD")


def test_bad_version_of_the_schema_is_not_even_received() -> None:
    run = played(shipment(flaw="bad-version"))

    assert "received" not in changes(run, "mx")
    (unread,) = run.of(Kind.RECEIVED, document="unknown")
    assert unread.participant == "mx-sw"


def test_duplicate_number() -> None:
    run = played(shipment(1), shipment(2, flaw="duplicate-number"))

    assert why(run, "not-accepted") == ["duplicate-number"]
    assert changes(run).count("given") == 1


# --- the certificate is cited -----------------------------------------------------


@pytest.mark.parametrize(
    ("flaw", "reason"),
    [
        ("other-heading", "heading"),
        ("other-party", "party"),
        ("too-little", "quantity"),
        ("other-ucr", "ucr"),
        ("expires-early", "expired"),
    ],
)
def test_mismatch_is_denied(flaw: Flaw, reason: str) -> None:
    run = played(shipment(flaw=flaw))

    assert why(run, "denied") == [reason]
    assert "given" not in changes(run)
    assert "use-returned" not in changes(run)


def test_denied_preference_costs_the_full_duty() -> None:
    given, denied = played(shipment()), played(shipment(flaw="other-party"))

    assert due(denied) > due(given)


def due(run: Played, reference: str = IMPORT) -> int:
    """Return what the importer was asked to pay first, in hundredths."""
    asked = [
        payment.payable
        for answer in run.responses("mx-trd", reference)
        if (payment := payment_of(answer)) is not None and payment.payable
    ]
    return int(asked[0].value * 100)


def test_reused_certificate_is_already_used() -> None:
    run = played(
        shipment(1),
        shipment(2, flaw="reused", types=(), start=10 * DAY),
    )

    assert why(run, "denied") == ["already-used"]
    (denied,) = run.of(Kind.CERTIFICATE, change="denied")
    assert denied.facts["certificate"] == "MY-861-S00001"


def test_reused_before_it_was_used_belongs_to_other_goods() -> None:
    first = shipment(1, transit=30 * DAY)
    run = played(first, shipment(2, flaw="reused", types=(), transit=8 * DAY))

    assert why(run, "denied")[0] in ("party", "quantity", "ucr")
    assert changes(run).count("given") == 1


# --- verification -----------------------------------------------------------------


def test_verification_genuine_gives_the_preference_and_frees_the_security() -> None:
    run = played(shipment(verify=True))

    assert why(run, "doubted") == ["RND"]
    assert why(run, "answered") == ["GEN"]
    assert guarantee(run) == ["reserved", "released"]
    assert changes(run)[-2:] == ["given", "use-returned"]


def test_subheading_that_differs_is_a_doubt() -> None:
    run = played(shipment(flaw="other-subheading"))

    assert why(run, "doubted") == ["DBT"]
    assert "given" in changes(run)


@pytest.mark.parametrize(
    ("answer", "result"),
    [("false", "FLS"), ("unconfirmed", "ONC"), ("silent", "no-answer")],
)
def test_verification_that_does_not_confirm_denies(answer: str, result: str) -> None:
    run = played(shipment(verify=True, answer=answer))

    assert why(run, "denied") == [result]
    assert guarantee(run) == ["reserved", "called"]
    assert "given" not in changes(run)


def test_no_answer_in_time_is_no_confirmation() -> None:
    run = played(
        shipment(verify=True, limit=DAY),
        outages=[LinkOutage(start=16 * DAY, end=60 * DAY, a="my-org", b="my-sw")],
    )
    (asked,) = run.of(Kind.CERTIFICATE, change="doubted")
    (denied,) = run.of(Kind.CERTIFICATE, change="denied")

    assert denied.facts["why"] == "no-answer"
    assert denied.time == asked.time + DAY


def test_goods_go_on_security_while_the_issuer_is_asked() -> None:
    slow = shipment(verify=True, answer="silent", limit=20 * DAY)
    secured = played(slow)
    waiting = played(slow, release_on_security=False)

    assert secured.at(Point.ALL_RELEASED) + 15 * DAY < waiting.at(Point.ALL_RELEASED)
    assert guarantee(waiting) == []
    assert due(waiting) > due(secured)


# --- replace, cancel, withdraw ----------------------------------------------------


@pytest.mark.parametrize("change", ["withdrawn", "cancelled"])
def test_ended_before_use_is_denied(change: str) -> None:
    run = played(shipment(), happenings=[("my", ended(change, at=5 * DAY))])

    assert why(run, "denied") == [change]
    assert "demanded" not in changes(run)


def test_replaced_certificate_gives_way_to_the_new_one() -> None:
    run = played(shipment(), happenings=[("my", ended("replaced", at=5 * DAY))])
    (given,) = run.of(Kind.CERTIFICATE, change="given")

    assert given.facts["certificate"] == "MY-861-S00001-2"


def test_withdrawn_after_use_is_demanded_after_clearance() -> None:
    run = played(shipment(), happenings=[("my", ended("withdrawn", at=LATE))])
    (demand,) = run.of(Kind.CERTIFICATE, change="demanded")

    assert demand.time > run.at(Point.CUSTOMS_RELEASED)
    asked = [answer for answer in run.responses("mx-trd", IMPORT) if payment_of(answer)]
    assert len(asked) == 2


# --- phytosanitary ----------------------------------------------------------------


def test_phytosanitary_certificate_is_found_and_written_off() -> None:
    run = played(plants())

    assert changes(run)[-1] == "used"
    assert run.of(Kind.TIME_POINT, point=Point.ALL_RELEASED)


def test_refused_plants_are_notified_to_the_country_of_export() -> None:
    pest = Pest(agency="agr", hs6="080929", origin="CL", check="refuse")
    found = Happening(inject="I1", at=1, effect=pest)
    run = played(plants(), happenings=[("cn", found)])

    assert why(run, "non-compliant") == ["PST"]
    assert why(run, "non-compliance") == ["PST"]
    (told,) = run.of(Kind.CERTIFICATE, change="non-compliance")
    assert told.participant == "cl-agr"


def test_withdrawn_phytosanitary_certificate_holds_the_goods() -> None:
    withdrawn = ended("withdrawn", at=DAY, type="851")
    run = played(plants(), happenings=[("cl", withdrawn)])
    (held,) = [
        each
        for each in run.responses("cn-trd", IMPORT)
        if indicator_of(each) is Indicator.DETAINED
    ]

    assert isinstance(held, Response)
    assert "withdrawn" in [each.code for each in held.information]


def test_phytosanitary_certificate_withdrawn_after_use_is_told() -> None:
    withdrawn = ended("withdrawn", at=LATE, type="851")
    run = played(plants(), happenings=[("cl", withdrawn)])

    assert "withdrawn-after-use" in changes(run, "cn")


# --- paper ------------------------------------------------------------------------


def test_electronic_certificates_are_days_ahead_of_paper() -> None:
    fast = exact(agency=2 * HOUR, release_before_arrival=True)
    electronic = played(plants(), profile=fast)
    paper = played(plants(), profile=fast, e_certificates=False)

    assert paper.at(Point.LODGED) > electronic.at(Point.LODGED) + 20 * HOUR
    assert paper.at(Point.ALL_RELEASED) > electronic.at(Point.ALL_RELEASED)
    assert not paper.sent("certificate", "cl-sw", "cn-sw")


def test_use_of_paper_is_not_returned_nor_its_withdrawal_told() -> None:
    run = played(
        shipment(),
        e_certificates=False,
        happenings=[("my", ended("withdrawn", at=LATE))],
    )

    assert "given" in changes(run)
    assert "use-returned" not in changes(run)
    assert "demanded" not in changes(run)
