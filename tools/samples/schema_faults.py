"""Bad samples that are refused before any rule: XML, schema and code lists."""

from samples.fault import Edit, Expected, codes, of, xml, xsd

PATTERN, TOO_LONG, ELEMENT = "XSD-pattern", "XSD-maxLength", "XSD-element"
ENUMERATION, ATTRIBUTE = "XSD-enumeration", "XSD-attribute"

FUNCTION = "    <FunctionCode>9</FunctionCode>\n"
INVOICE = '<InvoiceAmount currencyID="USD">48000.00<'
MASS = '<TotalGrossMassMeasure unitCode="KGM">9200<'
EXIT = '<ds:DateTimeString formatCode="304">20260409180000Z<'
LONG = "Crawler mini excavators " + "with a fully revolving cabin " * 18
DEC = "urn:swsim:datamodel:DEC:1"

export = of("declaration", "export-830")
imports = of("declaration", "import-929")
bare = of("declaration", "bare-export")

DECLARATIONS = (
    # --- not readable, or no document of swsim
    export(
        "xml-truncated",
        ("  </Declaration>\n</md:MetaData>\n", "  </Declaration>"),
        finds=xml("XML-truncated", "</Declaration>"),
    ),
    export(
        "xml-doctype",
        ("<md:MetaData ", "<!DOCTYPE MetaData>\n<md:MetaData "),
        finds=xml("XML-doctype", "<!DOCTYPE"),
    ),
    export(
        "id-unknown-namespace",
        (DEC, "urn:example:datamodel:DEC:1"),
        finds=(Expected(rule="ID-payload", layer="identify", at="<Declaration "),),
    ),
    # --- structure
    export(
        "xsd-wrong-order",
        (FUNCTION, ""),
        ("</FunctionalReferenceID>\n", "</FunctionalReferenceID>\n" + FUNCTION),
        finds=xsd(ELEMENT, "<FunctionalReferenceID>"),
    ),
    export(
        "xsd-unknown-element",
        ("</Description>\n", "</Description>\n            <Colour>yellow</Colour>\n"),
        finds=xsd(ELEMENT, "<Colour>"),
    ),
    export(
        "xsd-missing-function-code",
        (FUNCTION, ""),
        finds=xsd(ELEMENT, "<FunctionalReferenceID>"),
    ),
    bare(
        "xsd-missing-reference-bare",
        ("  <FunctionalReferenceID>JPCB-2026-000001</FunctionalReferenceID>\n", ""),
        finds=xsd(ELEMENT, "<IssueDateTime>"),
    ),
    export(
        "xsd-missing-item-sequence",
        (
            "<GovernmentAgencyGoodsItem>\n        <SequenceNumeric>1</SequenceNumeric>",
            "<GovernmentAgencyGoodsItem>",
        ),
        finds=xsd(ELEMENT, "<StatisticalValueAmount"),
    ),
    export(
        "xsd-missing-sender",
        ("    <md:SenderID>jp-trd</md:SenderID>\n", ""),
        finds=xsd(ELEMENT, "<md:RecipientID>"),
    ),
    # --- formats
    export(
        "xsd-description-too-long",
        ("Crawler mini excavators with a fully revolving cabin, new", LONG),
        finds=xsd(TOO_LONG, "<Description>"),
    ),
    export(
        "xsd-month-13",
        (EXIT, EXIT.replace("202604", "202613")),
        finds=xsd(PATTERN, "<ExitDateTime>"),
    ),
    export(
        "xsd-30-february",
        (EXIT, EXIT.replace("20260409", "20260230")),
        finds=xsd(PATTERN, "<ExitDateTime>"),
    ),
    export(
        "xsd-time-without-zone",
        (EXIT, EXIT.replace("Z<", "<")),
        finds=xsd(PATTERN, "<ExitDateTime>"),
    ),
    export(
        "xsd-format-code",
        (EXIT, EXIT.replace("304", "102")),
        finds=xsd(ENUMERATION, "<ExitDateTime>"),
    ),
    export(
        "xsd-comma-in-number",
        (INVOICE, INVOICE.replace(".", ",")),
        finds=xsd("XSD-type", "<InvoiceAmount"),
    ),
    export(
        "xsd-negative-amount",
        (INVOICE, INVOICE.replace(">48", ">-48")),
        finds=xsd("XSD-minInclusive", "<InvoiceAmount"),
    ),
    export(
        "xsd-missing-currency",
        (INVOICE, "<InvoiceAmount>48000.00<"),
        finds=xsd(ATTRIBUTE, "<InvoiceAmount"),
    ),
    export(
        "xsd-mass-in-tonnes",
        (MASS, '<TotalGrossMassMeasure unitCode="TNE">9.2<'),
        finds=xsd(ENUMERATION, "<TotalGrossMassMeasure"),
    ),
    export(
        "xsd-mass-too-fine",
        (MASS, MASS.replace("9200", "9200.0001")),
        finds=xsd("XSD-fractionDigits", "<TotalGrossMassMeasure"),
    ),
    export(
        "xsd-blank-name",
        ("<Name>Practice Customs Brokers K.K.</Name>", "<Name> </Name>"),
        finds=xsd(PATTERN, "<Name> </Name>"),
    ),
    export(
        "xsd-padded-code",
        ("<FunctionCode>9<", "<FunctionCode> 9<"),
        finds=xsd(PATTERN, "<FunctionCode>"),
    ),
    export(
        "xsd-lower-case-country",
        (
            "<CountryCode>JP</CountryCode>\n        <Line>4",
            "<CountryCode>jp</CountryCode>\n        <Line>4",
        ),
        finds=xsd(PATTERN, "<CountryCode>jp"),
    ),
    export(
        "xsd-message-id",
        ("<md:MessageID>", "<md:MessageID>M-"),
        finds=xsd(PATTERN, "<md:MessageID>"),
    ),
    # --- code lists
    export(
        "cl-function-1225",
        ("<FunctionCode>9<", "<FunctionCode>77<"),
        finds=codes("function-1225", "<FunctionCode>"),
    ),
    export(
        "cl-declaration-type",
        ("<TypeCode>830<", "<TypeCode>380<"),
        finds=codes("declaration-type", "<TypeCode>380<"),
    ),
    export(
        "cl-countries",
        ("<RegistrationNationalityCode>PA<", "<RegistrationNationalityCode>XX<"),
        finds=codes("countries", "<RegistrationNationalityCode>"),
    ),
    # A rule of Incoterms 2000 that Incoterms 2020 no longer has.
    export(
        "cl-incoterms-2020",
        ("<ConditionCode>FOB<", "<ConditionCode>DDU<"),
        finds=codes("incoterms-2020", "<ConditionCode>"),
    ),
    # NMB has been withdrawn from Recommendation 20; C62, H87 or NAR say the same.
    export(
        "cl-unit-rec20",
        ('unitCode="H87"', 'unitCode="NMB"'),
        finds=codes("unit-rec20", "<TariffQuantity"),
    ),
    export(
        "cl-package-rec21",
        ("<TypeCode>CR<", "<TypeCode>QX<"),
        finds=codes("package-rec21", "<TypeCode>QX<"),
    ),
    imports(
        "cl-charge-type-5025",
        Edit(old="<ChargesTypeCode>67<", new="<ChargesTypeCode>999<", times=2),
        finds=(
            *codes("charge-type-5025", "<ChargesTypeCode>999<", 1),
            *codes("charge-type-5025", "<ChargesTypeCode>999<", 2),
        ),
        verdict="valid-partial",
    ),
)

rejected = of("response", "rejected")
accepted = of("response", "accepted")
tax = of("response", "tax")

RESPONSES = (
    accepted(
        "xsd-missing-function-code",
        ("    <FunctionCode>11</FunctionCode>\n", ""),
        finds=xsd(ELEMENT, "<FunctionalReferenceID>JPCUS"),
    ),
    accepted(
        "xsd-unknown-element",
        ("    <Status>\n", "    <Channel>green</Channel>\n    <Status>\n"),
        finds=xsd(ELEMENT, "<Channel>"),
    ),
    of("response", "bare-released")(
        "xsd-missing-declaration-bare",
        (
            "  <Declaration>\n"
            "    <FunctionalReferenceID>PACB-2026-000001</FunctionalReferenceID>\n"
            "    <ID>26PA00000000000012</ID>\n"
            "    <VersionID>1</VersionID>\n"
            "  </Declaration>\n",
            "",
        ),
        finds=xsd(ELEMENT, "<Response "),
    ),
    rejected(
        "xsd-tag-too-long",
        ("<TagID>228<", "<TagID>42A/228<"),
        finds=xsd(TOO_LONG, "<TagID>42A/228<"),
    ),
    rejected(
        "xsd-pointer-from-zero",
        ("<SequenceNumeric>1<", "<SequenceNumeric>0<"),
        finds=xsd("XSD-minInclusive", "<SequenceNumeric>"),
    ),
    rejected(
        "xsd-date-only",
        (
            '<RejectionDateTime><ds:DateTimeString formatCode="304">20260420141000Z<',
            '<RejectionDateTime><ds:DateTimeString formatCode="304">20260420<',
        ),
        finds=xsd(PATTERN, "<RejectionDateTime>"),
    ),
    accepted(
        "cl-function-1225",
        ("<FunctionCode>11<", "<FunctionCode>99<"),
        finds=codes("function-1225", "<FunctionCode>"),
    ),
    accepted(
        "cl-processing-7365",
        ("<NameCode>1<", "<NameCode>39<"),
        finds=codes("processing-7365", "<NameCode>"),
        verdict="valid",
    ),
    tax(
        "cl-duty-type-5153",
        ("<TypeCode>VAT<", "<TypeCode>IVA<"),
        finds=codes("duty-type-5153", "<TypeCode>IVA<"),
    ),
    tax(
        "cl-currencies",
        (
            '<PaymentAmount currencyID="USD">',
            '<PaymentAmount currencyID="USX">',
        ),
        finds=codes("currencies", "<PaymentAmount"),
    ),
)

ack = of("acknowledgement", "ack")

ACKNOWLEDGEMENTS = (
    ack(
        "xsd-status-code",
        ("<StatusCode>ACK<", "<StatusCode>MAYBE<"),
        finds=xsd(ENUMERATION, "<StatusCode>"),
    ),
    ack(
        "xsd-missing-status",
        ("    <StatusCode>ACK</StatusCode>\n", ""),
        finds=xsd(ELEMENT, "<Acknowledgement "),
    ),
    of("acknowledgement", "nack")(
        "xsd-error-before-status",
        ("    <StatusCode>NACK</StatusCode>\n", ""),
        ("    </Error>\n", "    </Error>\n    <StatusCode>NACK</StatusCode>\n"),
        finds=xsd(ELEMENT, "<Error>"),
    ),
    ack(
        "xsd-recipient-with-dot",
        ("<md:RecipientID>jp-trd<", "<md:RecipientID>trd.jp<"),
        finds=xsd(PATTERN, "<md:RecipientID>"),
    ),
)

paid = of("payment", "full")

PAYMENTS = (
    of("payment", "minimal")(
        "xsd-missing-payment",
        (
            "    <Payment>\n"
            '      <PaymentAmount currencyID="USD">5170.34</PaymentAmount>\n'
            "    </Payment>\n",
            "",
        ),
        finds=xsd(ELEMENT, "<PaymentNotice "),
    ),
    of("payment", "bare")(
        "xsd-missing-mrn-bare",
        ("  <DeclarationID>26PA00000000000012</DeclarationID>\n", ""),
        finds=xsd(ELEMENT, "<IssueDateTime>"),
    ),
    paid(
        "xsd-too-many-decimals",
        (">5170.34<", ">5170.3412<"),
        finds=xsd("XSD-fractionDigits", "<PaymentAmount"),
    ),
    paid(
        "cl-document-name-1001",
        ("<TypeCode>917<", "<TypeCode>000<"),
        finds=codes("document-name-1001", "<TypeCode>000<"),
    ),
    paid(
        "cl-currencies",
        ('currencyID="USD"', 'currencyID="USX"'),
        finds=codes("currencies", "<PaymentAmount"),
    ),
)

BAD = (*DECLARATIONS, *RESPONSES, *ACKNOWLEDGEMENTS, *PAYMENTS)
