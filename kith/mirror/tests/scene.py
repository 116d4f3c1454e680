"""Short ways for the tests of the mirror on a real database: Ana looks, many read her."""

from datetime import UTC, datetime

from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.feed.model import HomeMark
from kith.mirror import turn_on
from kith.mirror.model import LessSaid, Mirror, MirrorDue, MirrorWeek, NeedlessReply
from kith.mirror.rules.clocks import next_morning
from kith.people.model import Account, Handle
from kith.posts.model import Post
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow, say
from kith.worker import run_everything_due
from tests.clock import BEGINNING, TestClock

READERS = [Id(number) for number in range(1_001, 1_041)]
WEEKS = Statement(f"SELECT {MirrorWeek.columns()} FROM mirror_weeks ORDER BY owner_id, week_on")
MIRRORS = Statement(f"SELECT {Mirror.columns()} FROM mirrors ORDER BY owner_id")
LESS = Statement(f"SELECT {LessSaid.columns()} FROM mirror_less ORDER BY owner_id, reader_id")
NEEDLESS = Statement(f"SELECT {NeedlessReply.columns()} FROM mirror_needless ORDER BY owner_id, post_id")


async def wait_for_monday(house: House, clock: TestClock, weeks: int = 1) -> None:
    """Let so many Monday mornings come, and the worker do what is due."""
    for _week in range(weeks):
        morning = next_morning(clock(), UTC)
        clock.tick(seconds=(morning - clock()).total_seconds() + 1)
        await run_everything_due(house)


async def looks(house: House, person: Id = ANA, *, zone: str = "UTC") -> None:
    """Let somebody wish to look."""
    async with house.work(actor=person) as work:
        await turn_on(work, zone=zone)


async def weeks(house: House) -> list[MirrorWeek]:
    """Read all weeks of everybody."""
    async with house.reading() as work:
        return await work.db.all(WEEKS, MirrorWeek)


async def mirrors(house: House) -> list[Mirror]:
    """Read who looks."""
    async with house.reading() as work:
        return await work.db.all(MIRRORS, Mirror)


async def less(house: House) -> list[LessSaid]:
    """Read what is noted of readers."""
    async with house.reading() as work:
        return await work.db.all(LESS, LessSaid)


async def needless(house: House) -> list[NeedlessReply]:
    """Read which replies need no answer."""
    async with house.reading() as work:
        return await work.db.all(NEEDLESS, NeedlessReply)


async def knows(house: House, *people: Id) -> None:
    """Let Ana follow these: that is enough for a tie."""
    for one in people:
        await follow(house, ANA, one)


async def speak(house: House, number: int, text: str = "Number {}") -> list[Post]:
    """Let Ana say so many things."""
    return [await say(house, ANA, text.format(one)) for one in range(number)]


async def gather_readers(house: House) -> None:
    """Let many more live here, whom Ana follows."""
    async with house.work() as work:
        for one in READERS:
            handle = f"reader{one}"
            await work.db.insert(Account(id=one, handle=handle, name=handle.title(), created_at=BEGINNING))
            await work.db.insert(Handle(handle=handle, account_id=one))
    await knows(house, *READERS)


async def saw_a_card(house: House, readers: list[Id], at: datetime) -> None:
    """Let these have been shown a card of Ana's, as their marks of reading say."""
    async with house.work() as work:
        for one in readers:
            await work.db.put(HomeMark(reader_id=one, author_id=ANA, seen_at=at))


def due(mirror: Mirror) -> MirrorDue:
    """Tell that it is time for a mirror."""
    return MirrorDue(owner_id=mirror.owner_id, due_at=mirror.due_at)


__all__ = ["ANA", "BEN", "CLEO", "DAN"]
