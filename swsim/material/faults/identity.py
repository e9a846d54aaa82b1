"""Faults of the identify layer: documents that nobody knows."""

from lxml import etree

from swsim.domain.streams import Stream
from swsim.material.operators import Mutant, operator
from swsim.material.specimen import Specimen, written
from swsim.material.spelling import misspelt


def _rule(specimen: Specimen) -> str:
    """Return what is found where the payload is not known."""
    return "ID-root" if specimen.payload is specimen.root else "ID-payload"


def _is_seen(specimen: Specimen) -> bool:
    """Return whether a document is seen as one when nobody knows its name.

    One without elements could be a value of the envelope; another document that is in
    it would be taken for it.
    """
    inside = specimen.payload.iterdescendants(*specimen.package.by_tag)
    bare = specimen.payload is specimen.root
    return bare or (len(specimen.payload) > 0 and next(inside, None) is None)


@operator("unknown-namespace", "identify")
def unknown_namespace(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Move the document into a namespace of another version."""
    namespace = etree.QName(specimen.payload).namespace
    if not namespace or not _is_seen(specimen):
        return None
    other = namespace.rstrip("0123456789") + str(stream.between(100, 999))
    if f"{{{other}}}{specimen.document.root}" in specimen.package.by_tag:
        return None
    data = specimen.text.replace(f'"{namespace}"'.encode(), f'"{other}"'.encode())
    return Mutant(data=data, rule=_rule(specimen))


@operator("unknown-root", "identify")
def unknown_root(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Misspell the name of the document."""
    if not _is_seen(specimen):
        return None
    return _renamed(specimen, specimen.payload, stream, _rule(specimen))


@operator("unknown-envelope", "identify", "ID-root")
def unknown_envelope(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Misspell the name of the envelope."""
    if specimen.payload is specimen.root:
        return None
    return _renamed(specimen, specimen.root, stream, "ID-root")


def _renamed(
    specimen: Specimen, element: etree._Element, stream: Stream, rule: str
) -> Mutant | None:
    name = etree.QName(element)
    wrong = misspelt(name.localname, stream)
    tag = f"{{{name.namespace}}}{wrong}" if name.namespace else wrong
    if tag in specimen.package.by_tag or tag in specimen.package.envelope_tags:
        return None
    copy = specimen.copy()
    copy[specimen.place(element)].tag = tag
    return Mutant(data=written(copy[0]), rule=rule)


@operator("empty-envelope", "identify", "ID-empty")
def empty_envelope(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Send the envelope without its document."""
    if specimen.payload is specimen.root:
        return None
    copy = specimen.copy()
    payload = copy[specimen.place(specimen.payload)]
    parent = payload.getparent()
    assert parent is not None
    parent.remove(payload)
    return Mutant(data=written(copy[0]), rule="ID-empty")
