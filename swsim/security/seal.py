"""What a check of signatures may say, and all there is to say without a trust list.

Light on purpose: the validator loads this module, and neither keys nor libraries that
compute signatures, for documents that nobody asks to be signed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from lxml import etree

NAMESPACE: Final = "http://www.w3.org/2000/09/xmldsig#"
SIGNATURE: Final = f"{{{NAMESPACE}}}Signature"


@dataclass(frozen=True, kw_only=True, slots=True)
class Flaw:
    """Why a signature does not hold: the rule, where, and what its sentence needs."""

    rule: str
    element: etree._Element
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """A signature that holds: who signed, with which certificate, and the value.

    `digest` is the SHA-256 of the exclusive C14N of the message without signature.
    """

    signer: str
    serial: int
    value: bytes
    digest: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Unchecked:
    """There is a signature, or should be one, and nothing to check it against."""

    why: str
    why_es: str


# None: there is no signature, and none is asked for.
Answer: TypeAlias = Flaw | Seal | Unchecked | None
Check: TypeAlias = Callable[[etree._Element], Answer]

_NO_TRUST_LIST: Final = Unchecked(
    why="there is a signature, but no trust list to check it against (--trust)",
    why_es="hay una firma, pero no hay lista de confianza con la que comprobarla"
    " (--trust)",
)


def unchecked(root: etree._Element) -> Answer:
    """Say what can be said of a document's signature without a trust list."""
    return None if next(root.iter(SIGNATURE), None) is None else _NO_TRUST_LIST
