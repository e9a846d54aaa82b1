"""Injects that disturb: nodes that are down, ports that are full, waves.

And the decision that is kept for the trainer.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, field_validator

from swsim.domain.conditions import Where
from swsim.domain.durations import PositiveSeconds, Seconds
from swsim.domain.exercise import Choice
from swsim.domain.happenings import (
    Cut,
    Effect,
    OnPaper,
    PortWork,
    Slowed,
    Wave,
)
from swsim.domain.mistakes import MISTAKES, MistakeId
from swsim.domain.profiles import Strict
from swsim.scenario.fields import Flag, MemberCode, Positive, SiteOrParticipant
from swsim.scenario.occasions import Led, Timed, seen


class Fallback(Strict):
    """How imports are let go on paper while nothing can be lodged."""

    clerks: Positive = 1
    each: PositiveSeconds = Field(
        default=2_700, description="Time that a clerk needs for one declaration."
    )
    perishables_only: Flag = False


class NodeDown(Led):
    """For some time nothing passes in or out of a site or participant."""

    kind: Literal["node-down"]
    node: SiteOrParticipant
    lasting: PositiveSeconds = Field(alias="for")
    paper: Fallback | None = Field(
        default=None, description="Left out: nobody works on paper meanwhile."
    )

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the cut, and at the node's own site the work on paper."""
        here = self.node.partition("-")[0] == member.lower()
        if self.at is None or here:
            paper = self._paper() if here else None
            yield Cut(a=self.node, b="*", lasting=self.lasting, paper=paper)

    def _paper(self) -> OnPaper | None:
        if self.paper is None:
            return None
        return OnPaper(
            clerks=self.paper.clerks,
            each=self.paper.each,
            perishables_only=self.paper.perishables_only,
        )


class Congestion(Led):
    """For some time work in the ports of some members takes longer."""

    kind: Literal["congestion"]
    members: Annotated[tuple[MemberCode, ...], Field(min_length=1)]
    lasting: PositiveSeconds = Field(alias="for")
    factor_per_mille: Annotated[int, Field(ge=1001, le=100_000)] = Field(
        description="3000: work that begins then takes three times as long."
    )
    work: Annotated[tuple[PortWork, ...], Field(min_length=1)] = (
        "unloading",
        "inspection_wait",
        "gate_out",
    )

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the slowing down, for the members named."""
        if member in self.members:
            yield Slowed(
                lasting=self.lasting,
                factor_per_mille=self.factor_per_mille,
                work=self.work,
            )


class BadWave(Led):
    """Within a time exporters lodge many wrong declarations, and leave it at that."""

    kind: Literal["bad-wave"]
    members: Annotated[tuple[MemberCode, ...], Field(min_length=1)]
    lodgements: Annotated[int, Field(ge=1, le=10_000)]
    within: PositiveSeconds
    mistakes: tuple[MistakeId, ...] = Field(
        default=(), description="Left out: all that are refused."
    )

    @field_validator("mistakes")
    @classmethod
    def _are_refused(cls, mistakes: tuple[MistakeId, ...]) -> tuple[MistakeId, ...]:
        for name in mistakes:
            if not MISTAKES[name].rejected or "export" not in MISTAKES[name].legs:
                raise ValueError(
                    f"{name!r} is not refused in an export declaration; choose another"
                )
        return mistakes

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield the wave, for the members named."""
        if member in self.members:
            yield Wave(
                count=self.lodgements, within=self.within, mistakes=self.mistakes
            )


class Decision(Timed):
    """The release of a case is kept for the trainer, and made without one in time."""

    kind: Literal["decision"]
    at: Seconds = 0
    about: Where = Field(description="The first case with such an event is reserved.")
    default: Choice = Field(description="What is decided when the trainer is silent.")
    within: PositiveSeconds = Field(description="How long the trainer has.")

    @field_validator("about")
    @classmethod
    def _can_beseen(cls, about: Where) -> Where:
        return seen(about) or about
