"""What swsim is compared with: the work of others on the same documents.

All baselines of the benches stand here, each as one plain call of a library.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final

from lxml import etree

from swsim.exchange.address import parse_address
from swsim.exchange.credentials import Credentials
from swsim.exchange.dial import Dial
from swsim.exchange.topics import inbox, topic
from swsim.exchange.wallclock import perf
from swsim.validation import functions

# How many times as long as bare lxml the others took where they were first measured,
# and how far that may be off. Outside of it a baseline proves nothing.
PLAUSIBLE: Final[Mapping[str, tuple[float, float]]] = {
    "xmlschema": (10, 120),
    "isoschematron": (3, 150),
}
# The same for a run over a broker beside one from hand to hand.
LIVE: Final = (1, 5)


def bare_lxml(xsd: Path, data: bytes) -> Callable[[], object]:
    """Parse safely and validate against the XSD, and nothing else."""
    schema = etree.XMLSchema(etree.parse(xsd))

    def work() -> object:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        return schema.validate(etree.fromstring(data, parser))

    return work


def xmlschema_alone(xsd: Path, data: bytes) -> Callable[[], object]:
    """Parse with lxml and validate with xmlschema against the XSD."""
    import xmlschema

    schema = xmlschema.XMLSchema10(str(xsd), allow="local")
    return lambda: schema.is_valid(etree.fromstring(data))


def isoschematron(files: Iterable[Path], data: bytes) -> Callable[[], object]:
    """Evaluate rule files on a parsed document with lxml.isoschematron."""
    from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

    root = etree.fromstring(data)
    with functions.registered():
        schemas: list[Any] = [
            Schematron(etree.parse(file), validate_schema=False) for file in files
        ]

    def work() -> object:
        # Known to all of lxml no longer than needed: it would slow down the others.
        with functions.registered():
            return [schema.validate(root) for schema in schemas]

    return work


# Publications that one client has under way at a time.
_WINDOW: Final = 20


async def aiomqtt_alone(
    address: str,
    credentials: Credentials,
    run: str,
    pairs: Sequence[tuple[str, str]],
    body: bytes,
    messages: int,
) -> float:
    """Publish `body` with QoS 1 and receive it; return the wall seconds.

    Each of `pairs` is a sender with its recipient. Senders keep some publications under
    way, receivers acknowledge what they are given; that is all.
    """
    dial = Dial(
        address=parse_address(address),
        run=run,
        protocol="3.1.1",
        credentials=credentials,
        contexts=None,
    )
    names = sorted({name for pair in pairs for name in pair})
    async with AsyncExitStack() as stack:
        clients = {
            name: await stack.enter_async_context(dial.client(name, lasting=False))
            for name in names
        }
        for name, client in clients.items():
            await client.subscribe(inbox(run, name), qos=1)
        received = asyncio.Semaphore(0)

        async def take(name: str) -> None:
            async for _ in clients[name].messages:
                received.release()

        async def send(sender: str, recipient: str, share: int) -> None:
            for first in range(0, share, _WINDOW):
                await asyncio.gather(
                    *(
                        clients[sender].publish(
                            topic(run, recipient, sender, "declaration"), body, qos=1
                        )
                        for _ in range(min(_WINDOW, share - first))
                    )
                )

        taking = [asyncio.create_task(take(name)) for name in names]
        share, rest = divmod(messages, len(pairs))
        began = perf()
        sending = [
            asyncio.create_task(send(*pair, share + (at < rest)))
            for at, pair in enumerate(pairs)
        ]
        for _ in range(messages):
            await received.acquire()
        seconds = perf() - began
        await asyncio.gather(*sending)
        for task in taking:
            task.cancel()
        await asyncio.gather(*taking, return_exceptions=True)
    return seconds


def doubt_of_live(microseconds: float, direct: float) -> str:
    """Return why a live run cannot be trusted beside one from hand to hand.

    A broker costs something, and not many times what all the rest does.
    """
    times = microseconds / direct
    least, most = LIVE
    if least <= times <= most:
        return ""
    return (
        f"the live run took {times:.1f} times as long as one from hand to hand;"
        f" between {least:g} and {most:g} is plausible"
    )


def doubt(name: str, microseconds: float, bare: float) -> str:
    """Return why a baseline cannot be trusted beside bare lxml; "" where it can."""
    least, most = PLAUSIBLE[name]
    times = microseconds / bare
    if least <= times <= most:
        return ""
    return (
        f"{name} took {times:.1f} times as long as bare lxml;"
        f" between {least:g} and {most:g} is plausible"
    )
