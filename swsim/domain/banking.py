"""What the bank of a country holds for its importers, as the exercise begins."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Accounts:
    """The accounts at a bank, one for each company that pays.

    `balance` is what is on each at first, in whole US dollars; None covers whatever is
    ordered. `top_up` is how many seconds after a refusal what lacked has come in; None
    where nothing more comes.
    """

    balance: int | None = None
    top_up: int | None = None
