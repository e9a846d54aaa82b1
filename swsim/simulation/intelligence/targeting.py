"""The desk of customs that turns alerts into targeting rules, and says what they found.

An alert is adopted, adapted or left alone within hours. What had been released before
it came is called back if it is still in the port; if not, the customs of the country
of export is asked for assistance.
"""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import simpy

from swsim.documents.types.alert import Alert
from swsim.documents.types.alert_feedback import AlertResult
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Fact, Kind
from swsim.domain.lifecycle import Trigger
from swsim.domain.schemes import Control, Result
from swsim.domain.targeting import TargetingRule, Trait, Traits
from swsim.simulation.assistance.asking import Asking
from swsim.simulation.customs import Customs
from swsim.simulation.files import File
from swsim.simulation.intelligence import alerts
from swsim.simulation.intelligence.alerts import Decision, Why
from swsim.simulation.intelligence.reporting import Reporting
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.risk import Selection

Process = Generator[simpy.Event, Any, None]

_DAY = 86_400
_LOOK_AT_PAPERS = 20  # points: documents instead of an inspection
_SEIZED_AFTER = _DAY


@dataclass(kw_only=True, slots=True)
class _Adopted:
    """A rule that an alert became, and what is still to be opened for it."""

    alert: Alert
    case: str
    rule: TargetingRule
    narrowed: bool = False
    looked_for: set[str] = field(default_factory=set)  # released before
    to_open: set[str] = field(default_factory=set)


class AlertDesk(Desk):
    """Decides on alerts, for one customs administration."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        assert isinstance(of, Customs)
        self._customs = of
        self._terms = of.profile.cooperation
        self._adopted: dict[str, _Adopted] = {}  # by the id of the rule
        self._rules: dict[str, str] = {}  # alert -> rule
        self._offices: dict[str, str] = {}  # alert -> who sent it
        self._numbers = self._feedbacks = 0
        self.handlers = {Alert: self.alerted}
        if of.site.settings.rilo is None:
            return
        of.recalls = True
        of.selectivity.watch(self._selected)
        of.controls.listen(self._controlled)

    # --- deciding --------------------------------------------------------------------

    def alerted(self, mail: Incoming) -> None:
        """Take in a warning, its withdrawal, or what was learnt from one."""
        alert = mail.document
        assert isinstance(alert, Alert)
        about = (alert.previous[0].id if alert.previous else None) or ""
        if alert.function == Function.CANCELLATION:
            self._withdraw(mail, about)
        elif alert.type == alerts.BULLETIN:
            hits = (alert.outcome.hits if alert.outcome else None) or 0
            self._note(mail.conversation_id, about, "lessons", hits=hits)
        else:
            self._offices[alert.reference or ""] = mail.sender
            self.env.process(self._decide(alert, mail.conversation_id))

    def _decide(self, alert: Alert, case: str) -> Process:
        reference = alert.reference or ""
        draw = self.of.stream(f"alert/{reference}")
        spread = self._terms.alert_decision
        taken = draw.seconds(spread.median, spread.p90)
        answers = draw.chance(self._terms.alerts_answered_per_mille)
        yield self.env.timeout(min(taken, self._terms.alert_decision_limit))
        if not answers:
            self._note(case, reference, "left-unanswered")
            return
        why = self._against(alert)
        if why is not None:
            self._note(case, reference, "ignored", why)
            self._answer(alert, case, "IGN", why)
            return
        self._adopt(alert, case)

    def _against(self, alert: Alert) -> Why | None:
        """Return why an alert is left alone, None where nothing speaks against it."""
        if self._until(alert) <= self.site.now:
            return "STL"
        profile = alert.profiles[0]
        here = self.site.member
        if profile.destination not in (None, here):
            return "NRL"
        origins = {order.origin for order in self.site.settings.inbound}
        if profile.export_country and profile.export_country not in origins:
            return "NRL"
        traits = alerts.traits_of_profile(profile, here)
        known = any(each.rule.traits == traits for each in self._in_force())
        return "COV" if known else None

    def _in_force(self) -> list[_Adopted]:
        now = self.site.now
        return [each for each in self._adopted.values() if each.rule.holds_at(now)]

    def _until(self, alert: Alert) -> int:
        end = alert.validity.end if alert.validity else None
        return self.site.now if end is None else self.site.second(end)

    def _adopt(self, alert: Alert, case: str) -> None:
        """Make a rule of an alert, or a new version of one that it contradicts."""
        reference = alert.reference or ""
        traits = alerts.traits_of_profile(alert.profiles[0], self.site.member)
        other = self._conflicting(traits)
        if other is None:
            self._numbers += 1
            rule = TargetingRule(
                id=f"{self.site.member}-TR-{self._numbers:04d}",
                owner=self.of.id,
                reason=f"alert {reference}",
                traits=traits,
                since=self.site.now,
                until=self._until(alert),
            )
            adopted = _Adopted(alert=alert, case=case, rule=rule)
            self._adopted[rule.id] = adopted
            self._rules[reference] = rule.id
            self._note(case, reference, "adopted", rule=rule.id)
            self._put_in_force(adopted, rule)
            self._answer(alert, case, "ADO", None, adopted)
            return
        self._rules[reference] = other.rule.id
        self._note(case, reference, "adapted", "CFL", rule=other.rule.id)
        both = _united(other.rule.traits, traits)
        later = max(other.rule.until, self._until(alert))
        self._put_in_force(other, replace(other.rule, traits=both, until=later))
        self._answer(alert, case, "ADA", "CFL", other)

    def _conflicting(self, traits: Traits) -> _Adopted | None:
        """Return the rule for the same route and goods that wants something else."""
        same: tuple[Trait, ...] = ("route", "heading")
        for each in self._in_force():
            there = each.rule.traits
            if all(there.get(name) == traits.get(name) for name in same):
                return each
        return None

    def _put_in_force(self, adopted: _Adopted, rule: TargetingRule) -> None:
        """Look for it from now on; call back what was released before."""
        self._customs.adopt(rule)
        if adopted.rule is not rule:
            adopted.rule = replace(rule, version=adopted.rule.version + 1)
        for file in self._customs.missed(rule):
            if file.leg == "import" and file.reference not in adopted.looked_for:
                adopted.looked_for.add(file.reference)
                self._missed(adopted, file)

    def _withdraw(self, mail: Incoming, about: str) -> None:
        rule = self._rules.get(about)
        if rule is None:
            return
        self._note(mail.conversation_id, about, "rule-withdrawn", rule=rule)
        self._customs.withdraw(rule)
        adopted = self._adopted[rule]
        adopted.rule = replace(adopted.rule, until=self.site.now - 1)

    # --- released too early ----------------------------------------------------------

    def _missed(self, adopted: _Adopted, file: File) -> None:
        """Call released goods back; ask for assistance where they have gone."""
        facts: dict[str, Fact] = {
            "declaration": file.reference,
            "rule": adopted.rule.id,
        }
        about = adopted.alert.reference or ""
        if not self.site.port.has_left(file.ucr):
            self._note(adopted.case, about, "recalled", **facts)
            self.env.process(self._recall(file, adopted))
            return
        self._note(adopted.case, about, "missed", "GON", **facts)
        gone = AlertResult(
            sequence=1, examined=self.site.moment(), reason="GON", result="NEG"
        )
        self._report_back(adopted, file, gone)
        self.of.desk(Asking).ask(file, "SMU", urgent=True)

    def _recall(self, file: File, adopted: _Adopted) -> Process:
        customs, port = self._customs, self.site.port
        port.stop(file.ucr)
        file.reasons = (adopted.rule.name,)
        customs.move(file, Trigger.DETAIN)
        customs.answer(file, Indicator.DETAINED)
        yield self.env.process(customs.controls.inspection(file))
        if file.found is not None:
            yield self.env.timeout(_SEIZED_AFTER)
            customs.move(file, Trigger.SEIZE)
            return
        customs.move(file, Trigger.RELEASE)
        customs.answer(file, Indicator.RELEASED)
        port.let_go(file.ucr)

    # --- hits ------------------------------------------------------------------------

    def _selected(self, file: File, selection: Selection) -> None:
        """Notice a hit, and whether there are more than can be opened."""
        for adopted in self._behind(file):
            adopted.to_open.add(file.reference)
            if len(adopted.to_open) > self._capacity() and not adopted.narrowed:
                self._narrow(adopted)

    def _behind(self, file: File) -> list[_Adopted]:
        """Return the rules of alerts that were reasons for the channel of a file."""
        return [
            adopted
            for reason in file.reasons
            if (adopted := self._adopted.get(reason.rpartition(".")[0])) is not None
        ]

    def _capacity(self) -> int:
        """Return how many inspections a day there are officers for."""
        officers = sum(
            int(each.officers.capacity) for each in self.site.queues("inspection")
        )
        return max(1, officers * _DAY // self.profile.inspection_work.median)

    def _narrow(self, adopted: _Adopted) -> None:
        """Look at papers first, where a rule hits more than can be opened."""
        adopted.narrowed = True
        about = adopted.alert.reference or ""
        self._note(
            adopted.case,
            about,
            "too-wide",
            "WID",
            rule=adopted.rule.id,
            to_open=len(adopted.to_open),
        )
        milder = replace(adopted.rule, points=_LOOK_AT_PAPERS)
        adopted.rule = replace(milder, version=adopted.rule.version + 1)
        self._customs.adopt(milder)
        self._answer(adopted.alert, adopted.case, "ADA", "WID", adopted)

    def _controlled(self, file: File, control: Control, result: Result) -> None:
        """Tell the office what an inspection found to which an alert led."""
        if control != "inspection":
            return
        report = self.of.desk(Reporting).report_on(file)
        found = AlertResult(
            sequence=1,
            examined=self.site.moment(),
            reason=None if file.found else "CLN",
            report_id=report if file.found else None,
            result="POS" if file.found else "NEG",
        )
        for adopted in self._behind(file):
            adopted.to_open.discard(file.reference)
            self._note(
                adopted.case,
                adopted.alert.reference or "",
                "hit" if file.found else "no-hit",
                declaration=file.reference,
                rule=adopted.rule.name,
            )
            self._report_back(adopted, file, found)

    # --- saying so -------------------------------------------------------------------

    def _report_back(self, adopted: _Adopted, file: File, found: AlertResult) -> None:
        spread = self._terms.feedback
        draw = self.of.stream(f"feedback/{adopted.rule.id}/{file.reference}")
        wait = min(draw.seconds(spread.median, spread.p90), self._terms.feedback_limit)
        self.site.after(wait, partial(self._send_result, adopted, found))

    def _send_result(self, adopted: _Adopted, found: AlertResult) -> None:
        feedback = alerts.results(
            adopted.alert,
            (found,),
            reference=self._next(),
            by=self.site.member,
            at=self.site.moment(),
        )
        office = self._offices[adopted.alert.reference or ""]
        self.of.send(office, feedback, adopted.case)

    def _answer(
        self,
        alert: Alert,
        case: str,
        made: Decision,
        why: Why | None = None,
        adopted: _Adopted | None = None,
    ) -> None:
        rule = adopted.rule if adopted else None
        feedback = alerts.decision(
            alert,
            made,
            reference=self._next(),
            by=self.site.member,
            at=self.site.moment(),
            why=why,
            rule=rule,
            until=self.site.moment(rule.until) if rule else None,
        )
        self.of.send(self._offices[alert.reference or ""], feedback, case)

    def _next(self) -> str:
        self._feedbacks += 1
        return f"{self.site.member}-AF-{self._feedbacks:05d}"

    def _note(self, case: str, about: str, step: str, *why: str, **facts: Fact) -> None:
        self.of.record(
            Kind.INTELLIGENCE, case, about=about, step=step, why=why, **facts
        )


def _united(one: Traits, other: Traits) -> Traits:
    """Return traits that fit whatever fits one of two rules."""
    return {
        name: tuple(dict.fromkeys((*one[name], *other[name])))
        for name in one
        if name in other
    }
