"""What a single window does not take: what it says, and how a trader repairs it."""

from itertools import product

import pytest

from simulation.builders import (
    BANANAS,
    EXCAVATOR,
    HOUR,
    RUN,
    START,
    Extra,
    Played,
    exact,
    order,
    play,
    world,
)
from swsim.documents.canonical import with_run_id
from swsim.documents.envelope import Envelope
from swsim.documents.parts import Pointer
from swsim.documents.types.acknowledgement import NACK, Acknowledgement
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import AnsweredDeclaration, Response
from swsim.documents.writing import encode
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.mistakes import MISTAKE_IDS, MISTAKES, Leg, MistakeId
from swsim.simulation.contract import draw_contract
from swsim.simulation.mistakes import MAKE
from swsim.simulation.paperwork import Filing, export_declaration
from swsim.validation.engine import Validator

VALIDATOR = Validator()
PHYTO = frozenset({"851"})
LEGS: tuple[Leg, ...] = ("export", "import")
MADE = [
    (name, leg)
    for name, leg in product(MISTAKE_IDS, LEGS)
    if MISTAKES[name].fits(leg=leg, containers=True, documents=PHYTO)
]


def wrong(name: MistakeId, leg: Leg) -> tuple[Played, str, str, str]:
    """Play a mistake; return the run, trader, first and second LRN."""
    heading = BANANAS if MISTAKES[name].documents else EXCAVATOR
    run = play(world(order(hs6=(heading,), mistake=name, mistake_leg=leg)))
    trader = "jp-trd" if leg == "export" else "pa-trd"
    letter = leg[0].upper()
    return run, trader, f"S00001-{letter}1", f"S00001-{letter}2"


def acknowledgements(run: Played, recipient: str, status: str) -> list[Acknowledgement]:
    return [
        payload
        for message in run.sent("acknowledgement", recipient=recipient)
        if isinstance(payload := run.payload(message), Acknowledgement)
        and payload.status == status
    ]


# --- mistakes -----------------------------------------------------------------------


def test_every_mistake_can_be_made() -> None:
    assert tuple(MAKE) == MISTAKE_IDS


@pytest.mark.parametrize(("name", "leg"), MADE)
def test_mistake_is_caught_by_what_it_names_and_nothing_else(
    name: MistakeId, leg: Leg
) -> None:
    run, trader, _, _ = wrong(name, leg)
    first = run.sent("declaration", trader)[0]
    caught_by = MISTAKES[name].caught_by
    found = {
        finding.rule if caught_by.startswith("R") else finding.layer
        for finding in VALIDATOR.validate(with_run_id(first.xml, RUN)).findings
    }

    assert found == {"codelists" if caught_by == "codelist" else caught_by}


@pytest.mark.parametrize(("name", "leg"), MADE)
def test_mistake_is_repaired_under_a_new_reference(name: MistakeId, leg: Leg) -> None:
    run, trader, first, second = wrong(name, leg)
    refused = "NACKED" if MISTAKES[name].caught_by == "xsd" else "REJECTED"
    released = run.outcomes(trader, second if MISTAKES[name].rejected else first)

    if MISTAKES[name].rejected:
        assert run.states(first) == ["LODGED", refused]
    else:
        assert run.states(second) == []
    assert Indicator.RELEASED in released


# --- NACK ---------------------------------------------------------------------------


def test_what_does_not_fit_the_schema_gets_a_nack_and_no_answer() -> None:
    run, trader, first, _ = wrong("description-too-long", "import")
    (nack,) = acknowledgements(run, trader, NACK)
    lodged = run.sent("declaration", trader)[0]

    assert nack.message_id == lodged.message_id
    assert [error.code for error in nack.errors] == ["XSD-maxLength"]
    assert nack.errors[0].pointers[-1] == Pointer(section="23A", tag="137")
    assert run.responses(trader, first) == []


def test_nacked_declaration_never_reaches_customs() -> None:
    run, _, first, second = wrong("description-too-long", "import")
    passed = [
        declaration.reference
        for message in run.sent("declaration", "pa-sw", "pa-cus")
        if isinstance(declaration := run.payload(message), Declaration)
    ]

    assert first not in passed
    assert second in passed


def test_repair_takes_the_time_that_repairs_take() -> None:
    run, trader, _, _ = wrong("description-too-long", "import")
    first, second = run.sent("declaration", trader)[:2]

    assert second.sent == first.sent + 2 + HOUR  # two hops of one second


# --- rejection ----------------------------------------------------------------------


def all_wrong(envelope: Envelope) -> object:
    """Make three mistakes at once in the first import declaration."""
    document = envelope.payload
    ends = (envelope.communication.sender, envelope.communication.recipient)
    if not isinstance(document, Declaration) or ends != ("pa-trd", "pa-sw"):
        return document
    if document.reference == "S00001-I1":
        for name in ("item-count", "net-above-gross", "package-total"):
            document = MAKE[name](document)
    return document


@pytest.fixture(scope="module")
def rejected() -> Response:
    run = play(world(order(mistake="item-count", mistake_leg="import")), edit=all_wrong)
    (answer,) = run.responses("pa-trd", "S00001-I1")
    return answer


def test_rejection_carries_all_errors_at_once(rejected: Response) -> None:
    assert [error.code for error in rejected.errors] == ["R01", "R04", "R03"]


def test_rejection_points_to_each_error_class_by_class(rejected: Response) -> None:
    chains = [
        [(pointer.sequence, pointer.section, pointer.tag) for pointer in error.pointers]
        for error in rejected.errors
    ]

    assert chains == [
        [(None, "42A", "228")],
        [(None, "42A", "146")],
        [
            (None, "42A", None),
            (None, "67A", None),
            (1, "68A", None),
            (None, "23A", None),
            (None, "65A", "128"),
        ],
    ]


def test_rejection_says_what_is_wrong_and_was_never_accepted(
    rejected: Response,
) -> None:
    answered = rejected.declaration
    assert answered is not None

    assert all(error.description for error in rejected.errors)
    assert answered.rejection is not None
    assert (answered.acceptance, answered.id) == (None, None)


def test_profile_may_loosen_a_rule_into_risk_points() -> None:
    loose = exact(severities={"R01": "W"})
    run = play(
        world(
            order(mistake="item-count", mistake_leg="import"),
            profiles={"JP": exact(), "PA": loose},
        )
    )
    (channel,) = run.of(Kind.CHANNEL, declaration="S00001-I1")

    assert run.states("S00001-I2") == []
    assert channel.facts["reasons"] == ("R01",)
    assert channel.facts["score"] == 10


def test_profile_may_tighten_a_warning_into_a_rejection() -> None:
    strict = exact(severities={"R20": "E"})
    run = play(
        world(
            order(mistake="missing-seal", mistake_leg="import"),
            profiles={"JP": exact(), "PA": strict},
        )
    )

    assert run.states("S00001-I1") == ["LODGED", "REJECTED"]
    assert Indicator.RELEASED in run.outcomes("pa-trd", "S00001-I2")


# --- references ---------------------------------------------------------------------


def lodged(reference: str, number: int = 2) -> Declaration:
    """Return a correct export declaration of an order that the world does not know."""
    contract = draw_contract(order(number), 7, START)
    return export_declaration(
        contract, Filing(reference=reference, at=START, exit=START)
    )


def again(*times: int, first: Declaration) -> Played:
    """Lodge the same LRN at these seconds: first what is given, then a correct one."""
    return play(
        world(),
        extra=[
            Extra(
                at=at,
                sender="jp-trd",
                recipient="jp-sw",
                payload=first if at == times[0] else lodged("X-1", 3),
            )
            for at in times
        ],
    )


def test_reference_is_used_once_only() -> None:
    run = again(10, 20, first=lodged("X-1"))
    answers = run.responses("jp-trd", "X-1")
    (rejected,) = [answer for answer in answers if answer.errors]

    assert [error.code for error in rejected.errors] == ["R51"]
    assert rejected.errors[0].pointers == (Pointer(section="42A", tag="D026"),)
    assert len(run.of(Kind.TRANSITION, declaration="X-1", to="REGISTERED")) == 1


def test_reference_of_a_rejected_declaration_is_used_too() -> None:
    run = again(10, 20, first=MAKE["item-count"](lodged("X-1")))
    answers = run.responses("jp-trd", "X-1")

    assert [[error.code for error in each.errors] for each in answers] == [
        ["R01"],
        ["R51"],
    ]


# --- what has no business here ------------------------------------------------------


def test_document_that_a_participant_has_no_part_in_is_dropped() -> None:
    answer = Response(
        function="11",
        reference="X",
        issued=START,
        declaration=AnsweredDeclaration(reference="Y"),
    )
    run = play(
        world(), extra=[Extra(at=5, sender="pa-sw", recipient="pa-agr", payload=answer)]
    )
    (dropped,) = run.of(Kind.DROPPED)

    assert dropped.participant == "pa-agr"
    assert dropped.facts["from"] == "pa-sw"
    assert dropped.facts["why"] == "response is no document for pa-agr"


def test_what_is_not_xml_gets_a_nack() -> None:
    def broken(envelope: Envelope) -> object:
        if envelope.communication.recipient == "pa-sw" and isinstance(
            envelope.payload, Declaration
        ):
            return encode(envelope)[:-20]
        return envelope.payload

    run = play(world(), edit=broken)
    (nack,) = acknowledgements(run, "jp-sw", NACK)

    assert nack.errors[0].code == "XML-truncated"
