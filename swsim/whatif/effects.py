"""What each reform should move, and where it shows: claims that are put to the test."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from swsim.whatif.figures import FIGURES
from swsim.whatif.paired import Difference, differences
from swsim.whatif.playing import Sample, samples


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """Turning a switch from `before` to `after` betters a figure in a scenario.

    `least` is the least part of the baseline by which it should.
    """

    switch: str
    before: str
    after: str
    scenario: str
    figure: str
    least: float = 0.0

    def holds(self, found: Difference) -> bool:
        """Tell whether the interval lies on the better side of zero, far enough."""
        less = FIGURES[self.figure].less_is_better
        clear = found.high < 0 if less else found.low > 0
        return clear and abs(found.relative or 0.0) >= self.least


CLAIMS: Final = (
    Claim(
        switch="pre_arrival",
        before="off",
        after="on",
        scenario="early-bird",
        figure="customs_median",
        least=0.5,
    ),
    Claim(
        switch="release_before_payment",
        before="off",
        after="on",
        scenario="early-bird",
        figure="customs_median",
    ),
    Claim(
        switch="electronic_payment",
        before="off",
        after="on",
        scenario="early-bird",
        figure="customs_median",
    ),
    Claim(
        switch="round_the_clock",
        before="off",
        after="on",
        scenario="early-bird",
        figure="release_mean",
    ),
    Claim(
        switch="share_export_data",
        before="off",
        after="on",
        scenario="two-prices-one-box",
        figure="recall",
    ),
    Claim(
        switch="risk_management",
        before="off",
        after="scores",
        scenario="traffic-lights",
        figure="hit_rate",
    ),
    Claim(
        switch="post_clearance_audit",
        before="off",
        after="on",
        scenario="two-prices-one-box",
        figure="release_median",
    ),
    Claim(
        switch="single_submission",
        before="off",
        after="on",
        scenario="green-gold",
        figure="release_mean",
    ),
    Claim(
        switch="joint_inspection",
        before="off",
        after="on",
        scenario="green-gold",
        figure="release_mean",
    ),
    Claim(
        switch="perishables_first",
        before="off",
        after="on",
        scenario="green-gold",
        figure="release_mean",
    ),
    Claim(
        switch="e_certificates",
        before="off",
        after="on",
        scenario="green-gold",
        figure="release_mean",
    ),
    Claim(
        switch="authorised_traders",
        before="off",
        after="on",
        scenario="trust-across-an-ocean",
        figure="customs_median",
    ),
    Claim(
        switch="mutual_recognition",
        before="off",
        after="on",
        scenario="trust-across-an-ocean",
        figure="customs_median",
    ),
)


def measured_for(
    claim: Claim,
    seeds: Sequence[int],
    *,
    jobs: int = 1,
    done: Callable[[Sample], None] = lambda sample: None,
) -> Difference:
    """Return the difference that a claim is about."""
    name = f"policy.{claim.switch}"
    variants = [{name: claim.before}, {name: claim.after}]
    found = samples(claim.scenario, variants, seeds, jobs=jobs, done=done)
    return next(
        each
        for each in differences(found[::2], found[1::2])
        if each.figure == claim.figure
    )
