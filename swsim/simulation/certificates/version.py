"""A certificate in a version of the schema that nobody reads any more."""

from lxml import etree

from swsim.documents.aswritten import as_written
from swsim.documents.registry import AsWritten, type_of
from swsim.documents.types.certificate import Certificate
from swsim.documents.writing import encode_payload


def outdated(paper: Certificate) -> AsWritten:
    """Return a certificate as a system writes it that was not brought up to date."""
    current = type_of(paper).namespace
    old = current.rpartition(":")[0] + ":0"
    text = encode_payload(paper).replace(current.encode(), old.encode())
    return as_written(etree.fromstring(text))
