"""What a simple type allows, along the whole chain of types that it narrows."""

from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Final

_XS: Final = "{http://www.w3.org/2001/XMLSchema}"


class Facets:
    """The facets of a simple type of xmlschema; a facet that is not set is None."""

    def __init__(self, simple: Any) -> None:
        self.simple = simple

    @cached_property
    def _chain(self) -> list[Any]:
        found, each = [], self.simple
        while each is not None:
            # What a built-in type allows is its nature rather than a facet.
            if getattr(each, "facets", None) and "Builtin" not in type(each).__name__:
                found.append(each)
            each = getattr(each, "base_type", None)
        return found

    def get(self, facet: str) -> Any:
        """Return a facet, such as maxLength, of the narrowest type that has it."""
        for each in self._chain:
            if found := each.facets.get(f"{_XS}{facet}"):
                return found
        return None

    def number(self, facet: str) -> Decimal | None:
        """Return the bound that a facet sets, None where it sets none."""
        found = self.get(facet)
        if found is None or found.value is None:
            return None
        try:
            return Decimal(str(found.value))
        except InvalidOperation:
            return None

    @cached_property
    def patterns(self) -> list[Any]:
        """The patterns of all types of the chain; a value must fit each of them."""
        wanted = (each.facets.get(f"{_XS}pattern") for each in self._chain)
        return [each for each in wanted if each is not None]

    @property
    def enumeration(self) -> list[str]:
        """The values that are allowed; empty where they are not listed."""
        found = self.get("enumeration")
        return [str(each) for each in found.enumeration] if found else []

    @property
    def primitive(self) -> str:
        """The built-in type underneath, such as string or decimal; empty for a list."""
        found = getattr(self.simple, "primitive_type", None)
        return str(getattr(found, "local_name", "") or "")

    def is_valid(self, text: str) -> bool:
        """Return whether the type allows a value."""
        return bool(self.simple.is_valid(text))

    def fits_patterns(self, text: str) -> bool:
        """Return whether a value fits all patterns."""
        return all(
            any(pattern.match(text) for pattern in facet.patterns)
            for facet in self.patterns
        )
