"""The exports that other countries announced to a customs, and who has imported them.

An import is matched by its UCR; failing that, by the containers it is in; failing that,
by exporter, headings and a mass within 2 %, of goods that left in the days before.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from swsim.documents.types.declaration import Declaration
from swsim.domain.identifiers import kept
from swsim.simulation.declarations import ucr_of
from swsim.simulation.matching import Outline, outline

Key = Literal["UCR", "containers", "goods"]

_ALIKE = Decimal("0.02")
_WINDOW = 60 * 86_400  # from departure to the import declaration
OVERDUE = 60 * 86_400  # from departure; then the goods have not arrived
_COMPLETE = Decimal("0.95")


@dataclass(kw_only=True, slots=True)
class Announced:
    """An export as it was announced; `imported` is the net mass in grams so far.

    `departed` is the second of exit; `in_parts` tells that imports said of themselves
    that they are parts of it.
    """

    ucr: str
    reference: str
    case: str
    departed: int
    outline: Outline
    imported: int = 0
    in_parts: bool = False

    def take(self, imported: Outline) -> None:
        """Count an import of these goods."""
        self.imported += imported.net_mass
        self.in_parts = self.in_parts or imported.part

    @property
    def is_accounted(self) -> bool:
        """Whether nothing more of it is awaited.

        An import of less that does not say it is a part is a difference in quantity,
        and told as that.
        """
        complete = self.imported >= self.outline.net_mass * _COMPLETE
        return complete or (self.imported > 0 and not self.in_parts)


class Exports:
    """The announced exports of one administration's imports."""

    def __init__(self) -> None:
        self._by_ucr: dict[str, Announced] = {}
        self._fresh: deque[Announced] = deque()
        self._by_container: dict[str, Announced] = {}
        self._by_exporter: dict[str, list[Announced]] = {}

    def announce(self, export: Declaration, case: str, departed: int) -> Announced:
        """Keep what another country says of an export that left at a second."""
        self._forget(departed - _WINDOW)
        found = Announced(
            ucr=kept(ucr_of(export)),
            reference=kept(export.reference or ""),
            case=kept(case),
            departed=departed,
            outline=outline(export),
        )
        self._by_ucr[found.ucr] = found
        for container in found.outline.containers:
            self._by_container[container] = found
        if found.outline.parties:
            exporter, _ = found.outline.parties
            self._by_exporter.setdefault(exporter, []).append(found)
        self._fresh.append(found)
        return found

    def _forget(self, before: int) -> None:
        """Let exports be found by their UCR alone that left before a second."""
        while self._fresh and self._fresh[0].departed < before:
            old = self._fresh.popleft()
            for container in old.outline.containers:
                if self._by_container.get(container) is old:
                    del self._by_container[container]
            if old.outline.parties:
                exporter, _ = old.outline.parties
                left = [each for each in self._by_exporter[exporter] if each is not old]
                if left:
                    self._by_exporter[exporter] = left
                else:
                    del self._by_exporter[exporter]

    def of_ucr(self, ucr: str) -> Announced | None:
        """Return the export of a UCR, None where none was announced."""
        return self._by_ucr.get(ucr)

    def find(
        self, ucr: str, imported: Outline, now: int
    ) -> tuple[Announced | None, Key]:
        """Return the export of an import, and by what it was found."""
        found = self._by_ucr.get(ucr)
        if found is not None:
            return found, "UCR"
        for container in imported.containers:
            found = self._by_container.get(container)
            if found is not None and now - found.departed <= _WINDOW:
                return found, "containers"
        return next(self._alike(imported, now), None), "goods"

    def _alike(self, imported: Outline, now: int) -> Iterator[Announced]:
        exporter = imported.parties[0] if imported.parties else ""
        for found in self._by_exporter.get(exporter, ()):
            there = found.outline
            near = abs(imported.net_mass - there.net_mass) <= there.net_mass * _ALIKE
            fresh = now - found.departed <= _WINDOW and not found.is_accounted
            if fresh and near and imported.headings == there.headings:
                yield found
