"""Makes valid documents by the number: which kinds there are, and their XML.

The same kind, seed and number give the same bytes, whatever else is made. Where files
lie is not known here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from types import MappingProxyType
from typing import Final

from swsim.documents.envelope import CommunicationMetaData, Envelope
from swsim.documents.writing import encode, encode_payload
from swsim.domain.identifiers import conversation_id, message_id
from swsim.domain.members import all_members
from swsim.errors import UsageError
from swsim.material.administrations import (
    make_aeo_event,
    make_assistance_reply,
    make_assistance_request,
)
from swsim.material.answers import make_acknowledgement, make_payment, make_response
from swsim.material.cargo import make_cargo_report, make_transit_event
from swsim.material.certificates import make_certificate
from swsim.material.declarations import make_export, make_import, make_transit
from swsim.material.draft import Draft, Maker, Order
from swsim.material.exercises import make_exercise
from swsim.material.intelligence import (
    make_alert,
    make_alert_feedback,
    make_enforcement_report,
)
from swsim.material.own import make_own
from swsim.material.performance import make_performance_report
from swsim.validation.engine import Validator
from swsim.validation.package import Package

_RUN: Final = "material"  # RunID of documents that belong to no run
_BARE: Final = 10  # one document in so many comes without an envelope


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """One document; `name` is that of its file, without a folder."""

    name: str
    data: bytes


MAKERS: Final[Mapping[str, Maker]] = MappingProxyType(
    {
        "acknowledgement": make_acknowledgement,
        "aeo-event": make_aeo_event,
        "alert": make_alert,
        "alert-feedback": make_alert_feedback,
        "assistance-reply": make_assistance_reply,
        "assistance-request": make_assistance_request,
        "cargo-report": make_cargo_report,
        "certificate": make_certificate,
        "enforcement-report": make_enforcement_report,
        "exercise": make_exercise,
        "export": make_export,
        "import": make_import,
        "payment": make_payment,
        "performance-report": make_performance_report,
        "response": make_response,
        "transit": make_transit,
        "transit-event": make_transit_event,
    }
)


def kinds(package: Package | None = None) -> tuple[str, ...]:
    """Return what can be generated, sorted: of swsim, or of a package."""
    return tuple(sorted(MAKERS if package is None else package.documents))


def generate(
    kind: str,
    count: int,
    seed: int,
    items: int | None = None,
    package: Package | None = None,
) -> Iterator[Made]:
    """Yield `count` valid documents of a kind; fewer are the beginning of more.

    `items` is how many goods items each has, where it has goods. With a `package` the
    kind is one of its document types, and the values are drawn from its schemas.
    """
    known = kinds(package)
    if kind not in known:
        raise _unknown(kind, known)
    make = _maker(kind, package)
    return (
        Made(
            name=f"{kind}-{number:05d}.xml",
            data=make(Order(seed=seed, number=number, items=items)),
        )
        for number in range(1, count + 1)
    )


def _maker(kind: str, package: Package | None) -> Callable[[Order], bytes]:
    if package is None:
        return partial(_written, MAKERS[kind])
    return partial(make_own, Validator(package), kind)


def _unknown(kind: str, known: Sequence[str]) -> UsageError:
    close = get_close_matches(kind, known, n=1)
    hint = f", did you mean {close[0]!r}?" if close else "."
    return UsageError(
        f"There is no document {kind!r} to generate{hint} Known: {', '.join(known)}."
    )


def _written(maker: Maker, order: Order) -> bytes:
    draft = maker(order)
    if order.number % _BARE == 0:
        return encode_payload(draft.payload) + b"\n"
    return encode(_enveloped(draft, order)) + b"\n"


def _country(sender: str) -> str | None:
    """Return the member a participant is of; regional offices are of none."""
    alpha2 = sender.partition("-")[0].upper()
    return alpha2 if any(each.alpha2 == alpha2 for each in all_members()) else None


def _enveloped(draft: Draft, order: Order) -> Envelope:
    return Envelope(
        communication=CommunicationMetaData(
            message_id=message_id(order.seed, draft.sender, order.number),
            conversation_id=conversation_id(order.seed, _RUN, str(order.number)),
            in_reply_to=draft.reply_to,
            run_id=_RUN,
            sender=draft.sender,
            recipient=draft.recipient,
            prepared=draft.at,
            link_sequence=order.number,
        ),
        payload=draft.payload,
        country=_country(draft.sender),
    )
