"""Drafts and scheduled posts."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Statement
from kith.base.work import Gate, House, Plugs, Work
from kith.posts import drafts_of
from kith.posts.actions import change_draft, delete_draft, publish, publish_draft, publish_due, reschedule, save_draft
from kith.posts.model import Draft, DraftDue, Publish, Words
from kith.posts.store import find_draft
from kith.posts.tests.cast import ANA, BEN, COUNT, gather_cast, jobs
from tests.clock import TestClock

_GONE = Statement("UPDATE accounts SET gone_at = %(now)s WHERE id = %(account_id)s")
_DIED = Statement("UPDATE accounts SET remembered_at = %(now)s WHERE id = %(account_id)s")


async def _keep(house: House, text: str, publish_at: datetime | None = None) -> Draft:
    async with house.work(actor=ANA) as work:
        return await save_draft(work, Words(text=text), publish_at=publish_at)


async def _ring(house: House, draft: Draft) -> None:
    async with house.work() as work:
        await publish_due(work, DraftDue(person_id=draft.person_id, draft_id=draft.id))


async def _find(house: House, draft_id: Id) -> Draft | None:
    async with house.reading() as work:
        return await find_draft(work.db, ANA, draft_id)


async def _count(house: House) -> int:
    async with house.reading() as work:
        return int(await work.db.value(COUNT))


async def test_a_draft_may_be_unfinished_and_is_its_authors_alone(house: House) -> None:
    """Longer than a post may be; another person finds nothing."""
    await gather_cast(house)
    draft = await _keep(house, "x" * 6000)
    async with house.work(actor=ANA) as work:
        await change_draft(work, draft.id, Words(text="Shorter."))
    async with house.work(actor=BEN) as work:
        with pytest.raises(NotFound):
            await change_draft(work, draft.id, Words(text="Mine now."))
        with pytest.raises(NotFound):
            await publish_draft(work, draft.id)
        with pytest.raises(NotFound):
            await delete_draft(work, draft.id)
    found = await _find(house, draft.id)
    assert found is not None
    assert found.words.text == "Shorter."


async def test_a_draft_is_sent_once(house: House) -> None:
    """A double click finds no second draft."""
    await gather_cast(house)
    draft = await _keep(house, "Hello.")

    async def send() -> bool:
        try:
            async with house.work(actor=ANA) as work:
                await publish_draft(work, draft.id)
        except NotFound:
            return False
        return True

    assert sorted(await asyncio.gather(send(), send())) == [False, True]
    assert await _count(house) == 1


async def test_a_scheduled_post_goes_out_at_its_time_and_once(house: House, clock: TestClock) -> None:
    """The alarm may ring twice, and early."""
    await gather_cast(house)
    draft = await _keep(house, "Happy birthday!", clock() + timedelta(hours=1))
    assert "posts.publish_due" in await jobs(house)
    await _ring(house, draft)
    assert await _count(house) == 0
    clock.tick(hours=1)
    await asyncio.gather(_ring(house, draft), _ring(house, draft))
    assert await _count(house) == 1
    assert await _find(house, draft.id) is None


async def test_a_new_time_counts_and_the_old_alarm_does_not(house: House, clock: TestClock) -> None:
    """The clock knows only when it was set."""
    await gather_cast(house)
    draft = await _keep(house, "Later.", clock() + timedelta(hours=1))
    async with house.work(actor=ANA) as work:
        await reschedule(work, draft.id, work.now + timedelta(hours=3))
    clock.tick(hours=1)
    await _ring(house, draft)
    assert await _count(house) == 0
    clock.tick(hours=2)
    await _ring(house, draft)
    assert await _count(house) == 1


async def test_what_was_cancelled_does_not_go_out(house: House, clock: TestClock) -> None:
    """Whether it was thrown away or became a draft again."""
    await gather_cast(house)
    gone = await _keep(house, "Gone.", clock() + timedelta(hours=1))
    kept = await _keep(house, "Kept.", clock() + timedelta(hours=1))
    async with house.work(actor=ANA) as work:
        await delete_draft(work, gone.id)
        await change_draft(work, kept.id, Words(text="Kept."))
    clock.tick(hours=1)
    await _ring(house, gone)
    await _ring(house, kept)
    assert await _count(house) == 0
    assert await _find(house, kept.id) is not None


async def test_what_cannot_go_out_is_kept_and_says_why(house: House, clock: TestClock) -> None:
    """Nothing a person wrote is lost, and nothing of the attempt stays."""
    await gather_cast(house)
    draft = await _keep(house, "At an unlucky time.", clock() + timedelta(hours=1))
    clock.tick(hours=1)

    async def no(_work: Work, _intent: Publish) -> None:
        raise Refused("You pledged to rest today.")

    await _ring(replace(house, plugs=Plugs.of([Gate(Publish, no)], [])), draft)
    held = await _find(house, draft.id)
    assert held is not None
    assert (held.publish_at, held.held_because) == (None, "You pledged to rest today.")
    assert await _count(house) == 0


async def test_a_time_that_has_passed_is_refused(house: House, clock: TestClock) -> None:
    """And so is a scheduled post that could never go out."""
    await gather_cast(house)
    with pytest.raises(Invalid):
        await _keep(house, "Yesterday.", clock() - timedelta(days=1))
    with pytest.raises(Invalid):
        await _keep(house, "x" * 6000, clock() + timedelta(hours=1))


async def test_drafts_and_scheduled_posts_are_two_lists(house: House, clock: TestClock) -> None:
    """Newest first."""
    await gather_cast(house)
    first, second = await _keep(house, "One."), await _keep(house, "Two.")
    later = await _keep(house, "Later.", clock() + timedelta(hours=1))
    async with house.reading() as work:
        drafts = await drafts_of(work.db, ANA, Paging(), scheduled=False)
        scheduled = await drafts_of(work.db, ANA, Paging(), scheduled=True)
    assert [draft.id for draft in drafts.items] == [second.id, first.id]
    assert [draft.id for draft in scheduled.items] == [later.id]


async def test_a_double_click_keeps_one_draft(house: House) -> None:
    """And a key that made a draft may still make a post: they are two buttons of one form."""
    await gather_cast(house)

    async def keep() -> Id:
        async with house.work(actor=ANA) as work:
            return (await save_draft(work, Words(text="Once."), idempotency_key="k")).id

    assert len(set(await asyncio.gather(keep(), keep(), keep()))) == 1
    async with house.work(actor=ANA) as work:
        await publish(work, Words(text="Out."), idempotency_key="k")
    assert await _count(house) == 1


@pytest.mark.parametrize("away", [_GONE, _DIED])
async def test_nothing_goes_out_for_somebody_who_is_leaving_or_died(
    house: House, clock: TestClock, away: Statement
) -> None:
    """It waits as a draft; who comes back may think anew."""
    await gather_cast(house)
    draft = await _keep(house, "Hello.", clock() + timedelta(hours=1))
    async with house.work() as work:
        await work.db.run(away, account_id=ANA, now=work.now)
    clock.tick(hours=1)
    await _ring(house, draft)
    held = await _find(house, draft.id)
    assert held is not None
    assert held.held_because
    assert await _count(house) == 0
