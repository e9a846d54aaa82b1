"""The switches that reforms turn: one table, with the text and the reference of each.

A switch is a field of `Policy` and a line of `SWITCHES`; scenario files, the command
line and the docs read both from here. References: Revised Kyoto Convention (RKC),
General Annex chapter and standard; WTO Trade Facilitation Agreement (TFA), article;
WCO SAFE Framework of Standards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from swsim.domain.operators import AeoList
from swsim.domain.profiles import PerMille

# Which messages carry a signature.
Signatures = Literal["none", "cross-border", "all"]
# How customs selects: by the shares of its profile, raised by points; by points alone;
# or not at all.
RiskManagement = Literal["shares", "scores", "off"]
# On or off for everybody, or as the profile of an administration has it.
AsProfile = Literal["profile", "on", "off"]
Points = Annotated[int, Field(ge=0, le=1000)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What an administration does, and does not do, at one moment."""

    share_export_data: bool = True
    confirm_release: bool = True
    silence_may_load: bool = True
    signatures: Signatures = "cross-border"
    pre_arrival: bool = True
    release_before_payment: AsProfile = "profile"
    electronic_payment: bool = True
    round_the_clock: bool = True
    risk_management: RiskManagement = "shares"
    yellow_from: Points = 20
    red_from: Points = 60
    random_inspection: PerMille = 0
    inspection_share: PerMille = 1000
    post_clearance_audit: bool = False
    request_assistance: bool = False
    spontaneous_information: bool = False
    single_submission: bool = True
    joint_inspection: bool = False
    perishables_first: bool = False
    e_certificates: bool = True
    release_on_security: bool = True
    reconcile_exports: bool = False
    authorised_traders: bool = False
    mutual_recognition: bool = False
    aeo_list: AeoList = "events"

    def changed(self, settings: Mapping[str, Any]) -> "Policy":
        """Return a policy with some switches turned; names are those of the fields."""
        return replace(self, **settings) if settings else self


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch:
    """What a switch does, in words, and which clauses ask for it."""

    en: str
    es: str
    references: tuple[str, ...]


SWITCHES: Final[Mapping[str, Switch]] = {
    "share_export_data": Switch(
        en="The origin's single window sends the export declaration to the"
        " destination's, where it announces the import.",
        es="La ventanilla única de origen envía la declaración de exportación a la de"
        " destino, donde anuncia la importación.",
        references=("RKC 6.7", "RKC 7.1", "SAFE Pillar 1"),
    ),
    "confirm_release": Switch(
        en="The destination tells the origin that the goods were released.",
        es="El destino comunica al origen el levante de las mercancías.",
        references=("RKC 6.7", "SAFE Pillar 1"),
    ),
    "silence_may_load": Switch(
        en="Cargo of which customs says nothing until the report's time is over may be"
        " loaded; off, it waits for an answer.",
        es="La carga sobre la que la aduana calla hasta vencer el plazo puede"
        " embarcarse; sin esto, espera una respuesta.",
        references=("RKC 6.4", "SAFE Pillar 1", "TFA 7.1"),
    ),
    "signatures": Switch(
        en="Which messages are signed, and refused without a signature.",
        es="Qué mensajes se firman, y se rechazan sin firma.",
        references=("RKC 7.4", "TFA 10.4"),
    ),
    "pre_arrival": Switch(
        en="Declarations are taken before the goods arrive; off, a trader lodges when"
        " they are there.",
        es="Se aceptan declaraciones antes de la llegada; sin esto, se presenta cuando"
        " la mercancía está.",
        references=("RKC 3.25", "TFA 7.1"),
    ),
    "release_before_payment": Switch(
        en="Goods are released before duties are paid, with deferred payment: on, off,"
        " or as the profile says.",
        es="Se concede el levante antes del pago, con pago diferido: sí, no, o según el"
        " perfil.",
        references=("RKC 3.41", "TFA 7.3"),
    ),
    "electronic_payment": Switch(
        en="Duties are paid over the network; off, at a counter in office hours, and"
        " the receipt is booked the next working day.",
        es="Los tributos se pagan por la red; sin esto, en ventanilla en horas de"
        " oficina, y el recibo se asienta al siguiente día hábil.",
        references=("RKC 7.1", "TFA 7.2"),
    ),
    "round_the_clock": Switch(
        en="Customs and agencies take work up day and night; off, Monday to Friday from"
        " 8 to 17 o'clock local time.",
        es="Aduana y entidades atienden día y noche; sin esto, de lunes a viernes de 8"
        " a 17 horas locales.",
        references=("RKC 3.1", "RKC 3.2", "TFA 8.2"),
    ),
    "risk_management": Switch(
        en="How customs chooses what to look at: by the shares of its profile, raised"
        " by points (shares); by points alone (scores); or without any choice (off).",
        es="Cómo elige la aduana qué revisar: según las cuotas de su perfil, que los"
        " puntos elevan (shares); solo por puntos (scores); o sin elegir (off).",
        references=("RKC 6.3", "RKC 6.4", "RKC 6.5", "TFA 7.4"),
    ),
    "yellow_from": Switch(
        en="With so many points a declaration is looked at.",
        es="Con tantos puntos se revisa la declaración.",
        references=("RKC 6.4", "TFA 7.4"),
    ),
    "red_from": Switch(
        en="With so many points the goods are inspected.",
        es="Con tantos puntos se reconocen las mercancías.",
        references=("RKC 6.4", "TFA 7.4"),
    ),
    "random_inspection": Switch(
        en="So many of 1,000 declarations are inspected by chance, whatever their"
        " points.",
        es="Se reconocen al azar tantas de cada 1000 declaraciones, sin mirar puntos.",
        references=("RKC 6.4", "TFA 7.4"),
    ),
    "inspection_share": Switch(
        en="Without risk management so many of 1,000 declarations are inspected.",
        es="Sin gestión de riesgos se reconocen tantas de cada 1000 declaraciones.",
        references=("RKC 6.2", "TFA 7.4"),
    ),
    "post_clearance_audit": Switch(
        en="What concerns duties alone is released and audited afterwards (blue).",
        es="Lo que solo afecta a los tributos se libera y se fiscaliza después (azul).",
        references=("RKC 6.6", "TFA 7.5"),
    ),
    "request_assistance": Switch(
        en="When the export data say otherwise, customs asks that of the origin.",
        es="Si los datos de exportación difieren, la aduana consulta a la de origen.",
        references=("RKC 6.7", "TFA 12.2", "SAFE Pillar 1"),
    ),
    "spontaneous_information": Switch(
        en="After a seizure customs tells that of the destination, unasked, what was"
        " declared for export.",
        es="Tras un decomiso, la aduana comunica a la de destino, sin que lo pida, lo"
        " que se declaró en la exportación.",
        references=("RKC 6.7", "SAFE Pillar 1"),
    ),
    "single_submission": Switch(
        en="One submission reaches all agencies side by side; without it the trader"
        " applies to each agency, one after the other.",
        es="Una sola presentación llega a todas las entidades a la vez; sin ella el"
        " comerciante acude a cada entidad, una tras otra.",
        references=("TFA 10.4", "RKC 3.35"),
    ),
    "joint_inspection": Switch(
        en="Customs and agencies open the goods once, together; without it each has"
        " them positioned and opens them in turn.",
        es="La aduana y las entidades abren las mercancías una vez, juntas; sin ello"
        " cada una las hace posicionar y las abre por turno.",
        references=("RKC 3.35", "TFA 8", "SAFE Pillar 3"),
    ),
    "perishables_first": Switch(
        en="Perishable goods go first in the queues of agencies, inspection and port.",
        es="Las mercancías perecederas pasan primero en las colas de las entidades,"
        " del reconocimiento y del puerto.",
        references=("RKC 3.34", "TFA 7.9"),
    ),
    "e_certificates": Switch(
        en="Certificates go from single window to single window as messages; without it"
        " on paper, by courier, and nobody hears of their use or withdrawal.",
        es="Los certificados van de ventanilla a ventanilla como mensajes; sin ello en"
        " papel, por mensajero, y nadie sabe de su uso ni de su retiro.",
        references=("TFA 10.2", "TFA 10.4", "RKC 7.4"),
    ),
    "release_on_security": Switch(
        en="While a proof of origin is verified, goods are released against security;"
        " without it they wait for the answer.",
        es="Mientras se verifica una prueba de origen, el levante se autoriza con"
        " garantía; sin ello la mercancía espera la respuesta.",
        references=("RKC 3.41", "TFA 7.3"),
    ),
    "reconcile_exports": Switch(
        en="Customs notes exports to it that nobody has imported within 60 days.",
        es="La aduana anota las exportaciones hacia ella que nadie importa en 60 días.",
        references=("RKC 6.7", "SAFE Pillar 1"),
    ),
    "authorised_traders": Switch(
        en="Companies that customs has authorised (AEO) get fewer points of risk, go"
        " first in its queues and pay later.",
        es="Las empresas autorizadas por la aduana (OEA) reciben menos puntos de"
        " riesgo, pasan primero en sus colas y pagan después.",
        references=("RKC 3.32", "TFA 7.7", "SAFE Pillar 2"),
    ),
    "mutual_recognition": Switch(
        en="Partners tell each other of their authorised companies, and give those of"
        " the others the same benefits.",
        es="Los socios se comunican sus empresas autorizadas y otorgan a las del otro"
        " los mismos beneficios.",
        references=("TFA 7.7", "SAFE Pillar 1", "SAFE Pillar 2"),
    ),
    "aeo_list": Switch(
        en="What partners tell of their authorised companies holds at once (events), or"
        " from the next monthly list on, and nobody asks (monthly).",
        es="Lo que los socios comunican de sus empresas autorizadas rige de inmediato"
        " (events), o desde la siguiente lista mensual, sin consultas (monthly).",
        references=("TFA 7.7", "SAFE Pillar 1"),
    ),
}

NAMES: Final = tuple(each.name for each in fields(Policy))
