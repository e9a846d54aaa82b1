"""The kernel: moves virtual time over the sites and never past a message in flight.

At the earliest second it delivers, site by site in id order, all that is due, ordered
by link and link sequence; runs the sites' own events; commits; publishes. So the
outcome does not depend on broker, speed, restarts, repeats or reordering.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from swsim.domain.events import Event
from swsim.exchange import kept
from swsim.exchange.clock import Clock
from swsim.exchange.controls import Controls, Crossing
from swsim.exchange.dispatch import Dispatch
from swsim.exchange.disturbances import Disturbances
from swsim.exchange.due import DueMail
from swsim.exchange.external import ExternalSeats, Submission
from swsim.exchange.inbox import Inbox
from swsim.exchange.inflight import InFlight
from swsim.exchange.inputs import Inputs
from swsim.exchange.link import Link, Parcel
from swsim.exchange.logbook import note
from swsim.exchange.parcels import parcel_of
from swsim.exchange.plans import Plans
from swsim.exchange.receiving import Receiving
from swsim.exchange.recorder import Recorder
from swsim.exchange.replayed import BREATH, Replay
from swsim.exchange.stall import Waits
from swsim.simulation.mail import Given, Incoming, Outgoing
from swsim.simulation.site import Site
from swsim.validation.result import ValidationResult

Observer = Callable[[int, Sequence[Event], Sequence[Outgoing]], Awaitable[None]]
# Takes the mail of participants who are played from outside, with its second.
HandOut = Callable[[int, Sequence[Incoming]], None]


class Kernel:
    """Plays the sites of one run over a link.

    Where the sites are only some of the run's, others play the rest. The clock then
    sees to it that nothing comes from there later than it is due.
    """

    def __init__(
        self,
        *,
        run_id: str,
        sites: Sequence[Site],
        link: Link,
        inbox: Inbox,
        recorder: Recorder,
        clock: Clock | None = None,
        observer: Observer | None = None,
        disturbances: Disturbances | None = None,
        controls: Controls | None = None,
        inputs: Sequence[Given] = (),
        replay: Replay | None = None,
        hand_out: HandOut | None = None,
        waits: Waits = lambda waiting: None,
        external: ExternalSeats | None = None,
    ) -> None:
        """Set the run up.

        `inputs` are those that were given before; with `replay` the run goes on where
        an earlier process left it. `waits` is told when messages do not come.
        """
        self._run_id = run_id
        self._sites = {site.id: site for site in sorted(sites, key=lambda s: s.id)}
        self._plans = Plans(sites)
        self._link = link
        self._replay = replay
        self._inbox = inbox
        self._ledger = recorder
        self._recorder = replay.recorder if replay else recorder
        self._clock = clock or Clock()
        self._observer = observer
        self._disturbances = disturbances or Disturbances()
        controls = controls or Controls()
        self._inputs = Inputs(inputs)
        self._hand_out = hand_out
        self._external = external or ExternalSeats()
        self._external.remember(inputs)
        self._due = DueMail(ordered=controls.ordered)
        self._failed: asyncio.Future[None]
        self.in_flight = InFlight()
        self._dispatch = Dispatch(
            run_id, link, recorder, self.in_flight, controls, waits
        )
        self._receiving = Receiving(
            sites=self._sites,
            inbox=inbox,
            recorder=recorder,
            clock=self._clock,
            due=self._due,
            in_flight=self.in_flight,
            dispatch=self._dispatch,
            external=self._external,
            submit=self._submit,
            fail=self._fail,
        )

    @property
    def now(self) -> int:
        """The present second."""
        return self._clock.now

    @property
    def crossing(self) -> Crossing:
        """How many messages have crossed to and from other workers."""
        return self._receiving.crossing

    @property
    def unconfirmed(self) -> int:
        """How many messages are without a receipt."""
        return len(self._dispatch.unconfirmed)

    def queued(self) -> list[str]:
        """Return the recipient of each message that waits for its second."""
        return self._due.recipients()

    # --- running -----------------------------------------------------------------

    async def run(self) -> int:
        """Play to the end; return the last virtual second.

        Raises BrokerError when the link cannot be opened, LedgerError when the run
        cannot be written down, BlockedError when a message is refused for good.
        """
        self._failed = asyncio.get_running_loop().create_future()
        if self._replay is not None:
            await self._play_again(self._replay)
            if self._replay.stops:
                return self._clock.now
            self._go_on(self._replay)
        await self._link.open(self._receiving)
        working = [
            asyncio.create_task(work, name=f"kernel.{name}")
            for name, work in self._dispatch.works().items()
        ]
        playing = asyncio.create_task(self._play(), name="kernel.play")
        try:
            ends: list[asyncio.Future[None]] = [self._failed, *working, playing]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for end in ends:
                if end.done():
                    end.result()
        finally:
            for task in (self._failed, playing, *working):
                task.cancel()
            await asyncio.gather(playing, *working, return_exceptions=True)
            await self._link.close()
        return self._clock.now

    async def _play(self) -> None:
        while True:
            second = self._next_second()
            if second is None:
                self._dispatch.hurry()
                if not await self._clock.rest():
                    break
            elif await self._clock.reach(second):
                await self.in_flight.passed(second)
                await self._run_second(second)
        await self._dispatch.last_receipts()

    async def _play_again(self, replay: Replay) -> None:
        """Play what was played before; it takes no time unless it is shown."""
        self._receiving.take_again(replay.foreign)
        played = 0
        while (second := self._next_second()) is not None and second <= replay.until:
            if replay.shown:
                await self._clock.reach(second)
            self._clock.skip_to(second)
            await self._run_second(second)
            played += 1
            if played % BREATH == 0:
                await asyncio.sleep(0)
        replay.over()

    def _go_on(self, replay: Replay) -> None:
        """Leave the replay: from here on the link moves what is sent."""
        self._replay, self._recorder = None, self._ledger
        early = [m for m in replay.on_its_way if m.message_id in replay.early]
        late = [m for m in replay.on_its_way if m.message_id not in replay.early]
        self._take_over([self._expected(message) for message in early])
        self._dispatch.go_on(self._made(late))

    def _take_over(self, parcels: Sequence[Parcel]) -> None:
        """Take in what had been received before the run was interrupted."""
        self._receiving.take_again(parcels)
        self._external.keep(parcels)

    def give(
        self,
        participant: str,
        recipient: str,
        body: bytes,
        *,
        case: str | None = None,
        in_reply_to: str | None = None,
    ) -> Given:
        """Let a participant who is played from outside send a document.

        It is recorded at once and takes effect at the second after the present one;
        where a run is still caught up with, after the last that was played before.
        """
        played = self._replay.until if self._replay else 0
        given = self._inputs.next(
            time=max(self._clock.present(), played) + 1,
            participant=participant,
            recipient=recipient,
            case=case,
            in_reply_to=in_reply_to,
            body=body,
        )
        self._ledger.store_input(given)
        note("input", number=given.number, time=given.time, participant=participant)
        self._clock.look_again()
        return given

    def _submit(self, new: Submission) -> None:
        """Make an input of what an external seat has published."""
        self.give(
            new.participant,
            new.recipient,
            new.body,
            case=new.case,
            in_reply_to=new.in_reply_to,
        )

    def _fail(self, error: Exception) -> None:
        if not self._failed.done():
            self._failed.set_exception(error)

    def _next_second(self) -> int | None:
        candidates = (
            self._plans.earliest(),
            self._due.earliest(),
            self.in_flight.earliest(),
            self._inputs.earliest(),
        )
        return min((each for each in candidates if each is not None), default=None)

    async def _run_second(self, second: int) -> None:
        self._receiving.played = second
        mail, given = self._due.of(second), self._inputs.of(second)
        events: list[Event] = []
        messages: list[Outgoing] = []
        handed: list[Incoming] = []
        verdicts: dict[str, ValidationResult] = {}
        for site_id in sorted(self._plans.awake(second) | set(mail) | set(given)):
            site = self._sites[site_id]
            output = site.run_second(
                second, mail.get(site_id, ()), given.get(site_id, ())
            )
            self._plans.ask(site)
            events += output.events
            messages += output.messages
            handed += output.handed
            verdicts |= output.verdicts
        self._commit(second, events, messages, mail, verdicts)
        if self._hand_out is not None and handed:
            self._hand_out(second, handed)
        self.crossing.sent += sum(
            not self._receiving.is_here(m.recipient) for m in messages
        )
        shown = self._replay is None or self._replay.shown
        if self._observer is not None and shown and events:
            await self._observer(second, events, messages)
        await self._publish_outside(second, handed)
        if self._replay is not None:
            self._disturbances.passed(second, messages, tell=shown)
            self._hand_over(messages, self._replay)
            return
        await self._send(second, messages)
        await self._disturbances.strike(second, len(self.in_flight))

    def _commit(
        self,
        second: int,
        events: Sequence[Event],
        messages: Sequence[Outgoing],
        mail: dict[str, list[Incoming]],
        verdicts: Mapping[str, ValidationResult],
    ) -> None:
        effects = kept.effects(second, mail, verdicts)
        if events or effects:
            stored = [kept.stored(message) for message in messages]
            self._recorder.commit_second(events, stored, effects)

    async def _send(self, second: int, messages: Sequence[Outgoing]) -> None:
        if not messages:
            return
        parcels = self._disturbances.parcels(second, self._made(messages))
        await self._dispatch.publish(parcels)

    def _made(self, messages: Sequence[Outgoing]) -> list[Parcel]:
        """Return the parcels that the link is to move; they are in flight from now on.

        Those to sites of other workers are not in flight here: they are counted. What
        is from or to an external seat is taken in at once, without a link.
        """
        parcels, outside = [], []
        for message in messages:
            if not self._receiving.is_here(message.recipient):
                parcels.append(parcel_of(message, self._run_id))
                continue
            parcel = self._expected(message)
            if self._external.concerns(parcel):
                outside.append(parcel)
            else:
                self.in_flight.add(message.message_id, message.due)
                parcels.append(parcel)
        self._receiving.take_outside(outside)
        return parcels

    def _expected(self, message: Outgoing) -> Parcel:
        """Return the parcel of a message, which the inbox now expects."""
        parcel = parcel_of(message, self._run_id)
        self._inbox.expect(message.message_id, message.sha256, parcel.body)
        return parcel

    def _hand_over(self, messages: Sequence[Outgoing], replay: Replay) -> None:
        """Deliver what was delivered then, from hand to hand."""
        here = [each for each in messages if self._receiving.is_here(each.recipient)]
        for due, mail in replay.hand_over(here):
            self._due.keep(due, mail)
        replay.on_its_way += [
            each
            for each in messages
            if not self._receiving.is_here(each.recipient)
            and each.message_id not in replay.confirmed
        ]
        if self._external.participants:
            due_then = [each for each in messages if each.due <= replay.until]
            self._external.keep(parcel_of(each, self._run_id) for each in due_then)

    async def _publish_outside(self, second: int, handed: Sequence[Incoming]) -> None:
        """Publish to external seats what is due: delivered once the broker has it."""
        parcels = self._external.due(handed)
        if self._replay is not None:
            known = self._replay.confirmed
            left = [each for each in parcels if each.message_id not in known]
            self._dispatch.admit(left)  # published when the run goes on
        elif parcels:
            await self._dispatch.publish(self._disturbances.parcels(second, parcels))
