"""The connection of one participant to an MQTT broker, kept up until it is hung up.

With `dial.py` the only importer of aiomqtt, of which both use one private attribute:
the paho client inside, for what aiomqtt has no words for (acknowledging by hand,
publishing without waiting for the broker). Knows topics and bytes, not what is in the
messages.
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import aiomqtt
from aiomqtt.exceptions import MqttConnectError
from paho.mqtt.client import Client as Paho
from paho.mqtt.client import MQTTMessage
from paho.mqtt.properties import Properties

from swsim.errors import BrokerError
from swsim.exchange.dial import Dial
from swsim.exchange.link import Arrival
from swsim.exchange.logbook import note, warn
from swsim.exchange.paho_client import (
    hang_up,
    loss_of,
    obey_receive_maximum,
    write_directly,
)
from swsim.exchange.topics import inbox, topic
from swsim.exchange.wallclock import monotonic

# Seconds.
_GRACE = 0.1
_BACKOFF_FIRST, _BACKOFF_MOST = 0.05, 2.0
_OPEN_WITHIN = 2.0
# A cluster that has just started elects its leaders first.
_CLUSTER_OPEN_WITHIN = 20.0

# Reason codes of MQTT 5, into which paho also turns those of 3.1.1. From the first
# on they are failures; the others are those of a broker that may take us later:
# server unavailable, server busy, quota exceeded, connection rate exceeded.
_FAILURE = 0x80
_PASSING = frozenset({0x88, 0x89, 0x97, 0x9F})

# How OpenSSL says that a certificate is not one of an authority we trust.
_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"

_CHECK_TLS = (
    " with TLS; that --ca or --credentials names the authority of its certificate, and"
    " that no certificate has expired"
)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Token:
    """One delivery of one message; a repeated delivery is another token."""

    packet_id: int


class RefusedError(BrokerError):
    """The broker is there, and does not let a participant in."""


class RefusedSubscriptionError(BrokerError):
    """The broker lets a participant in, and not read its inbox."""


class Connection:
    """The connection of one participant: one client at a time, a new one each time."""

    def __init__(
        self,
        dial: Dial,
        participant: str,
        took: Callable[[Arrival], None],
        came_back: Callable[[str], None],
        *,
        attempt: int = 0,
    ) -> None:
        """Connect nothing yet.

        `took` is called with each message that comes in, `came_back` with the
        participant after a connection was lost and made again. `attempt` is the number
        of the first one: it spreads participants over the servers of a cluster.
        """
        self._dial = dial
        self._participant = participant
        self._took = took
        self._came_back = came_back
        self._attempt = attempt
        self._client: aiomqtt.Client | None = None
        # Whether the broker keeps something for this participant, as far as we know.
        self.has_session = False
        # Packet id -> the delivery that waits for acknowledgement on this client.
        self._unacknowledged: dict[int, _Token] = {}
        # Packet id -> what to do once the broker has acknowledged a publication.
        self._on_broker: dict[int, Callable[[], None]] = {}

    async def connect_first(self) -> None:
        """Connect; a broker that does not answer gets some seconds, a refusal none."""
        alone = len(self._dial.address.servers) == 1
        deadline = monotonic() + (_OPEN_WITHIN if alone else _CLUSTER_OPEN_WITHIN)
        while True:
            try:
                return await self._connect()
            except aiomqtt.MqttError as error:
                if monotonic() > deadline or _UNTRUSTED in str(error):
                    raise self._unreachable(error) from error
            except RefusedSubscriptionError:
                # NATS also refuses while a cluster has no leader.
                if alone or monotonic() > deadline:
                    raise
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
            warn("connection_lost", participant=self._participant)
            await self._connect_again()
            note("connection_regained", participant=self._participant)
            loop.call_soon(self._came_back, self._participant)

    async def disconnect(self) -> None:
        """End the connection in peace, if there is one."""
        client, self._client = self._client, None
        self._unacknowledged.clear()
        self._on_broker.clear()
        if client is not None:
            await _leave(client)

    async def reserve_session(self) -> None:
        """Connect once and leave: from now on the broker keeps what comes for it."""
        await self.connect_first()
        await self.disconnect()

    async def clear_session(self) -> None:
        """Connect once with a clean session: the broker forgets the lasting one."""
        client = await self._connect_clean()
        await _leave(client)
        self.has_session = False

    def publish(
        self,
        recipient: str,
        document: str,
        body: bytes,
        properties: Properties | None,
        *,
        qos: int = 1,
        on_broker: Callable[[], None] | None = None,
    ) -> None:
        """Write a message to the connection, or drop it when there is none.

        `on_broker` is called when the broker has acknowledged it.
        """
        if self._client is not None:
            info = self._client._client.publish(
                topic(self._dial.run, recipient, self._participant, document),
                body,
                qos=qos,
                properties=properties,
            )
            if on_broker is not None:
                self._on_broker[info.mid] = on_broker

    def acknowledge(self, token: object) -> None:
        """Acknowledge a delivery, if it is of this connection and still the last one.

        A packet id is free for another message as soon as it is acknowledged: a second
        acknowledgement, or one on another connection, could hit a stranger.
        """
        assert isinstance(token, _Token)
        if self._unacknowledged.get(token.packet_id) is token and self._client:
            del self._unacknowledged[token.packet_id]
            self._client._client.ack(token.packet_id, 1)

    async def _connect_clean(self) -> aiomqtt.Client:
        tries = len(self._dial.address.servers)
        while True:
            client = self._new_client(lasting=False)
            write_directly(client._client)
            try:
                with loss_of(client._client) as lost:
                    await self._enter(client, lost)
            except aiomqtt.MqttError as error:
                tries -= 1
                if not tries:
                    raise self._unreachable(error) from error
            else:
                return client

    def _new_client(self, *, lasting: bool) -> aiomqtt.Client:
        self._attempt += 1
        return self._dial.client(
            self._participant, lasting=lasting, attempt=self._attempt
        )

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
        client = self._new_client(lasting=True)
        paho = client._client
        paho.manual_ack_set(True)
        paho.on_message = self._take
        paho.on_publish = self._acknowledged
        if self._dial.protocol == "5":
            obey_receive_maximum(paho, self._dial.window)
        self._unacknowledged.clear()
        write_directly(paho)
        self._on_broker.clear()
        with loss_of(paho) as lost:
            await self._enter(client, lost)
            self._client = client
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
            # Cancelled meanwhile: the broker may have said yes.
            self.has_session |= isinstance(error, asyncio.CancelledError)
            raise
        self.has_session = True

    async def _subscribe(self, client: aiomqtt.Client) -> None:
        wanted = inbox(self._dial.run, self._participant)
        for code in await client.subscribe(wanted, qos=1):
            value = code if isinstance(code, int) else code.value
            if value >= _FAILURE or value == 0:
                why = "does not offer QoS 1 on" if value == 0 else "refused"
                raise RefusedSubscriptionError(
                    f"The broker {self._dial.address} {why} {self._participant}'s"
                    f" subscription to {wanted!r} ({code}). Give that user the right to"
                    " read these topics at QoS 1."
                )

    def _acknowledged(
        self, _paho: Paho, _data: Any, packet_id: int, code: Any, _properties: Any
    ) -> None:
        """Tell that the broker has a message, unless it says that it refused it."""
        told = self._on_broker.pop(packet_id, None)
        if told is not None and code.value < _FAILURE:
            # Not from within paho, which would swallow what goes wrong.
            asyncio.get_running_loop().call_soon(told)

    def _take(self, _paho: Paho, _data: Any, message: MQTTMessage) -> None:
        token = _Token(packet_id=message.mid)
        if message.qos:
            self._unacknowledged[message.mid] = token
        # The filter that we subscribed to leaves six levels, the last two free.
        *_, sender, document = message.topic.split("/")
        self._took(
            Arrival(
                recipient=self._participant,
                sender=sender,
                document=document,
                body=bytes(message.payload),
                token=token,
            )
        )

    def _refused(self, error: MqttConnectError) -> RefusedError:
        return RefusedError(
            f"The broker {self._dial.address} refused {self._participant}: {error}."
            " Check the user and password of that participant, and that the broker"
            f" speaks MQTT {self._dial.protocol}."
        )

    def _unreachable(self, error: aiomqtt.MqttError) -> BrokerError:
        return BrokerError(
            f"No MQTT broker answers {self._participant} at {self._dial.address}:"
            f" {error}. Check host and port, and that the broker is running"
            f"{_CHECK_TLS if self._dial.contexts else ''}; without --broker, swsim"
            " starts one of its own."
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
