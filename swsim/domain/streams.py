"""Seeded random streams: the only source of chance in a run.

A stream is named by (seed, site, participant, purpose), so that drawing once more in
one place changes nothing in another. Only `random()` of the Mersenne Twister is used,
whose sequence Python keeps across versions, and every result is an integer.
"""

import hashlib
import random
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

# z of the 90th percentile of the standard normal distribution.
_Z90 = Decimal("1.2815515655")
_PRECISE = Context(prec=12)


class Stream:
    """Integer draws that depend on the name of the stream alone."""

    def __init__(self, seed: int, *name: str) -> None:
        label = "/".join((str(seed), *name))
        digest = hashlib.sha256(label.encode()).digest()
        self._random = random.Random(int.from_bytes(digest, "big")).random

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        return int(self._random() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, per_mille: int) -> bool:
        """Return True in `per_mille` of 1,000 draws."""
        return self.below(1000) < per_mille

    def choice(self, options: Sequence[T]) -> T:
        """Return one of `options`, which must not be empty."""
        return options[self.below(len(options))]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """Return all options in another order; each is as likely (Fisher-Yates)."""
        shuffled = list(options)
        for last in range(len(shuffled) - 1, 0, -1):
            other = self.below(last + 1)
            shuffled[last], shuffled[other] = shuffled[other], shuffled[last]
        return shuffled

    def dealt(self, numbers: Mapping[T, int], count: int) -> list[T | None]:
        """Return `count` cards, shuffled: so many of each, None for the rest."""
        cards: list[T | None] = [one for one, n in numbers.items() for _ in range(n)]
        return self.shuffled((cards + [None] * count)[:count])

    def weighted(self, weights: Sequence[tuple[T, int]]) -> T:
        """Return one of the options, each as likely as its whole-number weight."""
        pick = self.below(sum(weight for _, weight in weights))
        for option, weight in weights:
            pick -= weight
            if pick < 0:
                return option
        raise ValueError(f"weights must add up to more than 0, got {weights!r}")

    def seconds(self, median: int, p90: int) -> int:
        """Return a log-normal duration in whole seconds, at least 1.

        `median` and `p90` (the 90th percentile) are in seconds. The normal variable is
        the sum of twelve draws of 0..999, and exp and ln are Decimal's, which are
        correctly rounded, so the result is the same on every machine.
        """
        draw = self._random
        z = Decimal(sum([int(draw() * 1000) for _ in range(12)]) - 5994) / 1000
        if p90 <= median or median <= 0:
            return max(1, median)
        with localcontext(_PRECISE):
            return max(1, int(median * (_sigma(median, p90) * z).exp()))


# A run draws thousands of durations around the same few medians.
@lru_cache(maxsize=1_024)
def _sigma(median: int, p90: int) -> Decimal:
    """Return the standard deviation of the logarithm of a duration."""
    with localcontext(_PRECISE):
        return (Decimal(p90) / median).ln() / _Z90
