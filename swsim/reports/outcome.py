"""A run in numbers: one record per declaration, the balance of messages, the counts.

Plain records; how they are made from events is `fold`, what is shown of them `summary`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from swsim.domain.codes import Channel
from swsim.domain.settings import Leg

DOCUMENTS = ("declaration", "response", "acknowledgement", "payment")
LEGS: tuple[Leg, ...] = ("export", "import")

Refusal = Literal["rejected", "nacked"]


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclarationRecord:
    """What became of one lodged declaration; times are seconds of the run.

    `reference` is its LRN, `order` the shipment behind it and `site` where it was
    lodged. `released` is the release by all agencies. `arrived` is when the goods came
    in (imports). `lodged_as` and `refused_by` are the ids of the messages that carried
    the declaration and its refusal. `repairs` tells that it was registered after an
    earlier one of the same order and leg was refused.
    """

    reference: str
    case: str
    leg: Leg
    site: str
    order: str
    lodged: int
    registered: int | None = None
    customs_released: int | None = None
    released: int | None = None
    arrived: int | None = None
    channel: Channel | None = None
    refusal: Refusal | None = None
    detained: bool = False
    repairs: bool = False
    lodged_as: str = ""
    refused_by: str = ""

    @property
    def release_time(self) -> int | None:
        """Seconds from arrival to release (T0 to T10), negative when released first."""
        return _between(self.arrived, self.released)

    @property
    def customs_release_time(self) -> int | None:
        """Seconds from arrival to the release by customs (T0 to T9)."""
        return _between(self.arrived, self.customs_released)

    @property
    def released_before_arrival(self) -> bool:
        """Whether the goods had their release before they came in."""
        return self.release_time is not None and self.release_time < 0

    @property
    def is_open(self) -> bool:
        """Whether no answer has settled it: neither released, refused nor detained."""
        return not (self.released is not None or self.refusal or self.detained)


@dataclass(frozen=True, kw_only=True, slots=True)
class LegCount:
    """How many declarations, and how many of them came to what."""

    lodged: int = 0
    accepted: int = 0
    rejected: int = 0
    nacked: int = 0
    repaired: int = 0
    released: int = 0
    detained: int = 0
    open: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Traffic:
    """The messages that one participant sent: how many of each document, and when."""

    participant: str
    sent: Mapping[str, int]
    first: int
    last: int

    @property
    def total(self) -> int:
        """Messages of all documents."""
        return sum(self.sent.values())


@dataclass(frozen=True, kw_only=True)
class RunFold:
    """A run in numbers. `lost` and `duplicated` are counted over events alone.

    The ledger's tally says the same from its own tables; a test may hold the two
    against each other. `flows` counts the messages from one site to another.
    """

    declarations: tuple[DeclarationRecord, ...]
    traffic: tuple[Traffic, ...]
    flows: Mapping[tuple[str, str], int]
    open_cases: int
    lost: int
    duplicated: int
    undelivered: int
    delivery_failed: int
    dropped: int
    last_second: int

    @cached_property
    def legs(self) -> Mapping[Leg, LegCount]:
        """The counts of exports and of imports."""
        return {
            leg: count(each for each in self.declarations if each.leg == leg)
            for leg in LEGS
        }

    @cached_property
    def total(self) -> LegCount:
        """The counts of both legs together."""
        return count(self.declarations)

    @property
    def lodged(self) -> int:
        """Declarations lodged, each LRN once."""
        return self.total.lodged

    @property
    def released(self) -> int:
        """Declarations that ended in release by all agencies."""
        return self.total.released

    @property
    def rejected(self) -> int:
        """Declarations answered by a rejection; a NACK is counted as `nacked`."""
        return self.total.rejected

    @property
    def nacked(self) -> int:
        """Declarations sent back by a NACK, as they do not fit their schema."""
        return self.total.nacked

    @property
    def repaired(self) -> int:
        """Declarations registered after an earlier one of the order was refused."""
        return self.total.repaired

    @cached_property
    def released_before_arrival(self) -> int:
        """Import declarations released before the goods arrived."""
        return sum(each.released_before_arrival for each in self.declarations)

    @property
    def messages_by_document(self) -> dict[str, int]:
        """Messages sent, by document."""
        sent: Counter[str] = Counter()
        for each in self.traffic:
            sent.update(each.sent)
        return {name: sent[name] for name in documents_in_order(sent)}

    @property
    def messages(self) -> int:
        """Messages sent."""
        return sum(each.total for each in self.traffic)


def count(declarations: Iterable[DeclarationRecord]) -> LegCount:
    """Return how many declarations came to what."""
    lodged = accepted = repaired = released = detained = open_ = 0
    refused = {"rejected": 0, "nacked": 0}
    for each in declarations:
        lodged += 1
        accepted += each.registered is not None
        repaired += each.repairs
        released += each.released is not None
        detained += each.detained
        open_ += each.is_open
        if each.refusal:
            refused[each.refusal] += 1
    return LegCount(
        lodged=lodged,
        accepted=accepted,
        repaired=repaired,
        released=released,
        detained=detained,
        open=open_,
        **refused,
    )


def _between(start: int | None, end: int | None) -> int | None:
    return None if start is None or end is None else end - start


def documents_in_order(sent: Iterable[str]) -> list[str]:
    """Return document ids: swsim's own in their order, then others by name."""
    found = set(sent)
    return [name for name in DOCUMENTS if name in found] + sorted(
        found.difference(DOCUMENTS)
    )
