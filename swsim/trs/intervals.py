"""Who owns what happens between two time points, as one table; it is the documentation.

An interval runs from the latest of its starting marks to its end. Marks are the time
points of `swsim.domain.timepoints`, when a desk took a declaration up
(`assessment.began`), when a hold was lifted (`DUTY_DUE.lifted`), and what one agency
answered (`T6b@agr`). Where several things must be done before the next one may begin
(a join), `joins` says which. From both follows the critical path.

Source: WCO Guide to Measure the Time Required for the Release of Goods, whose points
are named here as in `swsim.domain.timepoints`; owners and natures are our reading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from swsim.domain.lifecycle import Hold
from swsim.domain.settings import Leg
from swsim.domain.timepoints import Point
from swsim.trs.table import answered, began, lifted


class Owner(StrEnum):
    """Who can shorten an interval."""

    CUSTOMS = "customs"
    AGENCY = "agency"
    PORT = "port"
    TRADER = "trader"
    BANK = "bank"


class Nature(StrEnum):
    """Whether somebody works on the case meanwhile, or it waits."""

    WORK = "work"
    WAIT = "wait"


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """One interval of a leg; `agency` is the role of the agency whose it is, if any.

    Where `ahead`, its end may come before its start: lodgement does not wait for the
    goods. Of any other, an end before its start did not wait for it.
    """

    id: str
    leg: Leg
    start: tuple[str, ...]
    end: str
    owner: Owner
    nature: Nature
    en: str
    es: str
    agency: str = ""
    ahead: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A time that is made of intervals of several owners: what a study publishes."""

    id: str
    leg: Leg
    start: str
    end: str
    en: str
    es: str


_LEGS: tuple[Leg, ...] = ("import", "export")

# Marks that the legs name differently.
_NAMES: Mapping[Leg, Mapping[str, str]] = {
    "import": {"lodged": Point.LODGED, "released": Point.CUSTOMS_RELEASED},
    "export": {"lodged": Point.EXPORT_LODGED, "released": Point.EXPORT_RELEASED},
}
_DOCUMENTS, _AGENCY = lifted(Hold.DOCUMENTS), lifted(Hold.AGENCY)
_DUTY, _ARRIVAL = lifted(Hold.DUTY), lifted(Hold.ARRIVAL)
_CUS, _OGA, _PORT, _TRD, _BANK = Owner
_WORK, _WAIT = Nature

# Of both legs where none is named; `{agency}` stands for each agency that was asked.
# fmt: off
_ROWS: tuple[tuple[str, str, str, Owner, Nature, str, str], ...] = (
    ("unloading", "T0", "T1", _PORT, _WORK,
        "unloading", "descarga"),
    ("lodgement", "T1", "T2", _TRD, _WAIT,
        "from unloading to lodgement", "de la descarga a la declaración"),
    ("registration", "{lodged}", "T3", _CUS, _WORK,
        "check and registration", "control y registro"),
    ("assessment-queue", "T3", began("assessment"), _CUS, _WAIT,
        "queue for assessment", "cola del aforo"),
    ("assessment", f"T3 {began('assessment')}", "T4", _CUS, _WORK,
        "assessment and selection", "aforo y selección"),
    # To the hold, not to T5b: who never supplies them is inspected when time is up.
    ("documents", "T5", _DOCUMENTS, _TRD, _WAIT,
        "documents from the trader", "documentos del comerciante"),
    ("agency-request", "{lodged}", "T6", _CUS, _WORK,
        "check and request to agencies", "control y consulta a las entidades"),
    ("agency-queue", "T6", began("{agency}"), _OGA, _WAIT,
        "queue at the agency", "cola en la entidad"),
    ("agency", f"T6 {began('{agency}')}", answered("{agency}"), _OGA, _WORK,
        "examination by the agency", "examen de la entidad"),
    ("positioning", "T7 T1", "T7a", _PORT, _WAIT,
        "positioning for inspection", "posicionamiento para el reconocimiento"),
    ("inspection-queue", "T7a", "T7b", _CUS, _WAIT,
        "queue for inspection", "cola del reconocimiento"),
    ("inspection", "T7b", "T7c", _CUS, _WORK,
        "inspection", "reconocimiento"),
    ("duty-assessment", "T4", "T8", _CUS, _WORK,
        "assessment of duties", "liquidación de los tributos"),
    ("payment", "T8", "T8b", _TRD, _WAIT,
        "payment by the trader", "pago del comerciante"),
    ("payment-receipt", "T8b", _DUTY, _BANK, _WORK,
        "receipt of the payment", "acreditación del pago"),
    ("goods-awaited", "T4", _ARRIVAL, _PORT, _WAIT,
        "goods awaited", "espera de la carga"),
    ("collection", "T10 T1", "T11", _TRD, _WAIT,
        "collection by the trader", "retiro por el comerciante"),
    ("empty-return", "T11", "T12", _TRD, _WAIT,
        "return of the empty container", "devolución del contenedor vacío"),
    ("delivery", "X3", "X2", _TRD, _WAIT,
        "delivery to the port", "traslado al puerto"),
    ("loading", "X2", "X4", _PORT, _WORK,
        "loading", "embarque"),
    ("departure", "X4", "X5", _PORT, _WAIT,
        "wait for departure", "espera del zarpe"),
)
# fmt: on

_AHEAD = frozenset({"lodgement"})

# What must be done before the next thing may begin. No time passes in between but for
# messages on their way, which count to customs.
_JOINS: Mapping[str, str] = {
    "T5": "T4",
    "T7": f"T4 {_DOCUMENTS}",
    "T7a": "T7 T1",
    _DUTY: "T8",  # alone where payment is deferred
    _ARRIVAL: "T1",
    _AGENCY: answered("{agency}"),
    "{released}": f"T4 {_DOCUMENTS} T7c {_DUTY} {_ARRIVAL}",
    "T10": f"T9 {_AGENCY}",
    "X2": _AGENCY,
}
_IMPORTS_ALONE = frozenset({"T1", "T2", "T8", "T8b", "T10", "T11", "T12"})
_IMPORTS_ALONE |= {_DUTY, _ARRIVAL}

RELEASE = Span(
    id="release",
    leg="import",
    start=Point.ARRIVED,
    end=Point.ALL_RELEASED,
    en="arrival to release by all agencies",
    es="llegada al levante de todas las entidades",
)
SPANS: tuple[Span, ...] = (
    RELEASE,
    Span(
        id="customs-release",
        leg="import",
        start=Point.ARRIVED,
        end=Point.CUSTOMS_RELEASED,
        en="arrival to release by customs",
        es="llegada al levante aduanero",
    ),
    Span(
        id="lodgement-to-release",
        leg="import",
        start=Point.LODGED,
        end=Point.CUSTOMS_RELEASED,
        en="lodgement to release by customs",
        es="declaración al levante aduanero",
    ),
    Span(
        id="agency-answer",
        leg="import",
        start=Point.AGENCY_ASKED,
        end=Point.AGENCY_ANSWERED,
        en="agencies, from request to last answer",
        es="entidades, de la consulta a la última respuesta",
    ),
    Span(
        id="arrival-to-gate",
        leg="import",
        start=Point.ARRIVED,
        end=Point.GATED_OUT,
        en="arrival to gate-out",
        es="llegada a la salida del puerto",
    ),
    Span(
        id="export-release",
        leg="export",
        start=Point.EXPORT_LODGED,
        end=Point.EXPORT_RELEASED,
        en="lodgement to export release",
        es="declaración al levante de exportación",
    ),
    Span(
        id="export-departure",
        leg="export",
        start=Point.EXPORT_LODGED,
        end=Point.EXPORT_DEPARTED,
        en="lodgement to departure",
        es="declaración al zarpe",
    ),
)


def intervals(leg: Leg, agencies: Sequence[str] = ()) -> tuple[Interval, ...]:
    """Return the intervals of a leg, those of agencies once for each (by its role)."""
    return tuple(
        Interval(
            id=f"{id_}:{agency}" if agency else id_,
            leg=leg,
            start=tuple(_named(start, leg, agency).split()),
            end=_named(end, leg, agency),
            owner=owner,
            nature=nature,
            en=en,
            es=es,
            agency=agency,
            ahead=id_ in _AHEAD,
        )
        for id_, start, end, owner, nature, en, es in _ROWS
        if leg in _legs_of(end)
        for agency in (agencies if "{agency}" in end else ("",))
    )


def joins(leg: Leg, agencies: Sequence[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return the joins of a leg: a mark, and those that all must come before it."""
    return {
        _named(end, leg): tuple(
            _named(mark, leg, agency)
            for mark in before.split()
            for agency in (agencies if "{agency}" in mark else ("",))
        )
        for end, before in _JOINS.items()
        if leg in _legs_of(end) and (agencies or "{agency}" not in before)
    }


def _named(marks: str, leg: Leg, agency: str = "") -> str:
    return marks.format(agency=agency, **_NAMES[leg])


def _legs_of(end: str) -> tuple[Leg, ...]:
    """Return the legs in which a mark occurs."""
    if end in _IMPORTS_ALONE:
        return ("import",)
    return ("export",) if end.startswith("X") else _LEGS


def span(id_: str) -> Span:
    """Return the span of that id. Raises KeyError."""
    return {each.id: each for each in SPANS}[id_]
