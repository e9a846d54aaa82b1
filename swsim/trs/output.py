"""A study as JSON, CSV and Markdown; times in seconds, and in words for people."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from swsim.trs.bottleneck import Bottleneck
from swsim.trs.calibration import Cast, Fit
from swsim.trs.dynamic import Backlog
from swsim.trs.intervals import Interval
from swsim.trs.queues import Queue
from swsim.trs.statistics import Statistics
from swsim.trs.study import Outlier, Row
from swsim.trs.words import duration, name_of, per_cent

_COLUMNS = tuple(each.name for each in fields(Statistics))

# What people look at first, with the heading of its column.
SHOWN: Mapping[str, Mapping[str, str]] = {
    "en": {
        "n": "n",
        "mean": "mean",
        "median": "median",
        "p90": "P90",
        "within": "in time",
    },
    "es": {
        "n": "n",
        "mean": "media",
        "median": "mediana",
        "p90": "P90",
        "within": "en plazo",
    },
}
_FIRST = {"en": ("leg", "from … to"), "es": ("tramo", "desde … hasta")}
_LEGS = {
    "en": {"import": "import", "export": "export"},
    "es": {"import": "importación", "export": "exportación"},
}


def headings(by: Sequence[str], lang: str) -> tuple[str, ...]:
    """Return the headings of what people are shown: words first, then numbers."""
    return (*_FIRST[lang], *by, *SHOWN[lang].values())


def cells(row: Row, lang: str) -> tuple[str, ...]:
    """Return what people are shown of a row, one text under each heading."""
    numbers = (_cell(name, row.statistics, lang) for name in SHOWN[lang])
    return _LEGS[lang][row.what.leg], name_of(row.what, lang), *row.names, *numbers


def _cell(name: str, found: Statistics, lang: str) -> str:
    value = getattr(found, name)
    if name == "n":
        return str(value)
    if name == "within":
        return "" if value is None else per_cent(value, lang)
    return duration(value, lang)


def record(row: Row, by: Sequence[str], lang: str) -> dict[str, Any]:
    """Return a row as a flat record: what, the group, then all statistics."""
    what = row.what
    return {
        "id": what.id,
        "leg": what.leg,
        "name": name_of(what, lang),
        "owner": what.owner if isinstance(what, Interval) else None,
        "nature": what.nature if isinstance(what, Interval) else None,
        **dict(zip(by, row.names, strict=True)),
        **{name: _rounded(getattr(row.statistics, name)) for name in _COLUMNS},
    }


def _rounded(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value


def as_csv(rows: Sequence[Row], by: Sequence[str], lang: str) -> str:
    """Return rows as CSV, one line each, under the names of the record."""
    text = io.StringIO()
    names = ("id", "leg", "name", "owner", "nature", *by, *_COLUMNS)
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(record(row, by, lang) for row in rows)
    return text.getvalue()


def as_markdown(rows: Sequence[Row], by: Sequence[str], lang: str) -> str:
    """Return rows as a Markdown table of what people are shown."""
    numbers = len(SHOWN[lang])
    heads = headings(by, lang)
    lines = [heads, ("---",) * (len(heads) - numbers) + ("---:",) * numbers]
    lines += [cells(row, lang) for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def bottleneck_record(found: Bottleneck, lang: str) -> dict[str, Any]:
    """Return the finding as a record."""
    return {
        "span": found.span.id,
        "n": found.n,
        "total_seconds": found.total,
        "worst": found.worst.interval.id if found.worst else None,
        "parts": [
            {
                "id": each.interval.id,
                "name": name_of(each.interval, lang),
                "owner": each.interval.owner,
                "nature": each.interval.nature,
                "n": each.n,
                "mean": _rounded(each.mean),
                "share": _rounded(each.share),
                "critical_share": _rounded(each.critical_share),
                "frequency": _rounded(each.frequency),
                "spread": _rounded(each.spread),
            }
            for each in found.parts
        ],
        "owners": [
            {name: _rounded(value) for name, value in asdict(each).items()}
            for each in found.owners
        ],
        "joins": {each.mark: dict(each.last) for each in found.path.joins},
    }


def queue_record(queue: Queue) -> dict[str, Any]:
    """Return a queue as a record; `rate` is arrivals an hour, for people."""
    record = {name: _rounded(value) for name, value in asdict(queue).items()}
    return {
        **record,
        "rate": _rounded(queue.rate * 3_600),
        "little": _rounded(queue.little),
    }


def backlog_record(found: Backlog) -> dict[str, Any]:
    """Return a backlog as a record with its series."""
    return {
        "peak": found.peak,
        "peak_at": found.peak_at,
        "left": found.left,
        "seconds": found.seconds.tolist(),
        "open": found.open.tolist(),
    }


def fit_record(fit: Fit) -> dict[str, Any]:
    """Return how near a run comes to a published mean as a record."""
    return {
        **asdict(fit.published),
        "n": fit.n,
        "simulated_hours": round(fit.hours, 2),
        "low": round(fit.low, 2),
        "high": round(fit.high, 2),
        "deviation": _rounded(fit.deviation),
        "verdict": fit.verdict,
    }


def cast_record(cast: Cast) -> dict[str, Any]:
    """Return who played a class of profiles, and the row that holds it, as a record."""
    return {
        "profile": cast.profile,
        "countries": list(cast.countries),
        "published": asdict(cast.published),
    }


def outlier_record(outlier: Outlier) -> dict[str, Any]:
    """Return an outlier as a record."""
    return asdict(outlier)
