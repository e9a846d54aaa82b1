"""What a lane wants of certificates: which, how they go wrong, what is verified."""

from typing import Annotated

from pydantic import Field, model_validator

from swsim.domain.durations import PositiveSeconds
from swsim.domain.papers import ORIGIN_TYPES, Answer, Flaw, Papers, PaperType
from swsim.domain.profiles import PerMille, Strict
from swsim.domain.streams import Stream


class Certificates(Strict):
    """The certificates of a lane's shipments."""

    types: Annotated[
        tuple[PaperType, ...],
        Field(
            description="Applied for before the export (UN/EDIFACT 1001): 861 origin,"
            " 865 origin for GSP, 851 phytosanitary.",
        ),
    ] = ()
    flaw: Flaw | None = Field(
        default=None, description="What is wrong, in so many of 1,000 as `flawed` says."
    )
    flawed: PerMille = 1000
    verified: PerMille = Field(
        default=0, description="So many of 1,000 proofs of origin are verified."
    )
    answer: Answer = Field(
        default="genuine", description="What the issuer knows when it is asked."
    )
    answer_within: PositiveSeconds = Field(
        default=5 * 86_400, description="After that a preference is denied."
    )

    @model_validator(mode="after")
    def _something(self) -> "Certificates":
        if not self.types and self.flaw != "reused":
            raise ValueError("names no types; only a reused certificate needs none")
        if sum(each in ORIGIN_TYPES for each in self.types) > 1:
            raise ValueError("one proof of origin is enough: 861 or 865")
        return self


def papers(wanted: Certificates | None, stream: Stream) -> Papers | None:
    """Return the certificates of the next shipment, None where none are wanted."""
    if wanted is None:
        return None
    flawed = stream.chance(wanted.flawed)
    return Papers(
        types=wanted.types,
        flaw=wanted.flaw if flawed else None,
        verify=stream.chance(wanted.verified),
        answer=wanted.answer,
        limit=wanted.answer_within,
    )
