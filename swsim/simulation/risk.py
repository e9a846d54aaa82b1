"""How customs chooses the risk channel of a declaration (RKC 6.2 to 6.5, TFA 7.4).

Points add up from what speaks for a closer look, and are taken off for what speaks
against it. What the sum means is the policy's: the national shares raised by points,
points alone, or no selection at all. All points are illustrative.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from swsim.domain.codes import Channel
from swsim.domain.policies import Policy
from swsim.domain.profiles import Channels
from swsim.domain.streams import Stream

_MILDER = {
    Channel.RED: Channel.YELLOW,
    Channel.YELLOW: Channel.GREEN,
    Channel.GREEN: Channel.GREEN,
}
RANDOM = "random"  # why a declaration is inspected that nothing speaks against


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why a declaration gets points, in a word, and how many.

    What is `fiscal` concerns duties alone: an audit after release is early enough.
    """

    why: str
    points: int
    fiscal: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """The channel of a declaration, its score and the reasons for it."""

    channel: Channel
    score: int
    reasons: tuple[str, ...]


def select(
    reasons: Iterable[Reason],
    policy: Policy,
    weights: Channels,
    chance: Stream,
    *,
    forced: Channel | None = None,
    auditable: bool = False,
) -> Selection:
    """Return the channel that reasons, policy and chance give.

    `weights` are the shares of declarations that chance puts in each channel where the
    policy goes by shares. `forced` is the exercise's. A declaration is `auditable`
    where its trader can be visited after release (RKC 6.6, TFA 7.5).
    """
    found: Sequence[Reason] = tuple(reasons)
    total = sum(each.points for each in found)
    why = tuple(each.why for each in found)
    channel = forced or _channel(total, policy, weights, chance)
    if forced is None and channel is not Channel.RED:
        if policy.random_inspection and chance.chance(policy.random_inspection):
            channel, why = Channel.RED, (*why, RANDOM)
        elif channel is Channel.YELLOW and auditable and policy.post_clearance_audit:
            fiscal = all(each.fiscal for each in found if each.points > 0)
            channel = Channel.BLUE if fiscal else channel
    return Selection(channel=channel, score=max(0, total), reasons=why)


def _channel(score: int, policy: Policy, weights: Channels, chance: Stream) -> Channel:
    if policy.risk_management == "off":
        opened = chance.chance(policy.inspection_share)
        return Channel.RED if opened else Channel.GREEN
    drawn = Channel.GREEN
    if policy.risk_management == "shares":
        drawn = chance.weighted(
            (
                (Channel.GREEN, weights.green),
                (Channel.YELLOW, weights.yellow),
                (Channel.RED, weights.red),
            )
        )
    if score >= policy.red_from:
        return Channel.RED
    if score >= policy.yellow_from and drawn is Channel.GREEN:
        return Channel.YELLOW
    # What speaks as strongly against a closer look as that spares the drawn one.
    return _MILDER[drawn] if score < 0 and -score >= policy.yellow_from else drawn
