"""What a report of a long run asks SQLite for, so as not to look at every event."""

import json
from collections.abc import Collection, Iterator
from typing import NamedTuple

from swsim.ledger.reading import Reading
from swsim.ledger.trail import Row


class Sent(NamedTuple):
    """How many messages of a document one participant sent to another, and when."""

    sender: str
    recipient: str
    document: str
    messages: int
    first: int
    last: int


def sent(ledger: Reading) -> Iterator[Sent]:
    """Yield the counts of messages."""
    ledger.flush()
    # In one text, as ids hold no slash: SQLite sorts by it, and by three is slower.
    for link, messages, first, last in ledger.rows(
        "SELECT sender || '/' || recipient || '/' || document AS link,"
        " count(*), min(time), max(time) FROM message GROUP BY link"
    ):
        sender, recipient, document = link.split("/")
        yield Sent(sender, recipient, document, messages, first, last)


def naming(
    ledger: Reading, cases: Collection[str], acknowledged: Collection[str], whole: str
) -> Iterator[Row]:
    """Yield the messages that were sent in some cases, and all events of `whole`.

    Acknowledgements, which are half of the messages, only of those cases that are named
    for it, too. Site by site, in order of time.
    """
    ledger.flush()
    acknowledges = """instr(facts, '"document":"acknowledgement"')"""
    listed = "case_id IN (SELECT value FROM json_each(?))"
    yield from ledger.rows(
        "SELECT site, case_id, time, participant, kind, facts FROM event"
        f" WHERE case_id = ? OR kind = 'sent' AND {listed}"
        f" AND ({listed} OR NOT {acknowledges}) ORDER BY site, sequence",
        whole,
        json.dumps(sorted(cases)),
        json.dumps(sorted(acknowledged)),
    )
