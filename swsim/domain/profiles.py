"""How an administration and its traders behave: channels, officers, durations.

Three classes (fast, middle, slow) hold complete profiles; an administration's own file
in `profile_data/` says which class it extends and what differs. All figures are
illustrative training values, never a statement about a real administration.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from swsim.domain.durations import PositiveSeconds
from swsim.domain.members import Member
from swsim.errors import ProblemsFound, UsageError
from swsim.strictyaml import Data, hold, load, nearest

PerMille = Annotated[int, Field(ge=0, le=1000)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Strict(BaseModel):
    """Base of records that come from a file: frozen, and no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """The same words in English and Spanish."""

    en: Words
    es: Words


class Spread(Strict):
    """A log-normal duration: half of all take at most `median`, nine in ten `p90`."""

    median: PositiveSeconds
    p90: PositiveSeconds

    @model_validator(mode="after")
    def _ordered(self) -> "Spread":
        if self.p90 < self.median:
            raise ValueError("p90 must not be shorter than the median")
        return self


class Channels(Strict):
    """How many of 1,000 declarations go to each risk channel."""

    green: PerMille
    yellow: PerMille
    red: PerMille

    @model_validator(mode="after")
    def _complete(self) -> "Channels":
        total = self.green + self.yellow + self.red
        if total != 1000:
            raise ValueError(f"green, yellow and red must add up to 1000, not {total}")
        return self


class Officers(Strict):
    """How many people work at the same time at each desk."""

    assessment: Annotated[int, Field(ge=1)]
    inspection: Annotated[int, Field(ge=1)]
    agency: Annotated[int, Field(ge=1)]
    audit: Annotated[int, Field(ge=1)] = 1


_HOUR, _DAY = 3_600, 86_400
LegalBasisCode = Literal["TFA", "BIL", "REG", "NAI", "JOH"]


class Cooperation(Strict):
    """How quickly an administration or office works with others; limits are duties."""

    # Seizures and alerts: until a seizure is reported, a report checked, an alert made
    # of it, decided upon where it arrives, and an examination reported back.
    report: Spread = Spread(median=6 * _HOUR, p90=20 * _HOUR)
    quality_check: Spread = Spread(median=6 * _HOUR, p90=16 * _HOUR)
    quality_limit: PositiveSeconds = 24 * _HOUR
    analysis: Spread = Spread(median=3 * _HOUR, p90=8 * _HOUR)
    alert_validity: PositiveSeconds = 30 * _DAY
    alert_decision: Spread = Spread(median=5_400, p90=3 * _HOUR)
    alert_decision_limit: PositiveSeconds = 4 * _HOUR
    alerts_answered_per_mille: PerMille = 1000
    feedback: Spread = Spread(median=8 * _HOUR, p90=30 * _HOUR)
    feedback_limit: PositiveSeconds = 48 * _HOUR
    false_positives: Annotated[int, Field(ge=1)] = 12  # then an alert is withdrawn

    # Figures for the regional office: how long a period is, how long it takes to write
    # them after its end, and when the office reminds; after twice that it compares.
    figures_period: PositiveSeconds = 30 * _DAY
    figures: Spread = Spread(median=2 * _DAY, p90=5 * _DAY)
    figures_limit: PositiveSeconds = 10 * _DAY

    # Assistance (TFA 12): until what becomes of a request, and until the answer. The
    # limits are what is asked for, `assistance_urgent` for what cannot wait.
    assistance_decision: Spread = Spread(median=6 * _HOUR, p90=18 * _HOUR)
    assistance_decision_limit: PositiveSeconds = 24 * _HOUR
    assistance: Spread = Spread(median=9 * _DAY, p90=20 * _DAY)
    assistance_limit: PositiveSeconds = 30 * _DAY
    assistance_urgent: PositiveSeconds = 24 * _HOUR
    assistance_postponed: PositiveSeconds = 20 * _DAY
    assistance_at_once: Annotated[int, Field(ge=0)] = 20  # more are a burden
    legal_bases: tuple[LegalBasisCode, ...] = ("TFA", "BIL", "REG", "NAI", "JOH")
    confidentiality: Literal["SAM", "ASK"] = "SAM"  # what it can undertake
    withheld: tuple[Words, ...] = ()  # HS prefixes of goods nobody is told about

    # Authorised operators of partners: after `aeo_cache` what is known of one is asked
    # for again; a partner has `aeo_answer_limit` to answer, beside what the links take.
    aeo_cache: PositiveSeconds = 24 * _HOUR
    aeo_answer_limit: PositiveSeconds = 60


class Profile(Strict):
    """The settings of one administration; durations in seconds, shares per mille."""

    id: str
    base: str  # the class that it extends, or itself where it is one
    label: Text
    channels: Channels
    officers: Officers

    # The trader: when the import declaration comes, and how quickly he answers.
    pre_arrival_per_mille: PerMille
    lodge_before_arrival: Spread  # before the arrival of the means of transport (T0)
    lodge_after_arrival: Spread  # after unloading (T1)
    documents: Spread
    documents_limit: PositiveSeconds = 48 * 3600
    payment: Spread
    payment_deferred: bool
    bank: Spread = Spread(median=_HOUR, p90=4 * _HOUR)  # from order to receipt
    gate_out: Spread
    empty_return: Spread
    repair: Spread  # from a rejection to the corrected declaration

    # The port.
    unloading: Spread  # T0 to T1
    inspection_wait: Spread  # until the goods stand where they can be opened

    # Customs and the agency.
    assessment: Spread
    inspection_work: Spread
    audit_work: Spread = Spread(median=2 * 86_400, p90=5 * 86_400)
    duty_assessment: Spread
    agency: Spread
    treatment: Spread = Spread(median=24 * 3600, p90=48 * 3600)
    laboratory: Spread = Spread(median=72 * 3600, p90=120 * 3600)
    release_before_arrival: bool
    vat_per_mille: PerMille
    violation_per_mille: PerMille  # of red inspections, those that find an offence
    detection_per_mille: PerMille = 900  # of those where something is hidden

    # Export.
    export_assessment: Spread
    port_delivery: Spread  # from release to the goods' arrival at the port
    loading: Spread

    # With other administrations and the offices of the regions.
    cooperation: Cooperation = Cooperation()

    # Rules that weigh more or less here: rule id -> E (error) or W (warning).
    severities: Mapping[
        Annotated[str, StringConstraints(pattern="^R[0-9]{2}$")], Literal["E", "W"]
    ] = Field(default_factory=dict)


_CLASSES = ("fast", "middle", "slow")

# Members without a file of their own; who is in neither set is "middle".
_FAST = frozenset({"CA", "HK", "KR", "US"})  # developed members of APEC
_SLOW = frozenset(  # small islands
    {"AG", "BB", "BM", "BS", "CW", "FJ", "LC", "MV", "PW", "SB", "TL", "TO", "TT", "VC"}
    | {"VU"}
)


def profile_for(member: Member, override: str | None = None) -> Profile:
    """Return the profile `override`, else the member's own, else that of its class.

    A fictional member has the profile of the one it stands for.
    The class is slow for landlocked members and small islands, fast for developed
    members of APEC, otherwise middle. Raises UsageError for an unknown name.
    """
    own = (member.stands_for or member.alpha2).lower()
    if override is not None:
        return profile(override)
    return profile(own if own in profile_names() else _class_of(member))


def _class_of(member: Member) -> str:
    code = member.stands_for or member.alpha2
    if member.landlocked or code in _SLOW:
        return "slow"
    return "fast" if code in _FAST else "middle"


@cache
def profile_names() -> tuple[str, ...]:
    """Return the names of all profiles: the classes first, then the members' own."""
    found = sorted(path.stem for path in _folder().glob("*.yaml"))
    return (*_CLASSES, *(name for name in found if name not in _CLASSES))


@cache
def profile(name: str) -> Profile:
    """Return one profile by name (`middle`, `nz`). Raises UsageError, ProblemsFound."""
    if name not in profile_names():
        known = ", ".join(profile_names())
        hint = nearest(name, profile_names()) or "."
        raise UsageError(f"There is no profile {name!r}{hint} Known: {known}")
    return read_profile(_folder() / f"{name}.yaml")


def read_profile(path: Path) -> Profile:
    """Read a profile file; one with `extends` names only what differs from a class.

    Raises FileProblem, or ProblemsFound with every fault of the file.
    """
    located = load(path)
    data = dict(located.data) if isinstance(located.data, dict) else {}
    base = data.pop("extends", None)
    if base is None:
        names = {"id": path.stem, "base": path.stem}
        return hold(located, Profile, data={**data, **names})
    if not isinstance(base, str) or base not in _CLASSES:
        message = f"{base!r} is not a class of profiles. Allowed: {', '.join(_CLASSES)}"
        raise ProblemsFound([located.problem(["extends"], message)])
    names = {"id": path.stem, "base": base}
    return hold(located, Profile, data={**_class_data(base), **data, **names})


@cache
def _class_data(name: str) -> Mapping[str, Data]:
    data = load(_folder() / f"{name}.yaml").data
    return data if isinstance(data, dict) else {}


def _folder() -> Path:
    return Path(str(files("swsim.domain"))) / "profile_data"
