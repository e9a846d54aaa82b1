"""Findings as the Error classes (53A) of a Response: only what a declarant may see."""

from collections.abc import Sequence
from typing import Final

from swsim.documents.parts import Error, Pointer
from swsim.validation.result import Finding, for_declarant

_DESCRIPTION: Final = 512  # Error/Description is an..512
_SECTION: Final = 3
_TAG: Final = 4
_CODE: Final = 35  # as many as Error/ValidationCode takes


def errors_of(findings: Sequence[Finding], lang: str = "en") -> tuple[Error, ...]:
    """Return one Error for each finding that may leave customs, in the same order.

    Risk rules and findings for officers are left out. `lang` is "en" or "es".
    """
    return tuple(_error(each, lang) for each in for_declarant(tuple(findings)))


def _error(finding: Finding, lang: str) -> Error:
    said = finding.message(lang)
    if finding.pointer and not _has_ids(finding):
        said = f"{said} ({finding.xpath})"
    return Error(
        description=_cut(" ".join(said.split()), _DESCRIPTION) or None,
        code=_cut(finding.rule, _CODE),
        pointers=tuple(
            Pointer(sequence=sequence, section=section, tag=tag)
            for sequence, section, tag in finding.pointer
            if _has_ids(finding)
        ),
    )


def _has_ids(finding: Finding) -> bool:
    """Return whether a pointer holds WCO ids; schemas of others may have names alone.

    DocumentSectionCode is an..3 and TagID an..4.
    """
    return all(
        len(section or "") <= _SECTION and len(tag or "") <= _TAG
        for _, section, tag in finding.pointer
    )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
