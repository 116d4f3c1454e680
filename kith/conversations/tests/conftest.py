"""Who is there in every test of conversations that needs a house."""

import pytest_asyncio

from kith.base.work import House
from kith.conversations.tests.scene import gather_friends


@pytest_asyncio.fixture
async def house(house: House) -> House:
    """A house in which Ana, Ben and Cleo follow each other, and Dan knows nobody."""
    await gather_friends(house)
    return house
