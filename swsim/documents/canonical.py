"""The form of a message over which hashes and the digest are taken.

Exclusive C14N without `ds:Signature` and without the text of RunID. What
`swsim.documents.writing` wrote comes to this form by two replacements instead of a
parse; a test holds the two against lxml's C14N.
"""

import hashlib

from lxml import etree

from swsim.documents import envelope as env
from swsim.documents.writing import DS_DECLARED, XML_DECLARATION
from swsim.documents.xmltext import escape

_RUN = "md:RunID"
_NO_RUN = f"<{_RUN}></{_RUN}>".encode()
_DATE = b"<ds:DateTimeString "
_DATE_CANONICAL = b"<ds:DateTimeString" + DS_DECLARED.encode() + b" "


def canonical(wire: bytes, run_id: str) -> bytes:
    """Return the hashed form of what `encode` wrote: exclusive C14N, RunID emptied.

    The run id is left out because the same scenario, seed and version give the same
    digest in every run.
    """
    run = f"<{_RUN}>{escape(run_id)}</{_RUN}>".encode()
    return signed_form(wire).replace(run, _NO_RUN, 1)


def signed_form(wire: bytes) -> bytes:
    """Return the exclusive C14N of what `encode` wrote: what a signature covers.

    Not for a document that somebody else wrote (`AsWritten`): that takes a parse.
    """
    text = wire.removeprefix(XML_DECLARATION).replace(DS_DECLARED.encode(), b"", 1)
    return text.replace(_DATE, _DATE_CANONICAL)


def with_run_id(wire: bytes, run_id: str) -> bytes:
    """Return a message written with an empty RunID as one of the run `run_id`."""
    return wire.replace(_NO_RUN, f"<{_RUN}>{escape(run_id)}</{_RUN}>".encode(), 1)


_RUN_TAG = f"{{{env.NAMESPACE}}}RunID"
_SIGNATURE_TAG = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def hash_of(wire: bytes) -> str:
    """Return the content hash of a message with an empty RunID, whoever wrote it."""
    return content_hash(etree.fromstring(wire))


def content_hash(root: etree._Element) -> str:
    """Return the SHA-256 of a message's exclusive C14N, in hexadecimal.

    `ds:Signature` and the text of RunID are left out; the tree is left as it was.
    """
    run = next(root.iter(_RUN_TAG), None)
    signature = next(root.iterchildren(_SIGNATURE_TAG), None)
    if signature is not None:
        return _hash_without(root, signature)
    if run is None:
        return _sha256(root)
    kept, run.text = run.text, None
    digest = _sha256(root)
    run.text = kept
    return digest


def content_hash_of_text(wire: bytes, run_id: str, covered: bytes) -> str | None:
    """Return the content hash of an unsigned text without its tree; None if unsure.

    `covered` is the SHA-256 of the tree's exclusive C14N, as verified. A text that
    comes to the same by the replacements of `signed_form` is that C14N, whoever wrote
    it; and where only one element is called RunID, it is the one to empty.
    """
    text = signed_form(wire)
    run = f"<{_RUN}>{escape(run_id)}</{_RUN}>".encode()
    if text.count(b"RunID>") != 2 or run not in text:
        return None
    if hashlib.sha256(text).digest() != covered:
        return None
    return hashlib.sha256(text.replace(run, _NO_RUN)).hexdigest()


def _hash_without(root: etree._Element, signature: etree._Element) -> str:
    place, tail = root.index(signature), signature.tail
    root.remove(signature)
    digest = content_hash(root)
    signature.tail = tail
    root.insert(place, signature)
    return digest


def _sha256(root: etree._Element) -> str:
    text = etree.tostring(root, method="c14n", exclusive=True, with_comments=False)
    return hashlib.sha256(text).hexdigest()
