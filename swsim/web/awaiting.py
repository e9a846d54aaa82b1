"""What is awaited in a run: from whom, which document, for what, and since when.

Of all that is awaited browsers see what has been for longest, and are told what came
among it and what went.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from swsim.domain.events import Event
from swsim.domain.identifiers import participant
from swsim.domain.lifecycle import Hold

_SHOWN: Final = 12
_LODGED: Final = "lodged"

# Who has to act so that a hold is lifted, and with which document.
_OWED: Final[Mapping[str, tuple[str, str]]] = {
    _LODGED: ("sw", "response"),
    Hold.DOCUMENTS: ("trd", "declaration"),
    Hold.CONTROL: ("cus", "response"),
    Hold.AGENCY: ("agr", "response"),
    Hold.DUTY: ("trd", "payment"),
    Hold.ARRIVAL: ("prt", "arrival"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Awaited:
    """Something that a declaration waits for; `id` is its own in the run."""

    id: str
    declaration: str
    case: str
    who: str
    document: str
    since: int

    def shown(self) -> dict[str, Any]:
        """Return it for a browser."""
        return {
            "id": self.id,
            "declaration": self.declaration,
            "case": self.case,
            "who": self.who,
            "document": self.document,
            "since": self.since,
        }


@dataclass(kw_only=True)
class Awaiting:
    """Keeps what is awaited, and what browsers were told of it last."""

    _all: dict[str, Awaited] = field(default_factory=dict)
    _told: dict[str, Awaited] = field(default_factory=dict)
    _changed: bool = False

    def __len__(self) -> int:
        return len(self._all)

    def lodged(self, event: Event, declaration: str) -> None:
        """Await the single window's answer."""
        self.begin(event, declaration, _LODGED)

    def answered(self, event: Event, declaration: str) -> None:
        """The single window has answered."""
        self.end(event, declaration, _LODGED)

    def settled(self, event: Event, declaration: str) -> None:
        """Nothing is awaited for a declaration any more."""
        for what in _OWED:
            self.end(event, declaration, what)

    def begin(self, event: Event, declaration: str, what: str) -> None:
        """Await what lifts a hold; nothing where nobody can be told to act."""
        if what not in _OWED:
            return
        role, document = _OWED[what]
        id_ = _id(event, declaration, what)
        self._all[id_] = Awaited(
            id=id_,
            declaration=declaration,
            case=event.case,
            who=participant(event.site, role),
            document=document,
            since=event.time,
        )
        self._changed = True

    def end(self, event: Event, declaration: str, what: str) -> None:
        """It has come."""
        if self._all.pop(_id(event, declaration, what), None) is not None:
            self._changed = True

    def has_news(self) -> bool:
        """Tell whether anything came or went since the last call of `changes`."""
        return self._changed

    def shown(self) -> list[dict[str, Any]]:
        """Return what has been awaited for longest."""
        return [each.shown() for each in self._longest()]

    def changes(self) -> dict[str, Any]:
        """Return what has come among the longest, and gone, since the last call.

        Empty where nothing has.
        """
        if not self._changed:
            return {}
        now = {each.id: each for each in self._longest()}
        before, self._told, self._changed = self._told, now, False
        came = [each.shown() for id_, each in now.items() if before.get(id_) != each]
        gone = [id_ for id_ in before if id_ not in now]
        return {"came": came, "gone": gone} if came or gone else {}

    def _longest(self) -> list[Awaited]:
        by_age = sorted(
            self._all.values(), key=lambda each: (each.since, each.declaration, each.id)
        )
        return by_age[:_SHOWN]


def _id(event: Event, declaration: str, what: str) -> str:
    return f"{event.site}/{declaration}/{what}"
