"""ISO Schematron (queryBinding xslt), compiled to lxml XPath.

Understands phases, abstract patterns and rules, includes of local files, variables at
every level, diagnostics and properties. Everything else that would change what a schema
means is refused by name and line when it is loaded, so that a schema never checks less
than it says.
"""

from collections.abc import Sequence
from pathlib import Path

from swsim.validation.schematron.compiling import Compiler
from swsim.validation.schematron.patterns import ALL, Phase, active_patterns
from swsim.validation.schematron.reading import NAMESPACE, Problems, read
from swsim.validation.schematron.records import (
    Assertion,
    Global,
    Message,
    Pattern,
    Property,
    Rule,
)

__all__ = [
    "ALL",
    "NAMESPACE",
    "Assertion",
    "Global",
    "Message",
    "Pattern",
    "Property",
    "Rule",
    "load",
    "phases",
]


def load(
    path: Path, *, phase: str | None = None, within: Path | None = None
) -> tuple[Pattern, ...]:
    """Return the compiled patterns of a Schematron file that are active in a phase.

    Without a phase it is the schema's default phase, else all patterns; "#ALL" is all
    of them. Files outside the folder `within` are not included. Raises FileProblem when
    the file cannot be read, ProblemsFound with every construct that is wrong or not
    supported.
    """
    problems = Problems(path)
    root = read(path, problems, within)
    chosen = Phase.choose(root, phase, problems)
    patterns = active_patterns(root, chosen, problems)
    compiled = Compiler(root, chosen, problems).compiled(patterns)
    problems.raise_any()
    return compiled


def phases(path: Path) -> Sequence[str]:
    """Return the phases that can be chosen in a Schematron file."""
    root = read(path, Problems(path), None)
    found = root.iterchildren(f"{{{NAMESPACE}}}phase")
    return [*(each.get("id", "") for each in found), ALL]
