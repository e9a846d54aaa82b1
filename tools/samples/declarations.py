"""The good declarations by the names of their files."""

from samples.exports import (
    AIR,
    AMENDMENT,
    BATTERIES,
    BULK,
    EXPORT,
    MINIMAL,
    YEN,
)
from samples.imports import DUE, IMPORT, MULTI_ITEM
from samples.parts import enveloped

# By file name without "good-"; what is no Envelope is written bare.
GOOD = {
    "declaration": {
        "export-830": enveloped(
            EXPORT, 1, ("jp-trd", "jp-sw"), "2026-04-06 23:30", case="excavators"
        ),
        "import-929": enveloped(
            IMPORT, 1, ("pa-trd", "pa-sw"), "2026-04-20 14:00", case="excavators"
        ),
        "import-due": enveloped(
            DUE, 2, ("pa-trd", "pa-sw"), "2026-04-02 09:10", case="excavators-due"
        ),
        "export-yen": enveloped(
            YEN, 21, ("jp-trd", "jp-sw"), "2026-04-06 23:30", case="yen"
        ),
        "export-batteries": enveloped(
            BATTERIES, 22, ("jp-trd", "jp-sw"), "2026-04-06 23:30", case="batteries"
        ),
        "minimal": enveloped(
            MINIMAL, 2, ("jp-trd", "jp-sw"), "2026-04-06 23:40", case="minimal"
        ),
        "multi-item": enveloped(
            MULTI_ITEM, 1, ("pe-trd", "pe-sw"), "2026-05-02 16:20", case="dairy"
        ),
        "amendment": enveloped(
            AMENDMENT, 3, ("jp-trd", "jp-sw"), "2026-04-07 06:10", case="excavators"
        ),
        "air": enveloped(AIR, 1, ("nz-trd", "nz-sw"), "2026-04-08 20:45", case="beef"),
        "bulk": enveloped(
            BULK, 4, ("jp-trd", "jp-sw"), "2026-04-12 01:00", case="scrap"
        ),
        "bare-export": EXPORT,
    }
}
