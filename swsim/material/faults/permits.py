"""Faults of the rule layer in declarations: permits, origin, procedures, transit.

Also in changes (function 4), and in transit declarations, which nobody generates: there
they fit documents of one's own. See `rules` and `mistakes` for the others.
"""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from lxml import etree

from swsim.domain.streams import Stream
from swsim.material.operators import Mutant, Operator, add
from swsim.material.paper import Paper, remove
from swsim.material.specimen import Specimen
from swsim.validation.permits import wanted

# Changes a declaration; False where it has not what could be changed.
_Fault: TypeAlias = Callable[[Paper, Stream], bool]

_TAG: Final = "{urn:swsim:datamodel:DEC:1}Declaration"
_ITEMS: Final = "d:GoodsShipment/d:GovernmentAgencyGoodsItem"
_ROUTE: Final = "d:GoodsShipment/d:Consignment/d:Itinerary/d:RoutingCountryCode"
_PROOFS: Final = (
    "d:AdditionalDocument[contains(' 861 862 865 ', concat(' ', d:TypeCode, ' '))]"
)
_ORIGINAL, _CHANGE = "9", "4"  # UN/EDIFACT 1225
_SOMETHING_ELSE: Final = "271"  # a packing list
_ISLAND: Final = "NZ"
# By declaration: a procedure that follows the customs warehouse.
_FROM_WAREHOUSE: Final = {"830": "3171", "929": "4071", "950": "8071"}


def _breaks(
    name: str, rule: str, function: str = _ORIGINAL, type: str = ""
) -> Callable[[_Fault], _Fault]:
    """Register a fault of declarations of a function, and a type where one is named."""

    def register(fault: _Fault) -> _Fault:
        def apply(specimen: Specimen, stream: Stream) -> Mutant | None:
            if specimen.document.tag != _TAG:
                return None
            paper = Paper(specimen)
            fits = paper.text("d:FunctionCode") == function
            if not fits or (type and paper.text("d:TypeCode") != type):
                return None
            return Mutant(data=paper.data, rule=rule) if fault(paper, stream) else None

        add(Operator(name=name, layer="rules", rule=rule, apply=apply))
        return fault

    return register


# --- permits ------------------------------------------------------------------------


def _lose_permit(name: str) -> _Fault:
    def fault(paper: Paper, stream: Stream) -> bool:
        """Cite a packing list instead of what the goods want."""
        found = list(_wanting(paper, name))
        if not found:
            return False
        item, codes = stream.choice(found)
        for start in (item, paper.declaration):
            for code in paper.all("d:AdditionalDocument/d:TypeCode", start):
                if code.text in codes:
                    code.text = _SOMETHING_ELSE
        return True

    return fault


def _wanting(paper: Paper, name: str) -> Iterator[tuple[etree._Element, list[str]]]:
    """Yield items that want a document of a list, and the documents that would do."""
    for item in paper.all(_ITEMS):
        codes = wanted(
            name,
            paper.text("d:Commodity/d:Classification/d:ID", item),
            paper.text("d:TypeCode"),
            paper.text("d:Commodity/d:Description", item),
        ).split()
        if codes:
            yield item, codes


for _rule, _list in (
    ("R40", "permits-veterinary"),
    ("R41", "permits-cites"),
    ("R42", "permits-strategic"),
    ("R43", "permits-health"),
    ("R44", "permits-environment"),
):
    _breaks(f"no-{_list.removeprefix('permits-')}-permit", _rule)(_lose_permit(_list))


# --- origin -------------------------------------------------------------------------


@_breaks("preference-without-proof", "R35")
def preference_without_proof(paper: Paper, stream: Stream) -> bool:
    """Claim a preference and cite no proof of origin."""
    bases = paper.all(f"{_ITEMS}/d:Commodity/d:DutyTaxFee/d:AdValoremTaxBaseAmount")
    if not bases:
        return False
    base = stream.choice(bases)
    regime = paper.one("d:DutyRegimeCode", base.getparent())
    if regime is None:
        regime = paper.put(base, "DutyRegimeCode")
    regime.text = stream.choice(("200", "300"))
    for proof in (*paper.all(_PROOFS), *paper.all(f"{_ITEMS}/{_PROOFS}")):
        remove(proof)
    return True


@_breaks("proof-after-export", "R37")
def proof_after_export(paper: Paper, stream: Stream) -> bool:
    """Date a proof of origin years after the export."""
    return _date_proof(paper, stream, later=3)


@_breaks("old-proof", "R37-old")
def old_proof(paper: Paper, stream: Stream) -> bool:
    """Cite a proof of origin of years ago."""
    return _date_proof(paper, stream, later=-3)


def _date_proof(paper: Paper, stream: Stream, later: int) -> bool:
    dates = paper.all(f"{_ITEMS}/{_PROOFS}[not(d:Name)]/d:EffectiveDateTime/*")
    own = paper.text("(d:AcceptanceDateTime | d:IssueDateTime)[1]/*")
    if not dates or not own:
        return False
    # A day that every year has.
    stream.choice(dates).text = f"{int(own[:4]) + later}{own[4:6]}01"
    return True


# --- procedures and changes -----------------------------------------------------------


@_breaks("illegal-procedure", "R60")
def illegal_procedure(paper: Paper, stream: Stream) -> bool:
    """Ask for a procedure after one that it cannot follow."""
    return _ask_for(stream.choice(("1053", "4010", "9900")), paper, stream)


@_breaks("procedure-out-of-nothing", "R60-previous")
def procedure_out_of_nothing(paper: Paper, stream: Stream) -> bool:
    """Take goods out of a warehouse without the declaration that put them there."""
    pair = _FROM_WAREHOUSE.get(paper.text("d:TypeCode"), "")
    for document in paper.all("d:GoodsShipment/d:PreviousDocument"):
        remove(document)
    return bool(pair) and _ask_for(pair, paper, stream)


def _ask_for(pair: str, paper: Paper, stream: Stream) -> bool:
    found = paper.all(f"{_ITEMS}/d:GovernmentProcedure[d:CurrentCode]")
    if not found:
        return False
    procedure = stream.choice(found)
    paper.one("d:CurrentCode", procedure).text = pair
    previous = paper.one("d:PreviousCode", procedure)
    if previous is not None:
        previous.text = pair[2:]
    return True


@_breaks("change-without-reason", "R61-reason", _CHANGE)
def change_without_reason(paper: Paper, stream: Stream) -> bool:
    """Change a declaration and do not say why."""
    return _take_out(paper, stream, "d:Amendment/d:ChangeReasonCode")


@_breaks("pointer-to-nothing", "R61-pointer", _CHANGE)
def pointer_to_nothing(paper: Paper, stream: Stream) -> bool:
    """Point at a class that no declaration has: 07B is the Response."""
    found = paper.all("d:Amendment/d:Pointer[d:TagID]/d:DocumentSectionCode")
    if not found:
        return False
    stream.choice(found).text = "07B"
    return True


# --- transit ------------------------------------------------------------------------


def _take_out(paper: Paper, stream: Stream, path: str) -> bool:
    found = paper.all(path)
    if not found:
        return False
    remove(stream.choice(found))
    return True


@_breaks("no-guarantee", "R58", type="950")
def no_guarantee(paper: Paper, stream: Stream) -> bool:
    """Name no guarantee."""
    guarantees = paper.all("d:ObligationGuarantee")
    for each in guarantees:
        remove(each)
    return bool(guarantees)


@_breaks("no-access-code", "R58-access", type="950")
def no_access_code(paper: Paper, stream: Stream) -> bool:
    """Use a guarantee without its access code."""
    path = "d:ObligationGuarantee[d:ReferenceID]/d:AccessCode"
    return _take_out(paper, stream, path)


@_breaks("no-transit-office", "R58-offices", type="950")
def no_transit_office(paper: Paper, stream: Stream) -> bool:
    """Leave out the office of a country on the way."""
    first = paper.text("d:DeclarationOfficeID")[:2]
    last = paper.text("d:DestinationOffice/d:ID")[:2]
    route = [each.text for each in paper.all(_ROUTE)]
    if first not in route or last not in route or first == last:
        return False
    between = route[route.index(first) + 1 : route.index(last)]
    country = next((each for each in between if each not in (first, last)), None)
    if country is None:
        return False
    for office in paper.all("d:TransitOffice"):
        if paper.text("d:ID", office).startswith(country):
            remove(office)
    return True


@_breaks("no-time-limit", "R59-limit", type="950")
def no_time_limit(paper: Paper, stream: Stream) -> bool:
    """Set no time limit."""
    limits = paper.all("d:AdditionalInformation/d:LimitDateTime")
    for each in limits:
        remove(each)
    return bool(limits)


@_breaks("no-seal-in-transit", "R59-seals", type="950")
def no_seal_in_transit(paper: Paper, stream: Stream) -> bool:
    """Leave a container unsealed."""
    path = (
        "d:GoodsShipment/d:Consignment/d:TransportEquipment[count(d:Seal) = 1]/d:Seal"
    )
    return _take_out(paper, stream, path)


@_breaks("route-over-the-sea", "R59-route", type="950")
def route_over_the_sea(paper: Paper, stream: Stream) -> bool:
    """Lead road or rail to an island."""
    route = paper.all(_ROUTE)
    by_land = paper.text("d:BorderTransportMeans/d:ModeCode") in ("2", "3")
    if not by_land or any(each.text == _ISLAND for each in route):
        return False
    first = paper.text("d:DeclarationOfficeID")[:2]
    last = paper.text("d:DestinationOffice/d:ID")[:2]
    if route[0].text != first or route[-1].text != last or len(route) < 3:
        return False
    stream.choice(route[1:-1]).text = _ISLAND
    return True
