"""Acknowledgement: the technical ACK or NACK of one hop.

Not a WCO DM message: it says only that a message arrived and is well-formed, valid
against its schema and from a known sender. It never says accepted or released.
"""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.fields import children, moment, text
from swsim.documents.parts import Error
from swsim.documents.registry import document

ACK = "ACK"
NACK = "NACK"


@document(
    id="acknowledgement",
    root="Acknowledgement",
    namespace="urn:swsim:datamodel:ACK:1",
    wco_type="ACK",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class Acknowledgement:
    """ACK or NACK of the message named by `message_id`."""

    issued: datetime | None = moment("IssueDateTime")
    message_id: str | None = text("ReferencedMessageID")
    status: str | None = text("StatusCode")
    errors: tuple[Error, ...] = children("Error", Error)
