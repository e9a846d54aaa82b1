"""Reads YAML so that every scalar stays text, and names each fault with its line.

`0803.90`, `NO`, `040221` and `2013-04` keep their characters; what a text means is the
business of the pydantic model it is held against. Nothing here knows scenarios.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from swsim.errors import Problem, ProblemsFound
from swsim.strictyaml.layers import layered, replaced, written
from swsim.strictyaml.reading import Data, Loc, Located, parse, read
from swsim.strictyaml.words import in_plain_words, is_follow_up, nearest

__all__ = [
    "Check",
    "Data",
    "Fault",
    "Loc",
    "Located",
    "hold",
    "layered",
    "load",
    "nearest",
    "parse",
    "read",
    "replaced",
    "validate",
    "written",
]

Model = TypeVar("Model", bound=BaseModel)
Fault: TypeAlias = tuple[Loc, str]
Check: TypeAlias = Callable[[Located], Iterable[Fault]]


def load(path: Path | str) -> Located:
    """Read one YAML file.

    Raises FileProblem when the file cannot be read and ProblemsFound when it is no
    single document of plain YAML (UTF-8 or UTF-16 with a byte order mark, no tabs, no
    repeated keys, at most 1 MB).
    """
    located = read(Path(path))
    if located.problems:
        raise ProblemsFound(located.problems)
    return located


def validate(path: Path | str, model: type[Model], *checks: Check) -> Model:
    """Read one YAML file and hold it against a pydantic model.

    `checks` look for faults between several values and yield (loc, message); they see
    the file as it is and must bear with missing or malformed parts. Raises FileProblem,
    or ProblemsFound with all faults of the file in the order of its lines.
    """
    return hold(read(Path(path)), model, *checks)


def hold(
    located: Located, model: type[Model], *checks: Check, data: Data = None
) -> Model:
    """Hold data already read against a model; see `validate`.

    `data` stands in for `located.data` where defaults were filled in beforehand.
    """
    problems = list(located.problems)
    problems += [
        located.problem(*fault) for check in checks for fault in check(located)
    ]
    result = None
    try:
        result = model.model_validate(located.data if data is None else data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems += [
            in_plain_words(located, model, detail)
            for detail in details
            if not is_follow_up(detail)
        ]
    if problems or result is None:
        raise ProblemsFound(sorted(set(problems), key=_by_line))
    return result


def _by_line(problem: Problem) -> tuple[int, str, str]:
    return problem.line, problem.where, problem.message
