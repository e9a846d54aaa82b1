"""More bad acknowledgements and payment notices."""

from samples.answers import EXPORT_MESSAGE
from samples.fault import codes, of, xsd

ack = of("acknowledgement", "ack")
nack = of("acknowledgement", "nack")
paid = of("payment", "full")

BAD = (
    ack(
        "xsd-which-message",
        (
            f"    <ReferencedMessageID>{EXPORT_MESSAGE}</ReferencedMessageID>\n",
            "",
        ),
        finds=xsd("XSD-element", "<StatusCode>"),
    ),
    ack(
        "xsd-local-time",
        (
            "20260406233100Z</ds:DateTimeString></IssueDateTime>",
            "20260406233100-05</ds:DateTimeString></IssueDateTime>",
        ),
        finds=xsd("XSD-pattern", "<IssueDateTime>"),
    ),
    nack(
        "xsd-blank-description",
        ("FunctionCode is missing before FunctionalReferenceID.", " "),
        finds=xsd("XSD-pattern", "<Description>"),
    ),
    paid(
        "xsd-no-currency",
        ('<PaymentAmount currencyID="USD">', "<PaymentAmount>"),
        finds=xsd("XSD-attribute", "<PaymentAmount>"),
    ),
    paid(
        "xsd-negative-amount",
        (">5170.34<", ">-5170.34<"),
        finds=xsd("XSD-minInclusive", "<PaymentAmount"),
    ),
    paid(
        "cl-function-1225",
        ("<FunctionCode>9<", "<FunctionCode>99<"),
        finds=codes("function-1225", "<FunctionCode>"),
    ),
)
