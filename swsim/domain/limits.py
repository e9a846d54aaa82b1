"""How long traders have, before something follows."""

from dataclasses import dataclass

_DAY = 86_400


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Limits that customs sets, in seconds; illustrative.

    `payment` is the time to pay duties, after which customs reminds; `abandonment` what
    is left after that, until goods that are not released are held to be abandoned (RKC
    annex A2). `presence` is until when a declarant has to attend an examination, from
    the call on; None where nobody is called (RKC 3.37).
    """

    payment: int = 10 * _DAY
    abandonment: int = 30 * _DAY
    presence: int | None = None
