"""`swsim scenario prove`: plays scenarios and shows that expectations can fail."""

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.table import Table
from rich.text import Text

from swsim.app.expectations import PASS
from swsim.app.proving import Proof, prove_scenario
from swsim.app.run import run_async
from swsim.cli.console import out
from swsim.errors import UsageError
from swsim.scenario.load import shipped_names


def prove_and_show(name: str | None, *, every: bool, lang: str, as_json: bool) -> int:
    """Prove one scenario or all that are shipped; return the exit code."""
    if (name is None) != every:
        raise UsageError("Give the name of a scenario, or --all.")
    found: dict[str, tuple[Proof, ...]] = {}
    verdicts: dict[str, str] = {}
    for each in shipped_names() if name is None else (name,):
        with TemporaryDirectory() as folder:
            proving = prove_scenario(each, Path(folder) / "run", lang)
            summary, found[each] = run_async(proving)
        verdicts[each] = summary.verdict
        if not as_json:
            _show(each, summary.verdict, found[each])
    if as_json:
        shown = {
            each: {"verdict": verdicts[each], "proofs": [asdict(one) for one in proofs]}
            for each, proofs in found.items()
        }
        print(json.dumps({"scenarios": shown}, indent=2, ensure_ascii=False))
    proven = all(one.mutation for proofs in found.values() for one in proofs)
    return 0 if proven and set(verdicts.values()) == {PASS} else 1


def _show(name: str, verdict: str, proofs: tuple[Proof, ...]) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), title=f"{name}: {verdict}")
    table.title_justify = "left"
    for column in ("", "expectation", "fails when", "then observed"):
        table.add_column(column)
    for one in proofs:
        if one.mutation is None:
            style, why = "bold red", "it cannot fail"
        else:
            style, why = "", one.mutation
        cells = (one.id, one.text, why, one.observed)
        table.add_row(*(Text(cell, style=style) for cell in cells))
    out().print(table)
