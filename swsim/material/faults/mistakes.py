"""Faults of the rule layer that traders make in a run as well, in declarations.

How a mistake is made is known to `swsim.simulation.mistakes`.
"""

from collections.abc import Callable
from dataclasses import replace

from swsim.documents.reading import decode, decode_payload
from swsim.documents.types.declaration import Declaration
from swsim.documents.writing import encode, encode_payload
from swsim.domain.codes import DocumentName
from swsim.domain.mistakes import MISTAKES, Mistake
from swsim.domain.streams import Stream
from swsim.material.operators import Mutant, Operator, add
from swsim.material.specimen import Specimen
from swsim.simulation.declarations import items_of, leg_of
from swsim.simulation.mistakes import MAKE


def _maker(mistake: Mistake) -> Callable[[Specimen, Stream], Mutant | None]:
    def apply(specimen: Specimen, stream: Stream) -> Mutant | None:
        declaration = _declaration(specimen)
        if declaration is None or not _fits(mistake, declaration):
            return None
        wrong = MAKE[mistake.id](declaration)
        if wrong == declaration:
            return None
        verdict = "invalid" if mistake.rejected else specimen.still_valid
        data = _written(specimen, wrong)
        return Mutant(data=data, rule=mistake.caught_by, verdict=verdict)

    return apply


def _declaration(specimen: Specimen) -> Declaration | None:
    """Return the declaration of a document of swsim, None where it is none."""
    if specimen.document.tag != _TAG:
        return None
    found = decode_payload(specimen.payload)
    assert isinstance(found, Declaration)
    return found if _is_whole(found) else None


def _is_whole(declaration: Declaration) -> bool:
    """Tell whether a declaration is as traders lodge them, with items and totals.

    In one that leaves these out, or in a transit, the same change may break nothing.
    """
    totals = (
        declaration.item_count,
        declaration.package_count,
        declaration.gross_mass,
        declaration.invoice_amount,
    )
    lodged = (DocumentName.EXPORT_DECLARATION, DocumentName.IMPORT_DECLARATION)
    return (
        declaration.type in lodged
        and None not in totals
        and bool(items_of(declaration))
    )


_TAG = "{urn:swsim:datamodel:DEC:1}Declaration"


def _fits(mistake: Mistake, declaration: Declaration) -> bool:
    shipment = declaration.shipment
    consignment = shipment.consignment if shipment else None
    boxes = bool(consignment and consignment.equipment)
    return not declaration.amendments and mistake.fits(
        leg=leg_of(declaration),
        containers=boxes,
        documents={
            each.type or "" for item in items_of(declaration) for each in item.documents
        },
    )


def _written(specimen: Specimen, declaration: Declaration) -> bytes:
    if specimen.payload is specimen.root:
        return encode_payload(declaration) + b"\n"
    return encode(replace(decode(specimen.root), payload=declaration)) + b"\n"


for _mistake in MISTAKES.values():
    if _mistake.caught_by.startswith("R"):
        add(
            Operator(
                name=_mistake.id,
                layer="rules",
                rule=_mistake.caught_by,
                apply=_maker(_mistake),
            )
        )
