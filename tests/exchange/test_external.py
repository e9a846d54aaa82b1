"""What external seats publish is told apart: new, a repeat, or not to be taken."""

from lxml import etree

from swsim.documents.aswritten import as_written
from swsim.documents.registry import document_types
from swsim.exchange.external import ExternalSeats, Heard
from swsim.exchange.link import Arrival, Parcel
from swsim.simulation.mail import Given

BODY = b"<Strange xmlns='urn:example:strange'/>"
ID = "6f1f0d5e-3c53-4d3a-9e35-0d7f4ba0a001"


def seats(*given: Given) -> ExternalSeats:
    held = ExternalSeats(frozenset({"pa-trd"}), "run-1")
    held.remember(given)
    return held


def arrival(body: bytes = BODY, *, to: str = "pa-sw") -> Arrival:
    return Arrival(
        recipient=to, sender="pa-trd", document="unknown", body=body, token=None
    )


def enveloped(text: str = "a") -> bytes:
    return (
        "<md:MetaData xmlns:md='urn:swsim:datamodel:MetaData:1'>"
        f"<md:CommunicationMetaData><md:MessageID>{ID}</md:MessageID>"
        "</md:CommunicationMetaData>"
        f"<Strange xmlns='urn:example:strange'>{text}</Strange></md:MetaData>"
    ).encode()


def hear(held: ExternalSeats, *arrivals: Arrival) -> list[str]:
    """Return in a word what became of each."""
    return [_word(each) for each in held.hear(arrivals)]


def _word(heard: Heard) -> str:
    if heard.refused is not None:
        return "refused"
    return "repeat" if heard.submission is None else "new"


def test_same_bytes_are_new_once_for_each_recipient() -> None:
    other = arrival(to="jp-sw")

    assert hear(seats(), arrival(), arrival(), other) == ["new", "repeat", "new"]


def test_same_id_is_a_repeat_with_the_same_content_in_other_bytes() -> None:
    spaced = enveloped().replace(b"><md:M", b" ><md:M")

    assert hear(
        seats(), arrival(enveloped()), arrival(spaced), arrival(enveloped("b"))
    ) == ["new", "repeat", "refused"]


def test_what_was_given_before_an_interruption_is_known() -> None:
    given = Given(
        number=1,
        time=5,
        participant="pa-trd",
        recipient="pa-sw",
        case=None,
        in_reply_to=None,
        body=enveloped(),
    )

    assert hear(seats(given), arrival(enveloped())) == ["repeat"]


def test_id_is_confirmed_to_whoever_chose_it() -> None:
    new, bare = seats().hear([arrival(enveloped()), arrival()])

    assert (new.message_id, bare.message_id) == (ID, None)


def test_only_what_is_for_a_seat_is_published_when_it_is_due() -> None:
    held = seats()
    to, of = (
        Parcel(message_id=id_, sender=a, recipient=b, document="response", body=b"")
        for id_, a, b in (("1", "pa-sw", "pa-trd"), ("2", "pa-trd", "pa-sw"))
    )
    held.keep([to, of])

    assert held.concerns(to)
    assert held.concerns(of)
    assert list(held._to_publish.values()) == [to]


def test_document_of_no_known_type_has_a_slot_of_its_own() -> None:
    assert as_written(etree.fromstring(BODY)).kind.id == "unknown"
    assert "unknown" not in {kind.id for kind in document_types()}
