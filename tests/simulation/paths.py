"""One shipment, or one matter, for each path of each choreography, by name."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from simulation import agencies, certificates, operators
from simulation.amendments import RED, YELLOW
from simulation.amendments import played as changed
from simulation.banks import banked, wanting
from simulation.builders import HOUR, Played, exact, order, play, world
from simulation.test_assistance_outcomes import asking, wanted
from simulation.test_cargo_outcomes import reported
from simulation.test_intelligence_outcomes import story
from simulation.transhipments import once, plan, zoned
from simulation.transits import by_rail, by_road, transit_world
from swsim.domain.banking import Accounts
from swsim.domain.changes import Change
from swsim.domain.limits import Limits
from swsim.domain.policies import Policy


def _import(policy: Policy | None = None, **changes: Any) -> Played:
    """Play one shipment whose import meets what `changes` of the profile say."""
    profiles = {"PA": exact(**changes)}
    return play(world(order(), profiles=profiles, policy=policy or Policy()))


def _blue() -> Played:
    return play(world(order(channel="blue"), profiles=exact()))


def _repaired(mistake: Any) -> Played:
    return play(world(order(mistake=mistake, mistake_leg="import")))


PATHS: Mapping[str, Callable[[], Played]] = {
    # (a) export to import
    "import-green": _import,
    "import-yellow": partial(_import, **YELLOW),
    "import-red": partial(_import, **RED),
    "import-red-offence": partial(_import, violation_per_mille=1000, **RED),
    "import-blue": _blue,
    "import-deferred-payment": partial(_import, payment_deferred=True),
    "import-without-export-data": partial(_import, Policy(share_export_data=False)),
    "import-without-confirmation": partial(_import, Policy(confirm_release=False)),
    "import-rejected-and-repaired": partial(_repaired, "item-count"),
    "import-unreadable-and-repaired": partial(_repaired, "description-too-long"),
    "import-paid-by-bank": banked,
    "import-bank-short-of-money": lambda: banked(
        accounts=Accounts(balance=0, top_up=HOUR)
    ),
    "import-paid-short": lambda: banked(wanting("payment-short")),
    "import-never-paid": lambda: banked(wanting("payment-never")),
    "import-red-no-show": lambda: play(
        world(
            wanting("inspection-missed"),
            profiles={"PA": exact(**RED)},
            limits=Limits(presence=HOUR),
        )
    ),
    "import-with-two-agencies": lambda: agencies.played(agencies.cherries()),
    # (b) cargo before loading
    "cargo-may-load": lambda: play(reported()),
    "cargo-do-not-load": lambda: play(reported("sanctioned-party")),
    "cargo-question": lambda: play(reported("vague-description")),
    "cargo-bad-filing": lambda: play(reported("bad-filing")),
    # (c) transit
    "transit-by-road": lambda: play(transit_world(by_road())),
    "transit-by-rail": lambda: play(transit_world(by_rail())),
    "transhipment-in-port": lambda: once(plan()),
    "transhipment-held": lambda: once(plan("seal-broken")),
    "transhipment-abandoned": lambda: once(plan("no-onward-report")),
    "transhipment-by-free-zone": lambda: once(zoned()),
    # (d) certificates
    "certificate-of-origin": lambda: certificates.played(certificates.shipment()),
    "certificate-refused": lambda: certificates.played(
        certificates.shipment(flaw="criterion-not-met")
    ),
    "certificate-verified": lambda: certificates.played(
        certificates.shipment(verify=True)
    ),
    "certificate-phytosanitary": lambda: certificates.played(certificates.plants()),
    # (e) authorised operators
    "operator-recognised": operators.played,
    # (f) intelligence
    "seizure-to-alert": lambda: play(story()),
    # (g) assistance
    "assistance": lambda: play(asking(wanted())),
    # (h) changes
    **{
        f"{what}-{style}": partial(changed, what, style)
        for what in ("amend-before-selection", "amend-after-selection", "cancel")
        for style in ("generic", "national")
    },
    "amend-unfounded": partial(changed, "amend-unfounded"),
    "amend-invalid": partial(changed, "amend-invalid"),
    "amend-with-two-agencies": lambda: agencies.played(
        agencies.cherries(change=Change(what="amend-before-selection"))
    ),
    "amend-after-release": partial(changed, "amend-after-release"),
    "replace": partial(changed, "replace"),
    "cancel-after-release": partial(changed, "cancel-after-release"),
    "cancel-with-proof": partial(changed, "cancel-with-proof"),
    "query-early": partial(changed, "query-early"),
    "query": partial(changed, "query"),
    "query-unknown": partial(changed, "query-unknown"),
    "query-others": partial(changed, "query-others"),
    "documents-late": partial(changed, "documents-late", **YELLOW),
    "payment-late": partial(changed, "payment-late"),
}
