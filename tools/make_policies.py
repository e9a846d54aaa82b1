"""Writes docs/policies.md: every switch of the policy, with its default and references.

Run it after a change of `swsim/domain/policies.py`: a test compares.
"""

from dataclasses import fields
from pathlib import Path

from swsim.domain.policies import SWITCHES, Policy

TARGET = Path(__file__).parent.parent / "docs" / "policies.md"
_HEAD = """# Policies

What an administration does and does not do, as switches that reforms turn. A scenario
sets them for all (`policy:`), for a member (`cast: {policy: {PE: {pre_arrival: off}}}`)
or from some moment on (inject `policy-change`); `--set policy.NAME=VALUE` sets them on
the command line. References: Revised Kyoto Convention (RKC), General Annex, chapter and
standard; Trade Facilitation Agreement (TFA), article; SAFE Framework. Written by
`tools/make_policies.py`.

| switch | default | what it does | asked for by |
|---|---|---|---|
"""


def page() -> str:
    """Return the page."""
    return _HEAD + "".join(
        f"| `{each.name}` | {_shown(each.default)} | {SWITCHES[each.name].en}"
        f" | {', '.join(SWITCHES[each.name].references)} |\n"
        for each in fields(Policy)
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    print(f"wrote docs/{TARGET.name}")
