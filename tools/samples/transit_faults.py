"""Bad transit declarations that the schema or a code list refuses."""

from samples.fault import codes, of, xsd

isthmus = of("declaration", "transit-isthmus")
road = of("declaration", "transit-road")
bare = of("declaration", "bare-transit")

BAD = (
    isthmus(
        "xsd-access-code-too-long",
        ("<AccessCode>K7Q2<", "<AccessCode>K7Q2Z<"),
        finds=xsd("XSD-maxLength", "<AccessCode>"),
    ),
    isthmus(
        "xsd-guarantee-without-currency",
        ('<AmountAmount currencyID="USD">', "<AmountAmount>"),
        finds=xsd("XSD-attribute", "<AmountAmount>"),
    ),
    isthmus(
        "xsd-guarantee-in-wrong-order",
        ("      <SecurityDetailsCode>2</SecurityDetailsCode>\n", ""),
        (
            "</AccessCode>\n",
            "</AccessCode>\n      <SecurityDetailsCode>2</SecurityDetailsCode>\n",
        ),
        finds=xsd("XSD-element", "<SecurityDetailsCode>"),
    ),
    road(
        "xsd-arrival-as-day",
        (
            '<ArrivalDateTime><ds:DateTimeString formatCode="304">20260501160000Z<',
            '<ArrivalDateTime><ds:DateTimeString formatCode="102">20260501<',
        ),
        finds=(
            *xsd("XSD-enumeration", "<ArrivalDateTime>"),
            *xsd("XSD-pattern", "<ArrivalDateTime>"),
        ),
    ),
    bare(
        "xsd-two-offices-of-destination-bare",
        (
            "  <DestinationOffice>\n    <ID>PAMIT</ID>\n  </DestinationOffice>\n",
            2 * "  <DestinationOffice>\n    <ID>PAMIT</ID>\n  </DestinationOffice>\n",
        ),
        finds=xsd("XSD-element", "<DestinationOffice>", 2),
    ),
    road(
        "cl-countries-of-routing",
        ("<RoutingCountryCode>CR<", "<RoutingCountryCode>QQ<"),
        finds=codes("countries", "<RoutingCountryCode>QQ<"),
    ),
    isthmus(
        "cl-party-3035",
        ("<RoleCode>EX<", "<RoleCode>ZZ<"),
        finds=codes("party-3035", "<RoleCode>"),
        verdict="valid-partial",
    ),
    isthmus(
        "cl-document-name-1001-of-carriage",
        ("<TypeCode>720<", "<TypeCode>000<"),
        finds=codes("document-name-1001", "<TypeCode>000<"),
    ),
)
