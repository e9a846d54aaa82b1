"""Findings as the Error classes (53A) of a Response: only what a declarant may see."""

from collections.abc import Sequence
from typing import Final

from swsim.documents.parts import Error, Pointer
from swsim.validation.result import Finding, for_declarant

_DESCRIPTION: Final = 512  # Error/Description is an..512
_CODE: Final = 35  # as many as Error/ValidationCode takes


def errors_of(findings: Sequence[Finding], lang: str = "en") -> tuple[Error, ...]:
    """Return one Error for each finding that may leave customs, in the same order.

    Risk rules and findings for officers are left out. `lang` is "en" or "es".
    """
    return tuple(_error(each, lang) for each in for_declarant(tuple(findings)))


def _error(finding: Finding, lang: str) -> Error:
    return Error(
        description=_cut(" ".join(finding.message(lang).split()), _DESCRIPTION) or None,
        code=_cut(finding.rule, _CODE),
        pointers=tuple(
            Pointer(sequence=sequence, section=section, tag=tag)
            for sequence, section, tag in finding.pointer
        ),
    )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
