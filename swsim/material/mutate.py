"""Breaks valid documents by the number, evenly over the layers of the validator.

Each broken document comes with the finding that it must raise. The same documents,
seed and number give the same bytes; fewer are the beginning of more.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from swsim.domain.streams import Stream
from swsim.errors import FileProblem, UsageError
from swsim.material.operators import Mutant, Operator, operators
from swsim.material.specimen import Specimen
from swsim.validation.engine import Validator
from swsim.validation.package import payload_of
from swsim.validation.parse import parse
from swsim.validation.result import Finding

_TRIES: Final = 12  # times that an operator is tried before the next one
_KEPT: Final = 512  # documents kept in memory
EXPECTED: Final = ".expect.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """One broken document and what must be found in it.

    `name` is that of its file without a folder, `of` the document it was made from.
    """

    name: str
    of: str
    operator: Operator
    mutant: Mutant

    @property
    def expectation_name(self) -> str:
        """The name of the file that says what must be found."""
        return self.name.removesuffix(".xml") + EXPECTED

    @property
    def told(self) -> dict[str, Any]:
        """What must be found, in the words of `swsim validate --expect-beside`."""
        finding = {"rule": self.mutant.rule, "layer": self.operator.layer}
        return {"verdict": self.mutant.verdict, "includes": [finding]}

    @property
    def expectation(self) -> bytes:
        """The same as the file that stands beside the document."""
        return (json.dumps(self.told, indent=2) + "\n").encode()


def chosen(only: Sequence[str] = ()) -> tuple[Operator, ...]:
    """Return the operators that `only` names by layer, rule or name; all without it."""
    if not only:
        return operators()
    for word in only:
        if not any(word in _words(each) for each in operators()):
            raise _unknown(word)
    return tuple(each for each in operators() if set(only) & _words(each))


def _words(operator: Operator) -> set[str]:
    return {operator.layer, operator.name, operator.rule} - {""}


def _unknown(word: str) -> UsageError:
    known = sorted({each for one in operators() for each in _words(one)})
    close = get_close_matches(word, known, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return UsageError(f"Nothing to break is called {word!r}: {hint}{', '.join(known)}")


class Mutator:
    """Breaks the documents of some files; `package` is that of the validator."""

    def __init__(
        self,
        files: Sequence[Path],
        seed: int,
        validator: Validator,
        only: Sequence[str] = (),
    ) -> None:
        """Take files of valid documents.

        Raises FileProblem for one that is not valid, when its turn comes.
        """
        self._files = files
        self._seed = seed
        self._specimen = lru_cache(_KEPT)(lambda path: _specimen(path, validator))
        self._operators = chosen(only)
        self._used: Counter[str] = Counter()  # by name of operator and of layer
        self._unfit: set[tuple[str, Path]] = set()
        self._seen: set[bytes] = set()

    def mutate(self, count: int) -> Iterator[Broken]:
        """Yield broken documents, no two alike; fewer where there are no more."""
        for number in range(1, count + 1):
            broken = self._next(number)
            if broken is None:
                return
            yield broken

    def _next(self, number: int) -> Broken | None:
        stream = Stream(self._seed, "mutate", str(number))
        # Only when nothing fits a few of the files, all of them are looked through.
        for tries in (_TRIES, len(self._files)):
            for operator in self._least_used_first():
                broken = self._apply(operator, number, stream, tries)
                if broken is not None:
                    self._used.update((operator.layer, operator.name))
                    return broken
        return None

    def _least_used_first(self) -> list[Operator]:
        return sorted(
            self._operators,
            key=lambda each: (self._used[each.layer], self._used[each.name]),
        )

    def _apply(
        self, operator: Operator, number: int, stream: Stream, tries: int
    ) -> Broken | None:
        """Return what an operator makes of one of the files, the first that it fits."""
        first = stream.below(len(self._files))
        for place in range(first, first + min(tries, len(self._files))):
            path = self._files[place % len(self._files)]
            if (operator.name, path) in self._unfit:
                continue
            specimen = self._specimen(path)
            mutant = operator.apply(specimen, stream)
            if mutant is None:
                self._unfit.add((operator.name, path))
            elif not _is_reached(operator, mutant, specimen):
                continue
            elif self._is_new(mutant):
                name = f"bad-{number:05d}-{operator.name}.xml"
                return Broken(name=name, of=path.name, operator=operator, mutant=mutant)
        return None

    def _is_new(self, mutant: Mutant) -> bool:
        digest = sha256(mutant.data).digest()
        if digest in self._seen:
            return False
        self._seen.add(digest)
        return True


def break_one(
    name: str,
    data: bytes,
    seed: int,
    validator: Validator,
    only: Sequence[str] = (),
) -> Broken | None:
    """Break one document in one of the ways that fit it, chosen by the seed.

    Every layer is as likely as the others. What cannot be shown as text in UTF-8 is
    passed over. None where no way fits; ValueError for a document that is not valid.
    """
    specimen = Specimen(name, data, validator)
    stream = Stream(seed, "break-one")
    for operator in _drawn(chosen(only), stream):
        # It may have met a place that cannot be broken, and another one can.
        for _ in range(_TRIES):
            mutant = operator.apply(specimen, stream)
            if mutant is None or not _is_text(mutant.data):
                continue
            if _is_reached(operator, mutant, specimen):
                broken = f"bad-{seed:05d}-{operator.name}.xml"
                return Broken(name=broken, of=name, operator=operator, mutant=mutant)
    return None


def _drawn(operators: Sequence[Operator], stream: Stream) -> Iterator[Operator]:
    """Yield all operators, a layer at a time, both in an order of chance."""
    layers: dict[str, list[Operator]] = {}
    for each in operators:
        layers.setdefault(each.layer, []).append(each)
    waiting = list(layers.values())
    while waiting:
        alike = waiting.pop(stream.below(len(waiting)))
        while alike:
            yield alike.pop(stream.below(len(alike)))


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # Pages write line ends as one character, and no mark at the beginning.
    return "\r" not in text and not text.startswith("\ufeff") and "\0" not in text


def _is_reached(operator: Operator, mutant: Mutant, specimen: Specimen) -> bool:
    """Return whether a document is still known as what it was, where it must be.

    A schema may have an attribute that tells documents apart: without it nobody gets as
    far as the schema.
    """
    if operator.layer in ("parse", "identify"):
        return True
    root = parse(mutant.data)
    if isinstance(root, Finding):
        return False
    payload = payload_of(root, specimen.package)
    if payload is None:
        return False
    return specimen.package.document_of(payload) is specimen.document


def _specimen(path: Path, validator: Validator) -> Specimen:
    try:
        return Specimen(path.name, path.read_bytes(), validator)
    except OSError as error:
        raise FileProblem(path, (error.strerror or "cannot be read").lower()) from error
    except ValueError as error:
        raise FileProblem(path, f"cannot be broken: {error}") from error
