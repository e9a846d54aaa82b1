"""What the MQTT link does to the paho client inside aiomqtt.

Knows paho and MQTT's properties; not the link, the run or its participants.
"""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from paho.mqtt.client import Client as Paho
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from swsim.exchange.link import Parcel

_CORK: int | None = getattr(socket, "TCP_CORK", None)  # Linux


def write_directly(paho: Paho) -> None:
    """Write in the next turn of the event loop, not when the selector says one may.

    aiomqtt registers a writer with the selector for every burst of packets; that is
    only needed when the socket takes no more, and an error where the broker has closed
    it meanwhile. Saves a tenth of the link's work. For a client that connects once.
    """
    loop, own_thread = asyncio.get_running_loop(), threading.get_ident()

    def write(sock: Any) -> None:
        if paho.socket():
            with _corked(sock, len(paho._out_packet)):
                paho.loop_write()
            # Writing may have found the connection lost, and closed the socket.
            if paho.want_write() and paho.socket():
                loop.add_writer(sock.fileno(), write, sock)

    def write_soon(_paho: Paho, _data: Any, sock: Any) -> None:
        if threading.get_ident() == own_thread:
            loop.call_soon(write, sock)
        else:  # while it connects
            loop.call_soon_threadsafe(write, sock)

    paho.on_socket_register_write = write_soon


@contextmanager
def _corked(sock: Any, packets: int) -> Iterator[None]:
    """Let several packets leave as one, where the system can hold them back.

    paho sends each packet on its own, and each wakes the broker.
    """
    if packets < 2 or _CORK is None or not isinstance(sock, socket.socket):
        yield
        return
    sock.setsockopt(socket.IPPROTO_TCP, _CORK, 1)
    try:
        yield
    finally:
        with suppress(OSError):  # writing may have found the connection lost
            sock.setsockopt(socket.IPPROTO_TCP, _CORK, 0)


def obey_receive_maximum(paho: Paho, window: int) -> None:
    """Narrow the window of `paho` to what an MQTT 5 broker allows in its CONNACK."""
    inner: Any = paho.on_connect

    def on_connect(client: Paho, data: Any, flags: Any, code: Any, props: Any) -> None:
        # The setter refuses on a connection that is open already, but nothing has
        # been published on this one yet.
        allowed = getattr(props, "ReceiveMaximum", window)
        client._max_inflight_messages = min(allowed, window)
        inner(client, data, flags, code, props)

    paho.on_connect = on_connect


@contextmanager
def loss_of(paho: Paho) -> Iterator[asyncio.Event]:
    """Give an event that is set when the connection ends within the block.

    aiomqtt, which only listens once connected, is not told meanwhile: it would keep an
    exception that nobody fetches.
    """
    lost, inner = asyncio.Event(), paho.on_disconnect

    def on_disconnect(*_arguments: Any) -> None:
        lost.set()

    paho.on_disconnect = on_disconnect
    try:
        yield lost
    finally:
        paho.on_disconnect = inner


def hang_up(paho: Paho) -> None:
    """Say goodbye and close the socket now, whatever state the client is in."""
    if paho.disconnect() == MQTTErrorCode.MQTT_ERR_SUCCESS:
        paho.loop_write()


def session_3(*, lasting: bool) -> dict[str, Any]:
    """Return aiomqtt's options for an MQTT 3.1.1 session that the broker keeps."""
    return {"clean_session": not lasting}


def session_5(*, lasting: bool, expiry: int) -> dict[str, Any]:
    """Return aiomqtt's options for an MQTT 5 session kept for `expiry` seconds."""
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    properties.SessionExpiryInterval = expiry if lasting else 0
    return {"clean_start": not lasting, "properties": properties}


def content_type(value: str) -> Properties:
    """Return the MQTT 5 properties of a publication with only a content type."""
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
    properties.ContentType = value
    return properties


def message_properties(run: str, parcel: Parcel) -> Properties:
    """Return the MQTT 5 properties of a message; nothing depends on them.

    The user properties are the attributes of CloudEvents 1.0 in its MQTT binding,
    binary mode: names without a prefix.
    """
    properties = content_type("application/xml")
    properties.CorrelationData = parcel.message_id.encode()
    properties.UserProperty = [
        ("specversion", "1.0"),
        ("id", parcel.message_id),
        ("source", f"swsim/{run}/{parcel.sender}"),
        ("type", f"swsim.v1.{parcel.document}"),
    ]
    return properties
