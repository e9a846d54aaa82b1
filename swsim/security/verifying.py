"""Checks the signature of a message on the tree that is parsed already.

In this order, and the first that fails decides: one signature, at its place, of the one
form there is; a certificate of the run's trust list that was not revoked when the
message was prepared; the signature itself; the certificate's time; the sender.
"""

import base64
from datetime import datetime
from typing import Final

from lxml import etree

from swsim.documents import envelope as env
from swsim.documents.envelope import CommunicationMetaData
from swsim.documents.reading import decode_communication
from swsim.documents.registry import types_by_tag
from swsim.documents.xmltext import CodecError
from swsim.domain.settings import must_sign
from swsim.security.outline import Outline, outline_of
from swsim.security.proof import Proof, computed
from swsim.security.seal import SIGNATURE, Answer, Flaw, Seal, Unchecked
from swsim.security.trust import Trusted, TrustList

_LONGEST_SERIAL: Final = 49  # digits of 20 bytes (RFC 5280, 4.1.2.2)
_LONGEST_SAID: Final = 100

_NO_ENVELOPE: Final = Unchecked(
    why="a document without its envelope carries no signature",
    why_es="un documento sin su sobre no lleva firma",
)


class Verifier:
    """Checks messages against a trust list; a call is a `Check` of the validator.

    `proof` says whether digest and value hold.
    """

    def __init__(self, trust: TrustList, proof: Proof = computed) -> None:
        self._trust = trust
        self._proof = proof

    def __call__(self, root: etree._Element) -> Answer:
        """Return the seal, the first flaw, or None where no signature is asked for."""
        if root.tag != env.TAG:
            stray = next(root.iter(SIGNATURE), None)
            return (
                _NO_ENVELOPE if stray is None else Flaw(rule="SIG-place", element=stray)
            )
        try:
            head = decode_communication(root)
        except CodecError:
            head = None
        if head is None:
            return Flaw(rule="SIG-metadata", element=root)
        return self.check(root, head)

    def check(
        self, root: etree._Element, head: CommunicationMetaData
    ) -> Flaw | Seal | None:
        """Do the same for an envelope whose communication metadata are read."""
        signatures = list(root.iter(SIGNATURE))
        if not signatures:
            return self._unsigned(root, head)
        if len(signatures) > 1:
            return Flaw(rule="SIG-several", element=signatures[1])
        if root[-1] is not signatures[0]:
            return Flaw(rule="SIG-place", element=signatures[0])
        outline = outline_of(signatures[0])
        if isinstance(outline, Flaw):
            return outline
        return self._checked(root, outline, head)

    def _unsigned(
        self, root: etree._Element, head: CommunicationMetaData
    ) -> Flaw | None:
        """Say whether a message may come without a signature.

        What it is, the payload says, not the topic: else anything could call itself an
        acknowledgement.
        """
        kinds = types_by_tag()
        known = [kinds[str(each.tag)].id for each in root if str(each.tag) in kinds]
        document = known[0] if len(known) == 1 else ""
        if not must_sign(self._trust.policy, head.sender, head.recipient, document):
            return None
        return Flaw(rule="SIG-missing", element=root, facts={"value": head.sender})

    def _checked(
        self, root: etree._Element, outline: Outline, head: CommunicationMetaData
    ) -> Flaw | Seal:
        trusted = self._certificate(outline, head.prepared)
        if isinstance(trusted, Flaw):
            return trusted
        if not self._proof(root, outline, trusted):
            return _flaw("SIG-content", outline, value=trusted.participant)
        return _untimely(outline, trusted, head.prepared) or _sealed(
            outline, trusted, head.sender
        )

    def _certificate(self, outline: Outline, prepared: datetime) -> Trusted | Flaw:
        if outline.issuer != self._trust.issuer:
            ours = self._trust.issuer
            return _flaw("SIG-issuer", outline, value=outline.issuer, expected=ours)
        digits = outline.serial
        known = digits.isdecimal() and len(digits) <= _LONGEST_SERIAL
        trusted = self._trust.find(int(digits)) if known else None
        if trusted is None:
            return _flaw("SIG-unknown", outline, value=digits)
        since = self._trust.revoked.get(trusted.serial)
        if since is not None and since <= prepared:
            who = trusted.participant
            return _flaw("SIG-revoked", outline, value=who, expected=_said(since))
        return trusted


def _untimely(outline: Outline, trusted: Trusted, prepared: datetime) -> Flaw | None:
    """Check the certificate at the time at which the message says it was prepared.

    Virtual time: a run is checked alike whenever it is played or looked at again.
    """
    validity = trusted.validity
    if validity.holds(prepared):
        return None
    rule, limit = "SIG-expired", validity.end
    if prepared < validity.start:
        rule, limit = "SIG-early", validity.start
    return _flaw(rule, outline, value=_said(prepared), expected=_said(limit))


def _said(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S}Z"


def _sealed(outline: Outline, trusted: Trusted, sender: str) -> Seal | Flaw:
    if sender != trusted.participant:
        return _flaw("SIG-signer", outline, value=trusted.participant, expected=sender)
    return Seal(
        signer=trusted.participant,
        serial=trusted.serial,
        value=base64.b64decode(outline.value),
        digest=base64.b64decode(outline.digest),
    )


def _flaw(rule: str, outline: Outline, **facts: str) -> Flaw:
    """Return a flaw; what the message says is cut, as somebody hostile may have."""
    said = {name: fact[:_LONGEST_SAID] for name, fact in facts.items()}
    return Flaw(rule=rule, element=outline.element, facts=said)
