"""The MQTT link: one connection per participant, acknowledged only after storing."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from swsim.errors import BrokerError
from swsim.exchange.address import parse_address
from swsim.exchange.connection import Connection, RefusedError
from swsim.exchange.credentials import Access, Credentials
from swsim.exchange.dial import Dial, Protocol
from swsim.exchange.link import Arrival, Parcel, Post, by_pair
from swsim.exchange.logbook import warn
from swsim.exchange.paho_client import content_type, message_properties
from swsim.exchange.tls import Contexts
from swsim.exchange.topics import RECEIPT, checked_level

# Connections being made at the same time; more only makes them wait for each other.
_AT_ONCE = 32
# Messages handed over in a turn of the loop: so many, or this part of those that wait.
# Who plays on and publishes has a turn after each, as another process may be waiting
# for that; but the more wait, the less may be added. A broker that hears of a message
# for too long delivers it again, which is the end where there is too much to do.
_IN_A_TURN, _PART = 10, 8


class MqttLink:
    """Connects the participants of one run to any MQTT broker."""

    name = "mqtt"

    def __init__(
        self,
        address: str,
        run: str,
        participants: Iterable[str],
        credentials: Credentials | None = None,
        protocol: Protocol = "3.1.1",
        access: Access | None = None,
        external: Iterable[str] = (),
        when_open: Callable[["MqttLink"], None] = lambda link: None,
    ) -> None:
        """Connect nothing yet; raises UsageError for an address or name that is wrong.

        `credentials` holds user and password of each participant; where it has none,
        those of the address are used, or no user at all. `access` stands in for it
        where certificates matter too. For those participants who are `external`, other
        systems connect; `when_open` is called when they can.
        """
        access = access or Access(credentials=credentials or {})
        where = parse_address(address)
        self.run = checked_level("run id", run)
        self.dial = Dial(
            address=where,
            run=self.run,
            protocol=protocol,
            credentials=access.credentials,
            contexts=Contexts(access) if where.tls else None,
        )
        self._elsewhere = {
            name: self._connection(name, 0, _left_there) for name in sorted(external)
        }
        self._connections = {
            name: self._connection(name, number, self._took)
            for number, name in enumerate(
                sorted(set(participants) - set(self._elsewhere))
            )
        }
        self._when_open = when_open
        self._post: Post | None = None
        self._inbox: deque[Arrival] = deque()
        self._receipts: list[Arrival] = []
        self._open = False
        self._flush_is_due = False
        self._keepers: list[asyncio.Task[None]] = []

    def _connection(
        self, participant: str, number: int, took: Callable[[Arrival], None]
    ) -> Connection:
        """Return a connection; by number they spread over the servers of a cluster."""
        return Connection(
            self.dial,
            checked_level("participant", participant),
            took,
            self._came_back,
            attempt=number,
        )

    async def open(self, post: Post) -> None:
        """Connect and subscribe every participant; raises BrokerError.

        What comes in meanwhile is handed over once everybody is connected. Messages for
        external participants wait in sessions that are made here. Where one participant
        cannot connect, the sessions of the others are ended again.
        """
        self._post = post
        try:
            await _for_each(self._connections.values(), Connection.connect_first)
            await _for_each(self._elsewhere.values(), Connection.reserve_session)
        except BaseException:
            await self.close()
            raise
        self._keepers = [
            asyncio.create_task(connection.keep(), name=f"swsim.mqtt.{name}")
            for name, connection in self._connections.items()
        ]
        self._open = True
        self._flush_soon()
        self._when_open(self)

    async def close(self, *, clear_sessions: bool = True) -> None:
        """Disconnect everybody; ends the sessions unless told to leave them."""
        self._open, self._post = False, None
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        self._keepers.clear()
        self._inbox.clear()
        self._receipts.clear()
        await _for_each(self._all, Connection.disconnect)
        if not clear_sessions:
            return
        try:
            await self._clear(each for each in self._all if each.has_session)
        except BrokerError as error:  # the run is over, whatever the broker says
            warn("sessions_left_on_broker", run=self.run, reason=str(error))

    async def clear_sessions(self) -> None:
        """End whatever sessions the run has left on the broker; the link is closed.

        Raises BrokerError for a broker that cannot be reached, or when it refuses a
        participant, once the sessions of the others are ended.
        """
        await self._clear(self._all)

    async def _clear(self, connections: Iterable[Connection]) -> None:
        refused: list[RefusedError] = []

        async def clear(connection: Connection) -> None:
            try:
                await connection.clear_session()
            except RefusedError as error:
                refused.append(error)

        await _for_each(connections, clear)
        if refused:
            raise refused[0]

    @property
    def _all(self) -> Iterable[Connection]:
        return (*self._connections.values(), *self._elsewhere.values())

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Write parcels to their senders' connections; nobody waits for the broker.

        Every sender is a participant of this link. What is for an external participant
        has its receipt as soon as the broker has it.
        """
        for parcel in parcels:
            self._connections[parcel.sender].publish(
                parcel.recipient,
                parcel.document,
                parcel.body,
                message_properties(self.run, parcel)
                if self.dial.protocol == "5"
                else None,
                on_broker=(
                    partial(self._on_broker, parcel)
                    if parcel.recipient in self._elsewhere
                    else None
                ),
            )

    def _on_broker(self, parcel: Parcel) -> None:
        if self._post is not None:
            self._post.receipted(parcel.sender, parcel.recipient, [parcel.message_id])

    async def confirm(self, arrivals: Sequence[tuple[Arrival, str | None]]) -> None:
        """Acknowledge to the broker, then send one receipt per pair of participants.

        Receipts go with QoS 0: one that is lost makes the sender publish again, which
        is confirmed again, and the broker need not store them.
        """
        for arrival, _ in arrivals:
            self._connections[arrival.recipient].acknowledge(arrival.token)
        properties = content_type("text/plain") if self.dial.protocol == "5" else None
        for (sender, recipient), message_ids in by_pair(arrivals).items():
            body = "\n".join(message_ids).encode()
            self._connections[recipient].publish(
                sender, RECEIPT, body, properties, qos=0
            )

    def _took(self, arrival: Arrival) -> None:
        """Queue what a connection received, for one of the next turns of the loop."""
        queue = self._receipts if arrival.document == RECEIPT else self._inbox
        queue.append(arrival)
        if self._open:
            self._flush_soon()

    def _came_back(self, participant: str) -> None:
        """Tell the post that a connection was lost and is there again."""
        if self._post is not None:
            self._post.reconnected(participant)

    def _flush_soon(self) -> None:
        if not self._flush_is_due:
            self._flush_is_due = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        """Hand over receipts, and a turn's worth of messages."""
        self._flush_is_due = False
        if self._post is None:
            return
        receipts, self._receipts = self._receipts, []
        for receipt in receipts:
            self._receipt(self._post, receipt)
        waiting = len(self._inbox)
        if turn := min(waiting, max(_IN_A_TURN, waiting // _PART)):
            self._post.arrived([self._inbox.popleft() for _ in range(turn)])
        if self._inbox:
            self._flush_soon()

    def _receipt(self, post: Post, receipt: Arrival) -> None:
        message_ids = receipt.body.decode("utf-8", "replace").split("\n")
        post.receipted(receipt.recipient, receipt.sender, message_ids)
        self._connections[receipt.recipient].acknowledge(receipt.token)


def _left_there(_arrival: Arrival) -> None:
    """Leave to a system outside what its session holds, unacknowledged."""


async def _for_each(
    connections: Iterable[Connection],
    call: Callable[[Connection], Awaitable[None]],
) -> None:
    """Call for every connection, some at a time; raise the first error alone."""
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(connection: Connection) -> None:
        async with places:
            await call(connection)

    try:
        async with asyncio.TaskGroup() as group:
            for connection in connections:
                group.create_task(one(connection))
    except* BrokerError as errors:
        first = errors.exceptions[0]
    else:
        return
    raise first
