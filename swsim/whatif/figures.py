"""What is measured of one run: the figures that a reform may move."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from swsim.domain.codelists import codelist
from swsim.domain.events import Event, Kind
from swsim.domain.members import member
from swsim.ledger.store import Ledger
from swsim.scenario.costs import Costs
from swsim.trs.durations import measured
from swsim.trs.intervals import RELEASE, span
from swsim.trs.reading import read
from swsim.trs.table import Table

_HOUR: Final = 3_600

Group = Literal["time", "share", "work", "money"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure: what it is in words, its unit, and whether less of it is better.

    Those of one `group` are measured alike, so that they may stand on one scale.
    """

    id: str
    en: str
    es: str
    unit: str
    group: Group
    less_is_better: bool = True


FIGURES: Final[Mapping[str, Figure]] = {
    each.id: each
    for each in (
        Figure(
            id="release_median",
            en="arrival to release, median",
            es="llegada al levante, mediana",
            unit="h",
            group="time",
        ),
        Figure(
            id="customs_median",
            en="arrival to release by customs, median",
            es="llegada al levante aduanero, mediana",
            unit="h",
            group="time",
        ),
        Figure(
            id="release_mean",
            en="arrival to release, mean",
            es="llegada al levante, media",
            unit="h",
            group="time",
        ),
        Figure(
            id="release_p90",
            en="arrival to release, 9 of 10 within",
            es="llegada al levante, 9 de 10 en",
            unit="h",
            group="time",
        ),
        Figure(
            id="before_arrival",
            en="released before arrival",
            es="levantes antes de la llegada",
            unit="%",
            group="share",
            less_is_better=False,
        ),
        Figure(
            id="hit_rate",
            en="controls that found something",
            es="controles con hallazgo",
            unit="%",
            group="share",
            less_is_better=False,
        ),
        Figure(
            id="recall",
            en="wrong declarations that were found",
            es="declaraciones incorrectas detectadas",
            unit="%",
            group="share",
            less_is_better=False,
        ),
        Figure(
            id="workload",
            en="officers' hours",
            es="horas de funcionarios",
            unit="h",
            group="work",
        ),
        Figure(
            id="recovered",
            en="duties recovered by controls",
            es="tributos recuperados por controles",
            unit="USD",
            group="money",
            less_is_better=False,
        ),
        Figure(
            id="cost_of_delay",
            en="cost of delay",
            es="costo de la demora",
            unit="USD",
            group="money",
        ),
    )
}


def figures(run: Path, costs: Costs, wrong: frozenset[str]) -> dict[str, float]:
    """Return the figures of a finished run; those it does not have are left out.

    `wrong` are the cases in which a trader declared wrongly on purpose or by mistake.
    """
    with closing(Ledger.open(run / "ledger.db")) as ledger:
        table = read(ledger)
        controls = list(ledger.events([Kind.CONTROL]))
    hits = [each for each in controls if each.facts["result"] != "conform"]
    found = {each.case for each in hits}
    return {
        **_release(table, costs),
        **({"hit_rate": 100 * len(hits) / len(controls)} if controls else {}),
        **({"recall": 100 * len(found & wrong) / len(wrong)} if wrong else {}),
        "workload": _workload(table),
        "recovered": sum(map(_recovered, controls)),
    }


def _release(table: Table, costs: Costs) -> dict[str, float]:
    seconds = measured(table, RELEASE).seconds
    if not len(seconds):
        return {}
    hours = seconds / _HOUR
    waited = float(np.clip(hours, 0, None).sum())
    by_customs = measured(table, span("customs-release")).seconds / _HOUR
    return {
        **({"customs_median": float(np.median(by_customs))} if len(by_customs) else {}),
        "release_median": float(np.median(hours)),
        "release_mean": float(hours.mean()),
        "release_p90": float(np.percentile(hours, 90)),
        "before_arrival": float(100 * (seconds < 0).mean()),
        "cost_of_delay": waited * costs.hour_of_delay,
    }


def _recovered(control: Event) -> float:
    """Return what a control brought in, in US dollars at the exercise's rates."""
    currency = member(control.site.upper()).currency
    rate = float(codelist("training-rates").rows[currency]["rate"])
    return int(str(control.facts["recovered"])) / rate


def _workload(table: Table) -> float:
    services = table.services
    return float((services.ended - services.began).sum()) / _HOUR
