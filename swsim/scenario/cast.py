"""Who takes part in a scenario: administrations by name or by region.

The rest of a scenario file is described beside it, one module for each section.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from swsim.domain.members import Member, member, pick
from swsim.domain.offices import KINDS, OfficeKind
from swsim.domain.profiles import PerMille, Strict
from swsim.scenario.fields import (
    AlsoRole,
    MemberCode,
    Participant,
    ProfileName,
    Regional,
    RiloId,
)
from swsim.scenario.policy import PolicyTurned


class _AnyCast(Strict):
    profiles: Mapping[MemberCode, ProfileName] = Field(
        default_factory=dict, description="Members that do not use their own profile."
    )
    also: tuple[AlsoRole, ...] = Field(
        default=(),
        alias="with",
        description="Who sits at every administration beside traders, single window,"
        " customs and the agriculture agency.",
    )
    regional: tuple[Regional, ...] = Field(
        default=(),
        description="Offices that take part beside the administrations: the"
        " intelligence offices of the members (rilo), the global seizure store (cen),"
        " the offices for capacity building (rocb).",
    )
    rilo: Mapping[MemberCode, RiloId] = Field(
        default_factory=dict,
        description="The intelligence office of members whose own is not public"
        " knowledge, or is another in this exercise.",
    )
    policy: Mapping[MemberCode, PolicyTurned] = Field(  # type: ignore[valid-type]
        default_factory=dict,
        description="Switches of the policy that stand otherwise at a member.",
    )
    aeo: Mapping[MemberCode, PerMille] = Field(
        default_factory=dict,
        description="How many of 1,000 companies of a member are authorised economic"
        " operators: of its exporters, and of its importers.",
    )
    external: tuple[Participant, ...] = Field(
        default=(),
        description="Participants whom other systems play, over the broker of the run.",
    )

    def rilo_of(self, one: Member) -> str | None:
        """Return the intelligence office of a member, None where it has none here."""
        if "rilo" not in self.regional:
            return None
        return self.rilo.get(one.alpha2) or (one.rilo.lower() if one.rilo else None)

    def rocb_of(self, one: Member) -> str | None:
        """Return the office for capacity building of a member, None if none is here."""
        return one.rocb.lower() if "rocb" in self.regional else None

    def kinds(self) -> tuple[OfficeKind, ...]:
        """Return the kinds of offices that take part, in their usual order."""
        return tuple(kind for kind in KINDS if kind in self.regional)


class NamedCast(_AnyCast):
    """The administrations that take part, by name."""

    members: Annotated[tuple[MemberCode, ...], Field(min_length=2)]

    def resolve(self) -> tuple[Member, ...]:
        """Return the members sorted by code."""
        return tuple(member(code) for code in sorted(set(self.members)))


class RegionCast(_AnyCast):
    """All administrations of one region, or of both, as of a date."""

    region: Literal["AP", "AMS", "both"]
    as_of: Literal["2013-04", "today"] = "today"
    excluding: tuple[MemberCode, ...] = Field(default=(), alias="except")

    def resolve(self) -> tuple[Member, ...]:
        """Return the members sorted by code."""
        return pick(self.region, self.as_of, self.excluding)


def _cast_form(value: Any) -> str:
    by_region = "region" in value if isinstance(value, Mapping) else False
    return "<region>" if by_region or isinstance(value, RegionCast) else "<named>"


Cast = Annotated[
    Annotated[NamedCast, Tag("<named>")] | Annotated[RegionCast, Tag("<region>")],
    Discriminator(_cast_form),
]
