"""Counts and times of a period, without anybody in them, and those of a region."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Final

from swsim.documents.types.performance_report import Figures
from swsim.domain.codes import Channel, DocumentName
from swsim.domain.money import Quantity
from swsim.domain.settings import Leg

# Fewer declarations tell no times, fewer administrations are no region: PF08, PF11.
FEW: Final = 3
PROCEDURES: Final[dict[Leg, DocumentName]] = {
    "import": DocumentName.IMPORT_DECLARATION,
    "export": DocumentName.EXPORT_DECLARATION,
}
_HOUR: Final = 3_600
_TENTH: Final = Decimal("0.1")


@dataclass(kw_only=True, slots=True)
class Tally:
    """The declarations of one procedure that were released in a period.

    `seconds` are the times to release, `ahead` how many were lodged before arrival.
    """

    channels: Counter[str] = field(default_factory=Counter)
    ahead: int = 0
    seconds: list[int] = field(default_factory=list)

    def count(self, channel: str, seconds: int, *, ahead: bool) -> None:
        """Count one declaration."""
        self.channels[channel] += 1
        self.ahead += ahead
        self.seconds.append(seconds)

    def figures(self, leg: Leg) -> Figures:
        """Return what is told of the declarations; times only where they are many."""
        total = len(self.seconds)
        many = total >= FEW
        share = Decimal(100 * self.ahead) / total if many else Decimal(0)
        return Figures(
            blue=self.channels[Channel.BLUE],
            declarations=total,
            green=self.channels[Channel.GREEN],
            pre_arrival=_tenths(share) if many and leg == "import" else None,
            red=self.channels[Channel.RED],
            median=_hours(percentile(self.seconds, 50)) if many else None,
            ninetieth=_hours(percentile(self.seconds, 90)) if many else None,
            type=PROCEDURES[leg],
            yellow=self.channels[Channel.YELLOW],
        )


def percentile(values: Sequence[int], percent: int) -> int:
    """Return the smallest value that so many per cent do not exceed (nearest rank)."""
    rank = -(-len(values) * percent // 100)
    return sorted(values)[max(rank, 1) - 1]


def of_region(reported: Iterable[Figures], leg: Leg) -> Figures | None:
    """Return the medians over administrations, None where too few told their times."""
    procedure = PROCEDURES[leg]
    timed = [each for each in reported if each.type == procedure and each.median]
    if len(timed) < FEW:
        return None
    shares = [each.pre_arrival for each in timed if each.pre_arrival is not None]
    return Figures(
        administrations=len(timed),
        declarations=sum(each.declarations or 0 for each in timed),
        pre_arrival=_tenths(median(shares)) if shares else None,
        median=_in_hours([each.median for each in timed]),
        ninetieth=_in_hours([each.ninetieth for each in timed]),
        type=procedure,
    )


def seconds_of(hours: Quantity | None) -> int:
    """Return hours of a report as whole seconds; 0 where there are none."""
    return int(hours.value * _HOUR) if hours else 0


def _in_hours(values: Iterable[Quantity | None]) -> Quantity:
    return _quantity(median([each.value for each in values if each]))


def _hours(seconds: int) -> Quantity:
    return _quantity(Decimal(seconds) / _HOUR)


def _quantity(hours: Decimal) -> Quantity:
    return Quantity(value=_tenths(hours), unit="HUR")


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, ROUND_HALF_UP)
