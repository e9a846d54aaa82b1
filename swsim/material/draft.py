"""What a maker of documents is asked for, and what it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from swsim.domain.streams import Stream


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """Document `number`, from 1, of a kind.

    `items` is how many goods items it has, where it has goods; None leaves it open.
    """

    seed: int
    number: int
    items: int | None = None

    def stream(self, purpose: str) -> Stream:
        """Return the draws of this document for one purpose."""
        return Stream(self.seed, "material", purpose, str(self.number))


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A document, who sends it to whom as a participant id, and when.

    `reply_to` is the id of the message it answers.
    """

    payload: object
    sender: str
    recipient: str
    at: datetime
    reply_to: str | None = None


Maker: TypeAlias = Callable[[Order], Draft]
