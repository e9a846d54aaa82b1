"""Faults between several values of a scenario file: names that fit nothing, repeats.

Each check sees the file as it was read and passes over parts that are malformed, so
that these faults are reported together with those of single values.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from swsim.domain.members import Member, every_member
from swsim.scenario.cast import Cast, NamedCast, RegionCast
from swsim.scenario.fields import PLAYED
from swsim.scenario.lane_rules import LANE_RULES
from swsim.scenario.lanes import Lane
from swsim.strictyaml import Check, Fault, Located, nearest

_CAST: TypeAdapter[NamedCast | RegionCast] = TypeAdapter(Cast)


def _ids_are_unique(located: Located) -> Iterator[Fault]:
    for group in ("objectives", "lanes", "injects", "expectations"):
        seen: dict[str, int] = {}
        for loc, name in located.find(group, "*", "id"):
            if not isinstance(name, str):
                continue
            if name in seen:
                first = f"first on line {seen[name]}"
                yield loc, f"the id {name!r} is given twice, {first}; choose another"
            seen.setdefault(name, located.line(loc))


def _objectives_exist(located: Located) -> Iterator[Fault]:
    known = [text for _, text in located.find("objectives", "*", "id")]
    ids = [text for text in known if isinstance(text, str)]
    for group in ("injects", "expectations"):
        for loc, text in located.find(group, "*", "objective"):
            if isinstance(text, str) and text not in ids:
                yield loc, _unknown("objective", text, ids)


def _cast_is_known(located: Located) -> Iterator[Fault]:
    cast = _cast(located)
    if cast is None:
        return
    codes = [one.alpha2 for one in cast]
    if len(codes) < 2:
        yield ("cast",), f"needs at least two members, has {len(codes)}"
    for loc, text in _member_codes(located):
        # A code that is no member at all is the business of its field.
        if isinstance(text, str) and _is_member(text) and text not in codes:
            yield loc, _not_in_cast(text, codes)


def _member_codes(located: Located) -> Iterator[tuple[Sequence[str | int], Any]]:
    for end in ("from", "to"):
        yield from located.find("lanes", "*", end)
        yield from located.find("lanes", "*", end, "*")
        yield from located.find("links", "between", "*", end)
        yield from _countries(located.find("injects", "*", end))
    yield from _countries(located.find("injects", "*", "between", "*"))
    yield from _countries(located.find("cast", "external", "*"))
    yield from located.find("mutual_recognition", "*", "*")
    yield from located.find("banks", "*", "member")
    for group in ("profiles", "rilo", "aeo"):
        for loc, _ in located.find("cast", group, "*"):
            yield loc, loc[-1]


def _countries(
    found: Iterable[tuple[Sequence[str | int], Any]],
) -> Iterator[tuple[Sequence[str | int], Any]]:
    for loc, text in found:
        if isinstance(text, str) and text == text.lower():
            yield loc, text.partition("-")[0].upper()


def _offices_take_part(located: Located) -> Iterator[Fault]:
    kinds = [kind for _, kind in located.find("cast", "regional", "*")]
    for loc, _ in located.find("cast", "rilo"):
        if "rilo" not in kinds:
            yield (
                loc,
                "names intelligence offices; add regional: [rilo] to the cast",
            )
    groups = (
        ("cast", "external", "*"),
        ("injects", "*", "between", "*"),
        ("injects", "*", "office"),
    )
    for group in groups:
        for loc, text in located.find(*group):
            kind = text.partition("-")[0] if isinstance(text, str) else ""
            if kind in PLAYED and kind not in kinds:
                yield loc, f"{text!r} takes no part; add regional: [{kind}] to the cast"


def _guarantees_exist(located: Located) -> Iterator[Fault]:
    known = [text for _, text in located.find("guarantees", "*", "id")]
    ids = [text for text in known if isinstance(text, str)]
    for group in (
        ("lanes", "*", "movement", "guarantee"),
        ("injects", "*", "guarantee"),
    ):
        for loc, text in located.find(*group):
            if isinstance(text, str) and text not in ids:
                yield loc, _unknown("guarantee", text, ids)


def _both_sides_differ(located: Located) -> Iterator[Fault]:
    for group in (("links", "between"), ("injects",)):
        for loc, sender in located.find(*group, "*", "from"):
            recipients = [
                text
                for to, text in located.find(*group, "*", "to")
                if to[:-1] == loc[:-1]
            ]
            if isinstance(sender, str) and sender in recipients:
                yield loc[:-1], f"goes from {sender!r} to itself; name two"
    for loc, pair in located.find("injects", "*", "between"):
        if isinstance(pair, list) and len(pair) == 2 and pair[0] == pair[1]:
            yield loc, f"names {pair[0]!r} twice; name two"


def _lanes_can_be_sailed(located: Located) -> Iterator[Fault]:
    cast = _cast(located)
    for loc, data in located.find("lanes", "*"):
        try:
            lane = Lane.model_validate(data)
        except ValidationError:
            continue
        for rule in LANE_RULES:
            yield from (((*loc, *at), why) for at, why in rule(lane, cast or ()))


CHECKS: Sequence[Check] = (
    _ids_are_unique,
    _objectives_exist,
    _cast_is_known,
    _offices_take_part,
    _guarantees_exist,
    _both_sides_differ,
    _lanes_can_be_sailed,
)


def _cast(located: Located) -> tuple[Member, ...] | None:
    for _, data in located.find("cast"):
        try:
            return _CAST.validate_python(data).resolve()
        except ValidationError:
            return None
    return None


def _is_member(text: str) -> bool:
    return any(one.alpha2 == text for one in every_member())


def _not_in_cast(code: str, codes: Sequence[str]) -> str:
    shown = ", ".join(codes) if len(codes) <= 12 else f"{len(codes)} others"
    return f"{code!r} is not in the cast ({shown}); add it there or name another"


def _unknown(kind: str, name: str, known: Sequence[str]) -> str:
    hint = nearest(name, known) or "."
    return f"there is no {kind} {name!r}{hint} Known: {', '.join(known) or 'none'}"
