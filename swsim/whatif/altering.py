"""Other settings for a scenario, named as on the command line.

`policy.NAME` turns a switch for every administration; `officers.DESK` sets how many
work at a desk of customs (assessment, inspection) or of the agencies (agency).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, get_args

from swsim.app.replay import changed_policy
from swsim.domain.happenings import Desk
from swsim.errors import UsageError
from swsim.scenario import LoadedScenario
from swsim.scenario.injects import StaffShortage
from swsim.scenario.policy import PolicyChoice, policy_of

_OFFICERS: Final = "officers."
_DESKS: Final = get_args(Desk)


def altered(loaded: LoadedScenario, settings: Mapping[str, str]) -> LoadedScenario:
    """Return a scenario with other settings, name -> value.

    Raises UsageError for a name or a value that there is not.
    """
    switches = {
        name: text for name, text in settings.items() if not name.startswith(_OFFICERS)
    }
    policy = changed_policy(policy_of(loaded.scenario.policy), switches)
    staff = [
        _staffed(loaded, name.removeprefix(_OFFICERS), text)
        for name, text in settings.items()
        if name.startswith(_OFFICERS)
    ]
    scenario = loaded.scenario.model_copy(
        update={
            "policy": PolicyChoice(**_as_given(policy)),
            "injects": (*staff, *loaded.scenario.injects),
        }
    )
    return replace(loaded, scenario=scenario)


def _as_given(policy: object) -> dict[str, object]:
    return {name: getattr(policy, name) for name in PolicyChoice.model_fields}


def _staffed(loaded: LoadedScenario, desk: str, text: str) -> StaffShortage:
    known_desk: Desk | None = next((each for each in _DESKS if each == desk), None)
    if known_desk is None:
        known = ", ".join(f"{_OFFICERS}{each}" for each in _DESKS)
        raise UsageError(
            f"--set {_OFFICERS}{desk}: there is no such setting; there are {known}"
        )
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"--set {_OFFICERS}{desk}={text}: write a number from 1 on")
    return StaffShortage(
        id=f"SET-{desk}",
        at=0,
        kind="staff-shortage",
        members=tuple(one.alpha2 for one in loaded.scenario.cast.resolve()),
        desk=known_desk,
        officers=int(text),
    )


def settings_of(pairs: Sequence[str]) -> dict[str, str]:
    """Return NAME=VALUE pairs as a mapping. Raises UsageError for another form."""
    settings = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name or not value:
            raise UsageError(f"--set {pair}: write it as NAME=VALUE")
        settings[name] = value
    return settings
