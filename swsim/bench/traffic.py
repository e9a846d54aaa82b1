"""Sites that write to each other and do nothing else, as a load for benches."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

from swsim.bench import papers
from swsim.documents.reading import decode_payload
from swsim.domain.events import Kind
from swsim.domain.identifiers import conversation_id, participant
from swsim.domain.members import all_members
from swsim.domain.profiles import profile_for
from swsim.domain.settings import SiteSettings, WorldSettings
from swsim.errors import RunError
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.site import Site
from swsim.validation.parse import parse
from swsim.validation.result import Finding

SITES: Final = 16
ROLES: Final = ("aga", "cus", "sw", "trd")
CLIENTS: Final = SITES * len(ROLES)
# Longer than all is sent: first everything goes out, then everything is delivered.
LATENCY: Final = 10_000_000
# Virtual seconds over which each participant spreads its documents.
_EVERY: Final = 2


class Correspondent(Participant):
    """Sends a number of declarations abroad; notes what comes, and answers nothing."""

    def __init__(self, site: Site, role: str, partner: str, letters: int) -> None:
        super().__init__(site, role)
        self._partner = partner
        self._letters = letters
        self._paper = _declaration()

    def start(self) -> None:
        """Send the first document in the second to come."""
        if self._letters:
            self.site.after(_EVERY, self._write)

    def _write(self) -> None:
        number = self._letters
        self._letters -= 1
        case = conversation_id(self.site.world.seed, self.id, str(number))
        self.send(self._partner, self._paper, case)
        if self._letters:
            self.site.after(_EVERY, self._write)

    def deliver(self, mail: Incoming) -> None:
        """Note that a message came, with the verdict on it."""
        self.site.record(
            self.id,
            Kind.RECEIVED,
            mail.conversation_id,
            message=mail.message_id,
            **{"from": mail.sender},
            document=mail.document_type,
            verdict=mail.result.verdict,
            findings=(),
        )


def correspondents(messages: int) -> tuple[WorldSettings, tuple[Site, ...]]:
    """Return sites that exchange `messages` declarations across borders.

    Each of the participants writes to the one of the same role at the next site.
    """
    world = _world()
    letters = [each for _, each in _letters(messages)]
    sites = []
    for at, settings in enumerate(world.sites):
        site = Site(settings, world)
        abroad = partial(participant, world.sites[(at + 1) % SITES].id)
        for number, role in enumerate(ROLES, at * len(ROLES)):
            Correspondent(site, role, abroad(role), letters[number]).start()
        sites.append(site)
    return world, tuple(sites)


def crossing(messages: int, part: int, of: int) -> int:
    """Return how many messages come to a part's sites from those of other parts."""
    return sum(
        letters
        for at, letters in _letters(messages)
        if (at + 1) % SITES % of == part and at % of != part
    )


def received(messages: int, part: int, of: int) -> int:
    """Return how many messages come to a part's sites, from wherever."""
    return sum(
        letters for at, letters in _letters(messages) if (at + 1) % SITES % of == part
    )


def _letters(messages: int) -> list[tuple[int, int]]:
    """Return for each participant the number of its site, and how many it sends."""
    share, rest = divmod(messages, CLIENTS)
    return [
        (number // len(ROLES), share + (number < rest)) for number in range(CLIENTS)
    ]


def partners() -> Sequence[tuple[str, str]]:
    """Return who writes to whom."""
    ids = [each.id for each in _world().sites]
    return [
        (participant(here, role), participant(ids[(at + 1) % SITES], role))
        for at, here in enumerate(ids)
        for role in ROLES
    ]


def _world() -> WorldSettings:
    members = sorted(all_members(), key=lambda each: each.alpha2)[:SITES]
    return WorldSettings(
        seed=1,
        start=datetime(2026, 4, 6, tzinfo=UTC),
        cross_border_latency=LATENCY,
        sites=tuple(
            SiteSettings(
                roles=ROLES,
                id=each.alpha2.lower(),
                member=each.alpha2,
                ports=each.ports,
                utc_offset_minutes=each.utc_offset_minutes,
                profile=profile_for(each),
            )
            for each in members
        ),
    )


def _declaration() -> object:
    root = parse(papers.small())
    if isinstance(root, Finding):
        raise RunError(f"The document of the bench is not well-formed: {root.rule}.")
    return decode_payload(root)
