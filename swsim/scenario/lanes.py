"""What the members of a cast send each other: lanes of shipments."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from swsim.domain.agencies import AgencyRole
from swsim.domain.contraband import Concealment, HiddenClass
from swsim.domain.durations import PositiveSeconds
from swsim.domain.members import Member, Region, member
from swsim.domain.mistakes import MistakeId
from swsim.domain.profiles import PerMille, Strict
from swsim.domain.routes import RouteChoice
from swsim.domain.schemes import SchemeId
from swsim.scenario.cargo import AdvanceCargo
from swsim.scenario.certificates import Certificates
from swsim.scenario.changes import Changes
from swsim.scenario.controls import Shares
from swsim.scenario.fields import Flag, Hs6, Identifier, MemberCode, Positive, shape
from swsim.scenario.movements import MovementPlan
from swsim.scenario.transhipments import TranshipmentPlan

Mode = Literal["sea", "rail", "road", "air"]
LegChoice = Literal["export", "import", "both"]


class RegionEnd(Strict):
    """Members of the cast that belong to a region. By sea, landlocked ones stay out."""

    region: Literal["AP", "AMS", "both"]
    excluding: tuple[MemberCode, ...] = Field(default=(), alias="except")


End = Annotated[
    Annotated[MemberCode, Tag("<text>")]
    | Annotated[Annotated[tuple[MemberCode, ...], Field(min_length=1)], Tag("<list>")]
    | Annotated[RegionEnd, Tag("<mapping>")],
    Discriminator(shape),
]


# A declaration of many more items is larger than a receiver takes (4 MB).
Items = Annotated[int, Field(ge=1, le=100)]


class NumberRange(Strict):
    """Whole numbers, both ends included."""

    low: Items = Field(alias="from")
    high: Items = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> "NumberRange":
        if self.high < self.low:
            raise ValueError(f"goes from {self.low} down to {self.high}; turn it round")
        return self


class DurationRange(Strict):
    """Durations, both ends included."""

    low: PositiveSeconds = Field(alias="from")
    high: PositiveSeconds = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> "DurationRange":
        if self.high < self.low:
            raise ValueError("'to' is shorter than 'from'; turn them round")
        return self


Numbers = Annotated[
    Annotated[Items, Tag("<text>")] | Annotated[NumberRange, Tag("<mapping>")],
    Discriminator(shape),
]
Durations = Annotated[
    Annotated[PositiveSeconds, Tag("<text>")]
    | Annotated[DurationRange, Tag("<mapping>")],
    Discriminator(shape),
]


class Rate(Strict):
    """`count` shipments in each period of length `every`, for as long as `for`."""

    count: Positive
    every: PositiveSeconds
    lasting: PositiveSeconds = Field(alias="for")

    @property
    def periods(self) -> int:
        """Return how many periods begin within the time."""
        return -(-self.lasting // self.every)


class Wrong(Strict):
    """How many first lodgements hold a mistake, and which mistakes."""

    per_mille: Annotated[PerMille, Field(ge=1)]
    mistakes: tuple[MistakeId, ...] = Field(
        default=(), description="Left out: all that can be made in this lane."
    )
    leg: LegChoice = "both"


class Smuggling(Strict):
    """How many shipments hide something, and what: customs learns it by looking."""

    per_mille: Annotated[PerMille, Field(ge=1)]
    goods: HiddenClass = Field(
        default="DRG", description="Drugs, tobacco, medicines: a class of seizures."
    )
    concealment: Concealment = "LOD"


class WronglyCited(Strict):
    """How many of 1,000 shipments cite the number of an authorised operator wrongly.

    Their exporters have no authorisation. Of those who have, each cites the own one.
    """

    unknown: PerMille = Field(default=0, description="A number that nobody has given.")
    borrowed: PerMille = Field(default=0, description="That of another company.")
    expired: PerMille = Field(default=0, description="The own one, long expired.")


def _at_most_all(schemes: Mapping[SchemeId, int]) -> Mapping[SchemeId, int]:
    if sum(schemes.values()) > 1000:
        total = sum(schemes.values())
        raise ValueError(f"are {total} of 1000 shipments; name at most 1000 in all")
    return schemes


Schemes = Annotated[Mapping[SchemeId, PerMille], AfterValidator(_at_most_all)]


class Lane(Strict):
    """A stream of shipments between some members."""

    id: Identifier
    origin: End = Field(alias="from")
    destination: End = Field(alias="to")
    goods: Annotated[tuple[Hs6, ...], Field(min_length=1)]
    items: Numbers = Field(default=1, description="Goods items in each shipment.")
    mode: Mode
    shipments: Positive | None = Field(
        default=None, description="How many in all; or give rate."
    )
    rate: Rate | None = None
    within: PositiveSeconds = Field(
        default=86_400, description="shipments are lodged within this time from start."
    )
    transit: Durations | None = Field(
        default=None, description="From exit to arrival; or give route."
    )
    route: RouteChoice | None = Field(
        default=None,
        description="By sea: the way that goods take, in place of transit. It says how"
        " long that lasts, and which ports are on it. auto: the fastest; direct:"
        " without a passage; or by one.",
    )
    movement: MovementPlan | None = None
    transhipment: TranshipmentPlan | None = None
    cargo: AdvanceCargo | None = None
    wrong: Wrong | None = None
    smuggling: Smuggling | None = None
    schemes: Schemes | None = Field(
        default=None,
        description="How many of 1,000 shipments are declared in which way; the rest is"
        " honest. Left out: what controls find is chance, by the profile.",
    )
    rings: Annotated[int, Field(ge=1, le=4)] = Field(
        default=1, description="How many rings of companies share the work of a ring."
    )
    exporters: Annotated[int, Field(ge=1, le=40)] | None = Field(
        default=None,
        description="How many companies of each origin share the trade; left out: 40.",
    )
    aeo: WronglyCited | None = None
    relief: Flag = Field(
        default=False,
        description="Relief goods: they are imported first, and free of duty.",
    )
    channel: Literal["green", "yellow", "red", "blue"] | None = Field(
        default=None, description="Forces the risk channel of every declaration."
    )
    pre_arrival: Flag | None = Field(
        default=None, description="Forces lodgement before (true) or after arrival."
    )
    certificates: Certificates | None = Field(
        default=None,
        description="Certificates that are applied for, exchanged and cited.",
    )
    changes: Changes | None = Field(
        default=None,
        description="What traders want of declarations that are lodged.",
    )
    agencies: Mapping[AgencyRole, Shares] = Field(
        default_factory=dict,
        description="What agencies of the destination come to; left out: chance.",
    )

    @model_validator(mode="after")
    def _one_amount(self) -> "Lane":
        if (self.shipments is None) == (self.rate is None):
            raise ValueError("needs either shipments or rate, and not both")
        if self.rate is not None and "within" in self.model_fields_set:
            raise ValueError("within goes with shipments; with rate, leave it out")
        return self

    @model_validator(mode="after")
    def _one_way(self) -> "Lane":
        if (self.transit is None) == (self.route is None):
            raise ValueError("needs either transit or route, and not both")
        if self.route is not None and self.mode != "sea":
            raise ValueError(
                f"has a route by sea, and goes by {self.mode}; set transit"
            )
        plan = self.transhipment
        if plan is not None and (plan.voyage is None) == (self.route is None):
            raise ValueError(
                "transhipment needs voyage where the lane has transit, and none where"
                " it has route"
            )
        return self

    @model_validator(mode="after")
    def _changes_ships(self) -> "Lane":
        plan = self.transhipment
        if plan is None:
            return self
        if self.mode != "sea":
            raise ValueError(f"changes ships, and goes by {self.mode}; use mode: sea")
        if self.movement is not None or self.cargo is not None:
            other = "movement" if self.movement is not None else "cargo"
            raise ValueError(f"has transhipment and {other}; leave one of them out")
        if self.shortest is not None and self.shortest <= plan.before_leaving:
            raise ValueError(
                "transit is over before the goods leave the port of transhipment;"
                " make it longer than voyage, stay and zone together"
            )
        return self

    @model_validator(mode="after")
    def _wishes_fit(self) -> "Lane":
        wanted = sum(self.changes.wishes.values()) if self.changes else 0
        if wanted > self.total:
            raise ValueError(
                f"changes are wanted of {wanted} shipments, and it has {self.total}"
            )
        return self

    @property
    def total(self) -> int:
        """Return the number of shipments as the file has it."""
        if self.rate is not None:
            return self.rate.count * self.rate.periods
        return self.shipments or 0

    @property
    def shortest(self) -> int | None:
        """Return the shortest transit that is given, in seconds."""
        transit = self.transit
        return transit.low if isinstance(transit, DurationRange) else transit

    @property
    def containers(self) -> bool:
        """Return whether goods travel in containers, which is by sea."""
        return self.mode == "sea"


def ends(
    end: str | tuple[str, ...] | RegionEnd, mode: Mode, cast: tuple[Member, ...]
) -> tuple[Member, ...]:
    """Return the members that one end of a lane stands for, sorted by code.

    A region means its members in the cast; by sea, those with a coast.
    """
    if isinstance(end, RegionEnd):
        regions: tuple[Region, ...] = (
            ("AP", "AMS") if end.region == "both" else (end.region,)
        )
        return tuple(
            one
            for one in cast
            if one.region in regions
            and one.alpha2 not in end.excluding
            and not (mode == "sea" and one.landlocked)
        )
    codes = {end} if isinstance(end, str) else set(end)
    return tuple(member(code) for code in sorted(codes))
