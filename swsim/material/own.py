"""Makes valid documents of a schema package of one's own.

What the schema allows is drawn; what the package's rules refuse is mended as their
findings suggest, or drawn again, with less and less that could be left out.
"""

from typing import Final, cast

from lxml import etree

from swsim.domain.streams import Stream
from swsim.errors import UsageError
from swsim.material.draft import Order
from swsim.material.skeleton import build
from swsim.material.specimen import written
from swsim.validation.engine import Validator
from swsim.validation.result import Finding, ValidationResult

# How often what may be left out is there, per mille, try by try.
_TRIES: Final = (*[600] * 12, *[300] * 12, *[0] * 12)
_MENDINGS: Final = 5


def make_own(validator: Validator, kind: str, order: Order) -> bytes:
    """Return document `order.number` of a type of the validator's package.

    Raises UsageError where the rules refuse whatever is drawn.
    """
    document = validator.package.documents[kind]
    why = ""
    for attempt, optional in enumerate(_TRIES):
        stream = Stream(
            order.seed, "material", "own", kind, str(order.number), str(attempt)
        )
        try:
            root = build(document, stream, optional)
        except ValueError as error:
            why = str(error)
            continue
        data, result = _mended(root, validator)
        if result.is_valid and result.document == kind:
            return data
        why = _said(result)
    raise UsageError(
        f"No valid document {kind!r} could be made; of the last one was said: {why}."
        " Rules that tie values together cannot be met by chance: give them sw:expected"
        ' and sw:exact="yes", or write one document by hand and use swsim mutate.'
    )


def _mended(
    root: etree._Element, validator: Validator
) -> tuple[bytes, ValidationResult]:
    """Return a document with what findings suggest put in, as long as that helps."""
    data = written(root)
    result = validator.validate(data)
    for _ in range(_MENDINGS):
        errors = result.errors
        if not errors or not all(_mend(root, each) for each in errors):
            break
        data = written(root)
        result = validator.validate(data)
    return data, result


def _mend(root: etree._Element, finding: Finding) -> bool:
    """Put in what a finding suggests; False where it suggests nothing."""
    if finding.suggestion is None or finding.layer in ("parse", "identify"):
        return False
    path, _, attribute = finding.xpath.partition("/@")
    steps = (_step(step) for step in path.strip("/").split("/"))
    found = cast(list[etree._Element], root.xpath("/" + "/".join(steps)))
    if len(found) != 1:
        return False
    element = found[0]
    if attribute:
        element.set(attribute, finding.suggestion)
    else:
        element.text = finding.suggestion
    return True


def _step(step: str) -> str:
    """Return a step of a finding's path, which has no prefixes, as XPath."""
    name, bracket, number = step.partition("[")
    return f"*[local-name() = '{name}']{bracket}{number}"


def _said(result: ValidationResult) -> str:
    if not result.errors:
        return f"it is {result.verdict} as {result.document}"
    first = result.errors[0]
    return f"{first.rule} at {first.xpath}: {first.message().rstrip('.')}"
