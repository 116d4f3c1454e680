"""Short ways to read what is between two people, as one of them reads it."""

from kith.base.core.ids import Id
from kith.base.work import House
from kith.ties import ties_of
from kith.ties.model import ActRecord, Tie, TieRecord
from kith.ties.store import acts_between, find_tie


async def tie(house: House, owner: Id, other: Id) -> Tie:
    """Read a tie as its owner does."""
    async with house.reading(actor=owner) as work:
        return (await ties_of(work, [other]))[other]


async def row(house: House, owner: Id, other: Id) -> TieRecord | None:
    """Read the row itself."""
    async with house.reading() as work:
        return await find_tie(work.db, owner, other)


async def history(house: House, low: Id, high: Id) -> list[ActRecord]:
    """Read what happened between two."""
    async with house.reading() as work:
        return await acts_between(work.db, low, high, after=0, limit=1000)
