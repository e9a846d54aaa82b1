"""Cuts a table by what its declarations are: by channel, by mode, by both at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from swsim.domain.codes import Channel
from swsim.errors import UsageError
from swsim.strictyaml import nearest
from swsim.trs.attributes import WEEKDAYS
from swsim.trs.table import Rows, Table

# What every table can be cut by, whether or not its ledger tells; others are facts.
CUTS = (
    *("channel", "mode", "office", "agency", "section", "aeo", "pre_arrival"),
    *("partner", "partner_region", "country", "region", "profile", "weekday", "hour"),
    *("export_data", "leg"),
)
_ORDER = {name: place for place, name in enumerate((*Channel, *WEEKDAYS))}


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The rows that are all of this: a name for each attribute that was cut by."""

    names: tuple[str, ...]
    rows: Rows


def groups(table: Table, by: Sequence[str]) -> Iterator[Group]:
    """Yield the groups of a table, each row in one of them; no empty ones.

    Channels and weekdays are in their own order, all else in that of the alphabet.
    Raises UsageError for something that cannot be cut by.
    """
    columns = [table.attribute(checked(table, name)) for name in by]
    if not columns:
        yield Group(names=(), rows=np.arange(len(table)))
        return
    shape = [len(column.names) for column in columns]
    codes = np.ravel_multi_index([column.codes for column in columns], shape)
    order = np.argsort(codes, kind="stable")
    found, firsts = np.unique(codes[order], return_index=True)
    parts = np.split(order, firsts[1:]) if len(order) else []
    named = [
        (
            tuple(
                column.names[place]
                for column, place in zip(
                    columns, np.unravel_index(code, shape), strict=True
                )
            ),
            rows,
        )
        for code, rows in zip(found, parts, strict=True)
    ]
    for names, rows in sorted(named, key=lambda one: [_place(n) for n in one[0]]):
        yield Group(names=names, rows=rows)


def _place(name: str) -> tuple[int, str]:
    return _ORDER.get(name, -1), name


def checked(table: Table, name: str) -> str:
    """Return the name of an attribute. Raises UsageError where there is none."""
    known = sorted({*CUTS, *table.attributes})
    if name in known:
        return name
    hint = nearest(name, known) or "."
    raise UsageError(f"Nothing is cut by {name!r}{hint} Known: {', '.join(known)}")
