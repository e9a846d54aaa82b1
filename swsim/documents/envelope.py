"""The envelope of every message: WCO DM MetaData with communication metadata.

All that a receiver needs stands here, in the XML; nothing lives in MQTT alone.
"""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.fields import child, integer, moment, text

NAMESPACE = "urn:swsim:datamodel:MetaData:1"
ROOT = "MetaData"
TAG = f"{{{NAMESPACE}}}{ROOT}"
MODEL_VERSION = "3.6"


@dataclass(frozen=True, kw_only=True, slots=True)
class CommunicationMetaData:
    """Who says what to whom, in which run, case and order (swsim's own elements).

    `link_sequence` counts the messages from this sender to this recipient from 1;
    `conversation_id` is shared by all messages of one case.
    """

    message_id: str = text("MessageID")
    conversation_id: str = text("ConversationID")
    in_reply_to: str | None = text("InReplyToID")
    run_id: str = text("RunID")
    sender: str = text("SenderID")
    recipient: str = text("RecipientID")
    prepared: datetime = moment("PreparationDateTime")
    link_sequence: int = integer("LinkSequenceNumeric")


@dataclass(frozen=True, kw_only=True, slots=True)
class MetaData:
    """The head of the envelope, without the payload."""

    model_version: str | None = text("WCODataModelVersionCode")
    wco_type: str | None = text("WCOTypeName")
    country: str | None = text("ResponsibleCountryCode")
    agency: str | None = text("ResponsibleAgencyName")
    customization: str | None = text("AgencyAssignedCustomizationCode")
    customization_version: str | None = text("AgencyAssignedCustomizationVersionCode")
    communication: CommunicationMetaData | None = child(
        "CommunicationMetaData", CommunicationMetaData
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """One message: communication metadata and the document it carries."""

    communication: CommunicationMetaData
    payload: object
    country: str | None = None
    agency: str | None = None
