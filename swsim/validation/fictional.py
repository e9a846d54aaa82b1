"""Codes of fictional members and their ports, for documents of a run that has such.

To everybody else they are what ISO 3166-1 makes of them: codes that nobody has been
given. So the code lists do not hold them, and a validator is told to accept them.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Final

from swsim.domain.codelists import CodeList, Row, codelist
from swsim.domain.members import fictional_members, member
from swsim.domain.places import invented_places
from swsim.errors import UsageError

_accepted: ContextVar[bool] = ContextVar("accepted", default=False)


@contextmanager
def accepted() -> Iterator[None]:
    """Let rules take fictional codes for codes."""
    token = _accepted.set(True)
    try:
        yield
    finally:
        _accepted.reset(token)


def listed(name: str) -> CodeList:
    """Return a code list of swsim as the rules of this moment see it."""
    found = codelist(name)
    return with_fictional(name, found) if _accepted.get() else found


@lru_cache(maxsize=64)
def with_fictional(name: str, codes: CodeList) -> CodeList:
    """Return a code list with the fictional codes that belong into one of its name."""
    further = _FURTHER.get(name)
    return codes.with_rows(further()) if further else codes


def is_fictional(code: str) -> bool:
    """Return whether a country code is that of a fictional member."""
    return any(one.alpha2 == code for one in fictional_members())


def may_border(one: str, other: str) -> bool:
    """Return whether two fictional members can be neighbours: on no map they are not.

    False of members of two regions, between which is the ocean, and of real ones.
    """
    if not _accepted.get():
        return False
    try:
        first, second = member(one), member(other)
    except UsageError:
        return False
    fictional = first.stands_for and second.stands_for
    return bool(fictional) and first.region == second.region


def _countries() -> Mapping[str, Row]:
    return {
        one.alpha2: {"code": one.alpha2, "name": one.name, "status": "own"}
        for one in fictional_members()
    }


_FURTHER: Final[Mapping[str, Callable[[], Mapping[str, Row]]]] = {
    "countries": _countries,
    "locodes": invented_places,
}
