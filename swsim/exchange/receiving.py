"""What comes in over the link: checked, written down, kept for its second, confirmed.

Knows which sites are played here and what the kernel waits for; plays no second.
"""

from collections.abc import Callable, Container, Sequence

from swsim.errors import RunError
from swsim.exchange import kept
from swsim.exchange.clock import Clock
from swsim.exchange.control import Refusal
from swsim.exchange.controls import Crossing
from swsim.exchange.dispatch import Dispatch
from swsim.exchange.due import DueMail
from swsim.exchange.external import ExternalSeats, Heard, Submission
from swsim.exchange.inbox import Inbox, Taken
from swsim.exchange.inflight import InFlight
from swsim.exchange.link import Arrival, Parcel, handed_over
from swsim.exchange.logbook import detail, warn
from swsim.exchange.recorder import Recorder
from swsim.simulation.mail import Incoming


class Receiving:
    """Takes arrivals in for the sites played here; implements the link's Post.

    `played` is the last second that was run, `crossing` counts the messages between
    these sites and those of other workers.
    """

    def __init__(
        self,
        *,
        sites: Container[str],
        inbox: Inbox,
        recorder: Recorder,
        clock: Clock,
        due: DueMail,
        in_flight: InFlight,
        dispatch: Dispatch,
        external: ExternalSeats,
        submit: Callable[[Submission], None],
        fail: Callable[[Exception], None],
    ) -> None:
        """Take in nothing yet.

        `submit` is given what external seats publish, `fail` what ends the run.
        """
        self.played = -1
        self.crossing = Crossing()
        self._sites = sites
        self._inbox = inbox
        self._recorder = recorder
        self._clock = clock
        self._due = due
        self._in_flight = in_flight
        self._dispatch = dispatch
        self._external = external
        self._submit = submit
        self._fail = fail

    def is_here(self, participant: str) -> bool:
        """Return whether the site of a participant is played here.

        What a topic says may be no participant at all: it is not.
        """
        return participant.rpartition("-")[0] in self._sites

    # --- the link's Post ---------------------------------------------------------

    def arrived(self, arrivals: Sequence[Arrival]) -> None:
        """Store what came in, then let the link confirm it."""
        try:
            self._store(arrivals)
        except Exception as error:  # the event loop would only log it: end the run
            self._fail(error)

    def receipted(
        self, sender: str, recipient: str, message_ids: Sequence[str]
    ) -> None:
        """Note receipts, and publish what waited for them.

        Only those of the recipient count: others could keep what it has not received
        from being published again.
        """
        owed = self._dispatch.unconfirmed.owed(sender, recipient, message_ids)
        self._recorder.confirm(owed)
        self._dispatch.receipted(recipient, owed)
        if not self._dispatch.unconfirmed:
            self._clock.balance_changed()

    def reconnected(self, participant: str) -> None:
        """Publish again what may have been lost with a connection."""
        self._dispatch.reconnected(participant)

    # --- without a link ----------------------------------------------------------

    def take_again(self, parcels: Sequence[Parcel]) -> None:
        """Take in what is written down already, before the run was interrupted."""
        handed = [handed_over(each) for each in parcels]
        for taken in self._inbox.take(handed, lambda _: None, live=False):
            self._queue(taken)

    def take_outside(self, parcels: Sequence[Parcel]) -> None:
        """Take in what is from or to an external seat."""
        if parcels:
            handed = [handed_over(each) for each in parcels]
            self._take_in(
                self._inbox.take(handed, self._recorder.received_hash, live=False)
            )
            self._external.keep(parcels)
            self._recorder.confirm(
                [p.message_id for p in parcels if not self._external.holds(p.recipient)]
            )

    # --- taking in ---------------------------------------------------------------

    def _store(self, arrivals: Sequence[Arrival]) -> None:
        outside = [each for each in arrivals if self._external.holds(each.sender)]
        inside = [each for each in arrivals if not self._external.holds(each.sender)]
        taken = self._inbox.take(inside, self._recorder.received_hash)
        heard = self._external.hear(outside)
        self._take_in(taken)
        self._take_inputs(heard)
        self._dispatch.confirm((each.arrival, each.message_id) for each in taken)
        self._dispatch.confirm((each.arrival, each.message_id) for each in heard)

    def _take_in(self, taken: Sequence[Taken]) -> None:
        """Write down what came of arrivals, and keep the mail for its second."""
        self._recorder.store_arrivals(
            [
                kept.arrived(each, foreign=not self.is_here(each.arrival.sender))
                for each in taken
                if each.message_id is not None
            ]
        )
        self._bury(taken)
        for each in taken:
            self._queue(each)
        for each in taken:
            if each.refused is None:
                continue
            if self.is_here(each.arrival.sender):
                self._dispatch.refused(each.arrival, each.stated, each.refused)
            elif self._inbox.is_elsewhere(each.arrival.sender):
                self._refused_from_afar(each.arrival, each.stated or "", each.refused)

    def _take_inputs(self, heard: Sequence[Heard]) -> None:
        """Make inputs of the run of what external seats have published."""
        self._bury(heard)
        for each in heard:
            if each.submission is not None:
                self._submit(each.submission)

    def _bury(self, came: Sequence[Taken | Heard]) -> None:
        refused = [
            kept.buried(each.arrival, each.refused, self._clock.now)
            for each in came
            if each.refused is not None
        ]
        if refused:
            self._recorder.bury(refused)
        for one in refused:
            warn("refused", **kept.told(one))

    def _queue(self, taken: Taken) -> None:
        if taken.mail is not None:
            if not self.is_here(taken.mail.sender):
                self._crossed(taken.mail, taken.due)
            # Only what a control let pass can be late: it comes now, never in the past.
            self._due.keep(max(taken.due, self._clock.now), taken.mail)
            self._in_flight.stored(taken.mail.message_id)
        elif taken.message_id is not None:
            detail("came_again", message=taken.message_id)

    def _refused_from_afar(self, arrival: Arrival, stated: str, why: str) -> None:
        """Count what another worker has to know of: it alone can send it again."""
        way = (arrival.sender, arrival.recipient)
        before = self.crossing.refused.get(way)
        self.crossing.refused[way] = Refusal(
            message=stated,
            sender=arrival.sender,
            recipient=arrival.recipient,
            document=arrival.document,
            copies=1 + (before.copies if before else 0),
            why=why,
        )
        self._clock.balance_changed()

    def _crossed(self, mail: Incoming, due: int) -> None:
        self.crossing.refused.pop((mail.sender, mail.recipient), None)
        self.crossing.stored += 1
        self._clock.balance_changed()
        if due <= self.played:
            raise RunError(
                f"A message from {mail.sender} to {mail.recipient} came when second"
                f" {self.played} had been played, but was due at {due}. Workers were"
                " not kept in step; this is a fault of swsim."
            )
