"""What a message means in the procedure, in plain words: what it is, and what is next.

For people who see one for the first time. A message of which swsim knows no more than
its document type is told by that.
"""

from dataclasses import dataclass

from swsim.domain.identifiers import site_of
from swsim.domain.offices import OFFICES
from swsim.reports.said import Said, read
from swsim.reports.tones import TONES
from swsim.reports.wording import Wording


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """What a message is, and what happens next; whole sentences."""

    what: str
    next: str


def meaning(
    xml: bytes, document: str, sender: str, recipient: str, lang: str = "en"
) -> Meaning:
    """Return what a message means that went from one participant to another."""
    say = Wording(lang)
    said = read(xml)
    facts = {
        "who": say.participant(sender),
        "whom": say.participant(recipient),
        "ref": said.reference if said else "",
        "leg": say(f"leg.{said.leg}") if said else "",
        "document": say.document(document),
        "amount": said.amount if said else "",
    }
    key = _key(said, sender, recipient)
    what, after = say(f"means.{key}", **facts), say(f"next.{key}", **facts)
    return Meaning(what=_sentence(what), next=_sentence(after))


def _key(said: Said | None, sender: str, recipient: str) -> str:
    """Return the key of the sentences: an answer means by its route what it does."""
    if said is None:
        return "other"
    if said.says not in TONES or said.says == "nack":
        return said.says
    if sender in OFFICES:
        return "report-judged"
    if site_of(sender) != site_of(recipient):
        return "confirm-release"
    return said.says if recipient.endswith("-trd") else f"inside.{said.says}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
