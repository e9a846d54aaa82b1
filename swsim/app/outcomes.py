"""How the outcomes of a run are kept in its ledger's header, a key for each language.

They were judged with what the run knew at its end; who reports on it later reads them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from swsim.app.expectations import Outcome


def outcomes_key(lang: str) -> str:
    """Return the key of a header under which the outcomes in a language stand."""
    return f"outcomes_{lang}"


def as_text(outcomes: Sequence[Outcome]) -> str:
    """Return outcomes as a header keeps them."""
    return json.dumps([asdict(each) for each in outcomes], ensure_ascii=False)


def outcomes_in(header: Mapping[str, str], lang: str) -> tuple[Outcome, ...]:
    """Return the outcomes of a finished run; none of one that was not finished."""
    found = json.loads(header.get(outcomes_key(lang), "[]"))
    return tuple(Outcome(**each) for each in found)
