"""The code values that swsim itself acts on; the full lists are Genericode files.

Standard lists keep their numbers (UN/EDIFACT, UN/ECE recommendations). The risk
channel has no international standard: its colours are swsim's own words.
"""

from enum import StrEnum


class Function(StrEnum):
    """Message function, UN/EDIFACT 1225."""

    CANCELLATION = "1"
    CHANGE = "4"
    REPLACEMENT = "5"
    CONFIRM = "6"
    CONFIRMATION = "6"
    STATUS = "8"
    ORIGINAL = "9"
    NOT_FOUND = "10"
    RESPONSE = "11"
    NOT_PROCESSED = "12"
    REQUEST = "13"
    ADVANCE_NOTIFICATION = "14"
    REMINDER = "15"
    NOT_ACCEPTED = "27"
    COPY = "31"


class DocumentName(StrEnum):
    """Document name, UN/EDIFACT 1001."""

    INVOICE = "380"
    BILL_OF_LADING = "705"
    ROAD_WAYBILL = "730"
    RAIL_WAYBILL = "720"
    AIR_WAYBILL = "740"
    PAYMENT_ORDER = "450"
    EXPORT_DECLARATION = "830"
    DUTY_RECEIPT = "917"
    IMPORT_DECLARATION = "929"
    TRANSIT_DECLARATION = "950"


class Indicator(StrEnum):
    """Processing indicator, UN/EDIFACT 7365: the outcome in a Response."""

    ACCEPTED = "1"
    REJECTED = "2"
    RELEASED = "4"
    EXAMINATION = "5"
    DOCUMENTS_WANTED = "6"
    DETAINED = "7"
    MAY_MOVE = "8"
    AWAITING_ARRIVAL = "9"
    CHANGE_APPROVED = "15"
    CHANGE_REFUSED = "16"
    RECEIVED = "17"
    SEAL_INTACT = "40"
    SEAL_BROKEN = "41"


class Channel(StrEnum):
    """The risk lane that customs puts a declaration in.

    Green is released, yellow waits for documents, red for an inspection of the goods;
    blue is released and audited afterwards.
    """

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLUE = "blue"


class Mode(StrEnum):
    """Mode of transport, UN/ECE Recommendation 19."""

    SEA = "1"
    RAIL = "2"
    ROAD = "3"
    AIR = "4"


CONTAINERISED = "68"  # UN/EDIFACT 7365
NOT_CONTAINERISED = "69"

HOME_USE = "4000"  # procedure codes are national; these are training values
RELIEF = "4600"
OUTRIGHT_EXPORT = "1000"
TRANSIT = "8000"
