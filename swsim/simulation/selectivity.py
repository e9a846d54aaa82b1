"""What customs knows that speaks for or against a closer look at a declaration.

Rules broken, export data that say otherwise, targeting rules, and what controls of the
same trader found before. It puts declarations in channels; controls are made elsewhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from swsim.domain.codes import Channel
from swsim.domain.events import Kind
from swsim.domain.schemes import Control, Result
from swsim.domain.targeting import TargetingRule
from swsim.simulation.casework import Casework
from swsim.simulation.declarations import is_relief, order_of
from swsim.simulation.exports import Announced
from swsim.simulation.files import File
from swsim.simulation.matching import (
    AGREES,
    FISCAL,
    Comparison,
    Match,
    compare,
    outline,
)
from swsim.simulation.risk import Reason, Selection, select
from swsim.simulation.targeting import traits_of

# Points are illustrative.
_POINTS = {"W": 10, "R": 20}
_OFFENCE_POINTS, _MOST_OFFENCE_POINTS = 20, 40
_UNACCOUNTED_POINTS = 20
_TRUST_POINTS, _TRUSTED_AFTER = -10, 5
_AUTHORISED_POINTS = -30
_RELIEF_POINTS = -30  # opened in exceptional circumstances only (RKC annex J5)

# Warnings and risk rules about value, classification and origin.
_FISCAL_RULES = frozenset({"R09", "R11", "R12", "R13", "R30", "R34", "R46"})


@dataclass(kw_only=True, slots=True)
class Conduct:
    """What controls of one trader found here: how many, and in how many an offence.

    `unaccounted` counts goods exported to it that nobody has declared.
    """

    controls: int = 0
    offences: int = 0
    unaccounted: int = 0


Listener = Callable[[File, Match], None]
Watcher = Callable[[File, Selection], None]


class Selectivity:
    """Chooses channels for one customs administration."""

    def __init__(self, customs: Casework) -> None:
        self._customs = customs
        self._site = customs.site
        self._records = customs.records
        self._conducts: dict[str, Conduct] = {}
        self._listeners: list[Listener] = []
        self._watchers: list[Watcher] = []
        # What an exercise decides itself, by the traders' own reference of the deal.
        settings = customs.site.settings
        self._forced = {
            order.id: Channel(order.channel)
            for order in (*settings.orders, *settings.inbound)
            if order.channel
        }

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of every difference to export data from now on."""
        self._listeners.append(listener)

    def watch(self, watcher: Watcher) -> None:
        """Tell `watcher` of every channel and its reasons from now on."""
        self._watchers.append(watcher)

    def select(self, file: File) -> Selection:
        """Return the channel of a declaration that is selected for the first time."""
        file.traits = traits_of(file.declaration)
        return select(
            self._reasons(file),
            self._site.policy,
            self._customs.profile.channels,
            self._customs.stream(f"channel/{file.reference}"),
            forced=self._forced.get(order_of(file.declaration)),
            auditable=file.leg == "import",
        )

    def escalate(self, file: File, rule: TargetingRule) -> None:
        """Put a pending declaration in the red channel for a rule of this moment."""
        self.choose(
            file,
            Selection(channel=Channel.RED, score=rule.points, reasons=(rule.name,)),
        )

    def choose(self, file: File, selection: Selection) -> None:
        """Put a declaration in its channel, and write that down."""
        file.channel, file.reasons = selection.channel, selection.reasons
        self._customs.record(
            Kind.CHANNEL,
            file.case,
            declaration=file.reference,
            leg=file.leg,
            channel=selection.channel,
            score=selection.score,
            reasons=selection.reasons,
        )
        for watcher in self._watchers:
            watcher(file, selection)

    def controlled(self, file: File, control: Control, result: Result) -> None:
        """Remember what a control of a trader found."""
        conduct = self._conducts.setdefault(file.trader, Conduct())
        conduct.controls += 1
        conduct.offences += result == "offence"

    def reconcile(self, export: Announced) -> None:
        """Note that an export was not imported in time, and remember its consignee."""
        if export.is_accounted:
            return
        self._customs.record(
            Kind.MATCH,
            export.case,
            declaration=export.reference,
            verdict=Match.NEVER_ARRIVED,
        )
        if export.outline.parties:
            _, consignee = export.outline.parties
            self._conducts.setdefault(consignee, Conduct()).unaccounted += 1

    # --- reasons -------------------------------------------------------------------

    def _reasons(self, file: File) -> Iterator[Reason]:
        """Yield what speaks for a closer look, and what against it."""
        mode = self._site.policy.risk_management
        if mode == "off":
            return
        if is_relief(file.declaration):
            yield Reason(why="relief goods", points=_RELIEF_POINTS)
        if file.trusted:
            yield Reason(why="authorised trader", points=_AUTHORISED_POINTS)
        yield from self._broken_rules(file)
        if file.leg == "import":
            yield from self._mismatch(file)
        for rule in self._records.targeting.hits(file.traits, self._site.now):
            yield Reason(why=rule.name, points=rule.points)
        if mode == "scores":
            yield from self._history(file)

    def _broken_rules(self, file: File) -> Iterator[Reason]:
        for each in file.findings:
            severity = self._customs.severity(each)
            rule = each.rule.partition("-")[0]
            # Export data and targeting rules are asked anew, as they stand by now.
            if severity in _POINTS and rule not in ("R50", "R62"):
                fiscal = rule in _FISCAL_RULES
                yield Reason(why=each.rule, points=_POINTS[severity], fiscal=fiscal)

    def _mismatch(self, file: File) -> Iterator[Reason]:
        if not self._site.policy.share_export_data:
            return
        found = self._match(file)
        if found.verdict not in AGREES:
            for listener in self._listeners:
                listener(file, found.verdict)
            fiscal = found.verdict in FISCAL
            yield Reason(why=found.verdict, points=found.points, fiscal=fiscal)

    def _match(self, file: File) -> Comparison:
        imported = outline(file.declaration)
        export, key = self._records.exports.find(file.ucr, imported, self._site.now)
        before = export.imported if export else 0
        found = compare(imported, export.outline if export else None, before)
        # What was found by the usual key needs no word about it.
        by = {"by": key} if export and key != "UCR" else {}
        self._customs.record(
            Kind.MATCH,
            file.case,
            declaration=file.reference,
            verdict=found.verdict,
            **by,
        )
        if export is not None:
            export.take(imported)
        return found

    def _history(self, file: File) -> Iterator[Reason]:
        conduct = self._conducts.get(file.trader, Conduct())
        if conduct.offences:
            points = min(conduct.offences * _OFFENCE_POINTS, _MOST_OFFENCE_POINTS)
            yield Reason(why="offences before", points=points)
        elif conduct.controls >= _TRUSTED_AFTER:
            yield Reason(why="controls without offence", points=_TRUST_POINTS)
        if conduct.unaccounted:
            yield Reason(why=Match.NEVER_ARRIVED, points=_UNACCOUNTED_POINTS)
