"""The places that swsim knows by UN/LOCODE, those of fictional members among them.

A fictional port can do what the real one can in whose place it is: the same modes of
transport call there.
"""

from collections.abc import Mapping
from functools import cache

from swsim.domain.codelists import Row, codelist
from swsim.domain.members import fictional_members, fictional_places, member


@cache
def known_places() -> Mapping[str, Row]:
    """Return all places by code: `name`, and `functions` and `lacks` as digits."""
    return {**codelist("locodes").rows, **invented_places()}


@cache
def invented_places() -> Mapping[str, Row]:
    """Return the places of fictional members by code, as rows of the list of places."""
    rows, names = codelist("locodes").rows, fictional_places()
    return {
        port: {
            **rows[real],
            "code": port,
            "name": names[port],
            "country": one.alpha2,
            "status": "own",
        }
        for one in fictional_members()
        if one.stands_for
        for port, real in zip(one.ports, member(one.stands_for).ports, strict=True)
    }
