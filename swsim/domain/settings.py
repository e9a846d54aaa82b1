"""What floor 2 is told before a run starts: typed settings, no scenario file.

A scenario is turned into these records once; nothing here knows YAML or sockets.
Durations are whole seconds of virtual time, probabilities whole numbers per mille.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from swsim.domain.agencies import AgencyRole, Check
from swsim.domain.banking import Accounts
from swsim.domain.cargo import CargoPlan
from swsim.domain.changes import Change
from swsim.domain.contraband import Contraband
from swsim.domain.exercise import Cue, Observed
from swsim.domain.happenings import Happening
from swsim.domain.identifiers import site_of
from swsim.domain.limits import Limits
from swsim.domain.mistakes import MistakeId
from swsim.domain.movements import Guarantee, Movement
from swsim.domain.offices import OfficeKind
from swsim.domain.operators import Authorisation
from swsim.domain.papers import Papers
from swsim.domain.policies import Policy, Signatures
from swsim.domain.profiles import Profile
from swsim.domain.routes import Route
from swsim.domain.schemes import SchemeId
from swsim.domain.targeting import TargetingRule
from swsim.domain.transhipments import Transhipment

Leg = Literal["export", "import"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ShipmentOrder:
    """One shipment that a trader of `origin` will send to a trader of `destination`.

    Members are upper-case ISO 3166-1 alpha-2 codes. `hs6` holds the HS 2022
    subheading of each goods item, six digits without a dot. `mode` is a UN/ECE
    Recommendation 19 code. `start` is the second at which the export declaration is
    lodged; `transit` the seconds from exit to arrival, `route` the way by sea that its
    ports are on, None where any port of a member will do. `mistake`, where set, names
    what the trader gets wrong in the first lodgement of `mistake_leg`. `channel` and
    `pre_arrival`, where set, stand in for the draw of the risk channel (both legs) and
    of whether the import declaration is lodged before the goods arrive. `checks` are
    what agencies of the destination come to, where it is not left to chance. `movement`
    is the transit that its goods make on their way, `transhipment` their change of
    ships, `contraband` what the trader hides, which customs learns by looking. `papers`
    are the certificates that are applied for and exchanged, None where papers are taken
    for granted; `cargo` says that they are reported before loading. `scheme` is how its
    traders declare, which no administration sees; None leaves it to chance what
    controls find. `change` is what a trader wants of a declaration that is lodged.
    `exporter` and `importer`, where set, are the numbers of the companies. `aeo` is the
    number of the authorised exporter that its declarations cite, rightly or not.
    `relief` tells that they are relief goods, which are imported first and free of duty
    (RKC annex J5).
    """

    id: str
    lane: str
    origin: str
    destination: str
    hs6: tuple[str, ...]
    mode: str
    start: int
    transit: int
    route: Route | None = None
    mistake: MistakeId | None = None
    mistake_leg: Leg = "export"
    channel: Literal["green", "yellow", "red", "blue"] | None = None
    pre_arrival: bool | None = None
    checks: tuple[tuple[AgencyRole, Check], ...] = ()
    movement: Movement | None = None
    transhipment: Transhipment | None = None
    contraband: Contraband | None = None
    papers: Papers | None = None
    cargo: CargoPlan | None = None
    scheme: SchemeId | None = None
    change: Change | None = None
    exporter: int | None = None
    importer: int | None = None
    aeo: str | None = None
    relief: bool = False

    @property
    def is_brought(self) -> bool:
        """Whether a carrier on the way says when the goods arrive, and not the deal."""
        if self.transhipment is not None:
            return True
        return self.movement is not None and (
            self.movement.destination == self.destination
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkOutage:
    """Between `start` and `end` (seconds) nothing passes between two participants.

    `a` and `b` are participant ids, or site ids to mean every participant there. "*"
    is everybody: then nothing passes in or out of the other.
    """

    start: int
    end: int
    a: str
    b: str


def must_sign(policy: Signatures, sender: str, recipient: str, document: str) -> bool:
    """Whether a message carries a signature.

    Acknowledgements across borders do not: they say only that a message came, and
    would double the work.
    """
    if policy == "cross-border":
        crosses = site_of(sender) != site_of(recipient)
        return crosses and document != "acknowledgement"
    return policy == "all"


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyChange:
    """Another policy for all that happens later than second `after`."""

    after: int
    policy: Policy


# Who sits at every administration: traders, single window, customs, agriculture. Other
# agencies are seated by the scenario; those that are not, nobody asks.
USUAL_ROLES: Final = ("trd", "sw", "cus", "agr")
# Where it sits, duties are paid by its hand; elsewhere traders bring receipts.
BANK: Final = "bnk"

SiteKind = Literal["administration", "exercise"] | OfficeKind


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteSettings:
    """One administration with its traders, single window, customs and agencies.

    Or the offices of one kind (`kind`), of which `member` is None and `ports` empty.
    `rilo` and `rocb` are the offices that an administration belongs to, where they
    take part.

    `roles` are those who sit there, as participants with an address. `orders` are the
    shipments its exporters send, `inbound` those its importers await. `targets` are the
    targeting rules that customs has from the beginning, which nobody else may see.
    `policy` holds the switches that are turned otherwise here than for the others.
    `happenings` are in order of time. `passing` are the shipments whose goods are under
    transit here, `transhipping` those whose goods change ships; `guarantees` are those
    of the guarantor, `accounts` those of the bank. `authorised` are the companies that
    customs trusts, `partners` the members with whom it has an arrangement of mutual
    recognition. `observed` is what the exercise's observer does there, `cues` what its
    controller does, at the site of the exercise.
    """

    id: str
    member: str | None
    ports: tuple[str, ...]
    utc_offset_minutes: int
    profile: Profile
    kind: SiteKind = "administration"
    rilo: str | None = None
    rocb: str | None = None
    orders: tuple[ShipmentOrder, ...] = ()
    inbound: tuple[ShipmentOrder, ...] = ()
    targets: tuple[TargetingRule, ...] = ()
    roles: tuple[str, ...] = USUAL_ROLES
    policy: Mapping[str, Any] = field(default_factory=dict)
    happenings: tuple[Happening, ...] = ()
    passing: tuple[ShipmentOrder, ...] = ()
    transhipping: tuple[ShipmentOrder, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    accounts: Accounts | None = None
    authorised: tuple[Authorisation, ...] = ()
    partners: tuple[str, ...] = ()
    observed: Observed = field(default_factory=Observed)
    cues: tuple[Cue, ...] = ()

    @property
    def agency(self) -> str:
        """Who answers for what the site sends, as its envelopes say."""
        if self.member is None:
            return f"{self.id.upper()} training office"
        return f"{self.member} training administration"


@dataclass(frozen=True, kw_only=True, slots=True)
class Storage:
    """What imports cost that stay in the port: USD a day after `free` seconds."""

    free: int
    a_day: int


@dataclass(frozen=True, kw_only=True, slots=True)
class WorldSettings:
    """Everything that decides what happens in a run, beside the code itself.

    `latencies` holds (from site, to site) in seconds where it differs from
    `cross_border_latency`; participants of one site use `local_latency`.
    `policy_changes` are in order of time; a run that was forked from another has them.
    """

    seed: int
    start: datetime
    sites: tuple[SiteSettings, ...]
    local_latency: int = 1
    cross_border_latency: int = 60
    latencies: Mapping[tuple[str, str], int] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    policy_changes: tuple[PolicyChange, ...] = ()
    outages: tuple[LinkOutage, ...] = ()
    storage: Storage | None = None
    limits: Limits = field(default_factory=Limits)

    def policy_at(self, second: int) -> Policy:
        """Return the policy at a second: that of the last change before it."""
        policy = self.policy
        for change in self.policy_changes:
            if change.after < second:
                policy = change.policy
        return policy

    def latency(self, sender_site: str, recipient_site: str) -> int:
        """Return the seconds a message takes between two sites (or inside one)."""
        if sender_site == recipient_site:
            return self.local_latency
        return self.latencies.get(
            (sender_site, recipient_site), self.cross_border_latency
        )
