"""What the exercise does to a site on purpose.

An effect is a plain record; what it does is a function in the table of
`swsim.simulation.effects`, or of whoever it is for: a participant takes an effect up
with `Site.expect`. Durations are seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from swsim.domain.agencies import AgencyRole
from swsim.domain.mistakes import MistakeId
from swsim.domain.operators import ChangeName
from swsim.domain.papers import PaperType

Desk = Literal[
    "assessment", "inspection", "audit", "agency", "agr", "hlt", "std", "env", "stg"
]
PortWork = Literal["unloading", "inspection_wait", "gate_out", "loading"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """From now on so many officers are at a desk of customs or of an agency.

    `agency` means the desk of every agency.
    """

    desk: Desk
    officers: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Turned:
    """From now on these switches of the policy stand otherwise at the site."""

    policy: Mapping[str, Any]


AssistanceMatter = Literal["CLS", "DOC", "ORI", "QTY", "SMU", "VAL"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AssistanceWanted:
    """Customs asks that of another member about the last import from there.

    `vague`: the request does not say which declaration is meant.
    """

    of: str
    matter: AssistanceMatter
    urgent: bool = False
    vague: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class InformationRelayed:
    """Customs passes on to a third member what another supplied to it last."""

    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Pest:
    """From now on an agency finds something in goods of a kind from a country.

    `hs6` are digits with which the subheading begins, `origin` an alpha-2 code; the
    goods are treated or refused.
    """

    agency: AgencyRole
    hs6: str
    origin: str
    check: Literal["treat", "refuse"]


@dataclass(frozen=True, kw_only=True, slots=True)
class GuaranteeCut:
    """From now on nothing is left to reserve of a guarantee."""

    guarantee: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CarelessReport:
    """The next report of a seizure lacks what others need, or names somebody."""

    fault: Literal["incomplete", "nominal"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CarelessFigures:
    """The next report of figures lacks some, names somebody, or is forgotten."""

    fault: Literal["incomplete", "nominal", "late"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertIssued:
    """An intelligence office warns of what it was told of: a decoy, or too wide.

    The criteria are those of a profile; what is None says nothing. `lasting` is in
    seconds.
    """

    office: str
    commodity_class: str
    lasting: int
    hs_prefix: str | None = None
    export_country: str | None = None
    destination: str | None = None
    equipment_prefix: str | None = None
    packaging: str | None = None
    loading: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OnPaper:
    """Imports that cannot be lodged may be let go on paper.

    So many clerks take `each` seconds for one declaration; perishables come first, and
    nothing else where `perishables_only`.
    """

    clerks: int
    each: int
    perishables_only: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """For some time nothing passes between two sites or participants.

    `b` is "*" where nothing passes in or out of `a` at all; `paper` says how the site
    helps itself meanwhile.
    """

    a: str
    b: str
    lasting: int
    paper: OnPaper | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Slowed:
    """For some time the work of the port takes so much longer, in per mille."""

    lasting: int
    factor_per_mille: int
    work: tuple[PortWork, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wave:
    """Within some time so many wrong export declarations are lodged, and left so."""

    count: int
    within: int
    mistakes: tuple[MistakeId, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CertificateEnded:
    """The issuer withdraws, cancels or replaces the certificates of a lane.

    `type` is the UN/EDIFACT 1001 code of those it is about.
    """

    lane: str
    type: PaperType
    change: Literal["withdrawn", "cancelled", "replaced"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorisationChanged:
    """Customs suspends, revokes or restores what it granted to a company.

    `company` is its number; None is the one with the most shipments of those that it
    can happen to.
    """

    change: ChangeName
    company: int | None = None


Effect = (
    Staff
    | Turned
    | AssistanceWanted
    | InformationRelayed
    | Pest
    | GuaranteeCut
    | CarelessReport
    | CarelessFigures
    | AlertIssued
    | Cut
    | Slowed
    | Wave
    | CertificateEnded
    | AuthorisationChanged
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """An effect at second `at`; `inject` is the id of the inject it belongs to."""

    inject: str
    at: int
    effect: Effect
