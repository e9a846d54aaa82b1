"""One line of a story, and how lines are made in a language."""

from dataclasses import dataclass

from swsim.domain.events import Event
from swsim.reports.facts import text
from swsim.reports.tones import SYMBOLS, Tone
from swsim.reports.wording import Wording


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


class Lines:
    """Makes the lines of events in the language of `say`, by the keys of its texts."""

    def __init__(self, say: Wording) -> None:
        self.say = say

    def line(
        self,
        event: Event,
        key: str,
        tone: Tone = "info",
        whom: str = "",
        *,
        label: str = "",
        **facts: str,
    ) -> Line:
        """Return a line with the sentence of a key; `ref` is the declaration."""
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

    def about(
        self, event: Event, key: str, tone: Tone, *, label: str = "", channel: str = ""
    ) -> Line:
        """Return a line about the declaration that an event names."""
        return self.line(
            event,
            key,
            tone,
            label=label,
            ref=text(event, "declaration"),
            channel=channel,
        )

    def known(self, event: Event, key: str, tone: Tone, **facts: str) -> Line | None:
        """Return a line as `about` does, None where the key has no sentence."""
        if not self.say.has(key):
            return None
        mark = f"mark.{key}"
        return self.line(
            event,
            key,
            tone,
            label=self.say(mark) if self.say.has(mark) else "",
            ref=text(event, "declaration"),
            **facts,
        )

    def because(self, why: str) -> str:
        """Return a reason in words, as it is where there are none."""
        return self.say(f"because.{why}") if self.say.has(f"because.{why}") else why
