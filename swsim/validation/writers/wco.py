"""What a declarant would get: a Response (07B) with an Error for each finding.

Risk rules and what is for officers only leave no trace in it. The moment of issue is
left out: the same document gives the same Response.
"""

from typing import Final

from swsim.documents.types.response import AnsweredDeclaration, Response, Status
from swsim.documents.writing import encode_payload
from swsim.domain.codes import Function, Indicator
from swsim.validation.answer import errors_of
from swsim.validation.report import Report, Reported

_OUTCOMES: Final = {
    "valid": Indicator.ACCEPTED,
    "valid-partial": Indicator.ACCEPTED,
    "invalid": Indicator.REJECTED,
}
# As much of the hash as a FunctionalReferenceID takes beside the letters before it.
_REFERENCE: Final = "VAL-{:.31}"


def write_one(document: Reported, report: Report, lang: str = "en") -> str:
    """Return the Response to one document; without an outcome where it is unclear."""
    result = document.result
    outcome = _OUTCOMES.get(result.verdict)
    response = Response(
        function=Function.RESPONSE,
        reference=_REFERENCE.format(result.sha256),
        errors=errors_of(result.findings, lang),
        statuses=(Status(name=outcome),) if outcome else (),
        declaration=AnsweredDeclaration(reference=document.reference),
    )
    return encode_payload(response).decode() + "\n"
