"""What a document must give: read from a file beside it, held against what it gave.

`X.expect.json` stands beside `X.xml`. `findings` are exactly those that must be found,
`includes` some that must be among them; a document without such a file must be valid.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from swsim.errors import FileProblem
from swsim.validation.result import Finding, ValidationResult, Verdict

SUFFIX = ".expect.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What was expected and is missing, or was found and not expected.

    Of a verdict that differs, `expected` and `found` are the two verdicts; of a
    finding, `rule`, `layer` and `line` say which.
    """

    kind: Literal["verdict", "missing", "unexpected"]
    expected: str | None = None
    found: str | None = None
    rule: str | None = None
    layer: str | None = None
    line: int | None = None


class _Finding(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    layer: str
    line: int | None = None

    def fits(self, finding: Finding) -> bool:
        same = (self.rule, self.layer) == (finding.rule, finding.layer)
        return same and self.line in (None, finding.line)


class Expectation(BaseModel):
    """The verdict that is expected, and all findings or some of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdict: Verdict | None = None
    findings: tuple[_Finding, ...] | None = None
    includes: tuple[_Finding, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> "Expectation":
        if self.verdict is None and self.findings is None and not self.includes:
            raise ValueError("expected verdict, findings or includes")
        return self

    def differences(self, result: ValidationResult) -> tuple[Difference, ...]:
        """Return how a result differs, the verdict first; nothing where it does not."""
        wanted = list(self.includes if self.findings is None else self.findings)
        left = list(result.findings)
        missing = []
        # Those that name a line choose first, so that the others take what is left.
        for each in sorted(wanted, key=lambda one: one.line is None):
            found = next((one for one in left if each.fits(one)), None)
            if found is None:
                missing.append(_missing(each))
            else:
                left.remove(found)
        unexpected = [] if self.findings is None else [_unexpected(one) for one in left]
        return (*_verdicts(self.verdict, result.verdict), *missing, *unexpected)


def read_expectation(path: Path) -> Expectation:
    """Return what a file expects; FileProblem where it is none."""
    try:
        return Expectation.model_validate(json.loads(path.read_bytes()))
    except OSError as error:
        raise FileProblem(path, error.strerror or "cannot be read") from error
    except ValidationError as error:
        raise FileProblem(path, _said(error)) from error
    except ValueError as error:
        raise FileProblem(path, f"is not JSON: {error}") from error


def _said(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    if first["type"] == "extra_forbidden":
        model = Expectation if len(first["loc"]) == 1 else _Finding
        known = ", ".join(model.model_fields)
        return f"{where}: there is no such key; expected one of {known}"
    said = first["msg"].removeprefix("Value error, ")  # pydantic's words, of ours
    return f"{where}: {said}".lstrip(": ")


def of_a_good_document(
    result: ValidationResult, accepted: tuple[str, ...]
) -> tuple[Difference, ...]:
    """Return how a document differs of which nothing but validity is expected."""
    if result.verdict in accepted:
        return ()
    return (
        Difference(kind="verdict", expected="valid", found=result.verdict),
        *(_unexpected(each) for each in result.errors),
    )


def _verdicts(expected: str | None, found: str) -> tuple[Difference, ...]:
    if expected in (None, found):
        return ()
    return (Difference(kind="verdict", expected=expected, found=found),)


def _missing(each: _Finding) -> Difference:
    return Difference(kind="missing", rule=each.rule, layer=each.layer, line=each.line)


def _unexpected(each: Finding) -> Difference:
    return Difference(
        kind="unexpected", rule=each.rule, layer=each.layer, line=each.line
    )
