"""The switches that reforms turn: one table, with the text and the reference of each.

A switch is a field of `Policy` and a line of `SWITCHES`; scenario files, the command
line and the docs read both from here. References: Revised Kyoto Convention (RKC),
General Annex chapter and standard; WTO Trade Facilitation Agreement (TFA), article;
WCO SAFE Framework of Standards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal

# Which messages carry a signature.
Signatures = Literal["none", "cross-border", "all"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What an administration does, and does not do, at one moment."""

    share_export_data: bool = True
    confirm_release: bool = True
    signatures: Signatures = "cross-border"

    def changed(self, settings: Mapping[str, Any]) -> "Policy":
        """Return a policy with some switches turned; names are those of the fields."""
        return replace(self, **settings) if settings else self


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch:
    """What a switch does, in words, and which clauses ask for it."""

    en: str
    es: str
    references: tuple[str, ...]


SWITCHES: Final[Mapping[str, Switch]] = {
    "share_export_data": Switch(
        en="The origin's single window sends the export declaration to the"
        " destination's, where it announces the import.",
        es="La ventanilla única de origen envía la declaración de exportación a la de"
        " destino, donde anuncia la importación.",
        references=("RKC 6.7", "RKC 7.1", "SAFE Pillar 1"),
    ),
    "confirm_release": Switch(
        en="The destination tells the origin that the goods were released.",
        es="El destino comunica al origen el levante de las mercancías.",
        references=("RKC 6.7", "SAFE Pillar 1"),
    ),
    "signatures": Switch(
        en="Which messages are signed, and refused without a signature.",
        es="Qué mensajes se firman, y se rechazan sin firma.",
        references=("RKC 7.4", "TFA 10.4"),
    ),
}

NAMES: Final = tuple(each.name for each in fields(Policy))
