"""What might shorten an interval, and the commands that try it with the same chance.

A guess about where to look, no promise: whether a switch helps is what the comparison
of `swsim compare` is for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from swsim.domain.policies import SWITCHES
from swsim.reports.wording import Wording
from swsim.scenario.load import FILE_NAME, is_shipped
from swsim.scenario.model import Scenario
from swsim.scenario.policy import policy_of
from swsim.trs.bottleneck import Bottleneck
from swsim.trs.words import agency_name, desk_name

# Of each interval the switches that are made for it, with the position they turn to;
# those first that go to the root of it.
TRIES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "lodgement": (("pre_arrival", "on"),),
    "assessment-queue": (("round_the_clock", "on"), ("authorised_traders", "on")),
    "assessment": (("round_the_clock", "on"), ("authorised_traders", "on")),
    "documents": (("e_certificates", "on"), ("risk_management", "scores")),
    "agency-request": (("single_submission", "on"), ("e_certificates", "on")),
    "agency-queue": (("single_submission", "on"), ("perishables_first", "on")),
    "agency": (("single_submission", "on"), ("joint_inspection", "on")),
    "positioning": (("joint_inspection", "on"), ("risk_management", "scores")),
    "inspection-queue": (("risk_management", "scores"), ("round_the_clock", "on")),
    "inspection": (("joint_inspection", "on"), ("risk_management", "scores")),
    "duty-assessment": (("post_clearance_audit", "on"),),
    "payment": (("release_before_payment", "on"), ("electronic_payment", "on")),
    "payment-receipt": (("electronic_payment", "on"), ("release_before_payment", "on")),
}
# Where goods wait for officers, and their desk; an agency's is named by its role.
_DESKS: Final[Mapping[str, str]] = {
    "assessment-queue": "assessment",
    "inspection-queue": "inspection",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Try:
    """A question, and the command that answers it as one types it."""

    text: str
    command: str


def tries(
    found: Bottleneck, scenario: Scenario | None, named: str, say: Wording
) -> Iterator[Try]:
    """Yield what is worth trying about a bottleneck; nothing without a scenario.

    `named` is the scenario as `swsim compare` finds it. Switches that stand so already
    are left out.
    """
    if scenario is None or found.worst is None:
        return
    compare, what = f"swsim compare {named}", found.worst.interval
    stands = asdict(policy_of(scenario.policy))
    kind = what.id.partition(":")[0]
    for switch, position in TRIES.get(kind, ()):
        if _shown(stands[switch]) != position:
            yield Try(
                text=say(
                    "aar.try.switch",
                    switch=f"policy.{switch}={position}",
                    what=_sentence(switch, say.lang),
                ),
                command=f"{compare} --set policy.{switch}={position}",
            )
    desk = what.agency if kind == "agency-queue" else _DESKS.get(kind, "")
    yield from _more_officers(found, desk, compare, say)
    yield Try(text=say("aar.try.all"), command=f"{compare} --reforms")


def _more_officers(
    found: Bottleneck, desk: str, compare: str, say: Wording
) -> Iterator[Try]:
    """Yield one officer more than where a desk has most: the setting is for all."""
    officers = [
        each.officers for each in found.busiest if each.desk.endswith(f"/{desk}")
    ]
    if officers:
        more = max(officers) + 1
        name = desk_name(desk, say.lang) or agency_name(desk, say.lang)
        yield Try(
            text=say("aar.try.officers", officers=say.number(more), desk=name),
            command=f"{compare} --set officers.{desk}={more}",
        )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def _sentence(switch: str, lang: str) -> str:
    return SWITCHES[switch].es if lang == "es" else SWITCHES[switch].en


def name_for_commands(header: Mapping[str, str], folder: str) -> str:
    """Return the scenario of a run as commands find it.

    Its name where it is one that comes with swsim, else the copy in the run's folder.
    """
    name = header.get("scenario", "")
    shipped = is_shipped(name, header.get("scenario_sha256", ""))
    return name if shipped else f"{folder}/{FILE_NAME}"
