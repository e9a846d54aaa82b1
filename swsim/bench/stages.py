"""What the parts of an exchange cost one by one, for a message of the bench."""

from collections.abc import Mapping

from lxml import etree

from swsim.bench import signing, traffic
from swsim.bench.measuring import Work
from swsim.documents.canonical import with_run_id
from swsim.documents.reading import decode, decode_payload
from swsim.documents.writing import encode
from swsim.validation.engine import Validator


def stages() -> Mapping[str, Work]:
    """Return the stages, to be measured in turn."""
    _, sites = traffic.correspondents(traffic.CLIENTS)
    message = next(
        each
        for site in sites
        for each in site.run_second(site.next_second() or 0).messages
    )
    wire = with_run_id(message.xml, "bench")
    validator = Validator()
    root = etree.fromstring(wire)
    payload, envelope = root[-1], decode(etree.fromstring(message.xml))
    signed = signing.work(wire, own_words=message.own_words)
    return {
        "stage: write": lambda: encode(envelope),
        "stage: sign": signed[signing.SIGN],
        "stage: verify": signed[signing.VERIFY],
        "stage: parse": lambda: validator.parse(wire),
        "stage: parse and validate": lambda: validator.check(wire),
        "stage: read": lambda: decode_payload(payload),
    }
