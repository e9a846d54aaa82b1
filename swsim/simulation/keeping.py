"""A declaration as those keep it who may be asked about it long after its release."""

from dataclasses import dataclass
from functools import lru_cache

from swsim.documents.types.declaration import Declaration
from swsim.domain.identifiers import kept


@dataclass(frozen=True, kw_only=True, slots=True)
class Gist:
    """What answers name of a declaration, a fifth of the size of an empty one."""

    reference: str | None
    type: str | None
    office: str | None

    def as_declaration(self) -> Declaration:
        """Return a declaration that says this much."""
        return Declaration(reference=self.reference, type=self.type, office=self.office)


# A single window settles a declaration soon after its customs.
@lru_cache(maxsize=1_024)
def gist(reference: str | None, type: str | None, office: str | None) -> Gist:
    """Return the one gist of these; of a long run there are thousands."""
    return Gist(
        reference=reference and kept(reference),
        type=type and kept(type),
        office=office and kept(office),
    )


@dataclass(kw_only=True, slots=True)
class Keeping:
    """Keeps a declaration, and once it is settled, only what answers name of it."""

    stated: Declaration | Gist

    @property
    def declaration(self) -> Declaration:
        """The declaration, or what is left of it."""
        stated = self.stated
        return stated if isinstance(stated, Declaration) else stated.as_declaration()

    @declaration.setter
    def declaration(self, changed: Declaration) -> None:
        self.stated = changed

    @property
    def reference(self) -> str:
        """The LRN."""
        return self.stated.reference or ""

    def forget_goods(self) -> None:
        """Keep what answers name, and nothing more."""
        stated = self.stated
        self.stated = gist(stated.reference, stated.type, stated.office)
