"""What one customs knows of authorised operators: its own, and those of its partners.

The own ones are granted before the run begins. Of all others it knows what partners
have told, and when it was last told.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from swsim.domain.members import member
from swsim.domain.operators import Standing, granted_by
from swsim.simulation.contract import company
from swsim.simulation.site import Site


class Fault(StrEnum):
    """Why a benefit is denied to whoever cites a number."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    OTHER_COMPANY = "other-company"
    NO_ARRANGEMENT = "no-arrangement"
    NO_ANSWER = "no-answer"


_FAULTS: Mapping[Standing, Fault] = {
    Standing.SUSPENDED: Fault.SUSPENDED,
    Standing.REVOKED: Fault.REVOKED,
    Standing.EXPIRED: Fault.EXPIRED,
    Standing.UNKNOWN: Fault.UNKNOWN,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One authorisation; times are seconds of the run.

    `effective` is since when it stands as it does, `confirmed` when that was last
    heard. `until` is None where there is no end.
    """

    id: str
    holder: str = ""
    name: str = ""
    type: str = ""
    since: int = 0
    until: int | None = None
    standing: Standing = Standing.VALID
    effective: int = 0
    confirmed: int = 0

    def stands(self, now: int) -> Standing:
        """Return the state at a second, the validity counted in."""
        valid = self.since <= now and (self.until is None or now <= self.until)
        if self.standing is Standing.VALID and not valid:
            return Standing.EXPIRED
        return self.standing


class Operators:
    """The authorised operators that one customs knows, by the number that is cited."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._entries = {entry.id: entry for entry in _own(site)}
        self._by_holder = {entry.holder: entry.id for entry in self._entries.values()}

    def find(self, id: str) -> Entry | None:
        """Return what is known of a number, None where nothing is."""
        return self._entries.get(id)

    def own(self) -> tuple[Entry, ...]:
        """Return what this administration has granted itself, by number."""
        return tuple(self._entries[id] for id in sorted(self._by_holder.values()))

    def of_company(self, holder: str) -> Entry | None:
        """Return what this administration has granted to a company."""
        id = self._by_holder.get(holder)
        return None if id is None else self._entries[id]

    def take(self, entry: Entry) -> bool:
        """Take up what was decided or told; False where something later is known.

        What does not say who the holder is tells of a new state alone.
        """
        known = self._entries.get(entry.id)
        if known is not None and known.effective > entry.effective:
            return False
        if known is not None and not entry.holder:
            entry = replace(known, standing=entry.standing, effective=entry.effective)
        self._entries[entry.id] = replace(entry, confirmed=self._site.now)
        return True

    def is_fresh(self, id: str, age: int) -> bool:
        """Tell whether a number was heard of within so many seconds."""
        known = self._entries.get(id)
        return known is not None and self._site.now - known.confirmed <= age

    def judged(self, id: str) -> bool:
        """Tell whether a benefit for this number is in question under the policy."""
        policy, home = self._site.policy, granted_by(id)
        own = home == self._site.member
        return policy.authorised_traders if own else policy.mutual_recognition

    def fault(self, id: str, parties: Collection[str]) -> Fault | None:
        """Return what speaks against a benefit for these parties, None if nothing."""
        home = granted_by(id)
        if home not in (self._site.member, *self._site.settings.partners):
            return Fault.NO_ARRANGEMENT
        known = self._entries.get(id)
        if known is None:
            return Fault.UNKNOWN
        if known.holder and known.holder not in parties:
            return Fault.OTHER_COMPANY
        return _FAULTS.get(known.stands(self._site.now))

    def answer(self, facts: Mapping[str, str]) -> bool | None:
        """Return whether rule R57 holds; None where it cannot be said yet.

        Of a number that is not known a partner is still asked.
        """
        id = facts["aeo"]
        if not self.judged(id):
            return None
        found = self.fault(id, facts["parties"].split())
        asks = granted_by(id) != self._site.member
        if found is Fault.UNKNOWN and asks and self._site.policy.aeo_list == "events":
            return None
        return found is None


def _own(site: Site) -> list[Entry]:
    if site.settings.member is None:
        return []
    home = member(site.settings.member)
    entries = []
    for each in site.settings.authorised:
        holder = company(home, each.company)
        entries.append(
            Entry(
                id=each.id,
                holder=holder.id or "",
                name=holder.name or "",
                type=each.type,
                since=each.since,
                until=each.until,
                effective=each.since,
            )
        )
    return entries


def second_of(moment: datetime | None, site: Site) -> int | None:
    """Return a moment that a partner tells as a second of the run."""
    return None if moment is None else site.second(moment.astimezone(UTC))
