"""What the traders of a lane want of declarations that are lodged."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from swsim.domain.changes import Change, ChangeId, Key, Style
from swsim.domain.profiles import Strict
from swsim.domain.streams import Stream
from swsim.scenario.fields import Positive


class Changes(Strict):
    """Changes, cancellations and status requests of a lane."""

    wishes: Annotated[
        Mapping[ChangeId, Positive],
        Field(description="How many shipments each thing is wanted of.", min_length=1),
    ]
    style: Style = Field(
        default="generic",
        description="generic: functions 4, 5 and 1; national: function 13 with COR or"
        " INV.",
    )
    leg: Literal["export", "import"] = "import"
    by: Key = Field(default="mrn", description="By which number traders ask.")


def changes(
    wanted: Changes | None, count: int, stream: Stream
) -> Iterator[Change | None]:
    """Yield what the trader of each of `count` shipments wants, dealt by chance."""
    if wanted is None:
        yield from [None] * count
        return
    for what in stream.dealt(wanted.wishes, count):
        yield what and Change(
            what=what, style=wanted.style, leg=wanted.leg, by=wanted.by
        )
