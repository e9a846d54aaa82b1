"""What validation says: findings, layers and the verdict on one document.

A result, never an exception. Valid or invalid is said here; accept or reject is the
receiver's decision and not known here.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["E", "W", "R"]
Audience: TypeAlias = Literal["declarant", "officer"]
State: TypeAlias = Literal["valid", "invalid", "skipped", "unclear"]
Verdict: TypeAlias = Literal["valid", "valid-partial", "invalid", "unclear"]
# (occurrence from 1, WCO class id, WCO leaf id), top down; the leaf only at the end.
PointerChain: TypeAlias = tuple[tuple[int | None, str | None, str | None], ...]
# (language, text) pairs: "en" and, for all that swsim ships, "es".
Messages: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that is wrong, or doubtful, in a document.

    `severity` is E (error), W (warning) or R (risk, for officers only). `line` and
    `column` count from 1; 0 means unknown. `xpath` has names without prefixes and a
    number where a name repeats. `expected` describes what would be right; `suggestion`
    is the one value that certainly would be, where there is one. `detail` is what the
    library underneath said.
    """

    rule: str
    layer: str
    severity: Severity
    messages: Messages
    audience: Audience = "declarant"
    line: int = 0
    column: int = 0
    xpath: str = ""
    pointer: PointerChain = ()
    value: str | None = None
    expected: str | None = None
    suggestion: str | None = None
    detail: str | None = None

    def message(self, lang: str = "en") -> str:
        """Return the text in a language, else in English, else the first there is."""
        texts = dict(self.messages)
        return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """What one layer says. `why` explains the states skipped and unclear.

    `why_es` says the same in Spanish.
    """

    name: str
    state: State
    findings: tuple[Finding, ...] = ()
    why: str = ""
    why_es: str = ""

    def because(self, lang: str = "en") -> str:
        """Return why it was skipped or is unclear, in a language, else in English."""
        return (self.why_es if lang == "es" else "") or self.why


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidationResult:
    """The verdict on one document, with every layer in order.

    `document` is the document type's id, None where it was not recognised; `sha256`
    is of the bytes that were validated.
    """

    verdict: Verdict
    document: str | None
    layers: tuple[Layer, ...]
    sha256: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, layer by layer."""
        return tuple(each for layer in self.layers for each in layer.findings)

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong in what was checked; see `skipped` for the rest."""
        return self.verdict in ("valid", "valid-partial")

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that make the document invalid."""
        return tuple(each for each in self.findings if each.severity == "E")

    @property
    def skipped(self) -> tuple[Layer, ...]:
        """The layers that did not run."""
        return tuple(layer for layer in self.layers if layer.state == "skipped")

    def for_declarant(self) -> tuple[Finding, ...]:
        """The findings that may leave customs: no risk rule, nothing for officers."""
        return for_declarant(self.findings)


def for_declarant(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that a declarant may see."""
    return tuple(
        each
        for each in findings
        if each.audience == "declarant" and each.severity != "R"
    )


def verdict_of(layers: tuple[Layer, ...]) -> Verdict:
    """Return the verdict: unclear outranks invalid, which outranks a skipped layer."""
    states = {layer.state for layer in layers}
    if "unclear" in states:
        return "unclear"
    if "invalid" in states:
        return "invalid"
    return "valid-partial" if "skipped" in states else "valid"


def judge(name: str, findings: tuple[Finding, ...]) -> Layer:
    """Return the layer that found these: invalid where one of them is an error."""
    wrong = any(each.severity == "E" for each in findings)
    return Layer(name=name, state="invalid" if wrong else "valid", findings=findings)
