"""Tells a run in plain words: one line per business message and per decision.

What only officers may know (scores, reasons, matches, risk rules) is not told: a
refusal names the rules that its answer named.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from swsim.domain.events import Event, Kind
from swsim.domain.lifecycle import Hold, State
from swsim.domain.offices import OFFICES
from swsim.domain.settings import BANK
from swsim.domain.timepoints import Point
from swsim.reports.facts import text, texts
from swsim.reports.said import Said, read
from swsim.reports.tones import (
    AEO_TONES,
    CHANNEL_TONES,
    PAPER_TONES,
    PAYMENT_TONES,
    SECURITY_TONES,
    STEP_TONES,
    SYMBOLS,
    TONES,
    Tone,
)
from swsim.reports.wording import Wording

XmlOf = Callable[[str], bytes | None]

# Rules of these families are found before the content is read: a message that breaks
# one is sent back with a NACK. What other rules find, the Response tells.
_UNREADABLE = ("XML", "ID", "XSD", "SIG")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a story.

    `time` is in words, `second` the second of the run; `who` and `whom` are participant
    ids, `whom` empty where nobody is addressed; `symbol` says with one sign what `tone`
    says with a colour; `text` is a whole sentence. `label` is the same in a few words
    for a picture, empty for what is not drawn, and `reference` the declaration.
    """

    time: str
    second: int
    who: str
    whom: str
    symbol: str
    tone: Tone
    text: str
    label: str = ""
    reference: str = ""


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
        self._xml_of = xml_of
        self._released: dict[str, int] = {}
        self._confirmed: set[tuple[str, str]] = set()

    def tell(self, event: Event) -> Line | None:
        """Return the line of an event, None where it is not told."""
        return _TELL[event.kind](self, event) if event.kind in _TELL else None

    def _line(
        self,
        event: Event,
        key: str,
        tone: Tone = "info",
        whom: str = "",
        *,
        label: str = "",
        **facts: str,
    ) -> Line:
        said = self.say(
            key,
            who=self.say.participant(event.participant),
            whom=self.say.participant(whom) if whom else "",
            **facts,
        )
        return Line(
            time=self.say.moment(event.time),
            second=event.time,
            who=event.participant,
            whom=whom,
            symbol=SYMBOLS[tone],
            tone=tone,
            text=said[:1].upper() + said[1:],
            label=label,
            reference=facts.get("ref", ""),
        )

    def _read(self, message: str) -> Said | None:
        xml = self._xml_of(message) if self._xml_of else None
        return read(xml) if xml else None

    # --- messages -----------------------------------------------------------------

    def sent(self, event: Event) -> Line | None:
        """Tell a business message."""
        document, whom = text(event, "document"), text(event, "to")
        if document == "acknowledgement":
            return None
        said = self._read(text(event, "message"))
        if said is None or said.says == "other":
            key = f"plain.{document}"
            return self._line(
                event,
                key if self.say.has(key) else "plain.other",
                whom=whom,
                label=self.say("arrow.other"),
                ref=text(event, "about"),
            )
        key = self._key(event, said)
        return self._line(
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

    def received(self, event: Event) -> Line | None:
        """Tell a message that its receiver could not read."""
        rules = tuple(dict.fromkeys(texts(event, "findings")))
        unread = bool(rules) and all(
            rule.partition("-")[0] in _UNREADABLE for rule in rules
        )
        if text(event, "verdict") not in ("invalid", "unclear") or not unread:
            return None
        sender = text(event, "from")
        return self._line(
            event,
            "refused",
            "bad",
            sender,
            document=self.say.document(text(event, "document")),
            label=self.say("arrow.nack", rules=", ".join(rules)),
            rules=", ".join(rules),
            meaning=self._asks(rules[0]),
        )

    # --- decisions ------------------------------------------------------------------

    def decided(self, event: Event) -> Line | None:
        """Tell a detention or a seizure; other states are told by their messages."""
        key = {State.DETAINED: "detain", State.SEIZED: "seize"}.get(
            State(text(event, "to"))
        )
        label = self.say(f"mark.{key}") if key else ""
        return self._about(event, key, "bad", label=label) if key else None

    def selected(self, event: Event) -> Line:
        """Tell the risk channel, without score and reasons."""
        channel = text(event, "channel")
        name = self.say(f"channel.{channel}")
        return self._about(
            event,
            "channel",
            CHANNEL_TONES[channel],
            channel=name,
            label=self.say("mark.channel", channel=name),
        )

    def held(self, event: Event) -> Line | None:
        """Tell what stands in the way of release, and when it is out of the way."""
        name = _HOLDS.get(text(event, "hold"))
        if name is None:
            return None
        lifted = text(event, "change") == "lifted"
        return self._about(
            event,
            f"{'lifted' if lifted else 'hold'}.{name}",
            "ok" if lifted else "wait",
        )

    def judged(self, event: Event) -> Line | None:
        """Tell the verdict of an agency, where it is more than what its answer says."""
        verdict = text(event, "verdict")
        if not self.say.has(f"verdict.{verdict}"):
            return None
        tone: Tone = "bad" if verdict == "refuse" else "ok"
        return self._about(event, f"verdict.{verdict}", tone)

    def certified(self, event: Event) -> Line | None:
        """Tell what became of a certificate, where its messages alone do not."""
        key = f"certificate.{text(event, 'change')}"
        if not self.say.has(key):
            return None
        why = text(event, "why")
        return self._line(
            event,
            key,
            PAPER_TONES.get(text(event, "change"), "info"),
            label=self.say(f"mark.{key}") if self.say.has(f"mark.{key}") else "",
            ref=text(event, "declaration"),
            number=text(event, "certificate"),
            why=self._because(why),
        )

    def trusted(self, event: Event) -> Line | None:
        """Tell what becomes of an authorised operator, where messages alone do not."""
        step, change = text(event, "step"), text(event, "change")
        key = f"aeo.{step}.{change}" if change else f"aeo.{step}"
        if not self.say.has(key):
            return None
        told = [self.say.country(each) for each in texts(event, "told")]
        partner = text(event, "partner")
        return self._line(
            event,
            key,
            AEO_TONES.get(change or step, "info"),
            ref=text(event, "declaration"),
            number=text(event, "aeo"),
            why=self._because(text(event, "why")),
            told=self.say.listed(told) if told else self.say("aeo.nobody"),
            partner=self.say.country(partner) if partner else "",
        )

    def _because(self, why: str) -> str:
        return self.say(f"because.{why}") if self.say.has(f"because.{why}") else why

    def secured(self, event: Event) -> Line:
        """Tell what becomes of a security."""
        change = text(event, "change")
        return self._line(
            event,
            f"security.{change}",
            SECURITY_TONES[change],
            ref=text(event, "declaration"),
            amount=f"{text(event, 'amount')} {text(event, 'currency')}",
        )

    def paid(self, event: Event) -> Line | None:
        """Tell what becomes of a payment, where its messages do not."""
        step = text(event, "step")
        return self._known(
            event,
            f"payment.{step}",
            PAYMENT_TONES.get(step, "info"),
            amount=f"{text(event, 'amount')} {text(event, 'currency')}",
            why=self._because(text(event, "why")),
        )

    def missed(self, event: Event) -> Line | None:
        """Tell of a limit that was not kept, and what follows."""
        step = text(event, "step")
        tone: Tone = "wait" if step in ("reminded", "called-again") else "bad"
        return self._known(event, f"deadline.{text(event, 'of')}.{step}", tone)

    def _known(self, event: Event, key: str, tone: Tone, **facts: str) -> Line | None:
        if not self.say.has(key):
            return None
        mark = f"mark.{key}"
        return self._line(
            event,
            key,
            tone,
            label=self.say(mark) if self.say.has(mark) else "",
            ref=text(event, "declaration"),
            **facts,
        )

    def opened(self, event: Event) -> Line:
        """Tell who opened the goods, together or alone."""
        by = [self.say.role(each) for each in texts(event, "by")]
        return self._line(
            event,
            "opened-together" if len(by) > 1 else "opened",
            label=self.say("mark.opened"),
            ref=text(event, "declaration"),
            by=self.say.listed(by),
        )

    def _about(
        self, event: Event, key: str, tone: Tone, *, label: str = "", channel: str = ""
    ) -> Line:
        return self._line(
            event,
            key,
            tone,
            label=label,
            ref=text(event, "declaration"),
            channel=channel,
        )

    # --- happenings -------------------------------------------------------------------

    def stamped(self, event: Event) -> Line | None:
        """Tell the physical events that matter; remember releases until then."""
        point = text(event, "point")
        if point == Point.ALL_RELEASED:
            self._released[event.case] = event.time
        if point == Point.ARRIVED and event.case in self._released:
            ago = event.time - self._released[event.case]
            return self._line(
                event,
                "arrived-released",
                "ok",
                label=self.say("mark.arrived"),
                ago=self.say.duration(ago),
            )
        key = _HAPPENINGS.get(point)
        if key is None:
            return None
        return self._line(event, key, label=self.say(f"mark.{key}"))

    def came_to(self, event: Event) -> Line | None:
        """Tell a step of a case that its messages do not tell."""
        step = text(event, _STEPS[event.kind])
        key = f"{event.kind}.{step}"
        if not self.say.has(key):
            return None
        partner = text(event, "partner")
        why = [self.say.code(each) for each in texts(event, "why")]
        named = (
            text(event, name)
            for name in ("about", "declaration", "report", "ucr", "movement")
        )
        return self._line(
            event,
            key,
            STEP_TONES.get(step, "info"),
            ref=next(filter(None, named), ""),
            partner=self.say.country(partner) if partner else "",
            why=", ".join(why),
        )

    def chosen(self, event: Event) -> Line | None:
        """Tell what was decided that had been kept for the trainer."""
        by = text(event, "by")
        if not by:
            return None
        choice = text(event, "choice")
        return self._line(
            event,
            f"chosen.{by}",
            "ok" if choice == "release" else "bad",
            inject=text(event, "inject"),
            choice=self.say(f"choice.{choice}"),
        )

    def troubled(self, event: Event) -> Line:
        """Tell what went wrong on the way."""
        whom = text(event, "to") or text(event, "from")
        return self._line(
            event,
            event.kind,
            "bad" if event.kind is Kind.DELIVERY_FAILED else "wait",
            whom,
            attempt=text(event, "attempt"),
            why=text(event, "why"),
        )


def tell(event: Event, lang: str = "en", *, xml: bytes | None = None) -> Line | None:
    """Return the line of one event, None where it is not told.

    `xml` is the message that a SENT event is about. Without it the line says which
    document goes where; a Storyteller knows more, as it remembers.
    """
    return Storyteller(lang, xml_of=lambda _: xml).tell(event)


_ANSWERS = frozenset(TONES)
_HOLDS: dict[str, str] = {
    Hold.DOCUMENTS: "documents",
    Hold.CONTROL: "control",
    Hold.DUTY: "duty",
    Hold.ARRIVAL: "arrival",
    Hold.AMENDMENT: "amendment",
}
_HAPPENINGS: dict[str, str] = {
    Point.EXPORT_DEPARTED: "departed",
    Point.ARRIVED: "arrived",
    Point.GATED_OUT: "gated-out",
}

# The fact that says what happened, for kinds with a sentence of each value.
_STEPS: dict[Kind, str] = {
    Kind.ASSISTANCE: "step",
    Kind.INTELLIGENCE: "step",
    Kind.FIGURES: "step",
    Kind.MOVEMENT: "to",
    Kind.TRANSHIPMENT: "to",
    Kind.CARGO: "step",
    Kind.DISCREPANCY: "found",
    Kind.GUARANTEE: "change",
}
_TELL: dict[Kind, Callable[[Storyteller, Event], Line | None]] = {
    Kind.SENT: Storyteller.sent,
    Kind.RECEIVED: Storyteller.received,
    Kind.TRANSITION: Storyteller.decided,
    Kind.CHANNEL: Storyteller.selected,
    Kind.HOLD: Storyteller.held,
    Kind.TIME_POINT: Storyteller.stamped,
    Kind.VERDICT: Storyteller.judged,
    Kind.INSPECTION: Storyteller.opened,
    Kind.CERTIFICATE: Storyteller.certified,
    Kind.SECURITY: Storyteller.secured,
    Kind.PAYMENT: Storyteller.paid,
    Kind.DEADLINE: Storyteller.missed,
    Kind.AEO: Storyteller.trusted,
    Kind.INJECT: Storyteller.chosen,
    Kind.UNDELIVERED: Storyteller.troubled,
    Kind.DELIVERY_FAILED: Storyteller.troubled,
    Kind.DROPPED: Storyteller.troubled,
    **dict.fromkeys(_STEPS, Storyteller.came_to),
}
