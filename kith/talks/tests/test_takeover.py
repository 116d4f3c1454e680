"""What was said by name before becomes messages, and nothing of it is lost."""

from random import Random

import pytest

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.conversations import (
    bookmarks_of,
    clear,
    conversations_of,
    earlier_words,
    find_message,
    messages_of,
    send,
)
from kith.conversations.model import HEART, ConversationView, MessageView, MessageWish
from kith.conversations.tests.scene import ANA, BEN, CLEO, DAN, act, gather_friends, listed, look, pair, seen
from kith.conversations.tests.scene import say as tell
from kith.notices.tests.scene import run_jobs
from kith.posts import bookmark, edit, like, publish
from kith.posts.model import PollWish, Post, Words
from kith.talks import TalkView, direct_cards, leave_out, load_talks, mark_read, take_over

PEOPLE = {ANA: "@ana", BEN: "@ben", CLEO: "@cleo"}
ALL = Paging(limit=200)


async def _letter(house: House, person: Id, text: str, about: Post | None = None, *, poll: bool = False) -> Post:
    asked = PollWish(options=("rye", "wheat"), lasts_s=3600) if poll else None
    words = Words(text=text, audience="mentioned", reply_to_id=about.id if about else None, poll=asked)
    post: Post = await act(house, person, publish, words)
    await run_jobs(house)
    return post


async def _take_over(house: House) -> int:
    moved = await take_over(house, lambda _moved: None)
    await run_jobs(house)
    return moved


async def _talks(house: House, person: Id) -> list[TalkView]:
    return list((await look(house, person, load_talks, ALL)).items)


async def _conversations(house: House, person: Id) -> list[ConversationView]:
    return [
        view
        for state in ("open", "request")
        for view in (await look(house, person, conversations_of, ALL, state=state)).items
    ]


async def _messages(house: House, person: Id) -> dict[Id, list[MessageView]]:
    views = await _conversations(house, person)
    return {
        view.conversation.id: await look(house, person, messages_of, view.conversation.id, limit=200) for view in views
    }


async def _had(house: House, person: Id) -> tuple[set[Id], set[Id]]:
    """Gather all that somebody can read of what was said to them by name, and what of it is new."""
    cards = (await look(house, person, direct_cards, ALL)).items
    new = {talk.last.post.id for talk in await _talks(house, person) if talk.unread}
    ids = {card.post.id for card in cards}
    for view in await _conversations(house, person):
        for one in await look(house, person, messages_of, view.conversation.id, limit=200):
            ids.add(one.message.id)
            if one.message.seq > view.me.read_seq and not one.mine:
                new.add(one.message.id)
    return ids, new


@pytest.mark.parametrize("seed", range(4))
async def test_everybody_has_what_they_had(house: House, seed: int) -> None:
    """Whatever was said, read, answered and left out before, in posts and in messages side by side."""
    await gather_friends(house)
    chance, posts = Random(seed), list[Post]()
    for _act in range(24):
        person = chance.choice(list(PEOPLE))
        others = chance.sample([one for one in PEOPLE if one != person], chance.randrange(3))
        doing = chance.choice(["say", "say", "say", "answer", "poll", "message", "read", "leave", "like"])
        names = " ".join(PEOPLE[one] for one in others)
        mine = [post for post in posts if person in (post.author_id, *post.mentioned_ids)]
        if doing in ("say", "poll"):
            posts.append(await _letter(house, person, f"{names} {_act}", poll=doing == "poll"))
        elif doing == "answer" and mine:
            posts.append(await _letter(house, person, f"{names} {_act}", chance.choice(mine)))
        elif doing == "message" and others:
            await tell(house, person, await pair(house, person, others[0]), f"Message {_act}")
        elif doing == "like" and mine:
            await act(house, person, like, chance.choice(mine).id)
        elif doing in ("read", "leave") and (talks := await _talks(house, person)):
            await act(house, person, mark_read if doing == "read" else leave_out, chance.choice(talks).root_id)
    before = {person: await _had(house, person) for person in PEOPLE}
    moved = await _take_over(house)
    assert moved == sum(not post.has_poll for post in posts)
    for person, (ids, new) in before.items():
        ids_now, new_now = await _had(house, person)
        assert (ids_now, len(ids_now)) == (ids, len(ids))
        assert new <= new_now
        for views in (await _messages(house, person)).values():
            in_order = [view.message.id for view in views]
            assert in_order == sorted(in_order)
            assert [view.message.seq for view in views] == sorted({view.message.seq for view in views})
        assert all(talk.last.post.has_poll for talk in await _talks(house, person))
    assert await _take_over(house) == 0
    assert {person: await _had(house, person) for person in PEOPLE} == {
        person: (ids, (await _had(house, person))[1]) for person, (ids, _new) in before.items()
    }


async def test_letters_come_between_messages_as_they_were(house: House) -> None:
    """With their ids, warnings, edits, likes and bookmarks, and what they answer; what stood there answers still."""
    await gather_friends(house)
    first = await _letter(house, ANA, "@ben One")
    talk = await pair(house)
    two = await tell(house, BEN, talk, "Two")
    third = await _letter(house, BEN, "@ana Three", first)
    await act(house, ANA, send, talk, MessageWish(text="Four", reply_to_id=two.id))
    await act(house, BEN, edit, third.id, Words(text="@ana Three!", warning="Numbers", audience="mentioned"))
    for deed in (like, bookmark):
        await act(house, ANA, deed, third.id)
    assert await _take_over(house) == 2
    views = await look(house, ANA, messages_of, talk)
    assert [view.message.text for view in views] == ["@ben One", "Two", "@ana Three!", "Four"]
    assert [view.reply_to and view.reply_to.id for view in views] == [None, None, first.id, two.id]
    moved = views[2]
    assert (moved.message.id, moved.message.warning, moved.message.edited_at is not None) == (third.id, "Numbers", True)
    earlier = (await look(house, ANA, earlier_words, views))[third.id]
    assert [(one.text, one.warning, one.written_at) for one in earlier] == [("@ana Three", "", third.published_at)]
    assert moved.reactions == ((HEART, (ANA,)),)
    assert [one.message_id for one in (await look(house, ANA, bookmarks_of, ALL)).items] == [third.id]
    assert (await look(house, BEN, find_message, first.id)).message.seq == 1
    await act(house, BEN, send, talk, MessageWish(text="Five"))
    assert (await seen(house, ANA, talk))[-1] == "Five"


async def test_what_somebody_cleared_stays_cleared_and_nothing_else(house: House) -> None:
    """Though letters come to stand before it."""
    await gather_friends(house)
    talk = await pair(house)
    await tell(house, ANA, talk, "One")
    await _letter(house, ANA, "@ben Two")
    await tell(house, ANA, talk, "Three")
    await act(house, BEN, clear, talk)
    await _take_over(house)
    assert await seen(house, BEN, talk) == ["@ben Two"]
    assert await seen(house, ANA, talk) == ["One", "@ben Two", "Three"]


async def test_a_stranger_who_was_never_answered_waits_among_the_requests(house: House) -> None:
    """Whoever answered has let them in; what is for more people is for all of them alone."""
    await gather_friends(house)
    await _letter(house, DAN, "@ben Buy my book")
    asked = await _letter(house, DAN, "@cleo Buy my book")
    await _letter(house, CLEO, "@dan Which?", asked)
    await _letter(house, ANA, "@ben @cleo Soup?")
    assert await _take_over(house) == 4
    assert (len(await listed(house, BEN)), len(await listed(house, BEN, "request"))) == (1, 1)
    assert (len(await listed(house, CLEO)), len(await listed(house, CLEO, "request"))) == (2, 0)
    assert [new for _talk, new in await listed(house, BEN)] == [1]
