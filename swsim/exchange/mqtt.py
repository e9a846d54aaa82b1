"""The MQTT link: one connection per participant, acknowledged only after storing.

The only importer of aiomqtt, of which it uses one private attribute: the paho client
inside, for what aiomqtt has no words for (acknowledging by hand, publishing without
waiting for the broker). Knows topics and bytes, not what is in the messages.
"""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import aiomqtt
from aiomqtt.exceptions import MqttConnectError
from paho.mqtt.client import Client as Paho
from paho.mqtt.client import MQTTMessage
from paho.mqtt.properties import Properties

from swsim.errors import BrokerError
from swsim.exchange.address import parse_address
from swsim.exchange.credentials import Credentials
from swsim.exchange.link import Arrival, Parcel, Post, by_pair
from swsim.exchange.logbook import warn
from swsim.exchange.paho_client import (
    content_type,
    hang_up,
    loss_of,
    message_properties,
    obey_receive_maximum,
    session_3,
    session_5,
    write_directly,
)
from swsim.exchange.topics import RECEIPT, checked_level, client_id, inbox, topic
from swsim.exchange.wallclock import monotonic

Protocol = Literal["3.1.1", "5"]


_VERSIONS = {"3.1.1": aiomqtt.ProtocolVersion.V311, "5": aiomqtt.ProtocolVersion.V5}

# Seconds. A silent network is noticed after one to two times the keepalive.
_KEEPALIVE = 30
_ANSWER_WITHIN = 5.0
_GRACE = 0.1
_BACKOFF_FIRST, _BACKOFF_MOST = 0.05, 2.0
_OPEN_WITHIN = 2.0
_SESSION_EXPIRY = 7 * 24 * 3600

# Connections being made at the same time; more only makes them wait for each other.
_AT_ONCE = 32

# MQTT 5 lets a broker close on a client that has more messages under way than its
# Receive Maximum; 3.1.1 has no such limit (0). The receipt is what counts, so the
# window need not be large.
_WINDOW = {"3.1.1": 0, "5": 20}

# Reason codes of MQTT 5, into which paho also turns those of 3.1.1. From the first
# on they are failures; the others are those of a broker that may take us later:
# server unavailable, server busy, quota exceeded, connection rate exceeded.
_FAILURE = 0x80
_PASSING = frozenset({0x88, 0x89, 0x97, 0x9F})


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Token:
    """One delivery of one message; a repeated delivery is another token."""

    packet_id: int


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
    ) -> None:
        """Connect nothing yet; raises UsageError for an address or name that is wrong.

        `credentials` holds user and password of each participant; where it has none,
        those of the address are used, or no user at all.
        """
        self.address = parse_address(address)
        self.run = checked_level("run id", run)
        self.protocol = protocol
        self._credentials = credentials or {}
        self._tls = ssl.create_default_context() if self.address.tls else None
        self._connections = {
            name: _Connection(self, checked_level("participant", name))
            for name in sorted(set(participants))
        }
        self._post: Post | None = None
        self._inbox: list[Arrival] = []
        self._open = False
        self._flush_is_due = False
        self._keepers: list[asyncio.Task[None]] = []

    async def open(self, post: Post) -> None:
        """Connect and subscribe every participant; raises BrokerError.

        What comes in meanwhile is handed over once everybody is connected.
        """
        self._post = post
        try:
            await _for_each(self._connections.values(), _Connection.connect_first)
        except BaseException:
            await self.close(clear_sessions=False)
            raise
        self._keepers = [
            asyncio.create_task(connection.keep(), name=f"swsim.mqtt.{name}")
            for name, connection in self._connections.items()
        ]
        self._open = True
        self._flush_soon()

    async def close(self, *, clear_sessions: bool = True) -> None:
        """Disconnect everybody; ends the sessions unless told to leave them."""
        self._open, self._post = False, None
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        self._keepers.clear()
        self._inbox.clear()
        await _for_each(self._connections.values(), _Connection.disconnect)
        if clear_sessions:
            await self.clear_sessions()

    async def clear_sessions(self) -> None:
        """End the sessions that the run has left on the broker; the link is closed.

        A broker that cannot be reached is logged, not raised: the run is over.
        """
        try:
            await _for_each(self._connections.values(), _Connection.clear_session)
        except BrokerError as error:
            warn("sessions_left_on_broker", run=self.run, reason=str(error))

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Write parcels to their senders' connections; nobody waits for the broker.

        Every sender is a participant of this link.
        """
        for parcel in parcels:
            self._connections[parcel.sender].publish(
                parcel.recipient,
                parcel.document,
                parcel.body,
                message_properties(self.run, parcel) if self.protocol == "5" else None,
            )

    async def confirm(self, arrivals: Sequence[tuple[Arrival, str | None]]) -> None:
        """Acknowledge to the broker, then send one receipt per pair of participants.

        Receipts go with QoS 0: one that is lost makes the sender publish again, which
        is confirmed again, and the broker need not store them.
        """
        for arrival, _ in arrivals:
            self._connections[arrival.recipient].acknowledge(arrival.token)
        properties = content_type("text/plain") if self.protocol == "5" else None
        for (sender, recipient), message_ids in by_pair(arrivals).items():
            body = "\n".join(message_ids).encode()
            self._connections[recipient].publish(
                sender, RECEIPT, body, properties, qos=0
            )

    def client(self, participant: str, *, lasting: bool = True) -> aiomqtt.Client:
        """Return a client, not connected yet, for a lasting or a clean session."""
        address = self.address
        user, password = self._credentials.get(
            participant, (address.user, address.password)
        )
        client = aiomqtt.Client(
            address.host,
            address.port,
            username=user,
            password=password,
            identifier=client_id(self.run, participant),
            protocol=_VERSIONS[self.protocol],
            timeout=_ANSWER_WITHIN,
            keepalive=_KEEPALIVE,
            max_inflight_messages=_WINDOW[self.protocol],
            socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],
            tls_context=self._tls,
            **(
                session_5(lasting=lasting, expiry=_SESSION_EXPIRY)
                if self.protocol == "5"
                else session_3(lasting=lasting)
            ),
        )
        client.pending_calls_threshold = 1_000_000
        client._client.disable_logger()
        return client

    def took(self, arrival: Arrival) -> None:
        """Queue what a connection received; handed over once per turn of the loop."""
        self._inbox.append(arrival)
        if self._open:
            self._flush_soon()

    def came_back(self, participant: str) -> None:
        """Tell the post that a connection was lost and is there again."""
        if self._post is not None:
            self._post.reconnected(participant)

    def _flush_soon(self) -> None:
        if not self._flush_is_due:
            self._flush_is_due = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        self._flush_is_due = False
        batch, self._inbox = self._inbox, []
        if self._post is None:
            return
        for receipt in batch:
            if receipt.document == RECEIPT:
                self._receipt(self._post, receipt)
        if arrivals := [a for a in batch if a.document != RECEIPT]:
            self._post.arrived(arrivals)

    def _receipt(self, post: Post, receipt: Arrival) -> None:
        message_ids = receipt.body.decode("utf-8", "replace").split("\n")
        post.receipted(receipt.recipient, receipt.sender, message_ids)
        self._connections[receipt.recipient].acknowledge(receipt.token)


class _Connection:
    """The connection of one participant: one client at a time, a new one each time."""

    def __init__(self, link: MqttLink, participant: str) -> None:
        self._link = link
        self._participant = participant
        self._client: aiomqtt.Client | None = None
        # Packet id -> the delivery that waits for acknowledgement on this client.
        self._unacknowledged: dict[int, _Token] = {}

    async def connect_first(self) -> None:
        """Connect; a broker that does not answer gets two seconds, a refusal none."""
        deadline = monotonic() + _OPEN_WITHIN
        while True:
            try:
                return await self._connect()
            except aiomqtt.MqttError as error:
                if monotonic() > deadline:
                    raise self._unreachable(error) from error
            await asyncio.sleep(_BACKOFF_FIRST)

    async def keep(self) -> None:
        """Connect again whenever the connection is lost, and tell the link."""
        loop = asyncio.get_running_loop()
        while self._client is not None:
            with contextlib.suppress(aiomqtt.MqttError):
                # Never yields (messages are taken as they come); raises when lost.
                async for _ in self._client.messages:
                    pass
            hang_up(self._client._client)
            self._client = None
            await self._connect_again()
            loop.call_soon(self._link.came_back, self._participant)

    async def disconnect(self) -> None:
        """End the connection in peace, if there is one."""
        client, self._client = self._client, None
        self._unacknowledged.clear()
        if client is not None:
            await _leave(client)

    async def clear_session(self) -> None:
        """Connect once with a clean session: the broker forgets the lasting one."""
        client = self._link.client(self._participant, lasting=False)
        try:
            with loss_of(client._client) as lost:
                await self._enter(client, lost)
        except aiomqtt.MqttError as error:
            raise self._unreachable(error) from error
        await _leave(client)

    def publish(
        self,
        recipient: str,
        document: str,
        body: bytes,
        properties: Properties | None,
        *,
        qos: int = 1,
    ) -> None:
        """Write a message to the connection, or drop it when there is none."""
        if self._client is not None:
            self._client._client.publish(
                topic(self._link.run, recipient, self._participant, document),
                body,
                qos=qos,
                properties=properties,
            )

    def acknowledge(self, token: object) -> None:
        """Acknowledge a delivery, if it is of this connection and still the last one.

        A packet id is free for another message as soon as it is acknowledged: a second
        acknowledgement, or one on another connection, could hit a stranger.
        """
        assert isinstance(token, _Token)
        if self._unacknowledged.get(token.packet_id) is token and self._client:
            del self._unacknowledged[token.packet_id]
            self._client._client.ack(token.packet_id, 1)

    async def _connect_again(self) -> None:
        pause, said = _BACKOFF_FIRST, ""
        while True:
            await asyncio.sleep(pause)
            try:
                return await self._connect()
            except (aiomqtt.MqttError, BrokerError) as error:
                if str(error) != said:
                    said = str(error)
                    warn("no_broker", participant=self._participant, why=said)
            pause = min(pause * 2, _BACKOFF_MOST)

    async def _connect(self) -> None:
        """Connect and subscribe; raises MqttError if lost, BrokerError if refused."""
        client = self._link.client(self._participant)
        paho = client._client
        paho.manual_ack_set(True)
        paho.on_message = self._take
        if self._link.protocol == "5":
            obey_receive_maximum(paho, _WINDOW[self._link.protocol])
        self._unacknowledged.clear()
        with loss_of(paho) as lost:
            await self._enter(client, lost)
            self._client = client
            write_directly(paho)
            try:
                await _unless(lost, self._subscribe(client))
            except BaseException:
                self._client = None
                hang_up(paho)
                raise

    async def _enter(self, client: aiomqtt.Client, lost: asyncio.Event) -> None:
        try:
            await _unless(lost, client.__aenter__())
        except BaseException as error:
            hang_up(client._client)
            if isinstance(error, MqttConnectError) and not _passing(error):
                raise self._refused(error) from error
            raise

    async def _subscribe(self, client: aiomqtt.Client) -> None:
        wanted = inbox(self._link.run, self._participant)
        for code in await client.subscribe(wanted, qos=1):
            value = code if isinstance(code, int) else code.value
            if value >= _FAILURE or value == 0:
                why = "does not offer QoS 1 on" if value == 0 else "refused"
                raise BrokerError(
                    f"The broker {self._link.address} {why} {self._participant}'s"
                    f" subscription to {wanted!r} ({code}). Give that user the right to"
                    " read these topics at QoS 1."
                )

    def _take(self, _paho: Paho, _data: Any, message: MQTTMessage) -> None:
        token = _Token(packet_id=message.mid)
        if message.qos:
            self._unacknowledged[message.mid] = token
        # The filter that we subscribed to leaves six levels, the last two free.
        *_, sender, document = message.topic.split("/")
        self._link.took(
            Arrival(
                recipient=self._participant,
                sender=sender,
                document=document,
                body=bytes(message.payload),
                token=token,
            )
        )

    def _refused(self, error: MqttConnectError) -> BrokerError:
        return BrokerError(
            f"The broker {self._link.address} refused {self._participant}: {error}."
            " Check the user and password of that participant, and that the broker"
            f" speaks MQTT {self._link.protocol}."
        )

    def _unreachable(self, error: aiomqtt.MqttError) -> BrokerError:
        return BrokerError(
            f"No MQTT broker answers {self._participant} at {self._link.address}:"
            f" {error}. Check host and port, and that the broker is running; without"
            " --broker, swsim starts one of its own."
        )


async def _unless(lost: asyncio.Event, work: Coroutine[Any, Any, object]) -> None:
    """Do `work`, or raise MqttError as soon as the connection is lost.

    aiomqtt itself waits for its timeout. A thread makes the connection and cannot be
    stopped half way: when we are cancelled, wait for it, so that no socket is left.
    """
    doing = asyncio.ensure_future(work)
    loss = asyncio.ensure_future(lost.wait())
    try:
        await asyncio.wait({doing, loss}, return_when=asyncio.FIRST_COMPLETED)
        # A refusal closes the connection too: let that be told first.
        await asyncio.wait({doing}, timeout=_GRACE if loss.done() else None)
    except asyncio.CancelledError:
        await asyncio.wait({doing, loss}, return_when=asyncio.FIRST_COMPLETED)
        raise
    finally:
        done = doing.done()
        for task in (doing, loss):
            task.cancel()
        await asyncio.gather(doing, loss, return_exceptions=True)
    if done:
        doing.result()
    if lost.is_set():
        raise aiomqtt.MqttError("the connection was closed before it was ready")


def _passing(error: MqttConnectError) -> bool:
    return getattr(error.rc, "value", error.rc) in _PASSING


async def _leave(client: aiomqtt.Client) -> None:
    try:
        await client.__aexit__(None, None, None)
    except aiomqtt.MqttError:
        hang_up(client._client)


async def _for_each(
    connections: Iterable[_Connection],
    call: Callable[[_Connection], Awaitable[None]],
) -> None:
    """Call for every connection, some at a time; raise the first error alone."""
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(connection: _Connection) -> None:
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
