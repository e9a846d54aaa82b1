"""A whole study: the statistics of every span and interval, cut as asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from swsim.errors import UsageError
from swsim.strictyaml import nearest
from swsim.trs.cuts import groups
from swsim.trs.durations import Durations, measured
from swsim.trs.intervals import SPANS, Interval, Span, intervals
from swsim.trs.statistics import Statistics, outliers, statistics
from swsim.trs.table import Table
from swsim.trs.targets import targets


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """The statistics of one span or interval in one group, by `names` of the cut."""

    what: Interval | Span
    names: tuple[str, ...]
    statistics: Statistics


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlier:
    """A declaration whose release took longer than is usual, in seconds."""

    reference: str
    case: str
    country: str
    what: str
    seconds: int


def study(
    table: Table,
    by: Sequence[str] = (),
    of: Sequence[Interval | Span] | None = None,
    *,
    seed: int = 0,
) -> tuple[Row, ...]:
    """Return the statistics of spans and intervals (all unless `of` names some).

    `by` names what is cut by, together: `("aeo", "pre_arrival")` is the two-way table.
    Spans are held against the target of the mode of transport. `seed` is that of the
    bootstrap. Raises UsageError for something that cannot be cut by.
    """
    wanted = everything(table) if of is None else of
    aims, rows = targets(table), []
    found = [(what, measured(table, what)) for what in wanted]
    for group in groups(table, by):
        inside = np.zeros(len(table), np.bool_)
        inside[group.rows] = True
        for what, taken in found:
            here = inside[taken.rows]
            aim = aims[taken.rows][here] if isinstance(what, Span) else None
            said = statistics(taken.seconds[here], target=aim, seed=seed)
            if said is not None:
                rows.append(Row(what=what, names=group.names, statistics=said))
    return tuple(rows)


def everything(table: Table) -> tuple[Interval | Span, ...]:
    """Return all that is measured: spans first, then the intervals of both legs."""
    return (
        *SPANS,
        *intervals("import", table.agencies),
        *intervals("export", table.agencies),
    )


def chosen(table: Table, ids: Sequence[str]) -> tuple[Interval | Span, ...]:
    """Return the spans and intervals of these ids, of both legs; all for none.

    `agency` means those of each agency. Raises UsageError for an id that is unknown.
    """
    known = everything(table)
    if not ids:
        return known
    found = []
    for id_ in ids:
        named = [each for each in known if id_ in (each.id, each.id.partition(":")[0])]
        if not named and not _is_interval(id_):
            ids_ = list(dict.fromkeys(each.id for each in known))
            hint = nearest(id_, ids_) or "."
            raise UsageError(
                f"Nothing is measured as {id_!r}{hint} Known: {', '.join(ids_)}"
            )
        found += named
    return tuple(found)


def _is_interval(id_: str) -> bool:
    """Tell whether it is an interval of an agency, which this run may not have."""
    return id_ in {each.id.partition(":")[0] for each in intervals("import", ("any",))}


def listed_outliers(table: Table, of: Span) -> tuple[Outlier, ...]:
    """Return the declarations whose span is an outlier, the longest first."""
    taken = measured(table, of)
    if not len(taken):
        return ()
    far = outliers(taken.seconds)
    found = [
        _outlier(table, of, taken, place) for place in np.flatnonzero(far).tolist()
    ]
    return tuple(sorted(found, key=lambda one: (-one.seconds, one.reference)))


def _outlier(table: Table, of: Span, taken: Durations, place: int) -> Outlier:
    row = int(taken.rows[place])
    country = table.attribute("country")
    return Outlier(
        reference=table.references[row],
        case=table.cases[row],
        country=country.names[country.codes[row]],
        what=of.id,
        seconds=int(taken.seconds[place]),
    )
