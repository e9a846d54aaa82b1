"""The alerts of an intelligence office: given, circulated, followed, closed.

An alert goes to the members of the office and to the other offices, which pass it on
to theirs. Feedback comes back the same way. When the alert has run out the office that
gave it adds up what became of it, and tells all of them in a bulletin.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from swsim.documents.cooperation import Concealment, TargetingProfile
from swsim.documents.types.alert import Alert
from swsim.documents.types.alert_feedback import AlertFeedback
from swsim.documents.types.enforcement_report import EnforcementReport
from swsim.domain.events import Fact, Kind
from swsim.domain.happenings import AlertIssued
from swsim.domain.identifiers import conversation_id, participant
from swsim.simulation.intelligence import alerts
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant

_Looks = tuple[str | None, str | None, str | None]


@dataclass(kw_only=True, slots=True)
class _Followed:
    """An alert of this office while it holds, and what members said of it."""

    alert: Alert
    case: str
    given: int
    decisions: dict[str, str] = field(default_factory=dict)
    examinations: int = 0
    hits: int = 0
    first_hit: int | None = None
    withdrawn: bool = False


class Alerting(Desk):
    """Gives alerts, and follows what becomes of them."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self._terms = of.profile.cooperation
        self._own: dict[str, _Followed] = {}
        self._from: dict[str, str] = {}  # alert of another office -> that office
        self._profiles: dict[_Looks, str] = {}  # of what there is an alert already
        self._numbers = 0
        self.handlers = {Alert: self.passed_on, AlertFeedback: self.fed_back}
        self.site.expect(AlertIssued, self._told_of)

    # --- who -------------------------------------------------------------------------

    @property
    def members(self) -> tuple[str, ...]:
        """The customs of the members of this office."""
        return tuple(self._members_of(self.of.id))

    def _members_of(self, office: str) -> Iterator[str]:
        for site in self.site.world.sites:
            if site.rilo == office:
                yield participant(site.id, "cus")

    @property
    def others(self) -> tuple[str, ...]:
        """The other intelligence offices that take part."""
        return tuple(
            office
            for site in self.site.world.sites
            if site.kind == "rilo"
            for role in site.roles
            if (office := participant(site.id, role)) != self.of.id
        )

    # --- giving ----------------------------------------------------------------------

    def consider(self, report: EnforcementReport, case: str) -> None:
        """Make an alert of a report, unless one like it holds."""
        profile = alerts.profile_of(report)
        known = self._profiles.get(_looks(profile))
        if known is not None:
            self._note(case, known, "known-already")
            return
        draw = self.of.stream(f"analysis/{report.reference}")
        spread = self._terms.analysis
        rests_on = report.reference or ""
        # Others may report the like meanwhile.
        self._profiles[_looks(profile)] = reference = self._next()
        self.site.after(
            draw.seconds(spread.median, spread.p90),
            partial(
                self._give,
                reference,
                profile,
                rests_on,
                case,
                self._terms.alert_validity,
            ),
        )

    def _told_of(self, effect: AlertIssued) -> None:
        """Warn of what somebody told, without any seizure."""
        if effect.office != self.of.id:
            return
        profile = TargetingProfile(
            sequence=1,
            commodity_class=effect.commodity_class,
            destination=effect.destination,
            equipment_prefix=effect.equipment_prefix,
            export_country=effect.export_country,
            hs_prefix=effect.hs_prefix,
            loading=effect.loading,
            packaging=effect.packaging,
            concealment=Concealment(method="LOD"),
        )
        reference = self._next()
        case = conversation_id(self.site.world.seed, "alert", reference)
        self._give(reference, profile, f"{reference}-INFO", case, effect.lasting)

    def _next(self) -> str:
        self._numbers += 1
        return f"{self.of.id.upper()}-AL-{self._numbers:05d}"

    def _give(
        self,
        reference: str,
        profile: TargetingProfile,
        rests_on: str,
        case: str,
        lasting: int,
    ) -> None:
        alert = alerts.warning(
            profile,
            reference=reference,
            office=self.of.id,
            rests_on=rests_on,
            at=self.site.moment(),
            until=self.site.moment(self.site.now + lasting),
        )
        self._own[reference] = _Followed(alert=alert, case=case, given=self.site.now)
        self._note(case, reference, "alerted")
        self._circulate(alert, case)
        self.site.after(
            lasting + self._terms.feedback_limit, partial(self._close, reference)
        )

    def _circulate(self, alert: Alert, case: str) -> None:
        for to in (*self.members, *self.others):
            self.of.send(to, alert, case)

    def passed_on(self, mail: Incoming) -> None:
        """Pass an alert of another office on to the members of this one."""
        alert = mail.document
        assert isinstance(alert, Alert)
        self._from[alert.reference or ""] = mail.sender
        for profile in alert.profiles:
            self._profiles[_looks(profile)] = alert.reference or ""
        self._note(mail.conversation_id, alert.reference or "", "circulated")
        for member in self.members:
            self.of.send(member, alert, mail.conversation_id)

    # --- following -------------------------------------------------------------------

    def fed_back(self, mail: Incoming) -> None:
        """Add feedback up, or pass it on to the office that gave the alert."""
        feedback = mail.document
        assert isinstance(feedback, AlertFeedback)
        about = (feedback.previous[0].id if feedback.previous else None) or ""
        if about in self._from:
            self.of.send(self._from[about], feedback, mail.conversation_id)
            return
        followed = self._own.get(about)
        if followed is None:
            self._note(mail.conversation_id, about, "unexpected")
            return
        if feedback.decision:
            followed.decisions[feedback.country or ""] = feedback.decision
        for each in feedback.results:
            if each.reason == "GON":
                continue  # nothing was opened
            followed.examinations += 1
            if each.result == "POS":
                followed.hits += 1
                followed.first_hit = followed.first_hit or self.site.now
        self._doubt(followed)

    def _doubt(self, followed: _Followed) -> None:
        """Withdraw an alert that led to many examinations and to nothing else."""
        many = followed.examinations >= self._terms.false_positives
        if followed.hits or followed.withdrawn or not many:
            return
        followed.withdrawn = True
        alert = followed.alert
        self._note(
            followed.case,
            alert.reference or "",
            "withdrawn",
            examinations=followed.examinations,
        )
        self._circulate(alerts.withdrawal(alert, self.site.moment()), followed.case)

    # --- closing ---------------------------------------------------------------------

    def _close(self, reference: str) -> None:
        """Say what became of an alert, and of whom nothing is known."""
        followed = self._own[reference]
        asked = [
            member
            for office in (self.of.id, *self.others)
            for member in self._members_of(office)
        ]
        for member in asked:
            country = member.partition("-")[0].upper()
            if country not in followed.decisions:
                self._note(
                    followed.case, reference, "adoption-unknown", partner=country
                )
        adoptions = sum(made != "IGN" for made in followed.decisions.values())
        examined, hits = followed.examinations, followed.hits
        self._note(
            followed.case,
            reference,
            "closed",
            adoptions=adoptions,
            examinations=examined,
            hits=hits,
            hit_rate_per_mille=hits * 1000 // examined if examined else 0,
            answered_per_mille=len(followed.decisions) * 1000 // max(1, len(asked)),
            to_first_hit=(followed.first_hit or followed.given) - followed.given,
        )
        lessons = alerts.bulletin(
            followed.alert,
            self.site.moment(),
            adoptions=adoptions,
            examinations=examined,
            hits=hits,
        )
        self._circulate(lessons, followed.case)

    def _note(self, case: str, about: str, step: str, **facts: Fact) -> None:
        self.of.record(Kind.INTELLIGENCE, case, about=about, step=step, why=(), **facts)


def _looks(profile: TargetingProfile) -> _Looks:
    """Return what makes two alerts alike: whence, in what, and what for."""
    return (profile.export_country, profile.hs_prefix, profile.commodity_class)
