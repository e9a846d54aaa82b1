"""Whether the validator finds in broken documents what was announced."""

from collections.abc import Iterable

from swsim.material.mutate import Broken
from swsim.validation.engine import Validator


def missed(documents: Iterable[Broken], validator: Validator) -> list[str]:
    """Return the broken documents in which something else was found."""
    return [
        f"{each.name} of {each.of}: {said}"
        for each in documents
        if (said := _unexpected(each, validator))
    ]


def _unexpected(broken: Broken, validator: Validator) -> str:
    result = validator.validate(broken.mutant.data)
    found = {(each.rule, each.layer) for each in result.findings}
    wanted = (broken.mutant.rule, broken.operator.layer)
    if wanted in found and result.verdict == broken.mutant.verdict:
        return ""
    return f"{wanted} {broken.mutant.verdict}, but {found} {result.verdict}"
