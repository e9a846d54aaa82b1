"""What a study of release times costs for each declaration, beside numpy alone.

The ledger is written for the bench: declarations with the events that a study reads,
at times drawn from log-normal distributions. Most of a real ledger's events are none of
them; reading skips those.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from swsim.bench.model import Bar, Report, Time
from swsim.domain.codes import Channel
from swsim.domain.events import Event, Fact, Kind
from swsim.domain.identifiers import participant
from swsim.domain.lifecycle import Hold
from swsim.exchange.wallclock import process_seconds
from swsim.ledger.store import Ledger
from swsim.trs.bottleneck import bottleneck
from swsim.trs.durations import measured
from swsim.trs.intervals import RELEASE
from swsim.trs.reading import read
from swsim.trs.study import everything, study
from swsim.trs.table import Table

_START: Final = "2026-04-06T00:00:00+00:00"
_MILLION: Final = 1_000_000
# Beside the percentiles, mean and deviation of every span and interval by numpy alone.
_AT_MOST_TO_NUMPY: Final = 6
_AT_MOST_TO_SHORT: Final = 1.5

_POINTS: Final = ("T0", "T1", "T2", "T3", "T4", "T8", "T8b", "T9", "T10", "T11", "T12")


def bench(declarations: int) -> Report:
    """Measure a study of so many declarations, and of a tenth of them."""
    short, few = _measured(declarations // 10)
    long, table = _measured(declarations)
    each = {name: took / len(table) for name, took in long.items()}
    numpy = _bare(table) / len(table)
    reading = each["reading"] / (short["reading"] / len(few))
    return Report(
        bench="trs",
        facts={
            "declarations": len(table),
            "milliseconds_for_a_million": round(
                (each["statistics"] + each["finding"]) * _MILLION * 1_000
            ),
            "milliseconds_to_read_a_million": round(each["reading"] * _MILLION * 1_000),
        },
        times=(
            *(
                Time(name=name, microseconds=took * 1_000_000)
                for name, took in each.items()
            ),
            Time(name="numpy", microseconds=numpy * 1_000_000, baseline=True),
        ),
        bars=(
            Bar(
                name="statistics_to_numpy",
                value=each["statistics"] / numpy,
                limit=_AT_MOST_TO_NUMPY,
            ),
            Bar(name="reading_long_to_short", value=reading, limit=_AT_MOST_TO_SHORT),
        ),
    )


def _bare(table: Table) -> float:
    """Return the seconds that numpy alone takes for the heart of the statistics."""
    columns = [measured(table, what).seconds for what in everything(table)]
    began = process_seconds()
    for seconds in filter(len, columns):
        np.percentile(seconds, (10, 25, 50, 75, 90, 95))
        seconds.mean()
        seconds.std(ddof=1)
    return process_seconds() - began


def _measured(declarations: int) -> tuple[dict[str, float], Table]:
    """Return the seconds that reading, statistics and finding take, and the table."""
    with TemporaryDirectory(prefix="swsim-bench-") as folder:
        path = Path(folder) / "ledger.db"
        with closing(Ledger.create(path, {"start": _START})) as ledger:
            for events in _events(declarations):
                ledger.commit_second(events, [], [])
        with closing(Ledger.open(path)) as ledger:
            began = process_seconds()
            table = read(ledger)
            read_at = process_seconds()
    study(table)
    studied_at = process_seconds()
    study(table, ("channel", "mode"), [RELEASE])
    cut_at = process_seconds()
    bottleneck(table)
    took = {
        "reading": read_at - began,
        "statistics": studied_at - read_at,
        "cut": cut_at - studied_at,
        "finding": process_seconds() - cut_at,
    }
    return took, table


def _events(declarations: int) -> Iterator[list[Event]]:
    """Yield the events of each declaration, one after the other."""
    chance = np.random.default_rng(0)
    channels = chance.choice(tuple(Channel), declarations)
    modes = chance.choice(("1", "3", "4"), declarations)
    gaps = chance.lognormal(9, 1, (declarations, len(_POINTS))).astype(np.int64)
    times = (gaps.cumsum(axis=1) + 60 * np.arange(declarations)[:, None]).tolist()
    sequence = 0
    for number, at in enumerate(times):
        case, of = f"case-{number}", {"declaration": f"S{number}-I1", "leg": "import"}
        facts: list[tuple[int, Kind, dict[str, Fact]]] = [
            (time, Kind.TIME_POINT, {"point": point})
            for point, time in zip(_POINTS, at, strict=True)
        ]
        said = {"mode": str(modes[number]), "profile": "middle", "partner": "JP"}
        facts += [
            (at[3], Kind.DECLARED, {**said}),
            (at[4], Kind.CHANNEL, {"channel": str(channels[number])}),
            (at[7], Kind.HOLD, {"hold": Hold.DUTY, "change": "lifted"}),
            (
                at[4],
                Kind.SERVED,
                {"desk": "assessment", "officers": 4, "arrived": at[3], "began": at[3]},
            ),
        ]
        yield [
            Event(
                time=time,
                site="pa",
                sequence=(sequence := sequence + 1),
                participant=participant("pa", "cus"),
                kind=kind,
                case=case,
                facts={**of, **own},
            )
            for time, kind, own in facts
        ]
