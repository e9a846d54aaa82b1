"""What was found in a set of documents: what the writers turn into text.

Holds the lines around findings but no whole document, so that thousands of them fit
into memory and travel between processes. Knows nothing of files and formats.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from swsim.validation.expectations import Difference
from swsim.validation.result import Finding, Messages, ValidationResult, for_declarant
from swsim.validation.snippets import Snippet
from swsim.validation.tracing import Trace


@dataclass(frozen=True, kw_only=True, slots=True)
class Reported:
    """One document, by the name that people gave it, and the result.

    `uri` is relative to the folder in which the command was called, where it can be.
    `snippets` go with the findings, one by one; None where no line is known. `whole`
    is False where the document was too large to be read to its end. `reference` is
    its own number, where it has a good one. `differences` are from what was expected,
    None where nothing was asked about that.
    """

    name: str
    uri: str
    result: ValidationResult
    snippets: tuple[Snippet | None, ...] = ()
    whole: bool = True
    reference: str | None = None
    differences: tuple[Difference, ...] | None = None
    traces: tuple[Trace, ...] = ()

    @property
    def sha256(self) -> str | None:
        """The hash of the document; None where it was not read to its end."""
        return self.result.sha256 if self.whole else None

    def meets(self, strict: bool) -> bool:
        """Return whether all is well: as expected, else valid."""
        if self.differences is not None:
            return not self.differences
        return self.result.verdict in accepted(strict)

    def pairs(self) -> tuple[tuple[Finding, Snippet | None], ...]:
        """Return each finding with the lines around it."""
        findings = self.result.findings
        known = self.snippets or (None,) * len(findings)
        return tuple(zip(findings, known, strict=True))

    def for_declarant(self) -> "Reported":
        """Return the same without findings that may not leave customs."""
        layers = tuple(
            replace(layer, findings=for_declarant(layer.findings))
            for layer in self.result.layers
        )
        told = set(self.result.for_declarant())
        kept = tuple(snippet for finding, snippet in self.pairs() if finding in told)
        result = replace(self.result, layers=layers)
        return replace(self, result=result, snippets=kept)


def accepted(strict: bool) -> tuple[str, ...]:
    """Return the verdicts that pass: strictly, no layer may be skipped."""
    return ("valid",) if strict else ("valid", "valid-partial")


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """A document that could not be read, and why, in English and Spanish."""

    name: str
    uri: str
    why: Messages

    def because(self, lang: str = "en") -> str:
        """Return why, in a language."""
        return dict(self.why)[lang]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """All documents of one call, in the order in which they were named.

    `rules` says of every rule that found something what it asks for.
    """

    documents: tuple[Reported, ...]
    rule_set: tuple[str, str]
    unread: tuple[Unread, ...] = ()
    strict: bool = False
    rules: Mapping[str, Messages] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Whether every document is as it should be."""
        return all(each.meets(self.strict) for each in self.documents)

    @property
    def compared(self) -> bool:
        """Whether documents were held against what was expected of them."""
        return any(each.differences is not None for each in self.documents)

    def as_expected(self) -> int:
        """Return how many documents are as expected."""
        return sum(each.differences == () for each in self.documents)

    def verdicts(self) -> Mapping[str, int]:
        """Return how many documents there are of each verdict."""
        return Counter(each.result.verdict for each in self.documents)

    def severities(self) -> Mapping[str, int]:
        """Return how many findings there are of each severity."""
        found = (
            each.severity for one in self.documents for each in one.result.findings
        )
        return Counter(found)

    def for_declarant(self) -> "Report":
        """Return the same without findings that may not leave customs."""
        documents = tuple(each.for_declarant() for each in self.documents)
        found = {each.rule for one in documents for each in one.result.findings}
        rules = {rule: said for rule, said in self.rules.items() if rule in found}
        return replace(self, documents=documents, rules=rules)
