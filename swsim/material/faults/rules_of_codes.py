"""Faults of the rule layer about identifiers, places and countries."""

from typing import Final

from swsim.domain.codelists import codelist, decimals
from swsim.domain.identifiers import with_imo_check_digit
from swsim.domain.streams import Stream
from swsim.material.paper import Paper
from swsim.material.rulefault import (
    CONSIGNMENT,
    ONES_OWN,
    SHIPMENT,
    declared_at,
    rule_fault,
)

_MEANS: Final = (
    "d:BorderTransportMeans"
    f" | {CONSIGNMENT}/d:ArrivalTransportMeans"
    f" | {CONSIGNMENT}/d:DepartureTransportMeans"
)
_OVER_LAND: Final = ("2", "3", "8")


# --- identifiers ------------------------------------------------------------------


@rule_fault("imo-check-digit", "R22")
def imo_check_digit(paper: Paper, stream: Stream) -> bool:
    """Mistype the last digit of an IMO number."""
    found = [
        each
        for each in paper.all(f"({_MEANS})[d:IdentificationTypeCode = 'IMO']/d:ID")
        if with_imo_check_digit(each.text or "") == each.text
    ]
    if not found:
        return False
    number = stream.choice(found)
    last = (int(number.text[-1]) + stream.between(1, 9)) % 10
    number.text = f"{number.text[:-1]}{last}"
    return True


@rule_fault("identification-of-another-mode", "R23")
def identification_of_another_mode(paper: Paper, stream: Stream) -> bool:
    """Identify a means of transport by a number that its mode does not have."""
    found = paper.all(
        f"({_MEANS})[contains('1234', d:ModeCode)]/d:IdentificationTypeCode"
    )
    if not found:
        return False
    wrong = stream.choice(found)
    mode = paper.text("../d:ModeCode", wrong)
    rows = codelist("means-identification").rows
    others = sorted(code for code, row in rows.items() if mode not in row["mode"])
    wrong.text = stream.choice(others)
    return True


@rule_fault("consignment-reference-form", "R48")
def consignment_reference_form(paper: Paper, stream: Stream) -> bool:
    """Leave the year out of a UCR."""
    reference = paper.one(f"{SHIPMENT}/d:UCR/d:ID")
    if reference is None or not (reference.text or "")[1:2].isalpha():
        return False
    reference.text = reference.text[1:]
    return True


@rule_fault("consignment-reference-country", "R48-country")
def consignment_reference_country(paper: Paper, stream: Stream) -> bool:
    """Take a UCR of a country that exports nothing here."""
    reference = paper.one(f"{SHIPMENT}/d:UCR/d:ID")
    exporting = paper.text(f"{SHIPMENT}/d:ExportCountry/d:ID")
    if reference is None or not exporting:
        return False
    reference.text = reference.text[0] + _other(stream, exporting) + reference.text[3:]
    return True


@rule_fault("consignment-reference-year", "R48-year")
def consignment_reference_year(paper: Paper, stream: Stream) -> bool:
    """Take a UCR of a year to come."""
    reference = paper.one(f"{SHIPMENT}/d:UCR/d:ID")
    said = declared_at(paper)
    if reference is None or said is None or said.strftime("%m%d") == "1231":
        return False
    year = (said.year + stream.between(1, 4)) % 10
    reference.text = f"{year}{reference.text[1:]}"
    return True


_FINEST: Final = 3  # decimals that the schema allows


@rule_fault("currency-decimals", "R63")
def currency_decimals(paper: Paper, stream: Stream) -> bool:
    """State an amount finer than its currency is."""
    found = [
        each
        for each in paper.all("descendant::*[@currencyID]")
        if decimals(each.get("currencyID")) < _FINEST
    ]
    if not found:
        return False
    amount = stream.choice(found)
    whole, _, rest = amount.text.partition(".")
    places = decimals(amount.get("currencyID"))
    amount.text = f"{whole}.{rest[:places].ljust(places, '0')}5"
    return True


# --- places and countries ---------------------------------------------------------


@rule_fault("no-such-place", "R24")
def no_such_place(paper: Paper, stream: Stream) -> bool:
    """Load in a country that there is not."""
    place = paper.one(f"{CONSIGNMENT}/d:LoadingLocation/d:ID")
    if place is None:
        return False
    place.text = "Q" + stream.choice("BCDFGHJKLMNRSTVWXYZ") + place.text[2:]
    return True


@rule_fault("loaded-elsewhere", "R25")
def loaded_elsewhere(paper: Paper, stream: Stream) -> bool:
    """Load in a country that is neither that of export nor on the way."""
    place = paper.one(f"self::*[{ONES_OWN}]/{CONSIGNMENT}/d:LoadingLocation/d:ID")
    exporting = paper.text(f"{SHIPMENT}/d:ExportCountry/d:ID")
    if place is None or not exporting:
        return False
    avoid = {each.text for each in paper.all(f"{CONSIGNMENT}/d:Itinerary/*")}
    known = (each for each in codelist("locodes").codes if each[:2] != exporting)
    place.text = stream.choice(
        sorted(each for each in known if each[:2] not in avoid and _has_port(each))
    )
    return True


def _has_port(place: str) -> bool:
    # A place that lacks what the mode asks for would be another fault.
    return "lacks" not in codelist("locodes").rows[place]


@rule_fault("declared-abroad", "R32")
def declared_abroad(paper: Paper, stream: Stream) -> bool:
    """Declare at an office of another country."""
    office = paper.one(f"self::*[{ONES_OWN}]/d:DeclarationOfficeID")
    own = paper.text(f"self::*[d:TypeCode = '830']/{SHIPMENT}/d:ExportCountry/d:ID")
    own += paper.text(f"self::*[d:TypeCode = '929']/{SHIPMENT}/d:Destination/*")
    if office is None or not own:
        return False
    office.text = _other(stream, own) + office.text[2:]
    return True


@rule_fault("nationality-off-the-way", "R64", "W")
def nationality_off_the_way(paper: Paper, stream: Stream) -> bool:
    """Send a vehicle of a country that is not on the way."""
    flag = paper.one("d:BorderTransportMeans/d:RegistrationNationalityCode")
    ends = [
        paper.text(f"{SHIPMENT}/d:ExportCountry/d:ID"),
        paper.text(f"{SHIPMENT}/d:Destination/d:CountryCode"),
    ]
    mode = paper.text("d:BorderTransportMeans/d:ModeCode")
    if flag is None or not all(ends) or mode not in _OVER_LAND:
        return False
    way = [each.text for each in paper.all(f"{CONSIGNMENT}/d:Itinerary/*")]
    flag.text = _other(stream, *ends, *way)
    return True


@rule_fault("exit-abroad", "R64-office", "W")
def exit_abroad(paper: Paper, stream: Stream) -> bool:
    """Leave by an office of a country that is not on the way."""
    office = paper.one("d:ExitOffice/d:ID")
    exporting = paper.text(f"{SHIPMENT}/d:ExportCountry/d:ID")
    if office is None or not exporting:
        return False
    way = [each.text for each in paper.all(f"{CONSIGNMENT}/d:Itinerary/*")]
    office.text = _other(stream, exporting, *way) + office.text[2:]
    return True


def _other(stream: Stream, *countries: str) -> str:
    """Return a country that is none of these."""
    return stream.choice(sorted(codelist("countries").codes - set(countries)))
