"""Shipments to Panama whose duties are paid by the importer's bank."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from simulation.builders import Edit, Extra, Played, exact, order, play, world
from swsim.domain.banking import Accounts
from swsim.domain.changes import Change, ChangeId
from swsim.domain.limits import Limits
from swsim.domain.policies import Policy
from swsim.domain.settings import BANK, ShipmentOrder, WorldSettings

TRADERS, WINDOW, CUSTOMS, BANKER = "pa-trd", "pa-sw", "pa-cus", "pa-bnk"
ENOUGH = Accounts()


def with_bank(settings: WorldSettings, accounts: Accounts = ENOUGH) -> WorldSettings:
    """Return a world in which importers of Panama have a bank."""
    return replace(
        settings,
        sites=tuple(
            replace(site, roles=(*site.roles, BANK), accounts=accounts)
            if site.member == "PA"
            else site
            for site in settings.sites
        ),
    )


def wanting(what: ChangeId, number: int = 1) -> ShipmentOrder:
    """Return an order whose importer neglects something."""
    return order(number, change=Change(what=what))


def banked(
    *orders: ShipmentOrder,
    accounts: Accounts = ENOUGH,
    limits: Limits | None = None,
    policy: Policy | None = None,
    edit: Edit | None = None,
    extra: Iterable[Extra] = (),
    **changes: Any,
) -> Played:
    """Play orders whose duties a bank pays; `changes` are those of Panama's profile."""
    settings = world(
        *orders,
        profiles={"PA": exact(**changes)},
        policy=policy or Policy(),
        limits=limits or Limits(),
    )
    return play(with_bank(settings, accounts), edit=edit, extra=extra)
