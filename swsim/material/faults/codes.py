"""Faults of the code list layer: codes that look right and are in no list."""

from swsim.domain.streams import Stream
from swsim.material.facets import Facets
from swsim.material.operators import Mutant, operator
from swsim.material.specimen import Specimen, written
from swsim.material.spelling import near
from swsim.validation.codelists import Bound


@operator("unknown-code", "codelists")
def unknown_code(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Write a code that differs from a known one in one character.

    First a list is chosen and then a value, or most mutants would be about currencies.
    """
    lists = sorted({each.codelist for each in specimen.bound if each.value})
    if not lists:
        return None
    chosen = stream.choice(lists)
    bound = stream.choice([e for e in specimen.bound if e.codelist == chosen])
    wrong = _wrong(specimen, bound, stream)
    if wrong is None:
        return None
    copy = specimen.copy()
    element = copy[specimen.place(bound.element)]
    if bound.attribute is None:
        element.text = wrong
    else:
        element.set(bound.attribute, wrong)
    # Of a list that is a part of its standard nobody can say that a code is wrong.
    subset = specimen.document.codes(chosen).is_subset
    return Mutant(
        data=written(copy[0]),
        rule=f"CL-{chosen}",
        verdict=specimen.still_valid if subset else "invalid",
    )


def _wrong(specimen: Specimen, bound: Bound, stream: Stream) -> str | None:
    """Return a code that the schema allows and the list does not have."""
    facets = _facets(specimen, bound)
    holds = specimen.document.bindings.holds
    return next(
        (
            each
            for each in near(bound.value, stream)
            if not holds(bound.codelist, each)
            and (facets is None or facets.is_valid(each))
        ),
        None,
    )


def _facets(specimen: Specimen, bound: Bound) -> Facets | None:
    place = specimen.place(bound.element)
    return next(
        (
            each.facets
            for each in specimen.values
            if each.place == place and each.attribute == bound.attribute
        ),
        None,
    )
