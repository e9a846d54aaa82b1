"""A browser and rooms for the tests of the pages, without network where that can be."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from offline import can_be_alone, no_network
from web.browsers import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; what it is shown comes from this machine or not at all."""
    with ExitStack() as stack:
        if can_be_alone():
            stack.enter_context(no_network())
        yield stack.enter_context(chromium())
