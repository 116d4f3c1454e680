"""What happens in conversations is told as all else is, and a silent conversation tells nothing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.conversations import accept, brighten_answer, brighten_message, decline, leave, read
from kith.conversations import silence as silence_talk
from kith.conversations.model import MessageSent
from kith.conversations.tests.scene import ANA, BEN, CLEO, DAN, act, gather_friends, group, pair, say
from kith.notices import load_groups, load_notices, set_policy, silence, title_of_group
from kith.notices.actions.talking import hear_message
from kith.notices.model import KINDS, NoticePolicy, NoticeView
from kith.notices.rules import GROUPED
from kith.notices.tests.scene import run_jobs, unread
from kith.people import block, mute
from kith.people.tests.cast_of_relations import sign_in
from kith.posts import publish
from kith.posts.model import Words


@pytest.fixture
async def friends(house: House) -> House:
    """Ana, Ben and Cleo know each other; Ana wishes to find all of it among her notices."""
    await gather_friends(house)
    await act(house, ANA, set_policy, NoticePolicy(owner_id=ANA, hidden=()))
    return house


async def told(house: House, person: Id = ANA) -> list[NoticeView]:
    """List what somebody was told."""
    await run_jobs(house)
    async with house.reading(actor=person) as work:
        return list((await load_notices(work, Paging(), kinds=KINDS)).items)


async def titles(house: House, person: Id = ANA) -> list[str]:
    """List the sentences about it."""
    await run_jobs(house)
    async with house.reading(actor=person) as work:
        page = await load_groups(work, Paging(), wanted=frozenset(GROUPED.values()))
    return [title_of_group(views) for views in page.groups.values()]


async def test_ten_messages_are_one_notice(friends: House) -> None:
    """As long as they are new; read is read, everywhere; what comes after is new again."""
    talk = await pair(friends)
    for number in range(10):
        await say(friends, BEN, talk, f"number {number}")
    (view,) = await told(friends)
    assert (view.notice.kind, view.notice.from_id, view.notice.about_id) == ("message", BEN, talk)
    assert view.talk is not None
    assert view.talk.unread == 10
    assert await unread(friends, ANA) == 1
    await act(friends, ANA, read, talk)
    assert await told(friends) == []
    assert await unread(friends, ANA) == 0
    await say(friends, BEN, talk, "again")
    assert len(await told(friends)) == 1


async def test_a_group_is_one_sentence(friends: House) -> None:
    """With whoever wrote in it; the names before the number."""
    talk = await group(friends, BEN, CLEO)
    await act(friends, ANA, read, talk)
    await say(friends, BEN, talk, "one")
    await say(friends, CLEO, talk, "two")
    await say(friends, ANA, await pair(friends, ANA, BEN), "elsewhere")
    assert await titles(friends) == ["Cleo and Ben wrote in “Soup”."]
    assert await titles(friends, BEN) == []  # who did not ask for it finds it under Talk alone


async def test_a_stranger_asks(friends: House) -> None:
    """One line, without a word of theirs; until it is answered either way."""
    talk = await pair(friends, DAN, ANA)
    await say(friends, DAN, talk, "buy my book")
    await say(friends, DAN, talk, "really")
    assert await titles(friends) == ["Dan would like to talk with you."]
    await act(friends, ANA, accept, talk)
    assert "Dan would like to talk with you." not in await titles(friends)
    other = await pair(friends, DAN, CLEO)
    await act(friends, CLEO, set_policy, NoticePolicy(owner_id=CLEO, hidden=()))
    await say(friends, DAN, other, "you too")
    assert len(await told(friends, CLEO)) == 1
    await act(friends, CLEO, decline, other)
    assert await told(friends, CLEO) == []


async def _silent(house: House, talk: Id) -> None:
    async with house.reading() as work:
        until_at = work.now + timedelta(hours=1)
    await act(house, ANA, silence_talk, talk, until_at)


async def _silenced(house: House, _talk: Id) -> None:
    await act(house, ANA, silence, BEN)


async def _muted(house: House, _talk: Id) -> None:
    await act(house, ANA, mute, BEN)


async def _blocked(house: House, _talk: Id) -> None:
    await act(house, ANA, block, BEN)


async def _unwanted(house: House, _talk: Id) -> None:
    await act(house, ANA, set_policy, NoticePolicy(owner_id=ANA))


async def _read(house: House, talk: Id) -> None:
    await act(house, ANA, read, talk)


Deed = Callable[[House, Id], Awaitable[None]]


@pytest.mark.parametrize("deed", [_silent, _silenced, _muted, _blocked, _unwanted, _read])
async def test_what_is_kept_away_is_not_told(friends: House, deed: Deed) -> None:
    """Whether it is chosen before the job runs, or afterwards; without it, it is told."""
    talk = await pair(friends)
    await say(friends, BEN, talk, "one")
    await deed(friends, talk)
    assert await told(friends) == []
    assert await unread(friends, ANA) == 0


@pytest.mark.parametrize("deed", [_silent, _silenced, _muted, _blocked, _unwanted, _read])
async def test_what_is_kept_away_later_is_told_no_more(friends: House, deed: Deed) -> None:
    talk = await pair(friends)
    await say(friends, BEN, talk, "one")
    assert len(await told(friends)) == 1
    await deed(friends, talk)
    assert await told(friends) == []
    assert await unread(friends, ANA) == 0


async def test_who_left_is_told_nothing_of_it(friends: House) -> None:
    talk = await group(friends, ANA, CLEO, founder=BEN)
    await say(friends, BEN, talk, "one")
    assert len(await told(friends)) == 1
    await act(friends, ANA, leave, talk)
    await say(friends, BEN, talk, "two")
    assert await told(friends) == []


async def test_an_exchange_that_brightened_a_day_is_told_once(friends: House) -> None:
    """To the other of the two, with the words; not while they are gone."""
    talk = await pair(friends)
    mine = await say(friends, ANA, talk, "The quinces are ready.")
    await say(friends, BEN, talk, "Wonderful.")
    await act(friends, ANA, read, talk)
    await act(friends, BEN, brighten_message, mine.id, bright=True)
    (view,) = await told(friends)
    assert view.notice.kind == "brightened"
    assert view.bright is not None
    assert view.bright.message.text == "The quinces are ready."
    assert await titles(friends) == ["What you two said brightened the day of Ben."]
    assert await told(friends, BEN) == []


async def test_a_public_exchange_is_told_with_its_answer(friends: House) -> None:
    asked = await act(friends, ANA, publish, Words(text="Who has a ladder?", audience="everyone"))
    answer = await act(friends, BEN, publish, Words(text="I do.", audience="everyone", reply_to_id=asked.id))
    await act(friends, CLEO, brighten_answer, answer.id, bright=True)
    found = [view for view in await told(friends) if view.notice.kind == "brightened"]
    assert [view.notice.post_id for view in found] == [answer.id]
    assert [view.notice.kind for view in await told(friends, BEN)] == ["brightened"]


async def test_the_page_leads_there(friends: House, client: httpx.AsyncClient) -> None:
    """From a sentence to the conversation."""
    talk = await pair(friends)
    await say(friends, BEN, talk, "one")
    await run_jobs(friends)
    await sign_in(friends, client, ANA)
    page = (await client.get("/notices")).text
    assert f'href="/talk/{talk}"' in page
    assert "wrote to you." in page


async def test_telling_a_group_costs_the_same_for_few_and_many(house: House) -> None:
    """However many are in it: the statements of the job, without those of the queue."""
    await gather_friends(house)
    talk = await group(house, BEN, CLEO)
    costs = []
    for to_ids in ((BEN,), (BEN, CLEO)):
        before = house.database.statements
        async with house.work() as work:
            fact = MessageSent(conversation_id=talk, message_id=Id(1), seq=1, author_id=ANA, to_ids=to_ids)
            await hear_message(work, fact)
        costs.append(house.database.statements - before)
    assert costs[0] == costs[1]
