"""The library's front door: bytes in, verdict out.

`swsim.validate` is this function. Who validates many documents in threads or wants
the tree as well uses a `Validator` of their own.
"""

from functools import cache
from pathlib import Path

from swsim.validation.engine import Validator
from swsim.validation.functions import Lookup
from swsim.validation.package import Package, shipped
from swsim.validation.result import ValidationResult


def validate(
    data: bytes,
    *,
    package: Path | None = None,
    phase: str | None = None,
    lookup: Lookup | None = None,
) -> ValidationResult:
    """Return the verdict on a document; never raises for a bad one.

    `package` is the folder of a schema package, swsim's own where none is given; it is
    read and compiled once. `phase` chooses among the phases of its rules. `lookup`
    answers the rules that need a receiver's records; without it they are skipped.
    Raises FileProblem or ProblemsFound for a package that is missing or faulty.
    """
    folder = None if package is None else package.resolve()
    return _validator(folder, phase).validate(data, lookup=lookup)


@cache
def _validator(folder: Path | None, phase: str | None) -> Validator:
    if folder is None and phase is None:
        return Validator(shipped())
    return Validator(Package(folder or shipped().folder, phase=phase))
