"""What a policy holds back waits; what is accepted comes in; what is dropped never was."""

import httpx
import pytest

from kith.base.core.errors import NotFound
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.notices import (
    accept_requests,
    count_unread_groups,
    dismiss_requests,
    load_groups,
    load_requests,
    policy_summary,
    set_policy,
)
from kith.notices.model import NoticePolicy, RequestView
from kith.notices.tests.scene import run_jobs, say, told, unread
from kith.people import block, follow
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, act, gather, sign_in
from kith.posts import like, repost


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather(house)
    async with house.work(actor=ANA) as work:
        await set_policy(work, NoticePolicy(owner_id=ANA, not_following="filter"))


async def _requests(house: House) -> list[RequestView]:
    async with house.reading(actor=ANA) as work:
        return list((await load_requests(work, Paging())).items)


async def test_a_stranger_waits(house: House) -> None:
    """With the last of what they said; nothing of it is told or counted."""
    await say(house, BEN, "Hello @ana")
    await say(house, BEN, "Are you there, @ana?")
    await run_jobs(house)
    assert await told(house, ANA) == []
    assert await unread(house, ANA) == 0
    [one] = await _requests(house)
    assert (one.account.id, one.count) == (BEN, 2)
    assert one.card is not None
    assert one.card.post.text == "Are you there, @ana?"
    async with house.reading(actor=ANA) as work:
        assert await policy_summary(work) == (1, 2)


async def test_whom_one_follows_comes_through(house: House) -> None:
    """The same words, and one thing changed."""
    await act(house, ANA, follow, BEN)
    await say(house, BEN, "Hello @ana")
    await run_jobs(house)
    assert ("mention", "ben") in await told(house, ANA)
    assert await _requests(house) == []


async def test_who_is_let_in_comes_through_from_now_on(house: House) -> None:
    """What waited comes in too."""
    await say(house, BEN, "Hello @ana")
    await run_jobs(house)
    [one] = await _requests(house)
    await act(house, ANA, accept_requests, [one.request.id])
    await say(house, BEN, "And again, @ana")
    await run_jobs(house)
    assert [kind for kind, who in await told(house, ANA) if who == "ben"] == ["mention", "mention"]
    assert await _requests(house) == []


async def test_what_is_let_go_is_gone_and_may_be_asked_again(house: House) -> None:
    """Nobody else's request is touched, and an id of another's is none."""
    await say(house, BEN, "Hello @ana")
    await run_jobs(house)
    [one] = await _requests(house)
    with pytest.raises(NotFound):
        await act(house, CLEO, dismiss_requests, [one.request.id])
    await act(house, ANA, dismiss_requests, [one.request.id])
    assert await _requests(house) == []
    await say(house, BEN, "Once more, @ana")
    await run_jobs(house)
    [again] = await _requests(house)
    assert again.count == 1


async def test_who_is_blocked_waits_no_longer(house: House) -> None:
    """A block after the request ends it too."""
    await say(house, BEN, "Hello @ana")
    await run_jobs(house)
    await act(house, ANA, block, BEN)
    assert await _requests(house) == []
    async with house.reading(actor=ANA) as work:
        assert await policy_summary(work) == (0, 0)


async def test_likes_are_one_group(house: House) -> None:
    """Of one post; each page of whatever size gives each notice once, and the groups count their people."""
    async with house.work(actor=ANA) as work:
        await set_policy(work, NoticePolicy(owner_id=ANA))
    posts = [await say(house, ANA, f"Bread number {number}") for number in range(3)]
    for post in posts:
        for person in (BEN, CLEO):
            await act(house, person, like, post.id)
            await act(house, person, repost, post.id)
    await say(house, BEN, "Lovely, @ana")
    await run_jobs(house)
    for limit in (1, 2, 3, 40):
        seen, below = [], None
        while True:
            async with house.reading(actor=ANA) as work:
                part = await load_groups(work, Paging(max_id=below, limit=limit), wanted={"favourite", "reblog"})
            seen += [view.notice.id for members in part.groups.values() for view in members]
            assert all(part.counts.get(key, 1) == 2 for key in part.groups if not key.startswith("ungrouped"))
            below = part.older_than
            if below is None:
                break
        assert len(seen) == len(set(seen)) == 13
    async with house.reading(actor=ANA) as work:
        before = house.database.statements
        part = await load_groups(work, Paging(limit=40), wanted={"favourite", "reblog"})
        assert len(part.groups) == 7
        assert house.database.statements - before <= 8
        count = await count_unread_groups(work, wanted={"favourite"}, kinds=["like", "mention"], from_id=None, limit=9)
        assert count == 4


async def test_the_pages_ask_and_answer(house: House, client: httpx.AsyncClient) -> None:
    """The notices say that somebody waits; letting them in leads back."""
    await say(house, BEN, "Hello @ana")
    await run_jobs(house)
    await sign_in(house, client, ANA)
    notices = await client.get("/notices")
    assert "1 person waits to be heard." in notices.text
    listed = await client.get("/notices/requests")
    assert "Hello @ana" in listed.text
    token = listed.text.split('name="csrf" value="')[1].split('"')[0]
    [one] = await _requests(house)
    done = await client.post(f"/notices/requests/{one.request.id}/accept", data={"csrf": token})
    assert done.headers["location"] == "/notices"
    assert "Hello " in (await client.get("/notices")).text
    kept = await client.post("/settings/notices", data={"csrf": token, "not_followers": "drop"})
    assert kept.status_code == 303
    shown = await client.get("/settings/notices")
    assert '<option value="drop" selected>' in shown.text.partition('name="not_followers"')[2].partition("</select>")[0]
    wrong = await client.post("/settings/notices", data={"csrf": token, "not_followers": "shout"})
    assert wrong.status_code == 422
