"""Banks through which importers pay their duties."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from swsim.domain.banking import Accounts
from swsim.domain.durations import PositiveSeconds
from swsim.domain.profiles import Strict
from swsim.scenario.fields import Count, MemberCode


class BankGiven(Strict):
    """The bank of a member's importers, where each company has an account."""

    member: MemberCode
    balance: Count | None = Field(
        default=None,
        description="What is on each account at first, in whole US dollars; left out:"
        " enough for everything.",
    )
    top_up: PositiveSeconds | None = Field(
        default=None,
        description="How long after a refusal what lacked has come in; left out:"
        " never.",
    )

    def given(self) -> Accounts:
        """Return the accounts as the bank keeps them."""
        return Accounts(balance=self.balance, top_up=self.top_up)


def _one_each(banks: Sequence[BankGiven]) -> Sequence[BankGiven]:
    members = [each.member for each in banks]
    for code in members:
        if members.count(code) > 1:
            raise ValueError(f"names two banks of {code}; its importers have one")
    return banks


Banks = Annotated[tuple[BankGiven, ...], AfterValidator(_one_each)]
