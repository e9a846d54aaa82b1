"""The declarations of a run as rows, for spreadsheets and data frames.

Times are seconds of the run. What only officers may know is not among them.
"""

import csv
import io
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from swsim.errors import SwsimError
from swsim.reports.outcome import DeclarationRecord

COLUMNS: Final = (
    *("reference", "case", "leg", "site", "order", "channel", "refusal", "detained"),
    *("repairs", "lodged", "registered", "customs_released", "released", "arrived"),
    *("customs_release_time", "release_time"),
)


def as_csv(declarations: Sequence[DeclarationRecord]) -> str:
    """Return the rows as CSV under the names of `COLUMNS`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        [_written(getattr(each, name)) for name in COLUMNS] for each in declarations
    )
    return text.getvalue()


def _written(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def as_parquet(declarations: Sequence[DeclarationRecord]) -> bytes:
    """Return the rows as a Parquet file. Raises SwsimError without pyarrow."""
    if find_spec("pyarrow") is None:
        raise SwsimError(
            "Parquet needs pyarrow, which is not installed; get it with"
            " pip install 'swsim[parquet]', or write --format csv"
        )
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    columns = {
        name: arrow.array([_plain(getattr(each, name)) for each in declarations], kind)
        for name, kind in _types(arrow).items()
    }
    sink = io.BytesIO()
    parquet.write_table(arrow.table(columns), sink)
    return sink.getvalue()


def _plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value


def _types(arrow: Any) -> dict[str, Any]:
    """Return the type of each column; texts unless it says otherwise."""
    truths, times = {"detained", "repairs"}, set(COLUMNS[COLUMNS.index("lodged") :])
    return {
        name: arrow.bool_()
        if name in truths
        else arrow.int64()
        if name in times
        else arrow.string()
        for name in COLUMNS
    }
