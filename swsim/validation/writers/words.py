"""The words that writers share, in English and Spanish, and how values are shown."""

from collections.abc import Mapping
from typing import Final

from swsim.validation.expectations import Difference
from swsim.validation.report import Report
from swsim.validation.result import Finding

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "valid": ("valid", "válido"),
    "valid-partial": ("valid-partial", "válido en parte"),
    "invalid": ("invalid", "no válido"),
    "unclear": ("unclear", "sin aclarar"),
    "skipped": ("skipped", "omitida"),
    "not checked": ("not checked", "sin comprobar"),
    "unread": ("not read", "sin leer"),
    "at": ("at", "en"),
    "expected": ("expected", "se esperaba"),
    "found": ("found", "se halló"),
    "suggestion": ("suggestion", "sugerencia"),
    "detail": ("detail", "detalle"),
    "as expected": ("as expected", "como se esperaba"),
    "missing": ("missing", "falta"),
    "unexpected": ("unexpected", "no se esperaba"),
    "verdict": ("verdict", "resultado"),
    "line": ("line", "línea"),
    "E": ("error", "error"),
    "W": ("warning", "advertencia"),
    "R": ("risk", "riesgo"),
    "E.s": ("errors", "errores"),
    "W.s": ("warnings", "advertencias"),
    "R.s": ("risks", "riesgos"),
    "document": ("document", "documento"),
    "document.s": ("documents", "documentos"),
    "title": ("Validation report", "Informe de validación"),
    "rule set": ("Rules", "Reglas"),
    "strict": (
        "Strict: a layer that could not run fails too.",
        "Estricto: una capa que no se pudo ejecutar también falla.",
    ),
    "nothing found": ("Nothing to complain about.", "Nada que objetar."),
    "for officers": ("for officers only", "solo para funcionarios"),
    "layers": ("Layers", "Capas"),
    "value": ("value", "valor"),
    "rule": ("rule", "regla"),
}
_LANGUAGES: Final = ("en", "es")


def word(key: str, lang: str) -> str:
    """Return a word in a language."""
    return _WORDS[key][_LANGUAGES.index(lang)]


def counted(number: int, key: str, lang: str) -> str:
    """Return a number with its word: 1 error, 2 errors."""
    return f"{number} {word(key if number == 1 else f'{key}.s', lang)}"


def summary(report: Report, lang: str) -> str:
    """Return the counts of a report in one line."""
    verdicts = report.verdicts()
    parts = [
        f"{verdicts[each]} {word(each, lang)}"
        for each in ("valid", "valid-partial", "invalid", "unclear")
        if verdicts.get(each)
    ]
    if report.unread:
        parts.append(f"{len(report.unread)} {word('unread', lang)}")
    found = _severities(report.severities(), lang)
    number = len(report.documents) + len(report.unread)
    line = f"{counted(number, 'document', lang)}: {', '.join(parts)}"
    return line + (f"; {', '.join(found)}" if found else "")


def _severities(numbers: Mapping[str, int], lang: str) -> list[str]:
    return [counted(numbers[each], each, lang) for each in "EWR" if numbers.get(each)]


def compared(report: Report, lang: str) -> str:
    """Return how many documents are as expected."""
    number = counted(len(report.documents), "document", lang)
    return f"{number}, {report.as_expected()} {word('as expected', lang)}"


def difference(each: Difference, lang: str) -> str:
    """Return in words how a document differs from what was expected."""
    if each.kind == "verdict":
        wanted, found = word("expected", lang), word("found", lang)
        return (
            f"{word('verdict', lang)}: {wanted} {each.expected}, {found} {each.found}"
        )
    at = f", {word('line', lang)} {each.line}" if each.line is not None else ""
    return f"{word(each.kind, lang)}: {each.rule} ({each.layer}{at})"


def chain(finding: Finding) -> str:
    """Return the WCO pointer as people write it: 42A > 67A > 68A[1] > 65A tag 128."""
    steps = []
    for sequence, section, tag in finding.pointer:
        number = f"[{sequence}]" if sequence else ""
        steps.append(f"{section or '?'}{number}" + (f" tag {tag}" if tag else ""))
    return " > ".join(steps)


def plain(text: str) -> str:
    """Return a text without what moves a cursor, turns the writing or is no XML.

    Such characters are shown by their code: a document or a file name may hold them.
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else _code(each) for each in text)


def _code(character: str) -> str:
    return {"\n": "\\n", "\t": " "}.get(character) or (
        f"\\x{ord(character):02x}"
        if ord(character) < 0x100
        else f"\\u{ord(character):04x}"
    )
