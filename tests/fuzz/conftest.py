"""The village, and its visitors."""

import pytest_asyncio

from kith.base.work import House
from kith.people.tests.cast_of_relations import ANA
from tests.fuzz.village import OLGA, Village, settle
from tests.fuzz.visitor import Visitor


@pytest_asyncio.fixture
async def village(house: House) -> Village:
    """A house in which there is something of everything."""
    return await settle(house)


@pytest_asyncio.fixture
async def nobody(house: House, village: Village) -> Visitor:
    """A passer-by."""
    return Visitor(house)


@pytest_asyncio.fixture
async def ana(house: House, village: Village) -> Visitor:
    """A member, signed in."""
    visitor = Visitor(house, ANA)
    await visitor.come_in()
    return visitor


@pytest_asyncio.fixture
async def olga(house: House, village: Village) -> Visitor:
    """The owner, signed in."""
    visitor = Visitor(house, OLGA)
    await visitor.come_in()
    return visitor
