"""The link without a broker keeps the promises of the others."""

import asyncio

from exchange.post_office import PostOffice, parcel
from swsim.exchange.direct import DirectLink

NAMES = ("jp-sw", "kr-sw", "pa-sw")


async def _office(*, confirms: bool = True) -> PostOffice:
    office = PostOffice(DirectLink(NAMES), confirms=confirms)
    await office.link.open(office)
    return office


async def test_direct_delivers_and_brings_receipts() -> None:
    office = await _office()
    await office.link.publish(
        [parcel("m1", "pa-sw", "jp-sw"), parcel("m2", "kr-sw", "jp-sw")]
    )
    await office.until(lambda: len(office.receipts) == 2)
    assert office.bodies("jp-sw") == ["m1", "m2"]
    assert office.receipts == [("pa-sw", "jp-sw", "m1"), ("kr-sw", "jp-sw", "m2")]


async def test_direct_does_not_deliver_while_publishing() -> None:
    office = await _office()
    await office.link.publish([parcel("m1", "pa-sw", "jp-sw")])
    assert office.bodies() == []


async def test_direct_drops_what_is_for_nobody() -> None:
    office = await _office()
    await office.link.publish(
        [parcel("m1", "pa-sw", "xx-sw"), parcel("m2", "pa-sw", "jp-sw")]
    )
    await office.until(lambda: bool(office.receipts))
    assert office.bodies() == ["m2"]


async def test_direct_sends_no_receipt_for_what_has_no_id() -> None:
    office = await _office(confirms=False)
    await office.link.publish([parcel("m1", "pa-sw", "jp-sw")])
    await office.until(lambda: bool(office.arrivals))
    await office.link.confirm([(office.arrivals[0], None)])
    await asyncio.sleep(0)
    assert office.receipts == []


async def test_direct_delivers_nothing_once_closed() -> None:
    office = await _office()
    await office.link.publish([parcel("m1", "pa-sw", "jp-sw")])
    await office.link.close()
    await asyncio.sleep(0)
    assert office.bodies() == []
