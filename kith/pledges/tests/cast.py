"""Short ways for the tests of pledges on a real database: Ana, who is followed by Ben, and what she says."""

from datetime import date, timedelta

import msgspec

from kith.base.core.errors import Undecided
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.pledges import load_own, make_pledge
from kith.pledges.actions.seeing import OwnView
from kith.pledges.model import Entry, Pledge, PledgeWish
from kith.pledges.rules.clocks import week_begins_after
from kith.posts.actions import publish
from kith.posts.model import Post, SentBy, Words
from kith.posts.tests.cast import gather_cast
from tests.clock import TestClock

POLITICS = "Ted Cruz and the GOP lie again, vote them out"  # the machine is sure
BREAD = "I baked bread today"  # and here, too

_ENTRIES = Statement(f"SELECT {Entry.columns()} FROM pledge_entries ORDER BY at, post_id")


async def promises(house: House, clock: TestClock, person: Id, **otherwise: object) -> Pledge:
    """Let somebody promise themselves one post a week about politics, from now on."""
    usual = PledgeWish(topic="partisan", starts_now=True, until_on=_in_days(clock, 100))
    async with house.work(actor=person) as work:
        return await make_pledge(work, msgspec.structs.replace(usual, **otherwise))


async def posts(
    house: House,
    person: Id,
    text: str,
    pledge: Pledge | None = None,
    said: str = "",
    *,
    over: bool = False,
    sent_by: SentBy = "hand",
    key: str | None = None,
    **otherwise: object,
) -> Post | None:
    """Let somebody post; `None` where they have to say something first."""
    answers = {f"pledge-{pledge.id}": said} if pledge and said else {}
    if over:
        answers["pledges"] = "over"
    words = msgspec.structs.replace(Words(text=text, answers=answers), **otherwise)
    try:
        async with house.work(actor=person) as work:
            return await publish(work, words, sent_by=sent_by, idempotency_key=key)
    except Undecided:
        return None


async def entries(house: House) -> list[Entry]:
    """Read all ledgers."""
    async with house.reading() as work:
        return await work.db.all(_ENTRIES, Entry)


async def own(house: House, pledge: Pledge) -> OwnView:
    """Read a pledge as its author."""
    async with house.reading(actor=pledge.author_id) as work:
        return await load_own(work, pledge.id)


async def gather(house: House, clock: TestClock) -> None:
    """Let the cast live here, on a Monday morning: a week that begins today is a whole one."""
    clock.tick(seconds=(week_begins_after(clock(), "UTC", 0) - clock()).total_seconds())
    await gather_cast(house)


def _in_days(clock: TestClock, days: int) -> date:
    return (clock() + timedelta(days=days)).date()
