"""How customs chooses the risk channel of a declaration (RKC 6.2 to 6.5).

Points add up: from risk rules that a declaration breaks, from a difference to the
export data, from targeting rules. All points are illustrative.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from swsim.domain.codes import Channel
from swsim.domain.profiles import Channels
from swsim.domain.streams import Stream

# With _YELLOW or more points a declaration is looked at, with _RED the goods are.
_YELLOW, _RED = 20, 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why a declaration gets points, in a word, and how many."""

    why: str
    points: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """The channel of a declaration, its score and the reasons for it."""

    channel: Channel
    score: int
    reasons: tuple[str, ...]


def select(
    reasons: Iterable[Reason],
    weights: Channels,
    chance: Stream,
    forced: Channel | None = None,
) -> Selection:
    """Return the channel that reasons and chance give; `forced` is the exercise's.

    `weights` are the shares of declarations that chance puts in each channel.
    """
    found: Sequence[Reason] = tuple(reasons)
    score = sum(each.points for each in found)
    return Selection(
        channel=forced or _channel(score, weights, chance),
        score=score,
        reasons=tuple(each.why for each in found),
    )


def _channel(score: int, weights: Channels, chance: Stream) -> Channel:
    drawn = chance.weighted(
        (
            (Channel.GREEN, weights.green),
            (Channel.YELLOW, weights.yellow),
            (Channel.RED, weights.red),
        )
    )
    if score >= _RED:
        return Channel.RED
    if score >= _YELLOW and drawn is Channel.GREEN:
        return Channel.YELLOW
    return drawn
