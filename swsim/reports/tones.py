"""Whether what happened is good, bad, waiting or neither: the tone of each line.

By what a message says, by channel, and by what became of a thing.
"""

from typing import Literal

from swsim.reports.said import Says

Tone = Literal["ok", "wait", "bad", "info"]

SYMBOLS: dict[Tone, str] = {"ok": "✓", "wait": "…", "bad": "✗", "info": "→"}

TONES: dict[Says, Tone] = {
    "accepted": "ok",
    "granted": "ok",
    "released": "ok",
    "may-move": "ok",
    "received": "info",
    "rejected": "bad",
    "change-refused": "bad",
    "changed": "ok",
    "cancelled": "info",
    "status": "info",
    "not-found": "bad",
    "not-processed": "wait",
    "nack": "bad",
    "detained": "bad",
    "refused": "bad",
    "examination": "wait",
    "documents": "wait",
    "awaiting": "wait",
    "payment": "wait",
}

CHANNEL_TONES: dict[str, Tone] = {
    "green": "ok",
    "yellow": "wait",
    "red": "bad",
    "blue": "info",
}

# The agency's hold is told by the messages to and from it.

STEP_TONES: dict[str, Tone] = {
    "adopted": "ok",
    "answered": "ok",
    "hit": "ok",
    "stored": "ok",
    "counted": "ok",
    "compared": "ok",
    "verified": "ok",
    "adapted": "wait",
    "overdue": "wait",
    "postponed": "wait",
    "recalled": "wait",
    "returned": "wait",
    "reminded": "wait",
    "not-compared": "wait",
    "too-wide": "wait",
    "adoption-unknown": "bad",
    "missed": "bad",
    "refused": "bad",
    "refused-nominal": "bad",
    "rejected-nominal": "bad",
    "use-limit-violated": "bad",
    "use-limit-broken": "bad",
    "may-load": "ok",
    "do-not-load": "bad",
    "question": "wait",
    "screening": "wait",
    "unconfirmed": "bad",
    "not-loaded": "bad",
    "loaded-anyway": "bad",
    "held-at-first-port": "bad",
    "DISCHARGED": "ok",
    "ENQUIRED": "wait",
    "REFUSED": "bad",
    "RECOVERED": "bad",
    "exhausted": "bad",
    "wrong-access-code": "bad",
    "called": "bad",
    "cut": "bad",
    "LEFT": "ok",
    "CLEARED": "ok",
    "HELD": "wait",
    "OVERDUE": "wait",
    "SEIZED": "bad",
    "ABANDONED": "bad",
    "BOL": "bad",
    "CON": "bad",
    "MAS": "bad",
    "ORI": "bad",
    "STY": "bad",
    "SEA": "bad",
    "MIS": "bad",
    "LAT": "bad",
    "ROU": "bad",
}

SECURITY_TONES: dict[str, Tone] = {
    "reserved": "wait",
    "released": "ok",
    "called": "bad",
}

PAYMENT_TONES: dict[str, Tone] = {
    "mismatch": "wait",
    "paid-in": "ok",
    "refused": "bad",
    "reminded": "wait",
    "too-late": "bad",
}

PAPER_TONES: dict[str, Tone] = {
    "issued": "ok",
    "accepted": "ok",
    "given": "ok",
    "used": "ok",
    "use-returned": "ok",
    "doubted": "wait",
    "refused": "bad",
    "not-accepted": "bad",
    "denied": "bad",
    "withdrawn": "bad",
    "withdrawn-after-use": "bad",
    "demanded": "bad",
    "non-compliant": "bad",
    "non-compliance": "bad",
}


AEO_TONES: dict[str, Tone] = {
    "recognised": "ok",
    "restored": "ok",
    "suspended": "bad",
    "revoked": "bad",
    "denied": "bad",
    "refused": "bad",
}
