"""Which variables can be used where in a schema, and which were."""

from collections.abc import Iterable

from swsim.validation.expressions import variables
from swsim.validation.schematron.records import Global


class Scope:
    """The variables that an expression can use, and those that were used."""

    def __init__(self, outer: "Scope | None" = None) -> None:
        self.constants: dict[str, str] = dict(outer.constants) if outer else {}
        self.used: set[str] = set()
        self._own: set[str] = set()
        self._known: set[str] = set(outer._known) if outer else set()

    def declare(self, name: str, constant: str | None) -> bool:
        """Note a variable; return whether it is the first of its name here."""
        first = name not in self._own
        self._own.add(name)
        self._known.add(name)
        self.constants.pop(name, None)
        if constant is not None:
            self.constants[name] = constant
        return first

    def unknown(self, expression: str) -> frozenset[str]:
        """Return the variables of an expression that are not there."""
        names = variables(expression)
        self.used |= names
        return names - self._known


def needed(outer: Iterable[Global], used: Iterable[str]) -> tuple[Global, ...]:
    """Return the variables from outside that are used, and those these use."""
    wanted = set(used)
    found: list[Global] = []
    for each in reversed(tuple(outer)):
        if each.name in wanted:
            wanted.discard(each.name)
            wanted.update(each.uses)
            found.append(each)
    return tuple(reversed(found))
