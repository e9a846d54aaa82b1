"""Turns the deal behind a shipment into the one that its importer declares.

One function for each scheme of `swsim.domain.schemes` that changes the papers; a test
demands that all papers stay coherent, so that only a comparison or a control finds it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from swsim.domain.codes import Mode
from swsim.domain.goods import Good, goods
from swsim.domain.money import money
from swsim.domain.schemes import SchemeId
from swsim.simulation.contract import Contract, ContractItem

PARTS = 3  # in how many a split consignment is imported


def fits(scheme: SchemeId, good: Good) -> bool:
    """Return whether a scheme makes a difference with such goods."""
    if scheme == "misclassification":
        return _cheaper(good) is not good
    if scheme == "origin-relabelling":
        return len(good.origins) > 1
    return True


def declared(contract: Contract) -> Contract:
    """Return the deal as the importer declares it."""
    change = DECLARED.get(contract.order.scheme or "honest")
    return contract if change is None else change(contract)


def parts(contract: Contract) -> tuple[Contract, ...]:
    """Return a deal in the parts in which it is imported, mostly one."""
    if contract.order.scheme != "split":
        return (contract,)
    number = min(PARTS, *(item.packages for item in contract.items))
    return tuple(_part(contract, at, number) for at in range(number))


def _part(contract: Contract, at: int, number: int) -> Contract:
    items = tuple(_share(item, at, number) for item in contract.items)
    return replace(
        contract,
        items=items,
        freight=money(contract.freight.value / number, contract.currency),
        insurance=money(contract.insurance.value / number, contract.currency),
        part=at + 1 if number > 1 else None,
    )


def _share(item: ContractItem, at: int, number: int) -> ContractItem:
    """Return the packages from one cut to the next, with their mass and price."""

    def cut(whole: int) -> int:
        return whole * (at + 1) // number - whole * at // number

    packages = cut(item.packages)
    price = item.price.value * packages / item.packages
    return replace(
        item,
        packages=packages,
        net_mass=item.net_mass * packages // item.packages,
        gross_mass=item.gross_mass * packages // item.packages,
        price=money(price, item.price.currency),
    )


# --- what papers say --------------------------------------------------------------


def _priced(per_mille: int) -> Callable[[Contract], Contract]:
    def change(contract: Contract) -> Contract:
        return _with(
            contract,
            lambda item: replace(item, price=item.price.per_mille(per_mille)),
        )

    return change


def _with(
    contract: Contract, change: Callable[[ContractItem], ContractItem]
) -> Contract:
    return replace(contract, items=tuple(map(change, contract.items)))


def _two_thirds(contract: Contract) -> Contract:
    def change(item: ContractItem) -> ContractItem:
        packages = max(1, item.packages * 2 // 3)
        share = Decimal(packages) / item.packages
        return replace(
            item,
            packages=packages,
            net_mass=item.net_mass * packages // item.packages,
            gross_mass=item.gross_mass * packages // item.packages,
            price=money(item.price.value * share, item.price.currency),
        )

    return _with(contract, change)


def _classified(contract: Contract) -> Contract:
    return _with(contract, lambda item: replace(item, good=_cheaper(item.good)))


def _cheaper(right: Good) -> Good:
    """Return other goods of lower duty that want no papers; the same if there are none.

    They are counted as the right ones are, and nothing tells them from these but the
    heading: words and prices stay.
    """
    choice = [
        other
        for other in goods().values()
        if other.duty_per_mille < right.duty_per_mille
        and not (other.documents("import") or other.documents("export"))
        and other.undg is None
    ]
    if not choice:
        return right
    wrong = min(choice, key=lambda other: (other.duty_per_mille, other.hs6))
    return replace(
        right,
        hs6=wrong.hs6,
        duty_per_mille=wrong.duty_per_mille,
        supplementary_unit=wrong.supplementary_unit,
        units_per_package=wrong.units_per_package,
        agency_documents=wrong.agency_documents,
        licences=wrong.licences,
    )


def _relabelled(contract: Contract) -> Contract:
    def change(item: ContractItem) -> ContractItem:
        origins = item.good.origins_for(contract.order.origin)
        other = [each for each in origins if each != item.origin]
        return replace(item, origin=other[0]) if other else item

    return _with(contract, change)


def _carriage_paid(contract: Contract) -> Contract:
    # CIF is for ships alone, CIP for every mode.
    sea = contract.order.mode == Mode.SEA
    return replace(contract, terms="CIF" if sea else "CIP")


def _mistyped(contract: Contract) -> Contract:
    first, *others = contract.items
    typed = replace(first, net_mass=_swapped(first.net_mass))
    return replace(contract, items=(typed, *others))


def _swapped(mass: int) -> int:
    """Return a mass in grams with two digits of its kilograms swapped.

    Of the swaps that make it lighter by more than a twentieth the first is taken: what
    is above the gross mass would be refused. Where there is none, it loses a tenth.
    """
    kilograms = str(mass // 1000)
    for at in range(len(kilograms) - 1):
        one, other = kilograms[at], kilograms[at + 1]
        typed = int(kilograms[:at] + other + one + kilograms[at + 2 :]) * 1000
        if 0 < typed < mass * 19 // 20:
            return typed
    return mass * 9 // 10


# Schemes that change what the papers of an import say.
DECLARED: Mapping[SchemeId, Callable[[Contract], Contract]] = {
    "typo": _mistyped,
    "undervaluation": _priced(700),
    "overvaluation": _priced(1400),
    "misclassification": _classified,
    "origin-relabelling": _relabelled,
    "short-quantity": _two_thirds,
    "other-terms": _carriage_paid,
}
