"""The clinic, and an address that listens."""

from collections.abc import AsyncIterator

import pytest_asyncio

from kith.base.work import House
from kith.desk.tests.scene import Scene, gather
from kith.push.tests.service import Service, push_service


@pytest_asyncio.fixture
async def scene(house: House) -> Scene:
    """The clinic with its team."""
    return await gather(house)


@pytest_asyncio.fixture
async def service() -> AsyncIterator[Service]:
    """An address on this machine that takes what is told."""
    async with push_service() as running:
        yield running
