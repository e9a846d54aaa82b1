"""Tells what participants decide and what happens to goods: each event for itself."""

from collections.abc import Callable, Mapping
from typing import Final

from swsim.domain.events import Event, Kind
from swsim.domain.lifecycle import Hold, State
from swsim.reports.facts import text, texts
from swsim.reports.line import Line, Lines
from swsim.reports.tones import (
    AEO_TONES,
    CHANNEL_TONES,
    PAPER_TONES,
    PAYMENT_TONES,
    SECURITY_TONES,
    STEP_TONES,
    Tone,
)

_HOLDS: Final[Mapping[str, str]] = {
    Hold.DOCUMENTS: "documents",
    Hold.CONTROL: "control",
    Hold.DUTY: "duty",
    Hold.ARRIVAL: "arrival",
    Hold.AMENDMENT: "amendment",
}
# The fact that says what happened, for kinds with a sentence of each value.
_STEPS: Final[Mapping[Kind, str]] = {
    Kind.ASSISTANCE: "step",
    Kind.INTELLIGENCE: "step",
    Kind.FIGURES: "step",
    Kind.MOVEMENT: "to",
    Kind.TRANSHIPMENT: "to",
    Kind.CARGO: "step",
    Kind.DISCREPANCY: "found",
    Kind.GUARANTEE: "change",
}


def _decided(lines: Lines, event: Event) -> Line | None:
    """Tell a detention or a seizure; other states are told by their messages."""
    key = {State.DETAINED: "detain", State.SEIZED: "seize"}.get(
        State(text(event, "to"))
    )
    label = lines.say(f"mark.{key}") if key else ""
    return lines.about(event, key, "bad", label=label) if key else None


def _selected(lines: Lines, event: Event) -> Line:
    """Tell the risk channel, without score and reasons."""
    channel = text(event, "channel")
    name = lines.say(f"channel.{channel}")
    return lines.about(
        event,
        "channel",
        CHANNEL_TONES[channel],
        channel=name,
        label=lines.say("mark.channel", channel=name),
    )


def _held(lines: Lines, event: Event) -> Line | None:
    """Tell what stands in the way of release, and when it is out of the way."""
    name = _HOLDS.get(text(event, "hold"))
    if name is None:
        return None
    lifted = text(event, "change") == "lifted"
    return lines.about(
        event,
        f"{'lifted' if lifted else 'hold'}.{name}",
        "ok" if lifted else "wait",
    )


def _judged(lines: Lines, event: Event) -> Line | None:
    """Tell the verdict of an agency, where it is more than what its answer says."""
    verdict = text(event, "verdict")
    if not lines.say.has(f"verdict.{verdict}"):
        return None
    tone: Tone = "bad" if verdict == "refuse" else "ok"
    return lines.about(event, f"verdict.{verdict}", tone)


def _certified(lines: Lines, event: Event) -> Line | None:
    """Tell what became of a certificate, where its messages alone do not."""
    key = f"certificate.{text(event, 'change')}"
    if not lines.say.has(key):
        return None
    why = text(event, "why")
    return lines.line(
        event,
        key,
        PAPER_TONES.get(text(event, "change"), "info"),
        label=lines.say(f"mark.{key}") if lines.say.has(f"mark.{key}") else "",
        ref=text(event, "declaration"),
        number=text(event, "certificate"),
        why=lines.because(why),
    )


def _trusted(lines: Lines, event: Event) -> Line | None:
    """Tell what becomes of an authorised operator, where messages alone do not."""
    step, change = text(event, "step"), text(event, "change")
    key = f"aeo.{step}.{change}" if change else f"aeo.{step}"
    if not lines.say.has(key):
        return None
    told = [lines.say.country(each) for each in texts(event, "told")]
    partner = text(event, "partner")
    return lines.line(
        event,
        key,
        AEO_TONES.get(change or step, "info"),
        ref=text(event, "declaration"),
        number=text(event, "aeo"),
        why=lines.because(text(event, "why")),
        told=lines.say.listed(told) if told else lines.say("aeo.nobody"),
        partner=lines.say.country(partner) if partner else "",
    )


def _secured(lines: Lines, event: Event) -> Line:
    """Tell what becomes of a security."""
    change = text(event, "change")
    return lines.line(
        event,
        f"security.{change}",
        SECURITY_TONES[change],
        ref=text(event, "declaration"),
        amount=f"{text(event, 'amount')} {text(event, 'currency')}",
    )


def _paid(lines: Lines, event: Event) -> Line | None:
    """Tell what becomes of a payment, where its messages do not."""
    step = text(event, "step")
    return lines.known(
        event,
        f"payment.{step}",
        PAYMENT_TONES.get(step, "info"),
        amount=f"{text(event, 'amount')} {text(event, 'currency')}",
        why=lines.because(text(event, "why")),
    )


def _missed(lines: Lines, event: Event) -> Line | None:
    """Tell of a limit that was not kept, and what follows."""
    step = text(event, "step")
    tone: Tone = "wait" if step in ("reminded", "called-again") else "bad"
    return lines.known(event, f"deadline.{text(event, 'of')}.{step}", tone)


def _opened(lines: Lines, event: Event) -> Line:
    """Tell who opened the goods, together or alone."""
    by = [lines.say.role(each) for each in texts(event, "by")]
    return lines.line(
        event,
        "opened-together" if len(by) > 1 else "opened",
        label=lines.say("mark.opened"),
        ref=text(event, "declaration"),
        by=lines.say.listed(by),
    )


def _came_to(lines: Lines, event: Event) -> Line | None:
    """Tell a step of a case that its messages do not tell."""
    step = text(event, _STEPS[event.kind])
    key = f"{event.kind}.{step}"
    if not lines.say.has(key):
        return None
    partner = text(event, "partner")
    why = [lines.say.code(each) for each in texts(event, "why")]
    named = (
        text(event, name)
        for name in ("about", "declaration", "report", "ucr", "movement")
    )
    return lines.line(
        event,
        key,
        STEP_TONES.get(step, "info"),
        ref=next(filter(None, named), ""),
        partner=lines.say.country(partner) if partner else "",
        why=", ".join(why),
    )


def _chosen(lines: Lines, event: Event) -> Line | None:
    """Tell what was decided that had been kept for the trainer."""
    by = text(event, "by")
    if not by:
        return None
    choice = text(event, "choice")
    return lines.line(
        event,
        f"chosen.{by}",
        "ok" if choice == "release" else "bad",
        inject=text(event, "inject"),
        choice=lines.say(f"choice.{choice}"),
    )


def _troubled(lines: Lines, event: Event) -> Line:
    """Tell what went wrong on the way."""
    whom = text(event, "to") or text(event, "from")
    return lines.line(
        event,
        event.kind,
        "bad" if event.kind is Kind.DELIVERY_FAILED else "wait",
        whom,
        attempt=text(event, "attempt"),
        why=text(event, "why"),
    )


DECISIONS: Final[Mapping[Kind, Callable[[Lines, Event], Line | None]]] = {
    Kind.TRANSITION: _decided,
    Kind.CHANNEL: _selected,
    Kind.HOLD: _held,
    Kind.VERDICT: _judged,
    Kind.INSPECTION: _opened,
    Kind.CERTIFICATE: _certified,
    Kind.SECURITY: _secured,
    Kind.PAYMENT: _paid,
    Kind.DEADLINE: _missed,
    Kind.AEO: _trusted,
    Kind.INJECT: _chosen,
    Kind.UNDELIVERED: _troubled,
    Kind.DELIVERY_FAILED: _troubled,
    Kind.DROPPED: _troubled,
    **dict.fromkeys(_STEPS, _came_to),
}
