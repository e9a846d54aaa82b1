"""Plays a scenario with a fictional cast: who stands in for whom, and the file so.

Each member of the cast gets one fictional member of its region, always the same where
there is one who stands for it. What is played is a scenario file like any other, in
which codes, places and names are those of the fictional members: a run keeps it, and
nothing else has to know.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Final
from unicodedata import combining, normalize

from swsim.domain.members import Member, Region, fictional_members, member
from swsim.domain.places import known_places
from swsim.errors import UsageError
from swsim.scenario.cast import RegionCast
from swsim.scenario.fields import ROLES
from swsim.scenario.model import Scenario
from swsim.strictyaml import Data

_LANGUAGES: Final = ("en", "es")
_BY_REGION: Final = ("region", "as_of", "except")
_PROFILES: Final = ("cast", "profiles")  # values are names of profiles
_SAID: Final = {
    "en": "The administrations are fictional.",
    "es": "Las administraciones son ficticias.",
}
_FEWER: Final = {
    "en": "{here} of {all} take part.",
    "es": "Participan {here} de {all}.",
}
# In front of a name that has none of its own any more: the United States, el Perú.
_ARTICLES: Final = {"en": "(?:[Tt]he )?", "es": "(?:(?:el|El|los|Los|las|Las) )?"}
_CONTRACTED: Final = {
    "en": {},
    "es": {"del ": "de ", "Del ": "De ", "al ": "a ", "Al ": "A "},
}

Change = Callable[[str], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Casting:
    """Who plays whom, real code -> fictional code, and who of the cast stays out."""

    players: Mapping[str, str]
    left_out: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """The codes of those who take part, sorted."""
        return tuple(sorted(self.players.values()))


def cast_for(scenario: Scenario, data: Data) -> Casting:
    """Return who plays whom in a scenario whose file holds `data`.

    Where a region has more members than there are codes, those take part who have
    somebody to stand for them, then those that the file names, then others by code.
    Raises UsageError where there are not enough for a cast that is named one by one.
    """
    real = [one for one in scenario.cast.resolve() if one.stands_for is None]
    named = _named(data)
    players = dict(
        chain.from_iterable(_players(real, each, named) for each in _REGIONS)
    )
    left_out = tuple(one.alpha2 for one in real if one.alpha2 not in players)
    if left_out and not isinstance(scenario.cast, RegionCast):
        raise UsageError(
            f"There are {len(fictional_members())} fictional administrations, half of"
            f" them for each region: none is left for {', '.join(left_out)}."
            " Name fewer members in the cast."
        )
    return Casting(players=players, left_out=left_out)


_REGIONS: Final[tuple[Region, ...]] = ("AP", "AMS")


def _players(
    cast: Iterable[Member], region: Region, named: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yield (real code, fictional code) for the members of one region."""
    free = [one for one in fictional_members() if one.region == region]
    own = {one.stands_for: one for one in free}
    wanted = [one for one in cast if one.region == region]
    for one in wanted:
        if one.alpha2 in own:
            free.remove(own[one.alpha2])
            yield one.alpha2, own[one.alpha2].alpha2
    others = [one for one in wanted if one.alpha2 not in own]
    for one in sorted(others, key=lambda one: (one.alpha2 not in named, one.alpha2)):
        if not free:
            return
        # One with a coast for one with a coast, as far as there are such.
        chosen = min(free, key=lambda each: each.landlocked != one.landlocked)
        free.remove(chosen)
        yield one.alpha2, chosen.alpha2


def _named(data: Data) -> frozenset[str]:
    """Return all texts of a file, those under `cast: except` left out."""
    return frozenset(text for loc, text in _texts(data, ()) if "except" not in loc)


def _texts(data: Data, loc: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(data, str):
        yield loc, data
    elif isinstance(data, list):
        for each in data:
            yield from _texts(each, loc)
    elif isinstance(data, dict):
        for key, each in data.items():
            yield (*loc, key), key
            yield from _texts(each, (*loc, key))


# --- the file -------------------------------------------------------------------------


def recast(data: Data, casting: Casting) -> Data:
    """Return the data of a scenario file as a fictional cast plays it.

    Lists lose members who stay out. Texts for people say that the cast is fictional.
    """
    assert isinstance(data, dict)
    if not casting.players:
        return data
    changed = _changed(data, (), _Words(data, casting))
    assert isinstance(changed, dict)
    changed["cast"] = _members_only(changed["cast"], casting)
    changed["summary"] = _marked(changed["summary"], casting)
    return changed


def _members_only(cast: Data, casting: Casting) -> Data:
    assert isinstance(cast, dict)
    if "region" not in cast:
        return cast
    kept = {key: value for key, value in cast.items() if key not in _BY_REGION}
    return {"members": list(casting.members), **kept}


def _marked(summary: Data, casting: Casting) -> Data:
    assert isinstance(summary, dict)
    here, out = len(casting.players), len(casting.left_out)
    marked: dict[str, Data] = {}
    for lang, text in summary.items():
        more = [_SAID[lang]]
        if out:
            more.append(_FEWER[lang].format(here=here, all=here + out))
        marked[lang] = " ".join((str(text).strip(), *more))
    return marked


class _Words:
    """What stands for what, in the texts of one file."""

    def __init__(self, data: Data, casting: Casting) -> None:
        pairs = [(member(a), member(b)) for a, b in sorted(casting.players.items())]
        self.left_out = frozenset(casting.left_out)
        self._sites = {a.alpha2.lower(): b.alpha2.lower() for a, b in pairs}
        self._whole = {a.alpha2: b.alpha2 for a, b in pairs} | self._sites
        self._whole |= dict(chain.from_iterable(_ports(a, b) for a, b in pairs))
        self._prose = {lang: _in_prose(pairs, lang) for lang in _LANGUAGES}
        rename = _in_ids(pairs)
        self._whole |= {id_: rename(id_) for id_ in _ids(data)}

    def value(self, text: str) -> str:
        """Return a value or key that is no text for people."""
        if text in self._whole:
            return self._whole[text]
        site, dash, role = text.partition("-")
        if dash and site in self._sites and role in (*ROLES, "*"):
            return f"{self._sites[site]}-{role}"
        return text

    def prose(self, text: str, lang: str) -> str:
        """Return a text for people."""
        return self._prose[lang](text)


def _changed(data: Data, loc: tuple[str, ...], words: _Words) -> Data:
    if isinstance(data, str):
        if loc[-1] in _LANGUAGES:
            return words.prose(data, loc[-1])
        return data if loc[:-1] == _PROFILES else words.value(data)
    if isinstance(data, list):
        kept = (
            each
            for each in data
            if not (isinstance(each, str) and each in words.left_out)
        )
        return [_changed(each, loc, words) for each in kept]
    if isinstance(data, dict):
        return {
            words.value(key): _changed(each, (*loc, key), words)
            for key, each in data.items()
            if key not in words.left_out
        }
    return data


# --- words ----------------------------------------------------------------------------


def _ports(real: Member, player: Member) -> Iterator[tuple[str, str]]:
    """Yield the places of a member with those of who plays it."""
    for place in known_places():
        if place.startswith(real.alpha2):
            at = real.ports.index(place) if place in real.ports else 0
            yield place, player.ports[min(at, len(player.ports) - 1)]


def _in_prose(pairs: Sequence[tuple[Member, Member]], lang: str) -> Change:
    """Return what puts fictional names and codes for real ones in a text."""
    names: dict[str, str] = {}
    for real, player in pairs:
        said = player.name if lang == "en" else player.name_es
        names |= dict.fromkeys(_spellings(real, lang), said)
        names[real.alpha2] = player.alpha2
        for ours, theirs in _ports(real, player):
            names.setdefault(
                known_places()[ours]["name"], known_places()[theirs]["name"]
            )
    contracted = _CONTRACTED[lang]
    listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    before = "|".join([_ARTICLES[lang], *contracted])
    pattern = re.compile(rf"\b({before})({listed})\b(?! dollar)")

    def put(found: re.Match[str]) -> str:
        return contracted.get(found[1], "") + names[found[2]]

    return partial(pattern.sub, put)


def _spellings(one: Member, lang: str) -> Iterator[str]:
    """Yield how a text may name a member: "Korea" is "Korea, Republic of", too."""
    name = one.name if lang == "en" else one.name_es
    yield name
    head, comma, tail = name.partition(", ")
    if comma:
        yield head
        yield f"{tail} {head}"
    short = re.split(" and | y ", head)[0].removeprefix("República de ")
    yield short
    if one.alpha2 == "VN":
        yield "Vietnam"


def _ids(data: Data) -> Iterator[str]:
    """Yield the ids that the file itself gives: they are read on screens, too."""
    assert isinstance(data, dict)
    for section in ("lanes", "guarantees", "injects"):
        for each in data.get(section) or ():
            if isinstance(each, dict) and isinstance(each.get("id"), str):
                yield str(each["id"])
    groups = data.get("groups")
    yield from groups if isinstance(groups, dict) else ()


def _in_ids(pairs: Sequence[tuple[Member, Member]]) -> Change:
    """Return what renames an id: peru-singapore, reefers-jm, 26PAGRN0001."""
    codes = {real.alpha2: player.alpha2 for real, player in pairs}
    parts = codes | {real.lower(): player.lower() for real, player in codes.items()}
    for real, player in pairs:
        parts |= dict.fromkeys(map(_slug, _spellings(real, "en")), _slug(player.name))
    listed = "|".join(map(re.escape, sorted(parts, key=len, reverse=True)))
    words = re.compile(rf"(?<![A-Za-z0-9])({listed})(?![A-Za-z0-9])")
    numbered = re.compile(rf"(?<=^[0-9]{{2}})({'|'.join(codes)})(?=[A-Z])")

    def rename(id_: str) -> str:
        renamed = words.sub(lambda found: parts[found[1]], id_)
        return numbered.sub(lambda found: codes[found[1]], renamed)

    return rename


def _slug(name: str) -> str:
    plain = "".join(each for each in normalize("NFD", name) if not combining(each))
    return re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-")
