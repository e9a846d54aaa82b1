"""The targeting list of a customs administration: rules adopted, withdrawn, expired.

Rules change while declarations wait; what is looked for in one is read off it once, so
that a rule of tomorrow can be held against it. Of R62 the validator asks a part only:
rules that look at one trait alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from swsim.documents.types.declaration import (
    Declaration,
    LoadingLocation,
    TransportMeans,
)
from swsim.domain.targeting import TargetingRule, Trait, Traits
from swsim.simulation.declarations import headings_of, items_of


class Targeting:
    """Rules by their id, each in its last version."""

    def __init__(self, rules: Iterable[TargetingRule] = ()) -> None:
        self._rules = {rule.id: rule for rule in rules}

    def adopt(self, rule: TargetingRule) -> TargetingRule:
        """Take a rule on, and return it with its version: one above what was there."""
        before = self._rules.get(rule.id)
        if before is not None:
            rule = replace(rule, version=before.version + 1)
        self._rules[rule.id] = rule
        return rule

    def withdraw(self, id: str, now: int) -> TargetingRule | None:
        """End a rule before second `now`; return it, None where none is in force."""
        rule = self._rules.get(id)
        if rule is None or not rule.holds_at(now):
            return None
        self._rules[id] = replace(rule, until=now - 1)
        return rule

    def in_force(self, now: int) -> Iterator[TargetingRule]:
        """Yield the rules of a second, in the order of adoption."""
        return (rule for rule in self._rules.values() if rule.holds_at(now))

    def hits(self, traits: Traits, now: int) -> Iterator[TargetingRule]:
        """Yield the rules of a second that a declaration with these traits fits."""
        return (rule for rule in self.in_force(now) if rule.fits(traits))

    def names(self, trait: Trait, value: str, now: int) -> bool:
        """Tell whether a rule of a second looks for this value alone (rule R62)."""
        return any(
            tuple(rule.traits) == (trait,) and rule.fits({trait: (value,)})
            for rule in self.in_force(now)
        )

    def __bool__(self) -> bool:
        return bool(self._rules)


def traits_of(declaration: Declaration) -> Traits:
    """Return what targeting rules can look at in a declaration."""
    found: dict[Trait, tuple[str, ...]] = {
        "party": _parties(declaration),
        "means": _id_of(declaration.border_means),
        "heading": tuple(
            heading for item in items_of(declaration) for heading in headings_of(item)
        ),
        "origin": tuple(
            origin.country or ""
            for item in items_of(declaration)
            for origin in item.origins
        ),
        "package": tuple(
            package.type or ""
            for item in items_of(declaration)
            for package in item.packaging
        ),
    }
    shipment = declaration.shipment
    if shipment is None:
        return found
    if shipment.export_country and shipment.destination:
        there, here = shipment.export_country.id, shipment.destination.country
        found["route"] = (f"{there}-{here}",)
    consignment = shipment.consignment
    if consignment is not None:
        found["container"] = tuple(each.id or "" for each in consignment.equipment)
        found["loading"] = _id_of(consignment.loading)
    return found


def _parties(declaration: Declaration) -> tuple[str, ...]:
    shipment = declaration.shipment
    named = (
        declaration.declarant,
        declaration.exporter,
        shipment and shipment.importer,
        shipment and shipment.consignee,
        shipment and shipment.consignor,
    )
    return tuple(dict.fromkeys(party.id for party in named if party and party.id))


def _id_of(what: TransportMeans | LoadingLocation | None) -> tuple[str, ...]:
    return (what.id,) if what and what.id else ()
