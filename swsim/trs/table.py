"""A table of declarations: one row each, one column for every time point and fact.

Times are whole seconds of the run as numpy arrays, `ABSENT` where there is none; what
declarations are told apart by are categories. Rows can be picked, which gives a table
again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Seconds: TypeAlias = NDArray[np.int64]
Rows: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

ABSENT = int(np.iinfo(np.int64).min)
UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Category:
    """What each row is in one respect: `names[codes[row]]`."""

    codes: NDArray[np.int32]
    names: tuple[str, ...]

    @classmethod
    def of(cls, values: Sequence[str]) -> "Category":
        """Return the category of these values, its names in alphabetical order."""
        names = sorted(set(values))
        code = {name: number for number, name in enumerate(names)}
        codes = np.fromiter((code[each] for each in values), np.int32, len(values))
        return cls(codes=codes, names=tuple(names))

    @classmethod
    def same(cls, name: str, rows: int) -> "Category":
        """Return the category of which all rows are."""
        return cls(codes=np.zeros(rows, np.int32), names=(name,))

    def pick(self, rows: Rows | Mask) -> "Category":
        """Return the category of some rows; it keeps all names."""
        return Category(codes=self.codes[rows], names=self.names)

    def is_(self, name: str) -> Mask:
        """Tell of each row whether it is this."""
        wanted = self.names.index(name) if name in self.names else -1
        return np.asarray(self.codes == wanted)


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """Every service of a desk: whom it served, since when he waited, from when to when.

    `desk` names site, role and desk (`pa-cus/inspection`); `officers` is how many work
    there; times are seconds of the run.
    """

    desk: Category
    officers: NDArray[np.int64]
    arrived: Seconds
    began: Seconds
    ended: Seconds

    def pick(self, rows: Rows | Mask) -> "Services":
        """Return some of them."""
        return Services(
            desk=self.desk.pick(rows),
            officers=self.officers[rows],
            arrived=self.arrived[rows],
            began=self.began[rows],
            ended=self.ended[rows],
        )


@dataclass(frozen=True, kw_only=True)
class Table:
    """Declarations of a run in columns.

    A row is one leg of a shipment at one administration: of a declaration that was
    repaired, the lodgement that was accepted. `marks` holds time points by their code
    (T0..T12, X1..X5) and some moments beside them, see `swsim.trs.intervals`;
    `attributes` what rows can be cut by. `references` are LRNs, `cases` conversations.
    `services` are those of the whole run, whatever rows were picked.
    """

    start: datetime
    references: NDArray[np.object_]
    cases: NDArray[np.object_]
    marks: Mapping[str, Seconds]
    attributes: Mapping[str, Category]
    services: Services

    def __len__(self) -> int:
        return len(self.references)

    def mark(self, name: str) -> Seconds:
        """Return when something happened to each declaration; ABSENT where never."""
        found = self.marks.get(name)
        return np.full(len(self), ABSENT, np.int64) if found is None else found

    def has(self, name: str) -> Mask:
        """Tell of each declaration whether something happened to it."""
        return np.asarray(self.mark(name) != ABSENT)

    def attribute(self, name: str) -> Category:
        """Return what declarations are in one respect; `unknown` where none tells."""
        found = self.attributes.get(name)
        return Category.same(UNKNOWN, len(self)) if found is None else found

    def pick(self, rows: Rows | Mask) -> "Table":
        """Return the table of some rows."""
        return Table(
            start=self.start,
            references=self.references[rows],
            cases=self.cases[rows],
            marks={name: column[rows] for name, column in self.marks.items()},
            attributes={n: each.pick(rows) for n, each in self.attributes.items()},
            services=self.services,
        )

    def where(self, **wanted: str) -> "Table":
        """Return the rows that are this and that: `where(leg="import", mode="sea")`."""
        mask = np.ones(len(self), np.bool_)
        for name, value in wanted.items():
            mask &= self.attribute(name).is_(value)
        return self.pick(mask)

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """The roles of the agencies that answered anything, sorted."""
        prefix = f"{AGENCY_ANSWER}@"
        found = (name[len(prefix) :] for name in self.marks if name.startswith(prefix))
        return tuple(sorted(found))


AGENCY_ANSWER = "T6b"


_BEGAN = ".began"


def began(desk: str) -> str:
    """Return the mark of when a desk took a declaration up; agencies' by their role."""
    return f"{desk}{_BEGAN}"


def is_beginning(mark: str) -> bool:
    """Tell whether a mark is that of a desk which took a declaration up."""
    return mark.endswith(_BEGAN)


def lifted(hold: str) -> str:
    """Return the mark of when a hold was lifted."""
    return f"{hold}.lifted"


def answered(agency: str) -> str:
    """Return the mark of when one agency, by its role, gave its answer."""
    return f"{AGENCY_ANSWER}@{agency}"
