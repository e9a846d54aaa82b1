"""Writes docs/reforms.md: what each reform moves, measured over ten seeds.

Run it after a change of the simulation; it plays 20 runs for each reform and takes a
while. `--jobs N` plays so many at a time, `--only NAME` prints one reform and writes
nothing. Exit code 1 when a claim does not hold.
"""

import argparse
from pathlib import Path

from swsim.domain.policies import SWITCHES
from swsim.scenario import load_scenario
from swsim.whatif.effects import CLAIMS, Claim, measured_for
from swsim.whatif.figures import FIGURES
from swsim.whatif.paired import Difference

TARGET = Path(__file__).parent.parent / "docs" / "reforms.md"
SEEDS = 10
_COLUMNS = (
    "reform",
    "asked for by",
    "scenario",
    "figure",
    "before",
    "after",
    "difference",
    "95 %",
    "holds",
)
_HEADER = f"| {' | '.join(_COLUMNS)} |"
_RULE = f"{'|---' * len(_COLUMNS)}|"
_HEAD = f"""# What reforms move

Each reform is turned in the scenario where it should show, ten seeds with the same
chance on both sides ([what if](whatif.md)); the interval is Student's of 95 % of the
paired differences. Written by `python tools/make_reforms.py`. Training model: the
figures say that a switch works as it should, not what a reform brings in any country.

{_HEADER}
{_RULE}
"""


def main() -> int:
    """Measure, write, and tell whether all claims hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only")
    options = parser.parse_args()
    rows, all_hold = [], True
    for claim in CLAIMS:
        if options.only not in (None, claim.switch):
            continue
        first = load_scenario(claim.scenario).scenario.seed
        found = measured_for(claim, range(first, first + SEEDS), jobs=options.jobs)
        rows.append(row(claim, found))
        all_hold &= claim.holds(found)
        print(rows[-1], end="", flush=True)
    if options.only is None:
        TARGET.write_text(_HEAD + "".join(rows), encoding="utf-8")
    return 0 if all_hold else 1


def row(claim: Claim, found: Difference) -> str:
    """Return the line of one reform."""
    figure = FIGURES[claim.figure]
    references = ", ".join(SWITCHES[claim.switch].references)
    return (
        f"| `{claim.switch}`: {claim.before} to {claim.after} | {references}"
        f" | {claim.scenario} | {figure.en} ({figure.unit})"
        f" | {found.baseline:,.1f} | {found.variant:,.1f} | {found.mean:+,.1f}"
        f" | {found.low:+,.1f} … {found.high:+,.1f}"
        f" | {'yes' if claim.holds(found) else 'no'} |\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
