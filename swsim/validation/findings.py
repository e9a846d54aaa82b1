"""Turns what the layers found into findings: line, column, path, pointer, sentence.

Only made for documents with findings, since places and pointers cost more than the
validation of a good document.
"""

from typing import Final

from lxml import etree

from swsim.domain.codelists import CodeList
from swsim.validation.codelists import Unknown
from swsim.validation.fictional import is_fictional
from swsim.validation.places import Places, local_name
from swsim.validation.pointers import Annotations
from swsim.validation.result import Audience, Finding, Messages, Severity
from swsim.validation.rules import Failure
from swsim.validation.texts import say
from swsim.validation.values import NOT_A_NUMBER
from swsim.validation.xsdfaults import Fault

_FEW: Final = 12


def _all_of(codes: CodeList) -> str | None:
    """Return the codes of a list that is short enough to be read."""
    if codes.is_subset or len(codes.codes) > _FEW:
        return None
    return ", ".join(sorted(codes.codes))


class Finder:
    """Makes the findings of one document."""

    def __init__(
        self,
        data: bytes,
        root: etree._Element,
        payload: etree._Element | None = None,
        annotations: Annotations | None = None,
    ) -> None:
        self._places = Places(data, root)
        self._payload = payload
        self._annotations = annotations

    def finding(
        self,
        rule: str,
        layer: str,
        element: etree._Element,
        messages: Messages,
        *,
        severity: Severity = "E",
        audience: Audience = "declarant",
        attribute: str | None = None,
        value: str | None = None,
        expected: str | None = None,
        suggestion: str | None = None,
        detail: str | None = None,
    ) -> Finding:
        """Return a finding at an element, or at one of its attributes."""
        place = self._places.of(element)
        chain = self._chain(element)
        pointer = self._annotations.pointer(chain) if self._annotations else ()
        return Finding(
            rule=rule,
            layer=layer,
            severity=severity,
            audience=audience,
            line=place.line,
            column=place.column,
            xpath=place.xpath + (f"/@{attribute}" if attribute else ""),
            pointer=pointer,
            messages=messages,
            value=value,
            expected=expected,
            suggestion=suggestion,
            detail=detail,
        )

    def of_fault(self, fault: Fault) -> Finding:
        """Return the finding for a fault against the XSD."""
        shown = fault.expected
        messages = say(
            fault.key,
            nearest=fault.nearest,
            value=fault.value,
            expected=shown,
            **fault.facts,
        )
        plain = shown[0] if isinstance(shown, tuple) else shown
        written = None if fault.attribute else self._format(fault.element)
        return self.finding(
            fault.rule,
            "xsd",
            fault.element,
            messages,
            attribute=fault.attribute,
            value=fault.value,
            expected=(written or plain) if fault.rule in _BY_FORMAT else plain,
            suggestion=fault.nearest,
            detail=fault.detail or None,
        )

    def of_unknown(self, unknown: Unknown, codes: CodeList) -> Finding:
        """Return the finding for a value that is not in its code list.

        It is a warning where the list holds some codes of a standard only: then the
        value may be right, and what it resembles is no suggestion.
        """
        nearest = None if codes.is_subset else codes.nearest(unknown.value)
        at = f"/@{unknown.attribute}" if unknown.attribute else ""
        return self.finding(
            f"CL-{unknown.codelist}",
            "codelists",
            unknown.element,
            say(
                _said_of(unknown, codes),
                nearest=nearest,
                name=local_name(unknown.element) + at,
                value=unknown.value,
                list=unknown.codelist,
            ),
            severity="W" if codes.is_subset else "E",
            attribute=unknown.attribute,
            value=unknown.value,
            expected=nearest or _all_of(codes),
            suggestion=nearest,
        )

    def of_failure(self, failure: Failure, layer: str) -> Finding:
        """Return the finding for an assertion that does not hold."""
        subject = failure.subject()
        leaf = len(subject) == 0
        expected = failure.expected()
        value = (subject.text or "").strip() if leaf else None
        # Where it is the value already, something else is wrong, such as the currency.
        known = leaf and failure.assertion.exact
        certain = known and expected not in (value, NOT_A_NUMBER)
        return self.finding(
            failure.assertion.id,
            layer,
            subject,
            failure.messages(),
            severity=failure.assertion.severity,
            audience=failure.assertion.audience,
            value=value,
            expected=expected,
            suggestion=expected if certain else None,
            detail=_said(failure.properties()),
        )

    def _chain(self, element: etree._Element) -> tuple[tuple[str, int], ...]:
        if self._payload is None:
            return ()
        return self._places.chain(element, self._payload)

    def _format(self, element: etree._Element) -> str | None:
        chain = self._chain(element)
        return self._annotations.format(chain) if self._annotations and chain else None


def _said_of(unknown: Unknown, codes: CodeList) -> str:
    """Return the key of the text that says why a code is unknown."""
    if unknown.codelist == "countries" and is_fictional(unknown.value):
        return "CL-fictional"
    return "CL-subset" if codes.is_subset else "CL"


def _said(properties: tuple[tuple[str, str], ...]) -> str | None:
    """Return properties as people read them: id: text; id: text."""
    return "; ".join(f"{id}: {text}" for id, text in properties) or None


# Faults of which the WCO format says at once what would be right.
_BY_FORMAT = frozenset(
    {
        "XSD-fractionDigits",
        "XSD-length",
        "XSD-maxLength",
        "XSD-minLength",
        "XSD-totalDigits",
        "XSD-type",
    }
)


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return findings from the top of the document down, by rule at one place."""
    return tuple(sorted(findings, key=lambda each: (each.line, each.column, each.rule)))
