"""The inbox lets in what was sent in this run, once, and says why not otherwise."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from exchange.rehearsal import RUN, VALIDATOR, a_world, first_messages
from swsim.documents.canonical import with_run_id
from swsim.documents.reading import decode
from swsim.documents.writing import encode_payload
from swsim.exchange.inbox import Inbox, Taken
from swsim.exchange.link import Arrival
from swsim.validation.parse import parse

WORLD = a_world()
MESSAGE = next(first_messages(WORLD))
XML = with_run_id(MESSAGE.xml, RUN)
ARRIVAL = Arrival(
    recipient=MESSAGE.recipient,
    sender=MESSAGE.sender,
    document=MESSAGE.document,
    body=XML,
    token="token",
)


class Counter:
    """An inbox and what it took in, remembered as the ledger does."""

    def __init__(self, **options: Any) -> None:
        self.inbox = Inbox(RUN, WORLD, VALIDATOR, **options)
        self._received: dict[str, str] = {}

    def take(self, arrivals: Sequence[Arrival]) -> list[Taken]:
        """Take a batch in and remember it."""
        taken = self.inbox.take(arrivals, self._received.get)
        for each in taken:
            if each.message_id is not None:
                self._received.setdefault(each.message_id, each.sha256)
        return taken


def _inbox(*, dedupe: bool = True) -> Counter:
    counter = Counter(dedupe=dedupe)
    counter.inbox.expect(MESSAGE.message_id, MESSAGE.sha256, XML)
    return counter


def _without_metadata(xml: bytes) -> bytes:
    return re.sub(
        rb"(?s)<md:CommunicationMetaData>.*</md:CommunicationMetaData>", b"", xml
    )


def _payload_alone() -> bytes:
    root = parse(XML)
    assert not hasattr(root, "rule")
    return encode_payload(decode(root).payload)


def test_message_of_the_run_is_delivered_when_it_is_due() -> None:
    (taken,) = _inbox().take([ARRIVAL])
    assert taken.refused is None
    assert taken.mail is not None
    assert taken.mail.document is not None
    assert (taken.message_id, taken.sha256) == (MESSAGE.message_id, MESSAGE.sha256)
    assert taken.due == MESSAGE.due


REFUSED = {
    "another run": (
        replace(ARRIVAL, body=with_run_id(MESSAGE.xml, "other")),
        f"the run is stated as 'other', but is '{RUN}'",
    ),
    "another sender": (
        replace(ARRIVAL, sender="jp-agr"),
        "the sender is stated as 'jp-trd', but is 'jp-agr'",
    ),
    "a sender that is nobody": (
        replace(
            ARRIVAL,
            sender="evil",
            body=XML.replace(b">jp-trd</md:Sen", b">evil</md:Sen"),
        ),
        "tampering: the content of message",
    ),
    "another recipient": (
        replace(ARRIVAL, recipient="jp-cus"),
        "the recipient is stated as 'jp-sw', but is 'jp-cus'",
    ),
    "no XML": (replace(ARRIVAL, body=b"hello"), "XML"),
    "nothing": (replace(ARRIVAL, body=b""), "empty"),
    "a truncated message": (replace(ARRIVAL, body=XML[:-200]), "end"),
    "a DOCTYPE": (
        replace(ARRIVAL, body=XML.replace(b"<md:", b"<!DOCTYPE a []><md:", 1)),
        "DOCTYPE",
    ),
    "no envelope": (
        replace(ARRIVAL, body=_payload_alone()),
        "no envelope: the root element is {urn:swsim:datamodel:DEC:1}Declaration",
    ),
    "no communication metadata": (
        replace(ARRIVAL, body=_without_metadata(XML)),
        "the envelope has no CommunicationMetaData",
    ),
    "metadata that cannot be read": (
        replace(ARRIVAL, body=XML.replace(b">1</md:Link", b">one</md:Link")),
        "communication metadata: CommunicationMetaData on line",
    ),
    "a message that nobody sent": (
        replace(
            ARRIVAL,
            body=XML.replace(
                MESSAGE.message_id.encode(), b"00000000-0000-5000-8000-000000000000"
            ),
        ),
        "nobody in this run has sent message 00000000",
    ),
    "a message with one other character": (
        replace(ARRIVAL, body=XML.replace(b"Training", b"Straining", 1)),
        "tampering: the content of message",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_inbox_refuses(name: str) -> None:
    arrival, why = REFUSED[name]
    assert arrival != ARRIVAL
    (taken,) = _inbox().take([arrival])
    assert taken.refused is not None
    assert why in taken.refused
    assert (taken.mail, taken.message_id) == (None, None)


def test_batch_is_judged_as_its_messages_one_by_one() -> None:
    """Larger than what is checked in step, with what is refused between the others."""
    bad = [arrival for arrival, _ in REFUSED.values()]
    batch = [bad[0], ARRIVAL, *bad, ARRIVAL, *bad, ARRIVAL]
    together, single = _inbox(), _inbox()
    found = together.take(batch)
    expected = [taken for each in batch for taken in single.take([each])]

    assert len(batch) > 2 * 13
    assert [each.arrival for each in found] == batch
    assert [(each.message_id, each.refused, each.stated) for each in found] == [
        (each.message_id, each.refused, each.stated) for each in expected
    ]
    assert [number for number, each in enumerate(found) if each.mail] == [1]


def test_message_that_is_refused_tells_which_it_says_it_is() -> None:
    (forged,) = _inbox().take([REFUSED["another sender"][0]])
    (garbage,) = _inbox().take([REFUSED["no XML"][0]])
    assert (forged.stated, garbage.stated) == (MESSAGE.message_id, None)


def test_message_after_a_forged_one_of_its_id_is_still_delivered() -> None:
    forged = replace(ARRIVAL, body=XML.replace(b"Training", b"Straining", 1))
    taken = _inbox().take([forged, ARRIVAL])
    assert [each.mail is not None for each in taken] == [False, True]


def test_duplicate_is_confirmed_and_not_delivered() -> None:
    first, second = _inbox().take([ARRIVAL, ARRIVAL])
    assert first.mail is not None
    assert (second.mail, second.refused) == (None, None)
    assert second.message_id == MESSAGE.message_id


def test_duplicate_with_other_content_is_tampering() -> None:
    inbox = _inbox()
    inbox.take([ARRIVAL])
    (taken,) = inbox.take([replace(ARRIVAL, body=XML.replace(b"Quay", b"Quey", 1))])
    assert taken.refused is not None
    assert taken.refused.startswith("tampering")


def test_duplicate_written_with_other_white_space_between_attributes_is_one() -> None:
    """What counts is the canonical form, not the bytes."""
    inbox = _inbox()
    inbox.take([ARRIVAL])
    again = XML.replace(b' formatCode="', b'  formatCode = "')
    (taken,) = inbox.take([replace(ARRIVAL, body=again)])
    assert again != XML
    assert (taken.mail, taken.refused) == (None, None)


def test_without_dedupe_a_duplicate_is_delivered_again() -> None:
    taken = _inbox(dedupe=False).take([ARRIVAL, ARRIVAL])
    assert [each.mail is not None for each in taken] == [True, True]


def test_same_content_in_other_bytes_is_the_message_that_was_sent() -> None:
    other_bytes = XML.replace(b'"UTF-8"?>\n', b'"UTF-8"?>\n<!-- a comment -->\n', 1)
    (taken,) = _inbox().take([replace(ARRIVAL, body=other_bytes)])

    assert other_bytes != XML
    assert taken.refused is None
    assert taken.sha256 == MESSAGE.sha256


# --- what other processes play ----------------------------------------------------


def _elsewhere() -> Counter:
    return Counter(elsewhere=[MESSAGE.sender])


def test_message_of_another_process_is_known_by_its_topic_alone() -> None:
    (taken,) = _elsewhere().take([ARRIVAL])
    assert taken.refused is None
    assert taken.mail is not None
    assert taken.sha256 == MESSAGE.sha256


def test_message_of_another_process_is_delivered_once() -> None:
    counter = _elsewhere()
    first, second = counter.take([ARRIVAL, ARRIVAL])
    (third,) = counter.take([ARRIVAL])
    assert first.mail is not None
    assert [each.mail for each in (second, third)] == [None, None]
    assert [each.message_id for each in (second, third)] == [MESSAGE.message_id] * 2


def test_message_of_another_process_with_other_content_is_tampering() -> None:
    counter = _elsewhere()
    altered = replace(ARRIVAL, body=XML.replace(b"Quay", b"Quey", 1))
    taken = counter.take([ARRIVAL, altered])
    (later,) = counter.take([altered])
    for each in (taken[1], later):
        assert each.refused is not None
        assert each.refused.startswith("tampering")


def test_inbox_remembers_only_what_is_on_its_way() -> None:
    counter = _inbox()
    assert counter.inbox.awaited == 1
    counter.take([ARRIVAL])
    assert counter.inbox.awaited == 0
