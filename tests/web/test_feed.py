"""The feed: in order, the same for all, and nobody waits for a slow reader."""

import asyncio
import json
from collections import deque
from typing import Any

from swsim.web.feed import Feed

HELLO = {"all": "there is"}


def a_feed(*batches: dict[str, Any]) -> Feed:
    """Return a feed that has these to hand out."""
    left = deque(batches)
    return Feed(lambda: left.popleft() if left else None)


async def test_reader_is_greeted_and_told_in_order() -> None:
    feed = a_feed({"n": 1}, {"n": 2}, {"n": 3})
    reader = feed.listen(lambda: HELLO)
    first = json.loads(await anext(reader))
    feed.push()
    feed.push()

    assert first == {"type": "hello", "number": 1, **HELLO}
    assert [json.loads(await anext(reader)) for _ in range(2)] == [
        {"type": "batch", "number": 2, "n": 2},
        {"type": "batch", "number": 3, "n": 3},
    ]
    await reader.aclose()  # type: ignore[attr-defined]


async def test_nothing_is_said_while_nothing_moves() -> None:
    feed = a_feed()
    reader = feed.listen(lambda: HELLO)
    await anext(reader)
    waiting = asyncio.ensure_future(anext(reader))
    running = asyncio.create_task(feed.run())
    await asyncio.sleep(0.4)

    assert not waiting.done()
    for task in (waiting, running):
        task.cancel()
    await asyncio.gather(waiting, running, return_exceptions=True)


async def test_slow_reader_is_greeted_anew_and_holds_up_nobody() -> None:
    feed = a_feed(*({"n": n} for n in range(1, 52)))
    quick, slow = feed.listen(lambda: HELLO), feed.listen(lambda: HELLO)
    await anext(quick)
    await anext(slow)
    heard = [json.loads(await anext(quick))["n"]]
    for _ in range(40):
        feed.push()
        heard.append(json.loads(await anext(quick))["n"])
    again = json.loads(await anext(slow))
    feed.push()
    after = json.loads(await anext(slow))

    assert heard == list(range(2, 43))
    # Batches 3 to 42 came while it slept, and 43 as it was greeted.
    assert again == {"type": "hello", "number": 43, **HELLO}
    assert (after["type"], after["number"]) == ("batch", 44)
    assert feed.dropped == 41
    for reader in (slow, quick):
        await reader.aclose()  # type: ignore[attr-defined]


async def test_reader_that_has_gone_is_forgotten() -> None:
    feed = a_feed()
    reader = feed.listen(lambda: HELLO)
    await anext(reader)
    assert feed.readers == 1

    await reader.aclose()  # type: ignore[attr-defined]
    assert feed.readers == 0
