"""Draws the pictures of the documentation from a run: docs/pictures/*.svg.

Run it again when the story of first-contact or its picture changes:
python tools/make_pictures.py
"""

import tempfile
from importlib.resources import files
from pathlib import Path

from swsim.app.run import play, run_async
from swsim.app.stage import Play
from swsim.ledger.store import Ledger
from swsim.reports.case import tell_case
from swsim.reports.fold import fold
from swsim.reports.pictures.sequence import draw
from swsim.reports.wording import Wording
from swsim.scenario import load_scenario

_PICTURES = Path(__file__).parent.parent / "docs" / "pictures"


def sequence_of(scenario: str) -> str:
    """Return the sequence picture of a scenario's most telling case, as one file."""
    loaded = load_scenario(scenario)
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        run_async(play(Play(loaded=loaded, broker="none", run_dir=run)))
        ledger = Ledger.open(run / "ledger.db")
        start = loaded.scenario.start
        case = tell_case(ledger, fold(ledger.events()), lang="en", start=start)
        ledger.close()
    assert case is not None
    picture = draw([line for line in case.lines if line.label], Wording("en", start))
    return _alone(picture)


def _alone(picture: str) -> str:
    """Give a picture of the report its own style sheet and background."""
    css = files("swsim.reports").joinpath("templates/report.css").read_text("utf-8")
    style = f"<style>{css} svg {{ background: var(--paper); }}</style>"
    opening, rest = picture.split(">", 1)
    if "xmlns=" not in opening:
        opening += ' xmlns="http://www.w3.org/2000/svg"'
    return f"{opening}>{style}{rest}\n"


def main() -> None:
    """Write every picture."""
    _PICTURES.mkdir(parents=True, exist_ok=True)
    for scenario in ("first-contact",):
        target = _PICTURES / f"{scenario}.svg"
        target.write_text(sequence_of(scenario), encoding="utf-8")
        print(target)


if __name__ == "__main__":
    main()
