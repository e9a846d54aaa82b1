"""Faults of the rule layer about codes, places, goods and dates in declarations."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from swsim.domain.codelists import codelist, decimals
from swsim.domain.identifiers import with_imo_check_digit
from swsim.domain.streams import Stream
from swsim.material.paper import Paper, remove
from swsim.material.rulefault import ITEMS, rule_fault

_SHIPMENT: Final = "d:GoodsShipment"
_CONSIGNMENT: Final = f"{_SHIPMENT}/d:Consignment"
_MEANS: Final = (
    "d:BorderTransportMeans"
    f" | {_CONSIGNMENT}/d:ArrivalTransportMeans"
    f" | {_CONSIGNMENT}/d:DepartureTransportMeans"
)
_HS: Final = (
    f"{ITEMS}/d:Commodity/d:Classification"
    "[not(d:IdentificationTypeCode) or d:IdentificationTypeCode = 'HS']/d:ID"
)
_ONES_OWN: Final = "d:TypeCode = '830' or d:TypeCode = '929'"  # not a transit
_OVER_LAND: Final = ("2", "3", "8")
_MOMENT: Final = "%Y%m%d%H%M%SZ"
_DAY: Final = "%Y%m%d"


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
    reference = paper.one(f"{_SHIPMENT}/d:UCR/d:ID")
    if reference is None or not (reference.text or "")[1:2].isalpha():
        return False
    reference.text = reference.text[1:]
    return True


@rule_fault("consignment-reference-country", "R48-country")
def consignment_reference_country(paper: Paper, stream: Stream) -> bool:
    """Take a UCR of a country that exports nothing here."""
    reference = paper.one(f"{_SHIPMENT}/d:UCR/d:ID")
    exporting = paper.text(f"{_SHIPMENT}/d:ExportCountry/d:ID")
    if reference is None or not exporting:
        return False
    reference.text = reference.text[0] + _other(stream, exporting) + reference.text[3:]
    return True


@rule_fault("consignment-reference-year", "R48-year")
def consignment_reference_year(paper: Paper, stream: Stream) -> bool:
    """Take a UCR of a year to come."""
    reference = paper.one(f"{_SHIPMENT}/d:UCR/d:ID")
    said = _moment(paper)
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
    place = paper.one(f"{_CONSIGNMENT}/d:LoadingLocation/d:ID")
    if place is None:
        return False
    place.text = "Q" + stream.choice("BCDFGHJKLMNRSTVWXYZ") + place.text[2:]
    return True


@rule_fault("loaded-elsewhere", "R25")
def loaded_elsewhere(paper: Paper, stream: Stream) -> bool:
    """Load in a country that is neither that of export nor on the way."""
    place = paper.one(f"self::*[{_ONES_OWN}]/{_CONSIGNMENT}/d:LoadingLocation/d:ID")
    exporting = paper.text(f"{_SHIPMENT}/d:ExportCountry/d:ID")
    if place is None or not exporting:
        return False
    avoid = {each.text for each in paper.all(f"{_CONSIGNMENT}/d:Itinerary/*")}
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
    office = paper.one(f"self::*[{_ONES_OWN}]/d:DeclarationOfficeID")
    own = paper.text(f"self::*[d:TypeCode = '830']/{_SHIPMENT}/d:ExportCountry/d:ID")
    own += paper.text(f"self::*[d:TypeCode = '929']/{_SHIPMENT}/d:Destination/*")
    if office is None or not own:
        return False
    office.text = _other(stream, own) + office.text[2:]
    return True


@rule_fault("nationality-off-the-way", "R64", "W")
def nationality_off_the_way(paper: Paper, stream: Stream) -> bool:
    """Send a vehicle of a country that is not on the way."""
    flag = paper.one("d:BorderTransportMeans/d:RegistrationNationalityCode")
    ends = [
        paper.text(f"{_SHIPMENT}/d:ExportCountry/d:ID"),
        paper.text(f"{_SHIPMENT}/d:Destination/d:CountryCode"),
    ]
    mode = paper.text("d:BorderTransportMeans/d:ModeCode")
    if flag is None or not all(ends) or mode not in _OVER_LAND:
        return False
    way = [each.text for each in paper.all(f"{_CONSIGNMENT}/d:Itinerary/*")]
    flag.text = _other(stream, *ends, *way)
    return True


@rule_fault("exit-abroad", "R64-office", "W")
def exit_abroad(paper: Paper, stream: Stream) -> bool:
    """Leave by an office of a country that is not on the way."""
    office = paper.one("d:ExitOffice/d:ID")
    exporting = paper.text(f"{_SHIPMENT}/d:ExportCountry/d:ID")
    if office is None or not exporting:
        return False
    way = [each.text for each in paper.all(f"{_CONSIGNMENT}/d:Itinerary/*")]
    office.text = _other(stream, exporting, *way) + office.text[2:]
    return True


def _other(stream: Stream, *countries: str) -> str:
    """Return a country that is none of these."""
    return stream.choice(sorted(codelist("countries").codes - set(countries)))


# --- goods ------------------------------------------------------------------------


@rule_fault("heading-cut-short", "R27")
def heading_cut_short(paper: Paper, stream: Stream) -> bool:
    """Declare a heading of four digits."""
    return _heading(paper, stream, lambda code: code[:4])


@rule_fault("split-subheading", "R28")
def split_subheading(paper: Paper, stream: Stream) -> bool:
    """Declare a subheading of 2017 that was split since."""
    return _heading(paper, stream, lambda code: stream.choice(_gone(several=True)))


@rule_fault("moved-subheading", "R28-moved")
def moved_subheading(paper: Paper, stream: Stream) -> bool:
    """Declare a subheading of 2017 that has another number now."""
    return _heading(paper, stream, lambda code: stream.choice(_gone(several=False)))


def _gone(*, several: bool) -> list[str]:
    rows = codelist("hs-2017").rows
    return sorted(
        code for code, row in rows.items() if (" " in row["successors"]) == several
    )


def _heading(paper: Paper, stream: Stream, change: Any) -> bool:
    found = paper.all(_HS)
    said = _moment(paper)
    if not found or (said is not None and not 2022 <= said.year <= 2027):
        return False
    code = stream.choice(found)
    code.text = change(code.text)
    return True


@rule_fault("container-too-heavy", "R21", "W")
def container_too_heavy(paper: Paper, stream: Stream) -> bool:
    """Add forty tonnes to what is in the containers, for each of them."""
    boxes = paper.all(f"{_CONSIGNMENT}/d:TransportEquipment")
    masses = paper.all(
        f"{ITEMS}[d:Commodity/d:TransportEquipment]"
        "/d:Commodity/d:GoodsMeasure/d:GrossMassMeasure"
    )
    total = paper.one("d:TotalGrossMassMeasure")
    if not boxes or not masses:
        return False
    for element in (stream.choice(masses), total):
        if element is not None:
            whole, point, rest = element.text.partition(".")
            element.text = f"{int(whole) + 40_000 * len(boxes)}{point}{rest}"
    return True


@rule_fault("empty-words", "R29", "W")
def empty_words(paper: Paper, stream: Stream) -> bool:
    """Describe goods with words that say nothing."""
    return _described(paper, stream, stream.choice(_SAY_NOTHING))


_SAY_NOTHING: Final = (
    "Goods",
    "Spare parts",
    "Various articles as per invoice",
    "Mercancía según factura",
    "General cargo, said to contain samples",
)


@rule_fault("words-of-another-chapter", "R30", "W")
def words_of_another_chapter(paper: Paper, stream: Stream) -> bool:
    """Describe goods of any other chapter as if they came from the sea."""
    found = paper.one(f"{_HS}[not(starts-with(., '03') or starts-with(., '16'))]/../..")
    description = None if found is None else paper.one("d:Description", found)
    if description is None:
        return False
    description.text = stream.choice(
        ("Live spiny lobster and crab claws", "Langostino entero y cangrejo")
    )
    return True


def _described(paper: Paper, stream: Stream, text: str) -> bool:
    found = paper.all(f"{ITEMS}/d:Commodity/d:Description")
    if not found:
        return False
    stream.choice(found).text = text
    return True


@rule_fault("missing-supplementary-unit", "R31")
def missing_supplementary_unit(paper: Paper, stream: Stream) -> bool:
    """Leave the quantity out that the tariff asks for."""
    units = codelist("supplementary-units").codes
    found = [
        quantity
        for quantity in paper.all(
            f"self::*[{_ONES_OWN}]/{ITEMS}/d:Commodity/d:GoodsMeasure/d:TariffQuantity"
        )
        if units & _levels(paper.text("../../d:Classification/d:ID", quantity))
    ]
    if not found:
        return False
    remove(stream.choice(found))
    return True


def _levels(code: str) -> set[str]:
    return {code[:2], code[:4], code[:6]}


@rule_fault("missing-origin", "R33")
def missing_origin(paper: Paper, stream: Stream) -> bool:
    """Leave the origin of an import out."""
    found = paper.all(f"self::*[d:TypeCode = '929']/{ITEMS}/d:Origin")
    if not found:
        return False
    item = stream.choice(found).getparent()
    for origin in paper.all("d:Origin", item):
        remove(origin)
    return True


@rule_fault("missing-un-number", "R47")
def missing_un_number(paper: Paper, stream: Stream) -> bool:
    """Leave the UN number of dangerous goods out."""
    dangerous = codelist("dangerous-goods").codes
    found = [
        commodity
        for commodity in paper.all(f"{ITEMS}/d:Commodity[d:DangerousGoods]")
        if paper.text("d:Classification/d:ID", commodity)[:6] in dangerous
    ]
    if not found:
        return False
    for number in paper.all("d:DangerousGoods", stream.choice(found)):
        remove(number)
    return True


@rule_fault("un-number-in-words", "R47-words")
def un_number_in_words(paper: Paper, stream: Stream) -> bool:
    """Write a UN number into the description alone."""
    found = paper.all(
        f"{ITEMS}/d:Commodity[not(d:DangerousGoods)]/d:Description"
        "[string-length(.) < 400]"
    )
    if not found:
        return False
    description = stream.choice(found)
    description.text += f", UN {stream.between(1001, 3500)}"
    return True


@rule_fault("no-un-number", "R47-number")
def no_un_number(paper: Paper, stream: Stream) -> bool:
    """Cut a digit off a UN number."""
    found = paper.all(f"{ITEMS}/d:Commodity/d:DangerousGoods/d:UNDGID")
    if not found:
        return False
    number = stream.choice(found)
    number.text = number.text[: stream.between(1, 3)]
    return True


# --- dates ------------------------------------------------------------------------


@rule_fault("invoice-afterwards", "R54")
def invoice_afterwards(paper: Paper, stream: Stream) -> bool:
    """Date the invoice after the declaration."""
    invoice = paper.one(f"{_SHIPMENT}/d:Invoice/d:IssueDateTime/*")
    said = _moment(paper, "d:IssueDateTime")
    if invoice is None or said is None:
        return False
    invoice.text = (said + timedelta(days=stream.between(2, 60))).strftime(_DAY)
    return True


@rule_fault("accepted-before-issue", "R54-acceptance")
def accepted_before_issue(paper: Paper, stream: Stream) -> bool:
    """Accept a declaration before it was issued."""
    issued = paper.one("d:IssueDateTime")
    accepted = paper.one("d:AcceptanceDateTime")
    said = _moment(paper, "d:IssueDateTime")
    if issued is None or said is None:
        return False
    if accepted is None:
        accepted = deepcopy(issued)
        accepted.tag = issued.tag.replace("Issue", "Acceptance")
        paper.declaration.insert(0, accepted)
    early = said - timedelta(seconds=stream.between(1, 600))
    accepted[0].text = early.strftime(_MOMENT)
    return True


@rule_fault("exit-beforehand", "R54-exit")
def exit_beforehand(paper: Paper, stream: Stream) -> bool:
    """Let goods leave before they are declared."""
    left = paper.one(f"self::*[d:TypeCode = '830']/{_SHIPMENT}/d:ExitDateTime/*")
    said = _moment(paper)
    if left is None or said is None:
        return False
    left.text = (said - timedelta(hours=stream.between(1, 200))).strftime(_MOMENT)
    return True


@rule_fault("arrival-before-exit", "R54-arrival")
def arrival_before_exit(paper: Paper, stream: Stream) -> bool:
    """Let goods arrive before they have left."""
    left = paper.one(f"{_SHIPMENT}/d:ExitDateTime/*")
    due = paper.one(f"{_CONSIGNMENT}/d:UnloadingLocation/d:ArrivalDateTime/*")
    if left is None or due is None:
        return False
    moment = datetime.strptime(left.text, _MOMENT).replace(tzinfo=UTC)
    due.text = (moment - timedelta(hours=stream.between(1, 200))).strftime(_MOMENT)
    return True


@rule_fault("declared-too-early", "R55")
def declared_too_early(paper: Paper, stream: Stream) -> bool:
    """Expect the goods in more than thirty days."""
    return _due(paper, stream.between(31, 90))


@rule_fault("declared-too-late", "R55-late", "W")
def declared_too_late(paper: Paper, stream: Stream) -> bool:
    """Declare goods that arrived more than fifteen days ago."""
    left = paper.one(f"{_SHIPMENT}/d:ExitDateTime")
    if left is not None:
        remove(left)
    return _due(paper, -stream.between(16, 90))


def _due(paper: Paper, days: int) -> bool:
    due = paper.one(
        f"self::*[d:TypeCode = '929']/{_CONSIGNMENT}/d:UnloadingLocation"
        "/d:ArrivalDateTime/*"
    )
    said = _moment(paper, "d:IssueDateTime")
    if due is None or said is None:
        return False
    due.text = (said + timedelta(days=days)).strftime(_MOMENT)
    return True


def _moment(
    paper: Paper, path: str = "d:AcceptanceDateTime | d:IssueDateTime"
) -> datetime | None:
    """Return when the declaration was accepted, or else issued."""
    found = paper.one(path)
    if found is None:
        return None
    return datetime.strptime(found[0].text, _MOMENT).replace(tzinfo=UTC)
