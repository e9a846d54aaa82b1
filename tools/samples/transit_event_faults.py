"""Bad transit events."""

from samples.fault import codes, of, rule, xsd
from samples.transit_events import TRANSIT_MRN
from swsim.domain.identifiers import container_number

BOX = container_number(401)
OFFICE = "    <PresentationOffice>\n      <ID>{}</ID>\n    </PresentationOffice>\n"
MISSING = "<TypeCode>MIS</TypeCode>"

departure = of("transit-event", "departure")
entry = of("transit-event", "passage-entry")
moved = of("transit-event", "change-of-means")
arrival = of("transit-event", "late-arrival")
unloading = of("transit-event", "unloading")
control = of("transit-event", "control")
enquiry = of("transit-event", "enquiry")
bare = of("transit-event", "bare-passage-exit")


def moment(element: str, text: str) -> str:
    """Return an element with a point of time."""
    return (
        f'    <{element}><ds:DateTimeString formatCode="304">{text}'
        f"</ds:DateTimeString></{element}>\n"
    )


BAD = (
    # --- structure, formats and code lists
    bare(
        "xsd-missing-mrn-bare",
        (f"  <DeclarationID>{TRANSIT_MRN}</DeclarationID>\n", ""),
        finds=xsd("XSD-element", "<EventDateTime>"),
    ),
    entry(
        "xsd-seal-condition",
        ("<ConditionCode>41<", "<ConditionCode>42<"),
        finds=xsd("XSD-enumeration", "<ConditionCode>"),
    ),
    moved(
        "xsd-latitude-above-90",
        ("<LatitudeNumeric>9.21<", "<LatitudeNumeric>92.1<"),
        finds=xsd("XSD-maxInclusive", "<LatitudeNumeric>"),
    ),
    departure(
        "cl-transit-event",
        ("<TypeCode>DEP<", "<TypeCode>GO<"),
        finds=codes("transit-event", "<TypeCode>GO<"),
    ),
    unloading(
        "cl-discrepancy",
        (MISSING, "<TypeCode>XXX</TypeCode>"),
        finds=codes("discrepancy", "<TypeCode>XXX<"),
    ),
    moved(
        "cl-incident",
        ("<TypeCode>BRK<", "<TypeCode>BRO<"),
        finds=codes("incident", "<TypeCode>BRO<"),
    ),
    enquiry(
        "cl-function-1225",
        ("<FunctionCode>13<", "<FunctionCode>77<"),
        finds=codes("function-1225", "<FunctionCode>"),
    ),
    # --- rules
    control(
        "te01-event-without-moment",
        (moment("EventDateTime", "20260430100000Z"), ""),
        finds=rule("TE01", "<TypeCode>CTL<"),
    ),
    entry(
        "te02-told-before-it-happened",
        (">20260428114000Z<", ">20260428124000Z<"),
        finds=rule("TE02", "<EventDateTime>"),
    ),
    entry(
        "te03-passage-without-office",
        (OFFICE.format("PAONX"), ""),
        finds=rule("TE03", "<TypeCode>PEN<"),
    ),
    departure(
        "te04-limit-before-departure",
        (">20260429090000Z<", ">20260427090000Z<"),
        finds=rule("TE04", "<LimitDateTime>"),
    ),
    moved(
        "te05-incident-without-kind",
        ("      <TypeCode>BRK</TypeCode>\n", ""),
        ("      <TypeCode>TRB</TypeCode>\n", ""),
        finds=rule("TE05", "<TypeCode>INC<"),
    ),
    unloading(
        "te06-conform-with-discrepancies",
        ("<NameCode>2<", "<NameCode>1<"),
        finds=rule("TE06", "<NameCode>"),
    ),
    control(
        "te07-not-conform-without-discrepancy",
        ("<NameCode>1<", "<NameCode>2<"),
        finds=rule("TE07", "<NameCode>"),
    ),
    moved(
        "te08-moved-to-the-same-means",
        ("<ID>PRU0002<", "<ID>PRU0001<"),
        finds=rule("TE08", "<Incident>", 2),
    ),
    arrival(
        "te09-late-and-not-told",
        ("<TypeCode>LAT<", "<TypeCode>ROU<"),
        finds=rule("TE09", "<EventDateTime>"),
        verdict="valid",
    ),
    of("transit-event", "reservation")(
        "te10-guarantee-without-number",
        ("      <ReferenceID>26PAGUA0000000012</ReferenceID>\n", ""),
        finds=rule("TE10", "<TypeCode>GRS<"),
    ),
    unloading(
        "te11-discrepancy-sequence",
        (
            "<Discrepancy>\n      <SequenceNumeric>2<",
            "<Discrepancy>\n      <SequenceNumeric>3<",
        ),
        finds=rule("TE11", "<SequenceNumeric>3<"),
    ),
    unloading(
        "te12-found-as-declared",
        ('<FoundQuantity unitCode="C62">19<', '<FoundQuantity unitCode="C62">20<'),
        finds=rule("TE12", '<FoundQuantity unitCode="C62">'),
    ),
    entry(
        "te13-container-category",
        (BOX, "SWSX" + BOX[4:]),
        finds=rule("TE13", "<ID>SWSX"),
    ),
    entry(
        "te14-container-check-digit",
        (BOX, BOX[:-1] + str((int(BOX[-1]) + 1) % 10)),
        finds=rule("TE14", f"<ID>{BOX[:-1]}"),
    ),
    entry(
        "te15-broken-seal",
        ("        <ReplacementID>TRN000402</ReplacementID>\n", ""),
        finds=rule("TE15", "<ConditionCode>"),
    ),
)
