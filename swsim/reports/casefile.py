"""One case as a whole: every message, finding, wait and decision of all its parties.

What only officers may know is not told: findings are those that an answer names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from swsim.domain.events import Event, Kind
from swsim.errors import UsageError
from swsim.ledger.records import StoredMessage
from swsim.ledger.store import Ledger
from swsim.reports.facts import text
from swsim.reports.line import Line
from swsim.reports.said import read
from swsim.reports.story import Storyteller
from swsim.reports.study import table_of
from swsim.reports.wording import Wording
from swsim.trs.bottleneck import bottleneck
from swsim.trs.words import agency_name, desk_name, paragraph

What = Literal["message", "wait", "decision"]

# Where a number is looked for first: an answer names the MRN, a declaration the rest.
_FIRST = ("declaration", "response")
_MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A rule that an answer names, and what it says; English, as answers are."""

    rule: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing that happened: a message, a wait that ended, or a decision.

    `line` says it in words. `message` and `document` are those of a message, `findings`
    what it names; `seconds` is how long a wait took.
    """

    what: What
    line: Line
    message: str = ""
    document: str = ""
    findings: tuple[Finding, ...] = ()
    seconds: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFile:
    """All of a case, told in the language of `say`.

    `finding` says in words where its time went, empty where nothing was released.
    """

    id: str
    say: Wording
    title: str
    references: tuple[str, ...]
    parties: tuple[str, ...]
    entries: tuple[Entry, ...]
    messages: tuple[StoredMessage, ...]
    finding: str


def find_case(ledger: Ledger, id_: str) -> str:
    """Return the conversation id of the case that a number names.

    It is an MRN, UCR, LRN, or the conversation id itself. Raises UsageError where no
    message of the run names it, or several cases do.
    """
    if next(ledger.messages(id_), None) is not None:
        return id_
    others = [each for each in ledger.documents() if each not in _FIRST]
    for document in (*_FIRST, *others):
        if document not in ledger.documents():
            continue
        found = ledger.cases_naming(id_, document)
        if len(found) > 1:
            some = ", ".join(found[:_MOST_NAMED])
            raise UsageError(
                f"{id_}: {len(found)} cases name it; ask for one by its conversation"
                f" id: {some}{', ...' if len(found) > _MOST_NAMED else ''}"
            )
        if found:
            return found[0]
    raise UsageError(
        f"{id_}: no message of this run names it; give an MRN, UCR or LRN as it stands"
        " in a message, or a conversation id"
    )


def case_file(ledger: Ledger, id_: str, lang: str = "en") -> CaseFile:
    """Return all of the case that a number names; raises as `find_case` does."""
    header = ledger.header()
    start = datetime.fromisoformat(header["start"])
    case = find_case(ledger, id_)
    messages = tuple(ledger.messages(case))
    telling = _Telling(messages, lang, start)
    entries = tuple(
        entry for event in ledger.events(case=case) for entry in telling.entries(event)
    )
    found = bottleneck(table_of(ledger, start, case))
    parties = dict.fromkeys(
        each for message in messages for each in (message.sender, message.recipient)
    )
    return CaseFile(
        id=case,
        say=telling.say,
        title=header.get(f"scenario_title_{lang}") or header.get("scenario", "swsim"),
        references=telling.references,
        parties=tuple(parties),
        entries=entries,
        messages=messages,
        finding=paragraph(found, lang) if found.worst else "",
    )


class _Telling:
    """Tells the events of a case one by one, in their order."""

    def __init__(
        self, messages: tuple[StoredMessage, ...], lang: str, start: datetime
    ) -> None:
        self._xml = {each.id: each.xml for each in messages}
        self._teller = Storyteller(lang, start=start, xml_of=self._xml.get)
        self.say = self._teller.say
        self._since: dict[tuple[str, str, str], int] = {}
        self._named: dict[str, None] = {}

    @property
    def references(self) -> tuple[str, ...]:
        """The LRNs of the declarations that were told."""
        return tuple(self._named)

    def entries(self, event: Event) -> Iterator[Entry]:
        """Yield what there is to tell of an event."""
        if event.kind is Kind.TRANSITION:
            self._named.setdefault(text(event, "declaration"))
        line = self._teller.tell(event)
        if event.kind is Kind.SENT:
            yield self._message(event, line or self._receipt(event))
        elif line is not None:
            yield Entry(what="decision", line=line)
        if event.kind is Kind.HOLD:
            yield from self._hold(event)
        elif event.kind is Kind.SERVED:
            yield from self._queue(event)

    def _message(self, event: Event, line: Line) -> Entry:
        id_ = text(event, "message")
        said = read(self._xml[id_]) if id_ in self._xml else None
        named = said.errors if said else ()
        return Entry(
            what="message",
            line=line,
            message=id_,
            document=text(event, "document"),
            findings=tuple(Finding(rule=rule, text=words) for rule, words in named),
        )

    def _receipt(self, event: Event) -> Line:
        """Return the line of an acknowledgement, which a story leaves out."""
        whom = text(event, "to")
        said = self.say(
            "file.receipt",
            who=self.say.participant(event.participant),
            whom=self.say.participant(whom),
        )
        return self._line(event, said, whom)

    def _hold(self, event: Event) -> Iterator[Entry]:
        key = (event.site, text(event, "declaration"), text(event, "hold"))
        if text(event, "change") == "set":
            self._since[key] = event.time
        elif key in self._since:
            took = event.time - self._since.pop(key)
            said = self.say(
                "file.waited",
                ref=key[1],
                what=self.say(f"handout.hold.{key[2]}"),
                took=self.say.duration(took),
            )
            yield Entry(what="wait", line=self._line(event, said), seconds=took)

    def _queue(self, event: Event) -> Iterator[Entry]:
        began, arrived = int(text(event, "began")), int(text(event, "arrived"))
        desk, lang = text(event, "desk"), self.say.lang
        said = self.say(
            "file.served",
            ref=text(event, "declaration"),
            desk=desk_name(desk, lang) or agency_name(desk, lang),
            waited=self.say.duration(began - arrived),
            worked=self.say.duration(event.time - began),
        )
        yield Entry(what="wait", line=self._line(event, said), seconds=began - arrived)

    def _line(self, event: Event, said: str, whom: str = "") -> Line:
        return Line(
            time=self.say.moment(event.time),
            second=event.time,
            who=event.participant,
            whom=whom,
            symbol="·",
            tone="info",
            text=said[:1].upper() + said[1:],
            reference=text(event, "declaration") or text(event, "about"),
        )
