"""A TCP proxy that loses, repeats, delays or alters MQTT publications on their way.

Understands packets of MQTT 3.1.1 and 5 just enough to see a PUBLISH; knows no topics.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Self

from swsim.domain.streams import Stream

_PUBLISH, _PUBACK = 0x30, 0x40
_DUP = 0x08


class FaultProxy:
    """Listens on `address` and passes everything on to `target`, with faults.

    Of 1,000 QoS 1 publications from clients, `drop` never reach the broker though the
    client is told they did, `duplicate` reach it twice, and `delay` reach it
    `delay_seconds` late, behind what was sent after them. `alter` is given each of
    them, topic and payload, and returns what goes on. `did` counts what happened.
    """

    def __init__(
        self,
        target: str,
        *,
        drop: int = 0,
        duplicate: int = 0,
        delay: int = 0,
        delay_seconds: float = 0.2,
        alter: Callable[[bytes], bytes] = lambda body: body,
        seed: int = 1,
    ) -> None:
        host, _, port = target.rpartition("//")[2].rpartition(":")
        self._target = host, int(port)
        self._faults = (
            ("dropped", drop),
            ("duplicated", duplicate),
            ("delayed", delay),
        )
        self._delay_seconds = delay_seconds
        self._alter = alter
        self._draw = Stream(seed, "fault-proxy")
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._delays: set[asyncio.Task[None]] = set()
        self.did: Counter[str] = Counter()

    @property
    def address(self) -> str:
        """Where clients connect, as an `mqtt://` URL."""
        assert self._server is not None
        return f"mqtt://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self.cut()
        for task in self._delays:
            task.cancel()
        await asyncio.gather(*self._delays, *self._serving, return_exceptions=True)
        await self._server.wait_closed()

    async def cut(self) -> None:
        """Break every connection at once, as a pulled cable would; new ones work."""
        self.did["cut"] += len(self._writers)
        for writer in list(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Carry one client's bytes both ways until either side ends."""
        current = asyncio.current_task()
        assert current is not None
        self._serving.add(current)
        self._writers.add(writer)
        try:
            broker_reader, broker = await asyncio.open_connection(*self._target)
        except OSError:
            self._forget(current, writer)
            await _close(writer)
            return
        self._writers.add(broker)
        back = asyncio.create_task(_copy(broker_reader, writer), name="proxy.back")
        try:
            await self._forward(reader, writer, broker)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            back.cancel()
            await asyncio.gather(back, return_exceptions=True)
            self._forget(current, writer, broker)
            await _close(writer)
            await _close(broker)

    def _forget(self, task: asyncio.Task[None], *ends: asyncio.StreamWriter) -> None:
        self._serving.discard(task)
        self._writers.difference_update(ends)

    async def _forward(
        self,
        client_reader: asyncio.StreamReader,
        client: asyncio.StreamWriter,
        broker: asyncio.StreamWriter,
    ) -> None:
        while True:
            head, body = await _read_packet(client_reader)
            if _is_qos_1(head) and (other := self._alter(body)) != body:
                self.did["altered"] += 1
                body = other
            match self._fault(head):
                case "dropped":
                    client.write(bytes((_PUBACK, 2)) + _packet_id(body))
                case "duplicated":
                    broker.write(_packet(head, body) + _packet(head | _DUP, body))
                case "delayed":
                    self._later(broker, _packet(head, body))
                case _:
                    broker.write(_packet(head, body))
            await broker.drain()

    def _fault(self, head: int) -> str:
        if not _is_qos_1(head):
            return "passed"
        for fault, per_mille in self._faults:
            if self._draw.chance(per_mille):
                self.did[fault] += 1
                return fault
        self.did["published"] += 1
        return "passed"

    def _later(self, broker: asyncio.StreamWriter, packet: bytes) -> None:
        async def write() -> None:
            await asyncio.sleep(self._delay_seconds)
            if not broker.is_closing():
                broker.write(packet)

        task = asyncio.create_task(write(), name="proxy.delay")
        self._delays.add(task)
        task.add_done_callback(self._delays.discard)


def _is_qos_1(head: int) -> bool:
    return head & 0xF0 == _PUBLISH and head & 0x06 == 0x02


async def _read_packet(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Return the first byte and the body of the next packet."""
    (head,) = await reader.readexactly(1)
    length = shift = 0
    while True:
        (byte,) = await reader.readexactly(1)
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return head, await reader.readexactly(length)


def _packet(head: int, body: bytes) -> bytes:
    length, rest = bytearray(), len(body)
    while True:
        rest, digit = divmod(rest, 0x80)
        length.append(digit | (0x80 if rest else 0))
        if not rest:
            return bytes((head, *length)) + body


def _packet_id(publish: bytes) -> bytes:
    """Return the packet id of a PUBLISH: the two bytes after its topic."""
    end_of_topic = 2 + int.from_bytes(publish[:2], "big")
    return publish[end_of_topic : end_of_topic + 2]


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy packet by packet, as acknowledgements of lost ones may go in between."""
    try:
        while True:
            writer.write(_packet(*await _read_packet(reader)))
            await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    # The broker has ended this connection: so must the client's side of it.
    writer.transport.abort()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    try:
        await writer.wait_closed()
    except OSError:
        return
