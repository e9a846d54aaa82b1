"""The only reader of wall time; virtual time is integer seconds and lives elsewhere."""

import time
from datetime import UTC, datetime


def now_utc() -> datetime:
    """Return the wall time, aware, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Return seconds of a clock that never goes back; only differences mean a thing."""
    return time.monotonic()


def perf() -> float:
    """Return seconds of the finest clock there is, for measuring durations."""
    return time.perf_counter()


def process_seconds() -> float:
    """Return the seconds of processor time that this process has used."""
    return time.process_time()


def run_stamp() -> str:
    """Return the UTC wall time as `yyyymmdd-hhmmss`, for the names of run folders."""
    return now_utc().strftime("%Y%m%d-%H%M%S")
