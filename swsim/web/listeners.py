"""The browsers of `swsim bench room`: a program that listens, and says what it heard.

    python -m swsim.web.listeners ws://HOST:PORT/feed BROWSERS SECONDS

Prints a line once all are greeted, waits for one, and ends with what each heard as
JSON: bytes, and the number of each batch with the moment it came.
"""

import asyncio
import json
import re
import sys
from typing import Any, Final

from websockets.asyncio.client import connect

from swsim.exchange.wallclock import monotonic

_NUMBER: Final = re.compile(r'"number":(\d+)')


async def listen(address: str, browsers: int, seconds: float) -> None:
    """Listen with so many browsers for so many seconds."""
    greeted: asyncio.Queue[None] = asyncio.Queue()
    begin = asyncio.Event()
    tasks = [
        asyncio.create_task(_one(address, seconds, greeted, begin))
        for _ in range(browsers)
    ]
    for _ in range(browsers):
        await greeted.get()
    _say("ready")
    await asyncio.to_thread(sys.stdin.readline)
    begin.set()
    _say(json.dumps(await asyncio.gather(*tasks)))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def _one(
    address: str, seconds: float, greeted: asyncio.Queue[None], begin: asyncio.Event
) -> dict[str, Any]:
    size, batches = 0, []
    async with connect(address, compression=None, max_size=2**24) as socket:
        await socket.recv()
        greeted.put_nowait(None)
        end = None
        while end is None or monotonic() < end:
            said = await socket.recv()
            now = monotonic()
            if not begin.is_set():
                continue
            end = end or now + seconds
            found = _NUMBER.search(str(said[:60]))
            assert found is not None
            batches.append((int(found[1]), now))
            size += len(said)
    return {"bytes": size, "batches": batches}


if __name__ == "__main__":
    asyncio.run(listen(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
