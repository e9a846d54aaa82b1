"""What the offices of the regions say about a report, as Responses."""

from collections.abc import Iterable
from datetime import datetime

from swsim.documents.parts import Error
from swsim.documents.types.enforcement_report import EnforcementReport
from swsim.documents.types.performance_report import PerformanceReport
from swsim.documents.types.response import AnsweredDeclaration, Response, Status
from swsim.domain.codes import Function, Indicator
from swsim.validation.result import Finding

# The rules against names in a report, and against figures that lead to somebody.
NOMINAL = frozenset({"EN13", "EN14", "EN15", "PF08", "PF09"})
# Rules that a report may break and still fit its form, but not teach anybody anything.
WANTED = frozenset({"EN05", "EN06"})


def judged(
    report: EnforcementReport | PerformanceReport,
    *,
    reference: str,
    at: datetime,
    errors: Iterable[Error] = (),
) -> Response:
    """Return the answer to a report: rejected for these errors, accepted without."""
    found = tuple(errors)
    indicator = Indicator.REJECTED if found else Indicator.ACCEPTED
    return Response(
        function=Function.RESPONSE,
        reference=reference,
        issued=at,
        errors=found,
        statuses=(Status(effective=at, name=indicator),),
        declaration=AnsweredDeclaration(
            reference=report.reference, rejection=at if found else None
        ),
    )


def is_nominal(findings: Iterable[Finding]) -> bool:
    """Tell whether a report names somebody, whatever else is wrong with it."""
    return any(each.rule in NOMINAL for each in findings)
