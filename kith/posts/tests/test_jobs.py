"""What happens by itself: through the real queue, as a worker does it."""

from datetime import timedelta

from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people.model import Left
from kith.posts import delete, like, publish, repost, save_draft
from kith.posts.actions import BATCH
from kith.posts.jobs import NIGHTLY
from kith.posts.model import PollWish, Words
from kith.posts.store import find_poll
from kith.posts.tests.cast import ANA, BEN, CLEO, COUNT, gather_cast, say, tally
from kith.worker import run_everything_due
from tests.clock import TestClock

_KEYS = Statement("SELECT count(*) FROM sent_once")


async def _count(house: House, statement: Statement = COUNT) -> int:
    async with house.reading() as work:
        return int(await work.db.value(statement))


async def test_the_queue_sends_what_was_scheduled_and_ends_what_was_asked(house: House, clock: TestClock) -> None:
    """Each at its time, and not before."""
    await gather_cast(house)
    async with house.work(actor=ANA) as work:
        await save_draft(work, Words(text="Happy birthday!"), publish_at=work.now + timedelta(hours=2))
        asked = await publish(work, Words(text="Which?", poll=PollWish(options=("a", "b"), lasts_s=3600)))
    await run_everything_due(house)
    assert await _count(house) == 1
    clock.tick(hours=3)
    await run_everything_due(house)
    assert await _count(house) == 2
    async with house.reading() as work:
        poll = await find_poll(work.db, ANA, asked.id)
    assert poll is not None
    assert poll.ended_at is not None


async def test_a_deleted_post_takes_along_everything_that_passed_it_on(house: House) -> None:
    """However often: a step at a time."""
    await gather_cast(house)
    post = await say(house, ANA, "Pass this on.")
    for person in (BEN, CLEO):
        async with house.work(actor=person) as work:
            await repost(work, post.id)
    async with house.work(actor=ANA) as work:
        await delete(work, post.id)
    await run_everything_due(house)
    assert await _count(house) == 0


async def test_whoever_left_is_gone_however_much_they_wrote(house: House) -> None:
    """More than one step of posts and likes; the others' tallies are right afterwards."""
    await gather_cast(house)
    posts: list[Id] = []
    for number in range(BATCH + 20):
        posts.append((await say(house, ANA, f"Number {number}.")).id)
        post = await say(house, BEN, f"Number {number}.")
        async with house.work(actor=ANA) as work:
            await like(work, post.id)
    async with house.work() as work:
        work.tell(Left(account_id=ANA))
    await run_everything_due(house)
    assert await _count(house) == BATCH + 20
    assert (await tally(house, post)).likes == 0


async def test_old_keys_are_forgotten_at_night(house: House, clock: TestClock) -> None:
    """A day is long enough for any retry."""
    await gather_cast(house)
    for key in ("old", "new"):
        async with house.work(actor=ANA) as work:
            await publish(work, Words(text="Hello."), idempotency_key=key)
        clock.tick(hours=20)
    async with house.work() as work:
        await NIGHTLY[0].run(work)
    assert await _count(house, _KEYS) == 1
