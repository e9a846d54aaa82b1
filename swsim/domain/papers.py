"""What a lane wants of its certificates, and what goes wrong with them on purpose.

UN/EDIFACT 1001: 861 certificate of origin, 865 that of a generalised preference (GSP),
851 phytosanitary certificate; 860 and 850 are the applications.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

PaperType = Literal["861", "865", "851"]
ORIGIN_TYPES: Final = ("861", "865")
PHYTOSANITARY: Final = "851"
APPLICATIONS: Final[Mapping[str, str]] = {"861": "860", "865": "860", "851": "850"}

# What the issuer answers when it is asked about a certificate.
Answer = Literal["genuine", "false", "unconfirmed", "silent"]

Flaw = Literal[
    "criterion-not-met",
    "inspection-fails",
    "unknown-signer",
    "bad-version",
    "duplicate-number",
    "other-heading",
    "other-subheading",
    "other-party",
    "other-ucr",
    "too-little",
    "expires-early",
    "reused",
]

FLAWS: Final[Mapping[Flaw, str]] = {
    "criterion-not-met": "The goods do not meet the criterion of origin.",
    "inspection-fails": "The inspection before export finds a pest.",
    "unknown-signer": "Someone signed whose signature was never notified.",
    "bad-version": "The message is in a version that the receiver cannot read.",
    "duplicate-number": "The number was given to another certificate before.",
    "other-heading": "The certificate names another heading.",
    "other-subheading": "The certificate names another subheading of that heading.",
    "other-party": "The certificate names another exporter.",
    "other-ucr": "The certificate is for another consignment.",
    "too-little": "The certificate covers half of the goods.",
    "expires-early": "The certificate expires before the goods are declared.",
    "reused": "The importer cites a certificate that was used for other goods.",
}

# Refused where they arrive, so that the country of destination never holds them.
UNDELIVERED: Final = frozenset({"unknown-signer", "bad-version", "duplicate-number"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Papers:
    """The certificates of one shipment.

    `types` are applied for before the export. With `verify` customs asks the issuer
    whether the proof of origin is right, by chance; `answer` is what the issuer knows.
    It has `limit` seconds to say so.
    """

    types: tuple[PaperType, ...]
    flaw: Flaw | None = None
    verify: bool = False
    answer: Answer = "genuine"
    limit: int = 5 * 86_400
