"""How near the classes of profiles come to published means of release time.

Each class is held by one published row. Its imports are those of the member that
published it, whose profile is the class but for when its traders lodge. For comparison
a member without a profile of its own plays the class as it stands.

The sample is stratified: as many early and late, of each channel, with and without an
agency, as the profile has on average, so that chance is in the durations alone. Imports
are spread over so long a time that desks are not the matter.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
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
from swsim.trs.calibration import Fit, Published, fit, published
from swsim.trs.durations import measured
from swsim.trs.intervals import span
from swsim.trs.reading import read
from swsim.trs.table import Table

# Imports of each, so many that chance stays well below the tolerance; of the classes as
# they stand, which nothing holds, fewer.
_IMPORTS: Final = {"fast": 800, "middle": 400, "slow": 200}
_AS_IT_STANDS: Final = 100
_DAYS: Final = 400
_HOUR: Final = 3_600

# Members that play their class as it stands.
AS_IT_STANDS: Final = {"fast": "KR", "middle": "CO", "slow": "BB"}

# Where goods come from, and which; two in five want a word of the agency.
_PLAIN: Final = ("CN", ("8517.13", "6109.10", "9503.00"), 3)
_AGENCY: Final = ("EC", ("0803.90",), 2)

_HEAD = """schema_version: 1
title: {en: Calibration, es: Calibración}
summary: {en: Imports of some members., es: Importaciones de algunos miembros.}
seed: %d
start: 2026-04-06T00:00Z
cast: {members: [%s]}
policy: {signatures: none, share_export_data: true, confirm_release: false}
lanes:
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A class of profiles and how near it comes to the row that holds it.

    `as_it_stands` is the mean in hours with the class's own traders, who lodge earlier
    or later than those of the row.
    """

    fit: Fit
    as_it_stands: float

    @property
    def profile(self) -> str:
        """The class."""
        return self.fit.published.profile


def bench(seed: int = 1, share: float = 1.0) -> tuple[Held, ...]:
    """Return how near each class comes to the row that holds it.

    `share` is of the usual number of imports: a quick look needs fewer.
    """
    rows = [each for each in published() if each.holds]
    with TemporaryDirectory(prefix="swsim-bench-") as folder:
        file = Path(folder) / "scenario.yaml"
        file.write_text(_scenario(rows, seed, share), encoding="utf-8")
        run = Path(folder) / "run"
        run_async(play(Play(loaded=load_scenario(str(file)), broker=NONE, run_dir=run)))
        with closing(Ledger.open(run / "ledger.db")) as ledger:
            table = read(ledger)
    return tuple(_held(table, each, seed) for each in rows)


def _held(table: Table, row: Published, seed: int) -> Held:
    found = fit(table, row, seed)
    assert found is not None  # lanes lead to the member of every row
    other = table.where(country=AS_IT_STANDS[row.profile], profile=row.profile)
    seconds = measured(other, span(row.span)).seconds
    return Held(fit=found, as_it_stands=float(seconds.mean()) / _HOUR)


def _scenario(rows: Sequence[Published], seed: int, share: float) -> str:
    imports = {each.country: _IMPORTS[each.profile] for each in rows}
    imports |= dict.fromkeys(AS_IT_STANDS.values(), _AS_IT_STANDS)
    members = dict.fromkeys((_PLAIN[0], _AGENCY[0], *imports))
    found = [
        lane
        for country, number in imports.items()
        for lane in lanes(country, round(number * share))
    ]
    return _HEAD % (seed, ", ".join(members)) + "".join(found)


def lanes(country: str, imports: int) -> Iterator[str]:
    """Yield lanes with so many imports of a member, each a line of a scenario."""
    own = profile_for(member(country))
    for early in (True, False):
        for channel in Channel:
            for origin, goods, fifths in (_PLAIN, _AGENCY):
                part = _part(own, early, channel) * fifths / 5
                count = round(imports * part)
                if count:
                    yield (
                        f"  - {{id: {country.lower()}-{origin.lower()}-{channel}-"
                        f"{'early' if early else 'late'}, from: {origin},"
                        f" to: {country}, goods: [{', '.join(map(repr, goods))}],"
                        f" mode: sea, shipments: {count}, within: {_DAYS}d,"
                        f" transit: 18d, channel: {channel},"
                        f" pre_arrival: {str(early).lower()}}}\n"
                    )


def _part(own: Profile, early: bool, channel: Channel) -> float:
    """Return which part of a member's imports are early or late and of a channel."""
    ahead = own.pre_arrival_per_mille if early else 1_000 - own.pre_arrival_per_mille
    return ahead / 1_000 * int(getattr(own.channels, channel, 0)) / 1_000
