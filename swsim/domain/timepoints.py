"""The time points of the WCO Time Release Study, and who writes each of them.

A point is written by the participant that owns the event, at the second it happens,
and is never recomputed from the time a message came in.
"""

from dataclasses import dataclass
from enum import StrEnum


class Point(StrEnum):
    """Import time points T0..T12 and export time points X1..X5."""

    ARRIVED = "T0"
    UNLOADED = "T1"
    LODGED = "T2"
    REGISTERED = "T3"
    SELECTED = "T4"
    DOCUMENTS_WANTED = "T5"
    DOCUMENTS_SUPPLIED = "T5b"
    AGENCY_ASKED = "T6"
    AGENCY_ANSWERED = "T6b"
    INSPECTION_ORDERED = "T7"
    POSITIONED = "T7a"
    INSPECTION_STARTED = "T7b"
    INSPECTION_ENDED = "T7c"
    DUTY_ASSESSED = "T8"
    DUTY_PAID = "T8b"
    CUSTOMS_RELEASED = "T9"
    ALL_RELEASED = "T10"
    GATED_OUT = "T11"
    EMPTY_RETURNED = "T12"
    EXPORT_LODGED = "X1"
    EXPORT_AT_PORT = "X2"
    EXPORT_RELEASED = "X3"
    EXPORT_LOADED = "X4"
    EXPORT_DEPARTED = "X5"


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """What a time point is in words, and the role that owns it."""

    en: str
    es: str
    owner: str


MEANINGS: dict[Point, Meaning] = {
    Point.ARRIVED: Meaning(en="goods arrived", es="llegada de la carga", owner="prt"),
    Point.UNLOADED: Meaning(en="unloaded", es="descarga", owner="prt"),
    Point.LODGED: Meaning(
        en="import declaration lodged", es="declaración presentada", owner="trd"
    ),
    Point.REGISTERED: Meaning(en="registered", es="registro", owner="cus"),
    Point.SELECTED: Meaning(en="channel assigned", es="canal asignado", owner="cus"),
    Point.DOCUMENTS_WANTED: Meaning(
        en="documents wanted", es="documentos solicitados", owner="cus"
    ),
    Point.DOCUMENTS_SUPPLIED: Meaning(
        en="documents supplied", es="documentos entregados", owner="trd"
    ),
    Point.AGENCY_ASKED: Meaning(en="agency asked", es="entidad consultada", owner="sw"),
    Point.AGENCY_ANSWERED: Meaning(
        en="agency answered", es="respuesta de la entidad", owner="agr"
    ),
    Point.INSPECTION_ORDERED: Meaning(
        en="inspection ordered", es="reconocimiento ordenado", owner="cus"
    ),
    Point.POSITIONED: Meaning(
        en="container positioned", es="contenedor posicionado", owner="prt"
    ),
    Point.INSPECTION_STARTED: Meaning(
        en="inspection started", es="inicio del reconocimiento", owner="cus"
    ),
    Point.INSPECTION_ENDED: Meaning(
        en="inspection ended", es="fin del reconocimiento", owner="cus"
    ),
    Point.DUTY_ASSESSED: Meaning(
        en="duties assessed", es="tributos liquidados", owner="cus"
    ),
    Point.DUTY_PAID: Meaning(en="duties paid", es="tributos pagados", owner="trd"),
    Point.CUSTOMS_RELEASED: Meaning(
        en="released by customs", es="levante aduanero", owner="cus"
    ),
    Point.ALL_RELEASED: Meaning(
        en="released by all agencies", es="levante de todas las entidades", owner="sw"
    ),
    Point.GATED_OUT: Meaning(en="left the port", es="salida del puerto", owner="prt"),
    Point.EMPTY_RETURNED: Meaning(
        en="empty container returned", es="devolución del vacío", owner="prt"
    ),
    Point.EXPORT_LODGED: Meaning(
        en="export declaration lodged", es="exportación declarada", owner="trd"
    ),
    Point.EXPORT_AT_PORT: Meaning(
        en="goods at the port of export", es="carga en puerto de salida", owner="prt"
    ),
    Point.EXPORT_RELEASED: Meaning(
        en="export released", es="levante de exportación", owner="cus"
    ),
    Point.EXPORT_LOADED: Meaning(en="loaded", es="embarque", owner="prt"),
    Point.EXPORT_DEPARTED: Meaning(en="departed", es="zarpe", owner="prt"),
}
