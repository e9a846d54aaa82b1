"""ExerciseNotice: what the control of an exercise and its observers tell each other.

Not a WCO DM message and no business of any administration: it carries what triggers an
inject to the controller, and the order to let it strike back to the sites.
"""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.fields import moment, text
from swsim.documents.registry import document

REPORT = "REPORT"
DECISION = "DECISION"
ORDER = "ORDER"


@document(
    id="exercise",
    root="ExerciseNotice",
    namespace="urn:swsim:datamodel:EXE:1",
    wco_type="EXE",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class ExerciseNotice:
    """A report, a decision or an order about the inject named by `inject`."""

    issued: datetime | None = moment("IssueDateTime")
    type: str | None = text("TypeCode")
    inject: str | None = text("InjectID")
    choice: str | None = text("ChoiceCode")
