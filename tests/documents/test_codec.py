"""What is written can be read back, and its canonical form is lxml's, byte for byte."""

import hashlib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from documents.xsd_files import SAMPLES
from swsim.documents.canonical import (
    canonical,
    content_hash,
    content_hash_of_text,
    with_run_id,
)
from swsim.documents.envelope import (
    NAMESPACE,
    CommunicationMetaData,
    Envelope,
)
from swsim.documents.fields import ELEMENT, Element
from swsim.documents.parts import Error, Pointer
from swsim.documents.reading import decode, decode_communication, decode_payload
from swsim.documents.registry import document_types, type_of
from swsim.documents.types.acknowledgement import Acknowledgement
from swsim.documents.types.declaration import (
    AdditionalDocument,
    Declaration,
    GoodsMeasure,
)
from swsim.documents.types.payment import PaymentMade, PaymentNotice
from swsim.documents.writing import encode, encode_payload
from swsim.documents.xmltext import CodecError
from swsim.domain.money import Money, Quantity

RUN_ID = f"{{{NAMESPACE}}}RunID"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
KINDS = [kind.id for kind in document_types()]


# --- any record of any type ---------------------------------------------------------

XML_TEXT = st.text(
    st.one_of(
        st.sampled_from("&<>\"'\t\n\r ñ漢🚢"),
        st.characters(
            exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
        ),
    ),
    max_size=12,
)
NUMBERS = st.decimals(
    min_value=-(10**12), max_value=10**12, places=4, allow_nan=False
) | st.sampled_from([Decimal("1E+3"), Decimal("0.1"), Decimal("1.10"), Decimal(0)])
MOMENTS = st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": XML_TEXT,
    "integer": st.integers(min_value=-(10**9), max_value=10**9),
    "decimal": NUMBERS,
    "amount": st.builds(Money, value=NUMBERS, currency=XML_TEXT),
    "mass": st.integers(min_value=-(10**9), max_value=10**12),
    "quantity": st.builds(Quantity, value=NUMBERS, unit=XML_TEXT),
    "moment": MOMENTS,
    "day": st.dates(),
}


def values(element: Element) -> st.SearchStrategy[Any]:
    """Return what a field of a record may hold."""
    one = records(element.record) if element.record else VALUES[element.kind]
    return st.lists(one, max_size=2).map(tuple) if element.many else st.none() | one


def records(record: type) -> st.SearchStrategy[Any]:
    """Return any record of a class, complete or not, right or wrong."""
    return st.builds(
        record, **{each.name: values(each.metadata[ELEMENT]) for each in fields(record)}
    )


HEADS = st.builds(
    CommunicationMetaData,
    message_id=XML_TEXT,
    conversation_id=XML_TEXT,
    in_reply_to=st.none() | XML_TEXT,
    run_id=XML_TEXT,
    sender=XML_TEXT,
    recipient=XML_TEXT,
    prepared=MOMENTS,
    link_sequence=st.integers(min_value=1),
)
DOCUMENTS = st.sampled_from(document_types()).flatmap(lambda kind: records(kind.record))
ENVELOPES = st.builds(
    Envelope,
    communication=HEADS,
    payload=DOCUMENTS,
    country=st.none() | XML_TEXT,
    agency=st.none() | XML_TEXT,
)

# A declaration has some two hundred fields, so that few examples say much.
examples = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


def parsed(xml: bytes) -> etree._Element:
    return etree.fromstring(xml)


@pytest.mark.parametrize("kind", KINDS)
@examples
@given(data=st.data())
def test_document_is_read_back_as_it_was_written(
    kind: str, data: st.DataObject
) -> None:
    record = data.draw(
        records(next(each.record for each in document_types() if each.id == kind))
    )

    assert decode_payload(parsed(encode_payload(record))) == record


@examples
@given(envelope=ENVELOPES)
def test_envelope_is_read_back_as_it_was_written(envelope: Envelope) -> None:
    root = parsed(encode(envelope))

    assert decode(root) == envelope
    assert decode_communication(root) == envelope.communication


@examples
@given(envelope=ENVELOPES)
def test_canonical_form_is_exclusive_c14n_without_run_id(envelope: Envelope) -> None:
    wire = encode(envelope)
    root = parsed(wire)
    next(root.iter(RUN_ID)).text = None
    expected = etree.tostring(root, method="c14n", exclusive=True)

    assert canonical(wire, envelope.communication.run_id) == expected
    assert content_hash(parsed(wire)) == hashlib.sha256(expected).hexdigest()
    assert of_text(wire, envelope.communication.run_id) in (
        hashlib.sha256(expected).hexdigest(),
        None,  # a text that speaks of a RunID
    )


def of_text(wire: bytes, run_id: str) -> str | None:
    """Return the content hash that the text tells, given the C14N of the tree."""
    text = etree.tostring(parsed(wire), method="c14n", exclusive=True)
    return content_hash_of_text(wire, run_id, hashlib.sha256(text).digest())


# --- a message to look at -----------------------------------------------------------


def head(run_id: str = "") -> CommunicationMetaData:
    return CommunicationMetaData(
        message_id="5f0f1f3e-0000-5000-8000-000000000001",
        conversation_id="5f0f1f3e-0000-5000-8000-000000000002",
        in_reply_to=None,
        run_id=run_id,
        sender="pa-trd",
        recipient="pa-sw",
        prepared=datetime(2026, 4, 6, 12, 30, tzinfo=UTC),
        link_sequence=1,
    )


def wrapped(payload: object, run_id: str = "") -> bytes:
    return encode(Envelope(communication=head(run_id), payload=payload))


def sample() -> etree._Element:
    """Return a whole import declaration in its envelope."""
    return parsed((SAMPLES / "declaration" / "good-import-929.xml").read_bytes())


def test_run_id_is_put_into_a_message_and_nothing_else_changes() -> None:
    notice = PaymentNotice(reference="<md:RunID></md:RunID>")
    wire = wrapped(notice)
    mine = with_run_id(wire, "first & last")

    assert mine == wrapped(notice, "first & last")
    assert canonical(mine, "first & last") == canonical(wire, "")


# --- the hash -----------------------------------------------------------------------


def test_hash_leaves_out_the_run_id() -> None:
    other = sample()
    next(other.iter(RUN_ID)).text = "another-run"

    assert content_hash(other) == content_hash(sample())


def test_text_of_swsim_tells_its_hash_without_a_tree() -> None:
    wire = wrapped(PaymentNotice(reference="R-1"), "first & last")

    assert of_text(wire, "first & last") == content_hash(parsed(wire))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (b"</md:MetaData>", b"</md:MetaData>\n"),
        (b"first", b"f&#105;rst"),
        (b"<md:RunID>", b"<md:RunID a='RunID&gt;'>"),
        (b"</md:RunID>", b'</md:RunID><RunID xmlns=""></RunID>'),
        (b"</md:RunID>", b'</md:RunID><x xmlns="" a="RunID>"></x>'),
    ],
)
def test_text_of_others_is_not_trusted_to_tell_its_hash(
    ours: bytes, theirs: bytes
) -> None:
    wire = wrapped(PaymentNotice(reference="R-1"), "first").replace(ours, theirs, 1)

    assert of_text(wire, "first") is None


def test_hash_leaves_out_signatures_of_the_envelope() -> None:
    signed = sample()
    for place in (0, 1):
        signature = etree.SubElement(signed, SIGNATURE)
        etree.SubElement(signature, SIGNATURE.replace("Signature", "SignedInfo"))
        signed.insert(place, signature)

    assert content_hash(signed) == content_hash(sample())


def test_hash_keeps_a_signature_that_is_not_the_envelope_s() -> None:
    other = sample()
    etree.SubElement(other[-1], SIGNATURE)

    assert content_hash(other) != content_hash(sample())


def test_hash_leaves_the_tree_as_it_was() -> None:
    signed = sample()
    next(signed.iter(RUN_ID)).text = "my-run"
    signature = etree.SubElement(signed, SIGNATURE)
    signature.tail = "\n"
    before = etree.tostring(signed)

    content_hash(signed)

    assert etree.tostring(signed) == before


def changes(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield copies of a message with one character changed, each in another place."""
    for number, node in enumerate(root.iter("*")):
        for name in [None, *node.attrib]:
            other = deepcopy(root)
            there = list(other.iter("*"))[number]
            text = (there.get(name) if name else there.text) or ""
            changed = f"{text[:-1]}{'1' if text[-1:] == '0' else '0'}"
            if name:
                there.set(name, changed)
            else:
                there.text = changed
            yield f"{node.tag}/{name}", other


def test_one_changed_character_changes_the_hash_wherever_it_is() -> None:
    root = sample()
    right = content_hash(root)
    unnoticed = [
        place for place, other in changes(root) if content_hash(other) == right
    ]

    assert unnoticed == [f"{RUN_ID}/None"]


def test_hash_of_a_document_without_envelope_counts_everything() -> None:
    one = encode_payload(PaymentNotice(reference="P-1"))
    other = encode_payload(PaymentNotice(reference="P-2"))

    assert content_hash(parsed(one)) != content_hash(parsed(other))


# --- texts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "character", ["\x00", "\x08", "\x0b", "\x0c", "\x1f", "\ud800", "\ufffe", "\uffff"]
)
def test_character_that_xml_cannot_carry_is_refused(character: str) -> None:
    code = f"U\\+{ord(character):04X}"
    with pytest.raises(CodecError, match=code):
        encode_payload(PaymentNotice(reference=f"P{character}1"))
    money = Money(value=Decimal(1), currency=character)
    with pytest.raises(CodecError, match=code):
        encode_payload(PaymentNotice(payment=PaymentMade(paid=money)))


def test_markup_in_text_is_escaped_as_c14n_does() -> None:
    xml = encode_payload(PaymentNotice(reference="a<b>c&d\"e'\r"))

    expected = b"<FunctionalReferenceID>a&lt;b&gt;c&amp;d\"e'&#xD;</Functional"
    assert expected in xml


def test_text_that_is_empty_differs_from_none() -> None:
    empty = decode_payload(parsed(encode_payload(PaymentNotice(reference=""))))
    absent = decode_payload(parsed(encode_payload(PaymentNotice())))

    assert empty == PaymentNotice(reference="")
    assert absent == PaymentNotice()
    assert empty != absent


# --- masses, amounts, points of time ------------------------------------------------


@pytest.mark.parametrize(
    ("grams", "kilograms"),
    [
        (0, "0"),
        (1, "0.001"),
        (500, "0.5"),
        (1_250, "1.25"),
        (20_000, "20"),
        (24_000_001, "24000.001"),
        (-1, "-0.001"),
        (-2_500, "-2.5"),
    ],
)
def test_mass_is_whole_grams_here_and_kilograms_there(
    grams: int, kilograms: str
) -> None:
    xml = encode_payload(Declaration(gross_mass=grams))
    written = parsed(xml)[0]

    assert written.text == kilograms
    assert written.get("unitCode") == "KGM"
    assert decode_payload(parsed(xml)) == Declaration(gross_mass=grams)


def test_mass_is_read_without_binary_rounding() -> None:
    xml = encode_payload(Declaration(gross_mass=4_350)).replace(b"4.35<", b"4.350000<")

    assert decode_payload(parsed(xml)) == Declaration(gross_mass=4_350)


@pytest.mark.parametrize("value", ["0", "1.10", "1E+6", "0.000001", "-3.5"])
def test_amount_is_written_out_in_full(value: str) -> None:
    money = Money(value=Decimal(value), currency="JPY")
    xml = encode_payload(PaymentNotice(payment=PaymentMade(paid=money)))
    written = parsed(xml)[0][0]

    assert "E" not in (written.text or "")
    assert Decimal(written.text or "") == money.value
    assert written.get("currencyID") == "JPY"


def test_point_of_time_is_written_in_utc_whatever_its_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    notice = PaymentNotice(issued=datetime(2026, 4, 6, 8, 5, 9, tzinfo=tokyo))
    xml = encode_payload(notice)

    assert b">20260405230509Z<" in xml
    assert b'formatCode="304"' in xml
    assert decode_payload(parsed(xml)) == notice


def test_point_of_time_without_zone_is_refused() -> None:
    naive = datetime(2026, 4, 6)  # noqa: DTZ001  # the fault that is looked for
    with pytest.raises(CodecError, match="no time zone"):
        encode_payload(PaymentNotice(issued=naive))


def test_day_is_written_in_eight_digits() -> None:
    document = AdditionalDocument(effective=date(987, 2, 3))
    xml = encode_payload(Declaration(documents=(document,)))

    assert b'formatCode="102">09870203<' in xml
    assert decode_payload(parsed(xml)) == Declaration(documents=(document,))


@pytest.mark.parametrize(
    "text", ["20260406", "20260406120000", "20260406120000+0900", "20260230120000Z", ""]
)
def test_what_is_no_point_of_time_is_not_read_as_one(text: str) -> None:
    xml = encode_payload(PaymentNotice(issued=datetime(2026, 4, 6, tzinfo=UTC)))
    wrong = xml.replace(b"20260406000000Z", text.encode())

    with pytest.raises(CodecError, match="PaymentNotice on line 2"):
        decode_payload(parsed(wrong))


# --- what is no message -------------------------------------------------------------


def test_order_of_repeated_parts_is_kept() -> None:
    errors = tuple(
        Error(code=f"R{number:02}", pointers=(Pointer(section="42A"),))
        for number in (7, 3, 5)
    )
    ack = Acknowledgement(status="NACK", errors=errors)

    assert decode_payload(parsed(encode_payload(ack))) == ack


def test_unknown_document_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(CodecError, match=r"Invoice .*Declaration, .*PaymentNotice"):
        decode_payload(etree.Element("Invoice"))


def test_record_that_is_no_document_cannot_be_sent() -> None:
    with pytest.raises(KeyError):
        type_of(GoodsMeasure(gross_mass=1))


def test_document_is_no_envelope() -> None:
    with pytest.raises(CodecError, match="not an envelope"):
        decode(parsed(encode_payload(PaymentNotice())))


def test_envelope_holds_one_document() -> None:
    root = parsed(wrapped(PaymentNotice()))
    root.append(deepcopy(root[-1]))
    with pytest.raises(CodecError, match="one document"):
        decode(root)


def test_envelope_without_communication_metadata_is_told_apart() -> None:
    root = parsed(wrapped(PaymentNotice()))
    root.remove(root.find(f"{{{NAMESPACE}}}CommunicationMetaData"))  # type: ignore[arg-type]

    assert decode_communication(root) is None
    with pytest.raises(CodecError, match="CommunicationMetaData"):
        decode(root)


def test_metadata_that_does_not_fit_is_refused_with_its_line() -> None:
    wire = wrapped(PaymentNotice()).replace(
        b"LinkSequenceNumeric>1<", b"LinkSequenceNumeric>one<"
    )
    with pytest.raises(CodecError, match=r"CommunicationMetaData on line \d+"):
        decode_communication(parsed(wire))
