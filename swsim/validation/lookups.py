"""Receivers for the references layer: one that knows nothing, one that reads a file.

A simulated participant answers from its own records; here is what stands in for them
where a document is checked on its own.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from swsim import strictyaml
from swsim.validation.functions import Lookup

FACTS: Final = ".lookup.json"  # of a file beside the document that it is about
_ANSWERS: Final[Mapping[str, bool | None]] = {"yes": True, "no": False, "unknown": None}


class _Nothing:
    """A receiver without records."""

    def answer(self, rule: str, **facts: str) -> bool | None:
        return None


NOTHING_KNOWN: Final[Lookup] = _Nothing()


class _Known(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    yes: list[dict[str, str]] = []
    no: list[dict[str, str]] = []
    otherwise: Literal["yes", "no", "unknown"] = "unknown"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: dict[str, _Known]


class KnownFacts:
    """What a receiver knows, as rows of facts for each rule.

    A question that has all facts of a row in `no` is answered with no, then one of a
    row in `yes` with yes, any other as `otherwise` says: yes, no or unknown, which is
    also the answer about a rule that is not listed.
    """

    def __init__(self, rules: Mapping[str, _Known]) -> None:
        self._rules = rules

    @classmethod
    def read(cls, path: Path) -> "KnownFacts":
        """Read a file of facts, JSON or YAML; docs/extending.md shows one.

        Raises FileProblem or ProblemsFound, which name the file and the lines.
        """
        return cls(strictyaml.validate(path, _File).rules)

    def answer(self, rule: str, **facts: str) -> bool | None:
        """Return what the facts say about a rule; None where they say nothing."""
        known = self._rules.get(rule)
        if known is None:
            return None
        if any(row.items() <= facts.items() for row in known.no):
            return False
        if any(row.items() <= facts.items() for row in known.yes):
            return True
        return _ANSWERS[known.otherwise]
