"""Faults of the rule layer in all documents that are no declarations.

Each is one change of one element; a fault may break more rules than its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias, cast

from lxml import etree

from swsim.domain.streams import Stream
from swsim.material.operators import Mutant, Operator, add
from swsim.material.paper import remove
from swsim.material.specimen import Specimen, written

_Change: TypeAlias = Callable[[etree._Element], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fault:
    """`path` is below the document's root, with prefix d for its namespace."""

    name: str
    kind: str
    path: str
    change: _Change
    rule: str


def _to(text: str) -> _Change:
    def change(element: etree._Element) -> None:
        element.text = text

    return change


def _one_more(element: etree._Element) -> None:
    element.text = str(int(element.text or "0") + 1)


def _fault(kind: str, name: str, path: str, change: _Change, rule: str) -> _Fault:
    return _Fault(name=f"{kind}-{name}", kind=kind, path=path, change=change, rule=rule)


_FUNCTION: Final = "d:FunctionCode"
_FAULTS: Final = (
    _fault("aeo-event", "function", _FUNCTION, _to("15"), "AE01"),
    _fault("alert", "function", _FUNCTION, _to("15"), "AL01"),
    _fault("alert", "numbering", "d:Profile/d:SequenceNumeric", _one_more, "AL06"),
    _fault("alert-feedback", "function", _FUNCTION, _to("9"), "AL21"),
    _fault("assistance-reply", "function", _FUNCTION, _to("13"), "MA21"),
    _fault("assistance-reply", "no-ground", "d:RefusalGroundCode", remove, "MA23"),
    _fault("assistance-request", "function", _FUNCTION, _to("9"), "MA01"),
    _fault("assistance-request", "no-basis", "d:LegalBasis", remove, "MA03"),
    _fault("cargo-report", "type", "d:TypeCode", _to("380"), "CR01"),
    _fault("cargo-report", "count", "d:ConsignmentQuantity", _one_more, "CR03"),
    _fault("cargo-report", "packages", "d:TotalPackageQuantity", _one_more, "CR05"),
    _fault("certificate", "type", "d:TypeCode", _to("380"), "CE01"),
    _fault("enforcement-report", "function", _FUNCTION, _to("15"), "EN01"),
    _fault("enforcement-report", "numbering",
           "d:GovernmentAgencyGoodsItem/d:SequenceNumeric", _one_more, "EN10"),
    _fault("performance-report", "function", _FUNCTION, _to("15"), "PF01"),
    _fault("performance-report", "no-figures", "d:Figures/d:GreenQuantity", remove,
           "PF03"),
    _fault("performance-report", "channels", "d:Figures/d:RedQuantity", _one_more,
           "PF04"),
    _fault("transit-event", "no-moment", "d:EventDateTime", remove, "TE01"),
    _fault("transit-event", "no-office",
           "d:PresentationOffice[../d:TypeCode != 'INC']", remove, "TE03"),
)  # fmt: skip


def _apply(fault: _Fault, specimen: Specimen, stream: Stream) -> Mutant | None:
    namespace = etree.QName(specimen.payload).namespace or ""
    # A package of one's own may have a document of that name, and other rules.
    swsims = namespace.startswith("urn:swsim:datamodel:")
    if specimen.document.id != fault.kind or not swsims:
        return None
    copy = specimen.copy()
    payload = copy[specimen.place(specimen.payload)]
    found = cast(list[Any], payload.xpath(fault.path, namespaces={"d": namespace}))
    if not found or fault.rule in specimen.findings:
        return None
    fault.change(stream.choice(found))
    return Mutant(data=written(copy[0]), rule=fault.rule)


for _each in _FAULTS:
    add(
        Operator(
            name=_each.name,
            layer="rules",
            rule=_each.rule,
            apply=partial(_apply, _each),
        )
    )
