"""Conditions over events, as a scenario file writes them: `{kind: hold, change: set}`.

A condition names facts and the values it wants of each. What a name stands for is
looked up by whoever asks: on the event itself, or in what is known of its case.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from swsim.domain.codes import Channel
from swsim.domain.events import Event, Fact, Kind
from swsim.domain.lifecycle import Hold, State
from swsim.domain.profiles import Strict
from swsim.domain.timepoints import Point

Look = Callable[[str], Fact | None]


class Wanted(Strict):
    """What is wanted of a fact: one of some values, none of some, or a number.

    A value may hold `*` for any characters. A fact that is a list has a value when one
    of its entries is that value. A fact that an event does not carry is none of any.
    """

    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = Field(default=(), alias="not")
    at_least: int | None = None
    at_most: int | None = None

    def met_by(self, fact: Fact | None) -> bool:
        """Return whether a fact, None where there is none, is what is wanted."""
        values = _values(fact)
        if self.any_of and not _among(values, self.any_of):
            return False
        if self.none_of and _among(values, self.none_of):
            return False
        if self.at_least is None and self.at_most is None:
            return True
        return any(self._within(value) for value in values)

    def _within(self, value: str) -> bool:
        if not value.removeprefix("-").isdecimal():
            return False
        low = self.at_least is None or int(value) >= self.at_least
        return low and (self.at_most is None or int(value) <= self.at_most)

    def __str__(self) -> str:
        said = [" | ".join(self.any_of)] if self.any_of else []
        said += [f"≠ {value}" for value in self.none_of]
        said += [f"≥ {self.at_least}"] if self.at_least is not None else []
        said += [f"≤ {self.at_most}"] if self.at_most is not None else []
        return ", ".join(said)


def _values(fact: Fact | None) -> tuple[str, ...]:
    if fact is None:
        return ()
    # Facts that come back from the ledger are lists, as JSON has no tuples.
    if isinstance(fact, tuple | list):
        return tuple(map(str, fact))
    return (str(fact),)


def _among(values: Collection[str], patterns: Collection[str]) -> bool:
    return any(fnmatchcase(value, pattern) for value in values for pattern in patterns)


# Names whose values are known beforehand, so that a slip is a fault of the file.
CLOSED: Final[Mapping[str, Collection[str]]] = {
    "kind": tuple(Kind),
    "channel": tuple(Channel),
    "hold": tuple(Hold),
    "point": tuple(Point),
    "leg": ("export", "import"),
    "region": ("AP", "AMS"),
    "state": tuple(State),
}


def _wanted(value: Any) -> Any:
    """Return how a wanted value is written in full: a text or a list is any of it."""
    if isinstance(value, str | int):
        return {"any_of": (str(value),)}
    if isinstance(value, list | tuple):
        return {"any_of": tuple(value)}
    if isinstance(value, Mapping) and isinstance(value.get("not"), str):
        return {**value, "not": (value["not"],)}
    return value


def _known(where: Mapping[str, Wanted]) -> Mapping[str, Wanted]:
    kinds = where["kind"].any_of if "kind" in where else ()
    closed = dict(CLOSED)
    if kinds == (Kind.TRANSITION,):
        closed |= dict.fromkeys(("from", "to"), tuple(State))
    for name, wanted in where.items():
        for value in (*wanted.any_of, *wanted.none_of):
            choice = closed.get(name, (value,))
            if not any(fnmatchcase(each, value) for each in choice):
                raise ValueError(f"{value!r} is no {name}. Known: {', '.join(choice)}")
    return where


_SCHEMA: Final = {
    "type": "object",
    "description": "Facts of an event and the values wanted: a value, a list of values"
    " (any of them), {not: value}, {at_least: number, at_most: number}.",
    "additionalProperties": {
        "anyOf": [
            {"type": ["string", "number", "boolean"]},
            {"type": "array", "items": {"type": ["string", "number"]}},
            {"type": "object"},
        ]
    },
}

Where = Annotated[
    Mapping[str, Annotated[Wanted, BeforeValidator(_wanted)]],
    AfterValidator(_known),
    WithJsonSchema(_SCHEMA),
]


def where(**wanted: Any) -> Mapping[str, Wanted]:
    """Return a condition that is written in code; see `Where` for the values."""
    return {
        name.rstrip("_"): Wanted.model_validate(_wanted(value))
        for name, value in wanted.items()
    }


def kinds_of(condition: Mapping[str, Wanted]) -> frozenset[Kind]:
    """Return the kinds of event that a condition can be met by."""
    wanted = condition.get("kind")
    return frozenset(each for each in Kind if wanted is None or wanted.met_by(each))


def holds(condition: Mapping[str, Wanted], look: Look) -> bool:
    """Return whether all that is wanted is there; `look` gives facts by name."""
    return all(wanted.met_by(look(name)) for name, wanted in condition.items())


def own_fact(event: Event, name: str) -> Fact | None:
    """Return what an event says itself by a name, None where it says nothing.

    `member` is the alpha-2 code of its site, `role` that of its participant, `state`
    where a declaration came to, `rule` what a receiver found.
    """
    if name in event.facts:
        return event.facts[name]
    of_event = _OF_EVENT.get(name)
    return of_event(event) if of_event else None


def _moves(event: Event) -> bool:
    return event.kind == Kind.TRANSITION


_OF_EVENT: Final[Mapping[str, Callable[[Event], Fact | None]]] = {
    "kind": lambda event: event.kind,
    "participant": lambda event: event.participant,
    "site": lambda event: event.site,
    "case": lambda event: event.case,
    "time": lambda event: event.time,
    "member": lambda event: event.site.upper(),
    "role": lambda event: event.participant.partition("-")[2],
    "state": lambda event: event.facts["to"] if _moves(event) else None,
    "rule": lambda event: event.facts.get("findings"),
}


def say(condition: Mapping[str, Wanted]) -> Iterator[str]:
    """Yield what a condition wants, as short texts: its kind, then each fact."""
    for name, wanted in condition.items():
        yield str(wanted) if name == "kind" else f"{name} {wanted}"
