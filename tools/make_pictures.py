"""Draws the pictures of the documentation from runs: docs/pictures/*.svg.

Run it again when a story or a picture changes: python tools/make_pictures.py
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from swsim.app.run import play, run_async
from swsim.app.stage import Play
from swsim.ledger.store import Ledger
from swsim.reports.case import tell_case
from swsim.reports.fold import fold
from swsim.reports.pictures.alone import alone
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
    return alone(picture)


# What docs/whatif.md shows, but for where it is written.
COMPARISON = "compare early-bird --set policy.pre_arrival=off --seeds 10"


def compare(target: Path) -> None:
    """Draw a comparison as its command does."""
    command = [*COMPARISON.split(), "--lang", "en", "--picture", str(target)]
    subprocess.run([sys.executable, "-m", "swsim", *command], check=True)


def main() -> None:
    """Write every picture."""
    _PICTURES.mkdir(parents=True, exist_ok=True)
    sequence = _PICTURES / "first-contact.svg"
    sequence.write_text(sequence_of("first-contact"), encoding="utf-8")
    print(sequence)
    compare(_PICTURES / "early-bird.svg")


if __name__ == "__main__":
    main()
