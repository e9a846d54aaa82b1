"""The injects of a run: when each struck first, and what it does in one sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from swsim.domain.agencies import AGENCIES
from swsim.domain.events import Event
from swsim.reports.facts import text
from swsim.reports.wording import Wording
from swsim.scenario.injects import Inject


@dataclass(frozen=True, kw_only=True, slots=True)
class Struck:
    """An inject by its id, and the second at which it first struck.

    `sites` saw it; none did where it is the network that it strikes. `inject` is None
    where the scenario is not at hand.
    """

    id: str
    second: int
    sites: tuple[str, ...] = ()
    inject: Inject | None = None

    def told(self, lang: str) -> str:
        """Return what it does in one sentence; its id where that is not known."""
        return sentence(self.inject, lang) if self.inject else self.id

    def note(self, lang: str) -> str:
        """Return what the trainer may say of it, empty where nothing is noted."""
        note = self.inject.note if self.inject else None
        return getattr(note, lang) if note else ""


def struck(
    events: Iterable[Event], planned: Sequence[Inject], last: int
) -> tuple[Struck, ...]:
    """Return the injects of a run that has come to second `last`, in their order.

    `events` are those of kind INJECT. What sites do not see struck as it was planned.
    """
    by_id = {each.id: each for each in planned}
    first = {
        each.id: each.begins
        for each in planned
        if each.begins is not None and each.begins <= last
    }
    sites: dict[str, dict[str, None]] = {}
    for event in events:
        id_ = text(event, "inject")
        if id_ not in sites:
            first[id_] = event.time
        sites.setdefault(id_, {})[event.site] = None
    return tuple(
        Struck(
            id=id_,
            second=second,
            sites=tuple(sites.get(id_, ())),
            inject=by_id.get(id_),
        )
        for id_, second in sorted(first.items(), key=lambda one: (one[1], one[0]))
    )


def sentence(inject: Inject, lang: str, *, over: bool = False) -> str:
    """Return what an inject does, or that it is over, in one sentence."""
    say = Wording(lang)
    key = f"inject.{inject.kind}{'.over' if over else ''}"
    facts = {name: _worded(name, value, say) for name, value in inject}
    return say(key, **{"members": say("inject.everywhere"), **facts})


def _worded(name: str, value: object, say: Wording) -> str:
    """Return what a field of an inject holds, as people say it."""
    if isinstance(value, tuple):
        return ", ".join(_worded(name, each, say) for each in value) or say(
            "inject.everywhere"
        )
    if name in _DURATIONS and isinstance(value, int):
        return say.duration(value)
    if name in _PARTIES:
        return _name(say, str(value))
    if name == "desk":
        return say(f"{'short' if value in AGENCIES else 'desk'}.{value}")
    if name == "default":
        return say(f"choice.{value}")
    return str(value)


def _name(say: Wording, who: str) -> str:
    """Return the name of a member, of a whole site or of a participant."""
    return say.participant(who) if "-" in who else say.country(who.upper())


_DURATIONS: Final = ("lasting", "within")
_PARTIES: Final = (
    *("members", "member", "of", "to", "node", "between", "sender", "recipient"),
    *("origin", "office"),
)
