"""How near the classes of profiles come to published means of release time.

Plays imports of the member that each class is held by, in a stratified sample: as many
early and late, of each channel, with and without an agency, as its profile has on
average, so that chance is in the durations alone. They are spread over so long a time
that desks are not the matter.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from swsim.app.links import NONE
from swsim.app.run import play, run_async
from swsim.app.stage import Play
from swsim.domain.codes import Channel
from swsim.domain.members import member
from swsim.domain.profiles import Profile, profile_for
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario
from swsim.trs.calibration import Fit, Published, fits, published
from swsim.trs.reading import read

# Imports of each, so many that chance stays well below the tolerance.
_IMPORTS: Final = {"fast": 200, "middle": 320, "slow": 150}
_DAYS: Final = 400

# Where goods come from, and which; two in five want a word of the agency.
_PLAIN: Final = ("CN", ("8517.13", "6109.10", "9503.00"), 3)
_AGENCY: Final = ("EC", ("0803.90",), 2)

_HEAD = """schema_version: 1
title: {en: Calibration, es: Calibración}
summary: {en: Imports of one member., es: Importaciones de un miembro.}
seed: %d
start: 2026-04-06T00:00Z
cast: {members: [%s]}
policy: {signatures: none, share_export_data: true, confirm_release: false}
lanes:
"""


def bench(seed: int = 1, share: float = 1.0) -> tuple[Fit, ...]:
    """Return how near each class comes to the row that holds it.

    `share` is of the usual number of imports: a quick look needs fewer.
    """
    held = [each for each in published() if each.holds]
    with TemporaryDirectory(prefix="swsim-bench-") as folder:
        file = Path(folder) / "scenario.yaml"
        file.write_text(_scenario(held, seed, share), encoding="utf-8")
        run = Path(folder) / "run"
        run_async(play(Play(loaded=load_scenario(str(file)), broker=NONE, run_dir=run)))
        with closing(Ledger.open(run / "ledger.db")) as ledger:
            found = fits(read(ledger), seed=seed)
    return tuple(each for each in found if each.published.holds)


def _scenario(held: list[Published], seed: int, share: float) -> str:
    members = dict.fromkeys((_PLAIN[0], _AGENCY[0], *(each.country for each in held)))
    found = [lane for each in held for lane in lanes(each, share)]
    return _HEAD % (seed, ", ".join(members)) + "".join(found)


def lanes(row: Published, share: float = 1.0) -> Iterator[str]:
    """Yield the lanes of a row's member, each a line of a scenario."""
    own = profile_for(member(row.country))
    for early in (True, False):
        for channel in Channel:
            for origin, goods, fifths in (_PLAIN, _AGENCY):
                part = _part(own, early, channel) * fifths / 5
                count = round(_IMPORTS[row.profile] * share * part)
                if count:
                    yield (
                        f"  - {{id: {row.country.lower()}-{origin.lower()}-{channel}-"
                        f"{'early' if early else 'late'}, from: {origin},"
                        f" to: {row.country}, goods: [{', '.join(map(repr, goods))}],"
                        f" mode: sea, shipments: {count}, within: {_DAYS}d,"
                        f" transit: 18d, channel: {channel},"
                        f" pre_arrival: {str(early).lower()}}}\n"
                    )


def _part(own: Profile, early: bool, channel: Channel) -> float:
    """Return which part of a member's imports are early or late and of a channel."""
    ahead = own.pre_arrival_per_mille if early else 1_000 - own.pre_arrival_per_mille
    return ahead / 1_000 * int(getattr(own.channels, channel, 0)) / 1_000
