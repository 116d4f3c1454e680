"""What owners are told: who comes or asks to, and that somebody reports something."""

import httpx

from kith.base.core.ids import Id
from kith.base.work import House
from kith.notices.tests.scene import run_jobs, told, unread
from kith.people import JoinForm, join, set_role, sign_up
from kith.people.actions.leaving import delete_who_left, leave
from kith.people.actions.server import ServerWords, approve, decide_server, decline
from kith.people.model import GRACE_DAYS, Account, Reported
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, act, gather, sign_in
from tests.clock import TestClock

PASSWORD = "a sentence to remember"


async def _owned(house: House) -> None:
    await gather(house)
    async with house.work() as work:
        await set_role(work.db, ANA, "owner")


async def _newcomer(house: House, handle: str) -> Account:
    async with house.work() as work:
        account = await sign_up(work, JoinForm(handle=handle, password=PASSWORD, reason="I sing."))
    await run_jobs(house)
    return account


async def _decide(house: House, words: ServerWords) -> None:
    await act(house, ANA, decide_server, words)


async def test_owners_hear_of_who_joins(house: House, client: httpx.AsyncClient) -> None:
    """And nobody else does."""
    await _owned(house)
    await _decide(house, ServerWords(sign_up="open"))
    await _newcomer(house, "newt")
    assert await unread(house, ANA) == 1
    assert await told(house, BEN) == []
    await sign_in(house, client, ANA)
    page = (await client.get("/notices")).text
    assert "newt</bdi></a> is new here." in page
    assert "/owner/waiting" not in page


async def test_owners_hear_of_who_asks_and_no_longer_of_who_was_turned_away(
    house: House, client: httpx.AsyncClient
) -> None:
    """Who waits is on no other page yet."""
    await _owned(house)
    await _decide(house, ServerWords(sign_up="approval"))
    first, second = await _newcomer(house, "newt"), await _newcomer(house, "toad")
    await sign_in(house, client, ANA)
    page = (await client.get("/notices")).text
    assert "ask to come in." in page
    assert "/owner/waiting" in page
    await act(house, ANA, approve, first.id)
    await act(house, ANA, decline, second.id)
    await run_jobs(house)
    page = (await client.get("/notices")).text
    assert "newt</bdi></a> is new here." in page
    assert "toad" not in page
    assert await unread(house, ANA) == 1


async def test_a_report_is_told_to_the_other_owners(house: House) -> None:
    """Not to whoever it is about, nor to whoever made it; each report once."""
    await _owned(house)
    async with house.work() as work:
        await set_role(work.db, BEN, "owner")
    for report_id in (Id(1), Id(2), Id(2)):
        async with house.work() as work:
            work.tell(Reported(account_id=BEN, report_id=report_id, reporter_id=CLEO))
    await run_jobs(house)
    assert await told(house, ANA) == [("report", "cleo")] * 2
    assert await told(house, BEN) == []
    assert await told(house, CLEO) == []
    async with house.work() as work:
        work.tell(Reported(account_id=CLEO, report_id=Id(3), reporter_id=ANA))
    await run_jobs(house)
    assert len(await told(house, ANA)) == 2
    assert await told(house, BEN) == [("report", "ana")]


async def test_nothing_is_told_of_who_left(house: House, clock: TestClock) -> None:
    """Also where an owner has stopped being one."""
    await _owned(house)
    async with house.work() as work:
        gone = await join(work, JoinForm(handle="gone", password=PASSWORD))
        work.tell(Reported(account_id=BEN, report_id=Id(1), reporter_id=gone.id))
    await run_jobs(house)
    assert await unread(house, ANA) == 2
    async with house.work() as work:
        await set_role(work.db, ANA, "member")
        await set_role(work.db, BEN, "owner")
    await act(house, gone.id, leave, password=PASSWORD)
    clock.tick(days=GRACE_DAYS + 1)
    async with house.work() as work:
        await delete_who_left(work)
    await run_jobs(house)
    assert await unread(house, ANA) == 0
