"""Tells a run in plain words: one line per business message and per decision.

What only officers may know (scores, reasons, matches, risk rules) is not told: a
refusal names the rules that its answer named.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from swsim.domain.events import Event, Kind
from swsim.domain.offices import OFFICES
from swsim.domain.settings import BANK
from swsim.domain.timepoints import Point
from swsim.reports.decisions import DECISIONS
from swsim.reports.facts import text, texts
from swsim.reports.line import Line, Lines
from swsim.reports.said import Said, read
from swsim.reports.tones import TONES
from swsim.reports.wording import Wording

XmlOf = Callable[[str], bytes | None]

# Rules of these families are found before the content is read: a message that breaks
# one is sent back with a NACK. What other rules find, the Response tells.
_UNREADABLE: Final = ("XML", "ID", "XSD", "SIG")
_ANSWERS: Final = frozenset(TONES)
_HAPPENINGS: Final[Mapping[str, str]] = {
    Point.EXPORT_DEPARTED: "departed",
    Point.ARRIVED: "arrived",
    Point.GATED_OUT: "gated-out",
}


class Storyteller:
    """Tells the events of a run one by one, in canonical order.

    `xml_of` returns the XML of a message by its id: with it a line tells what the
    message says, without it only which document went where. `start` is the run's start
    instant, midnight where it is not given.
    """

    def __init__(
        self,
        lang: str = "en",
        *,
        start: datetime | None = None,
        xml_of: XmlOf | None = None,
    ) -> None:
        self.say = Wording(lang, start)
        self._lines = Lines(self.say)
        self._xml_of = xml_of
        self._released: dict[str, int] = {}
        self._confirmed: set[tuple[str, str]] = set()
        self._telling: Mapping[Kind, Callable[[Event], Line | None]] = {
            Kind.SENT: self._sent,
            Kind.RECEIVED: self._received,
            Kind.TIME_POINT: self._stamped,
        }

    def tell(self, event: Event) -> Line | None:
        """Return the line of an event, None where it is not told."""
        if event.kind in self._telling:
            return self._telling[event.kind](event)
        if event.kind in DECISIONS:
            return DECISIONS[event.kind](self._lines, event)
        return None

    # --- messages -----------------------------------------------------------------

    def _sent(self, event: Event) -> Line | None:
        """Tell a business message."""
        document, whom = text(event, "document"), text(event, "to")
        if document == "acknowledgement":
            return None
        said = self._read(text(event, "message"))
        if said is None or said.says == "other":
            key = f"plain.{document}"
            return self._lines.line(
                event,
                key if self.say.has(key) else "plain.other",
                whom=whom,
                label=self.say("arrow.other"),
                ref=text(event, "about"),
            )
        key = self._key(event, said)
        return self._lines.line(
            event,
            key,
            TONES.get(said.says, "info"),
            whom,
            label=self._label(key, said),
            ref=said.reference,
            leg=self.say(f"leg.{said.leg}"),
            trader=said.trader or self.say.participant(event.participant),
            amount=said.amount,
            outcome=self._outcome(said),
        )

    def _key(self, event: Event, said: Said) -> str:
        """Return the sentence for a message: an answer by its route, others by name."""
        if self.say.has(said.says) and said.says not in _ANSWERS:
            return said.says
        if event.participant in OFFICES:
            return "answer"
        if text(event, "to").endswith(f"-{BANK}"):
            return "tell-bank"
        there = text(event, "to").rpartition("-")[0]
        if event.site != there:
            self._confirmed.add((there, said.reference))
            return "confirm-release"
        if (there, said.reference) in self._confirmed:
            return "pass-confirmation"
        return "pass-answer" if event.participant.endswith("-sw") else "answer"

    def _label(self, key: str, said: Said) -> str:
        named = f"arrow.{key}" if self.say.has(f"arrow.{key}") else f"arrow.{said.says}"
        leg = self.say(f"leg.{said.leg}")
        return self.say(named, leg=leg, rules=", ".join(said.rules))

    def _outcome(self, said: Said) -> str:
        key = f"outcome.{said.says}"
        if not self.say.has(key):
            return ""
        rules = ", ".join(said.rules)
        # Answers are written in English; elsewhere the rule itself speaks.
        words = [
            description if self.say.lang == "en" else self._asks(rule)
            for rule, description in said.errors
        ]
        first = words[0].rstrip(".") if words else ""
        return self.say(key, amount=said.amount, rules=rules, first=first)

    def _asks(self, rule: str) -> str:
        return self.say("asks", meaning=self.say.rule(rule))

    def _received(self, event: Event) -> Line | None:
        """Tell a message that its receiver could not read."""
        rules = tuple(dict.fromkeys(texts(event, "findings")))
        unread = bool(rules) and all(
            rule.partition("-")[0] in _UNREADABLE for rule in rules
        )
        if text(event, "verdict") not in ("invalid", "unclear") or not unread:
            return None
        sender = text(event, "from")
        return self._lines.line(
            event,
            "refused",
            "bad",
            sender,
            document=self.say.document(text(event, "document")),
            label=self.say("arrow.nack", rules=", ".join(rules)),
            rules=", ".join(rules),
            meaning=self._asks(rules[0]),
        )

    # --- happenings -------------------------------------------------------------------

    def _stamped(self, event: Event) -> Line | None:
        """Tell the physical events that matter; remember releases until then."""
        point = text(event, "point")
        if point == Point.ALL_RELEASED:
            self._released[event.case] = event.time
        if point == Point.ARRIVED and event.case in self._released:
            ago = event.time - self._released[event.case]
            return self._lines.line(
                event,
                "arrived-released",
                "ok",
                label=self.say("mark.arrived"),
                ago=self.say.duration(ago),
            )
        key = _HAPPENINGS.get(point)
        if key is None:
            return None
        return self._lines.line(event, key, label=self.say(f"mark.{key}"))

    def _read(self, message: str) -> Said | None:
        xml = self._xml_of(message) if self._xml_of else None
        return read(xml) if xml else None


def tell(event: Event, lang: str = "en", *, xml: bytes | None = None) -> Line | None:
    """Return the line of one event, None where it is not told.

    `xml` is the message that a SENT event is about. Without it the line says which
    document goes where; a Storyteller knows more, as it remembers.
    """
    return Storyteller(lang, xml_of=lambda _: xml).tell(event)
