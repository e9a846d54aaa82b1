"""A document that goes out as somebody outside wrote it, right or wrong.

The codec writes only what a record can hold; a person or a foreign system may send
anything that is XML. Judging it is the receiver's work.
"""

from lxml import etree

from swsim.documents.envelope import NAMESPACE, TAG
from swsim.documents.reading import decode_payload
from swsim.documents.registry import AsWritten, DocumentType, types_by_tag
from swsim.documents.xmltext import CodecError

_UNKNOWN = "unknown"  # the topic slot of what no catalogue entry names


def as_written(root: etree._Element) -> AsWritten:
    """Return a parsed document for sending, out of its envelope if it is in one.

    Raises CodecError for an envelope that carries nothing.
    """
    element = _payload(root) if root.tag == TAG else root
    kind = types_by_tag().get(str(element.tag)) or _unknown(element)
    text = etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
    return AsWritten(kind=kind, text=text.decode(), record=_record(element))


def message_of(root: etree._Element, name: str) -> str | None:
    """Return what an envelope's communication metadata says under a name.

    None for a document without an envelope, and where nothing is said.
    """
    if root.tag != TAG:
        return None
    path = f"{{{NAMESPACE}}}CommunicationMetaData/{{{NAMESPACE}}}{name}"
    return (root.findtext(path) or "").strip() or None


def _payload(envelope: etree._Element) -> etree._Element:
    head = TAG.partition("}")[0] + "}"
    found = [each for each in envelope if not str(each.tag).startswith(head)]
    if not found:
        raise CodecError("the envelope carries no document")
    return found[-1]


def _unknown(element: etree._Element) -> DocumentType:
    name = etree.QName(element)
    return DocumentType(
        id=_UNKNOWN,
        root=name.localname,
        namespace=name.namespace or "",
        wco_type="",
        record=object,
    )


def _record(element: etree._Element) -> object | None:
    try:
        return decode_payload(element)
    except (CodecError, KeyError):
        return None
