"""Reports on a run in its folder: what `swsim report` writes."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from swsim.app.folders import open_folder
from swsim.app.outcomes import outcomes_in
from swsim.errors import SwsimError
from swsim.ledger.store import Ledger
from swsim.reports.contents import Contents, contents
from swsim.scenario import load_scenario
from swsim.scenario.model import Scenario


def contents_of(run: Path, lang: str = "en") -> Contents:
    """Gather what there is to say of a run, whole or stopped, in its folder.

    Raises UsageError where there is no run, LedgerError when its ledger cannot be read.
    """
    folder = open_folder(run)
    with closing(Ledger.open(folder.ledger)) as ledger:
        header = ledger.header()
        return contents(
            ledger,
            lang=lang,
            scenario=_scenario(folder.scenario, header),
            expectations=outcomes_in(header, lang),
        )


def _scenario(file: Path, header: Mapping[str, str]) -> Scenario | None:
    """Return the scenario as it was played; None where the file is another by now.

    A report can do without: it is also made of runs of earlier versions.
    """
    try:
        loaded = load_scenario(file)
    except SwsimError:
        return None
    same = loaded.sha256 == header.get("scenario_sha256")
    return loaded.scenario if same else None
