"""What leaves over the link: published, receipted, published again until it is.

Knows how the transport stands and wall time; nothing of virtual time or of sites.
"""

import asyncio
import contextlib
from collections.abc import Coroutine, Iterable, Mapping, Sequence

from swsim.exchange import wallclock
from swsim.exchange.confirming import Confirming
from swsim.exchange.controls import Controls
from swsim.exchange.inflight import InFlight, Unconfirmed
from swsim.exchange.link import Arrival, Link, Parcel
from swsim.exchange.logbook import note
from swsim.exchange.recorder import Recorder
from swsim.exchange.refusals import Refusals
from swsim.exchange.stall import Waits, stall_of_mail

_LAST_RECEIPTS = 5.0  # wall seconds to wait for at the end of a run
_RESEND_EVERY = 0.1  # wall seconds between looks for overdue receipts


class Dispatch:
    """Publishes the parcels of one run, and confirms what came in.

    `unconfirmed` are the parcels without a receipt.
    """

    def __init__(
        self,
        run_id: str,
        link: Link,
        recorder: Recorder,
        in_flight: InFlight,
        controls: Controls,
        waits: Waits,
    ) -> None:
        """Publish nothing yet; `waits` is told when messages do not come."""
        self._link = link
        self._recorder = recorder
        self._in_flight = in_flight
        self._resend = controls.resend
        self.unconfirmed = Unconfirmed(patience=controls.patience)
        self._stall = stall_of_mail(
            in_flight, self.unconfirmed, waits, after=controls.stalled
        )
        self._refusals = Refusals(run_id, in_flight, self.unconfirmed)
        self._outgoing: asyncio.Queue[Sequence[Parcel]] = asyncio.Queue()
        self._confirming = Confirming()

    def works(self) -> Mapping[str, Coroutine[None, None, None]]:
        """Return what is to be done in the background once the link is open."""
        return {
            "publish": self._publish_on(),
            "confirm": self._confirm_on(),
            "resend": self._resend_on(),
        }

    # --- going out ---------------------------------------------------------------

    def admit(self, parcels: Iterable[Parcel]) -> list[Parcel]:
        """Take new parcels in; return those that may be published now."""
        return self.unconfirmed.admit(parcels, wallclock.monotonic())

    async def publish(self, parcels: Iterable[Parcel]) -> None:
        """Take new parcels in, and publish those that may be."""
        await self._link.publish(self.admit(parcels))

    def go_on(self, parcels: Iterable[Parcel]) -> None:
        """Publish, soon, what an earlier process left behind, and new parcels."""
        now = wallclock.monotonic()
        left = self.unconfirmed.all(now)
        self._publish_soon([*left, *self.unconfirmed.admit(parcels, now)])

    def receipted(self, recipient: str, message_ids: Sequence[str]) -> None:
        """Note receipts, and publish what waited for them."""
        now = wallclock.monotonic()
        self._publish_soon(self.unconfirmed.confirm(recipient, message_ids, now))

    def reconnected(self, participant: str) -> None:
        """Publish again what may have been lost with a connection."""
        if self._resend:
            again = self.unconfirmed.touching(participant, wallclock.monotonic())
            self._publish_again(again, f"{participant} was reconnected")

    # --- coming in ---------------------------------------------------------------

    def confirm(self, stored: Iterable[tuple[Arrival, str | None]]) -> None:
        """Have confirmed, soon, what is stored; see `Confirming.add`."""
        self._confirming.add(stored)

    def refused(self, arrival: Arrival, stated: str | None, why: str) -> None:
        """Note that an arrival was refused, see `Refusals.note`; may end the run."""
        self._refusals.note(arrival, stated, why)

    def hurry(self) -> None:
        """Have confirmed now what waits."""
        self._confirming.hurry()

    async def last_receipts(self) -> None:
        """Wait a moment for the last receipts, so that the outbox balances."""
        self._stall.look(wallclock.monotonic())  # it went on, even to the end
        self._confirming.wait_no_more()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LAST_RECEIPTS):
                await self.unconfirmed.empty()

    # --- in the background -------------------------------------------------------

    def _publish_again(self, parcels: Sequence[Parcel], why: str) -> None:
        if parcels:
            note("published_again", messages=len(parcels), why=why)
            self._publish_soon(parcels)

    def _publish_soon(self, parcels: Sequence[Parcel]) -> None:
        if parcels:
            self._outgoing.put_nowait(parcels)

    async def _publish_on(self) -> None:
        while True:
            await self._link.publish(await self._outgoing.get())

    async def _confirm_on(self) -> None:
        while True:
            if batch := await self._confirming.due():
                self._recorder.flush()
                await self._link.confirm(batch)

    async def _resend_on(self) -> None:
        while True:
            await asyncio.sleep(_RESEND_EVERY)
            now = wallclock.monotonic()
            self._stall.look(now)
            if self._resend:
                late = self.unconfirmed.overdue(now, self._missing(now))
                self._publish_again(late, "no receipt in time")
            else:
                self._give_up(self.unconfirmed.overdue(now), now)

    def _missing(self, now: float) -> set[str]:
        """Return the messages that hold the clock, if none of them came for a while."""
        second = self._in_flight.awaited
        if second is None or not self._stall.still(now):
            return set()
        return self._in_flight.due_by(second)

    def _give_up(self, late: Sequence[Parcel], now: float) -> None:
        for parcel in late:
            message_id, to = parcel.message_id, parcel.recipient
            self._publish_soon(self.unconfirmed.confirm(to, [message_id], now))
            self._in_flight.stored(message_id)
