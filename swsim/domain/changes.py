"""What traders want of a declaration that is lodged: to change, cancel or ask after it.

And what they neglect: papers, payments, their presence. Which the law allows until when
is customs' to say; here are only the wishes.
References: Revised Kyoto Convention, General Annex, standards 3.27 to 3.29.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

ChangeId = Literal[
    "amend-before-selection",
    "amend-after-selection",
    "amend-unfounded",
    "amend-invalid",
    "amend-after-release",
    "replace",
    "cancel",
    "cancel-after-release",
    "cancel-with-proof",
    "query-early",
    "query",
    "query-unknown",
    "query-others",
    "documents-late",
    "payment-late",
    "payment-short",
    "payment-never",
    "inspection-late",
    "inspection-missed",
]

# When a trader comes with it: what it was told last.
Occasion = Literal["lodged", "accepted", "selected", "released"]
# Generic: functions 4, 5 and 1 of UN/EDIFACT 1225. National: function 13 with a
# TypeCode that says what is asked for.
Style = Literal["generic", "national"]
# By what a trader asks after a declaration.
Key = Literal["lrn", "mrn", "ucr"]

OCCASIONS: Final[Mapping[ChangeId, Occasion]] = {
    "amend-before-selection": "accepted",
    "amend-after-selection": "selected",
    "amend-unfounded": "selected",
    "amend-invalid": "accepted",
    "amend-after-release": "released",
    "replace": "accepted",
    "cancel": "accepted",
    "cancel-after-release": "released",
    "cancel-with-proof": "released",
    "query-early": "lodged",
    "query": "accepted",
    "query-unknown": "accepted",
    "query-others": "accepted",
    "documents-late": "selected",
    "payment-late": "selected",
    "payment-short": "selected",
    "payment-never": "selected",
    "inspection-late": "selected",
    "inspection-missed": "selected",
}

CHANGES: Final[Mapping[ChangeId, str]] = {
    "amend-before-selection": "The trader mends a net mass as soon as it is accepted.",
    "amend-after-selection": "It mends it when a control or the duties are announced.",
    "amend-unfounded": "It asks for the same without giving a sound reason.",
    "amend-invalid": "It asks for a net mass that is greater than the gross mass.",
    "amend-after-release": "It asks for a change of what is released.",
    "replace": "It replaces the whole accepted declaration.",
    "cancel": "It cancels as soon as it is accepted.",
    "cancel-after-release": "It asks to cancel what is released.",
    "cancel-with-proof": "It asks so with proof, and leaves the goods where they are.",
    "query-early": "It asks after a declaration before customs can have seen it.",
    "query": "It asks after its accepted declaration.",
    "query-unknown": "It asks after a declaration that nobody has lodged.",
    "query-others": "Another company asks after the declaration.",
    "documents-late": "The documents that customs wants come after the limit.",
    "payment-late": "The duties are paid after they were due.",
    "payment-short": "It pays a tenth too little, and the rest when asked for it.",
    "payment-never": "It never pays the duties.",
    "inspection-late": "It misses the first date of an examination.",
    "inspection-missed": "It attends no examination, whatever the date.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What the trader of one leg of a shipment wants, and in which style."""

    what: ChangeId
    style: Style = "generic"
    leg: Literal["export", "import"] = "import"
    by: Key = "mrn"

    @property
    def occasion(self) -> Occasion:
        """When the trader comes with it."""
        return OCCASIONS[self.what]
