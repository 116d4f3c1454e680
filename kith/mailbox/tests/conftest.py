"""Servers that run for the tests of this folder."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from kith.mailbox.tests.servers import Inbound, Outbound
from tests.ports import free_port


@pytest.fixture
def inbound() -> Iterator[Inbound]:
    """A mailbox of one's own."""
    server = Inbound(port=free_port())
    server.start()
    yield server
    server.stop()


@pytest_asyncio.fixture
async def outbound() -> AsyncIterator[Outbound]:
    """A server that takes mail."""
    server = Outbound()
    await server.start()
    yield server
    await server.stop()
