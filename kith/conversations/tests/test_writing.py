"""What is said stands in one order, once, for all who are meant; and can be changed by whoever said it."""

import asyncio
from datetime import timedelta

import pytest

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.conversations import (
    changes_after,
    conversations_of,
    count_unread,
    delete_for_all,
    delete_for_me,
    edit,
    find_conversation,
    find_message,
    find_pair,
    first_message_since,
    forward,
    leave_out,
    messages_of,
    messages_saying,
    my_settings,
    open_pair,
    react,
    read,
    save_draft,
    send,
    set_settings,
)
from kith.conversations.model import TEXT_MAX, MessageWish, TalkSettings
from kith.conversations.tests.scene import (
    ANA,
    BEN,
    CLEO,
    DAN,
    act,
    group,
    listed,
    look,
    pair,
    say,
    seen,
)
from kith.ties import ties_of
from tests.clock import TestClock

_CALLS = Statement("SELECT count(*) FROM tie_acts WHERE kind = 'call'")


async def test_two_people_have_one_conversation(house: House) -> None:
    """Whoever of them opens it, and however often, and both at once."""
    opened = await asyncio.gather(
        act(house, ANA, open_pair, BEN), act(house, BEN, open_pair, ANA), act(house, ANA, open_pair, BEN)
    )
    assert len({room.id for room in opened}) == 1
    assert await look(house, BEN, find_pair, ANA) == opened[0].id
    assert await look(house, CLEO, find_pair, ANA) is None


async def test_what_is_said_stands_in_both_lists(house: House) -> None:
    """New to the other, read by whoever said it. Before that nobody sees anything."""
    talk = await pair(house)
    assert await listed(house, ANA) == await listed(house, BEN) == []
    await say(house, ANA, talk, "Soup?")
    assert await listed(house, ANA) == [(talk, 0)]
    assert await listed(house, BEN) == [(talk, 1)]
    assert await seen(house, BEN, talk) == ["Soup?"]
    assert await look(house, BEN, count_unread) == 1
    assert await listed(house, CLEO) == []


async def test_the_same_key_says_it_once(house: House) -> None:
    """Sent again, and twice at the same time; another's same key is another's."""
    talk = await pair(house)
    sent = await asyncio.gather(*(say(house, ANA, talk, "Soup?", key="k1") for _ in range(5)))
    assert len({one.id for one in sent}) == 1
    assert (await say(house, BEN, talk, "Yes", key="k1")).seq == 2
    assert await seen(house, ANA, talk) == ["Soup?", "Yes"]


async def test_many_at_once_are_put_in_one_order(house: House) -> None:
    """Without a gap, and the same for everybody."""
    talk = await group(house, BEN, CLEO)
    await asyncio.gather(
        *(say(house, person, talk, f"{person} {n}", key=f"{n}") for n in range(8) for person in (ANA, BEN, CLEO))
    )
    views = [await look(house, person, messages_of, talk) for person in (ANA, BEN, CLEO)]
    assert [view.message.seq for view in views[0]] == list(range(1, 26))
    assert len({tuple(view.message.id for view in some) for some in views}) == 1
    for person in (ANA, BEN, CLEO):
        own = [view.message.text for view in views[0] if view.message.author_id == person and view.message.text]
        assert sorted(own) == [f"{person} {n}" for n in range(8)]


@pytest.mark.parametrize("text", ["", "   ", "x" * (TEXT_MAX + 1)])
async def test_what_says_nothing_or_too_much_is_refused(house: House, text: str) -> None:
    """A word goes through."""
    talk = await pair(house)
    await say(house, ANA, talk, "x" * TEXT_MAX)
    with pytest.raises(Invalid):
        await say(house, ANA, talk, text)


async def test_two_devices_agree_on_what_is_read(house: House) -> None:
    """It never goes back; and what came in between stays new."""
    talk = await pair(house)
    for n in range(3):
        await say(house, ANA, talk, str(n))
    await act(house, BEN, read, talk, up_to_seq=2)
    await act(house, BEN, read, talk, up_to_seq=1)  # the slower device
    assert await listed(house, BEN) == [(talk, 1)]
    assert await look(house, BEN, count_unread) == 1
    await asyncio.gather(act(house, BEN, read, talk), act(house, BEN, read, talk, up_to_seq=3))
    assert await listed(house, BEN) == [(talk, 0)]
    assert await look(house, BEN, count_unread) == 0
    await act(house, BEN, read, talk, up_to_seq=10_000)
    await say(house, ANA, talk, "more")
    assert await listed(house, BEN) == [(talk, 1)]


async def test_the_number_beside_talk_is_that_of_the_list(house: House) -> None:
    """Whatever is read and said at the same time."""
    talks = [await pair(house), await pair(house, CLEO), await group(house, BEN, CLEO)]
    for talk, person in zip(talks, (ANA, CLEO, ANA), strict=True):
        await say(house, person, talk, "Hello")
    await asyncio.gather(
        act(house, BEN, read, talks[0]), say(house, ANA, talks[0], "one more"), act(house, BEN, read, talks[2])
    )
    unread = sum(new > 0 for _talk, new in await listed(house, BEN))
    assert await look(house, BEN, count_unread) == unread


async def test_marks_are_shown_by_both_or_not_at_all(house: House) -> None:
    """Whoever hides theirs sees nobody's."""
    talk = await pair(house)
    await say(house, ANA, talk, "Soup?")
    await act(house, BEN, read, talk)

    async def mark() -> list[tuple[Id, int]]:
        view = await look(house, ANA, find_conversation, talk)
        return [(one.account_id, one.read_seq) for one in view.marks]

    assert await mark() == [(BEN, 1)]
    for hides in (ANA, BEN):
        await act(house, hides, set_settings, TalkSettings(owner_id=hides, shows_marks=False))
        assert await mark() == []
        await act(house, hides, set_settings, TalkSettings(owner_id=hides))
    assert await mark() == [(BEN, 1)]


async def test_an_edit_is_marked_and_only_the_author_makes_one(house: House) -> None:
    """Others find nothing to edit."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soop?")
    await act(house, ANA, edit, message.id, "Soup?")
    view = await look(house, BEN, find_message, message.id)
    assert (view.message.text, view.message.edited_at is not None) == ("Soup?", True)
    with pytest.raises(NotFound):
        await act(house, BEN, edit, message.id, "No soup")
    with pytest.raises(Invalid):
        await act(house, ANA, edit, message.id, " ")


async def test_an_hour_long_it_can_be_taken_back_from_everybody(house: House, clock: TestClock) -> None:
    """Its place stays, its words are nowhere; after an hour only for oneself."""
    talk = await pair(house)
    first, second = await say(house, ANA, talk, "One"), await say(house, ANA, talk, "Two")
    await act(house, BEN, react, first.id, "❤️")
    with pytest.raises(NotFound):
        await act(house, BEN, delete_for_all, first.id)
    await act(house, ANA, delete_for_all, first.id)
    assert await seen(house, BEN, talk) == ["(gone)", "Two"]
    view = (await look(house, BEN, messages_of, talk))[0]
    assert (view.message.text, view.message.html, view.reactions) == ("", "", ())
    clock.tick(minutes=61)
    with pytest.raises(Refused, match="hour"):
        await act(house, ANA, delete_for_all, second.id)
    await act(house, BEN, delete_for_me, second.id)
    assert await seen(house, BEN, talk) == ["(gone)"]
    assert await seen(house, ANA, talk) == ["(gone)", "Two"]


async def test_one_emoji_a_person(house: House) -> None:
    """A second takes the place of the first; none takes it off; what is no emoji is refused."""
    talk = await group(house, BEN, CLEO)
    message = await say(house, ANA, talk, "Soup!")
    for person, emoji in ((BEN, "🍲"), (CLEO, "🍲"), (BEN, "❤️"), (ANA, "👍🏽")):
        await act(house, person, react, message.id, emoji)
    view = await look(house, ANA, find_message, message.id)
    assert dict(view.reactions) == {"🍲": (CLEO,), "❤️": (BEN,), "👍🏽": (ANA,)}
    await act(house, BEN, react, message.id, "")
    assert "❤️" not in dict((await look(house, ANA, find_message, message.id)).reactions)
    for wrong in ("soup", "🍲🍲", "<b>"):
        with pytest.raises(Invalid):
            await act(house, BEN, react, message.id, wrong)


async def test_an_answer_leads_to_what_it_answers_in_the_same_conversation(house: House) -> None:
    """What stands elsewhere, or was deleted for oneself, is not there to be answered."""
    talk, other = await pair(house), await pair(house, CLEO)
    first, elsewhere = await say(house, ANA, talk, "Soup?"), await say(house, CLEO, other, "Bread?")
    answer = await act(house, BEN, send, talk, MessageWish(text="Yes", reply_to_id=first.id))
    view = await look(house, ANA, find_message, answer.id)
    assert view.reply_to.text == "Soup?"
    for wrong in (elsewhere.id, Id(99)):
        with pytest.raises(NotFound):
            await act(house, BEN, send, talk, MessageWish(text="Yes", reply_to_id=wrong))


async def test_whoever_comes_back_gets_all_changes_once(house: House) -> None:
    """New, edited, gone and reacted messages after the last they know, in parts as well."""
    talk = await pair(house)
    first, second = await say(house, ANA, talk, "One"), await say(house, ANA, talk, "Two")
    _views, known = await look(house, BEN, changes_after, talk, 0)
    await say(house, ANA, talk, "Three")
    await act(house, ANA, edit, first.id, "One!")
    await act(house, BEN, react, second.id, "❤️")
    await act(house, BEN, delete_for_me, second.id)
    views, now = await look(house, BEN, changes_after, talk, known)
    assert [(view.message.seq, view.gone) for view in views] == [(3, False), (1, False), (2, True)]
    assert (await look(house, BEN, changes_after, talk, now))[0] == []
    parts, after = [], known
    while True:
        some, after = await look(house, BEN, changes_after, talk, after, limit=1)
        if not some:
            break
        parts += [view.message.seq for view in some]
    assert parts == [3, 1, 2]


async def test_forwarding_asks_the_author(house: House) -> None:
    """One's own words always; another's where they allowed it; it is said once for a key."""
    talk, other = await pair(house), await pair(house, BEN, CLEO)
    message = await say(house, ANA, talk, "Soup at six")
    with pytest.raises(Refused, match="allow"):
        await act(house, BEN, forward, message.id, [other])
    await act(house, ANA, set_settings, TalkSettings(owner_id=ANA, may_forward=True))
    assert (await look(house, ANA, my_settings)).may_forward
    for _again in range(2):
        await act(house, BEN, forward, message.id, [other], key="f")
    assert await seen(house, CLEO, other) == ["Soup at six"]
    views = await look(house, CLEO, messages_of, other)
    assert (views[0].message.forwarded, views[0].message.author_id) == (True, BEN)
    with pytest.raises(NotFound):
        await act(house, DAN, forward, message.id, [other])


async def test_it_can_be_searched_and_walked(house: House, clock: TestClock) -> None:
    """By words, by the day, before and after a message."""
    talk = await pair(house)
    for n in range(4):
        await say(house, ANA, talk, f"Soup {n}")
    clock.tick(days=1)
    day = house.clock()
    await say(house, ANA, talk, "Bread 100% {x}_")
    await say(house, BEN, talk, "soup again")
    found = await look(house, BEN, messages_saying, talk, "SOUP")
    assert [view.message.seq for view in found] == [6, 4, 3, 2, 1]
    assert [view.message.seq for view in await look(house, BEN, messages_saying, talk, "100% {x}_")] == [5]
    assert (await look(house, BEN, first_message_since, talk, day)).message.seq == 5
    assert await look(house, BEN, first_message_since, talk, day + timedelta(days=9)) is None
    assert [v.message.seq for v in await look(house, BEN, messages_of, talk, before_seq=4, limit=2)] == [2, 3]
    assert [v.message.seq for v in await look(house, BEN, messages_of, talk, after_seq=4, limit=9)] == [5, 6]


async def test_drafts_are_kept_until_it_is_said(house: House) -> None:
    """Of each for themselves."""
    talk = await pair(house)
    await act(house, ANA, save_draft, talk, "Sou")
    assert (await look(house, ANA, find_conversation, talk)).seat.draft == "Sou"
    assert (await look(house, BEN, find_conversation, talk)).seat.draft == ""
    await say(house, ANA, talk, "Soup?")
    assert (await look(house, ANA, find_conversation, talk)).seat.draft == ""


async def test_the_list_is_walked_by_the_newest_message(house: House) -> None:
    """Down and up, and what is left out comes back with the next word."""
    talks = [await pair(house), await pair(house, BEN, CLEO), await group(house, BEN)]
    for talk in talks:
        await say(house, BEN, talk, "Hello")
    first = await look(house, BEN, conversations_of, Paging(limit=2))
    rest = await look(house, BEN, conversations_of, Paging(limit=2, max_id=first.older_than))
    assert [view.conversation.id for view in (*first.items, *rest.items)] == talks[::-1]
    await act(house, BEN, leave_out, talks[2])
    assert [talk for talk, _new in await listed(house, BEN)] == talks[1::-1]
    await say(house, ANA, talks[2], "Again")
    assert (await listed(house, BEN))[0] == (talks[2], 1)


async def test_messages_count_for_the_tie(house: House) -> None:
    """A letter each; among many nothing."""
    talk = await pair(house, ANA, DAN)
    await say(house, ANA, talk, "Hello")
    await say(house, DAN, talk, "Hello!")
    tie = (await look(house, ANA, ties_of, [DAN]))[DAN]
    assert tie.wrote_days == tie.heard_days == 1


async def test_typing_together_is_one_call_of_both(house: House, clock: TestClock) -> None:
    """Counted with the message that makes it two minutes, once; after a pause there is another."""
    talk = await pair(house)

    async def calls() -> int:
        async with house.reading() as work:
            return int(await work.db.value(_CALLS))

    for round_, expected in enumerate((2, 4)):
        for number in range(7):
            assert await calls() == 2 * round_
            await say(house, ANA if number % 2 else BEN, talk, str(number))
            clock.tick(seconds=20)
        await say(house, ANA, talk, "and on")
        await say(house, BEN, talk, "and on")
        assert await calls() == expected
        clock.tick(seconds=60)
    for number in range(12):
        await say(house, ANA, talk, f"alone {number}")
        clock.tick(seconds=20)
    assert await calls() == 4


async def test_forwarding_and_writing_at_once_wait_in_line(house: House) -> None:
    """Who forwards into two conversations holds both before anything counts for a tie; nobody is cut off."""
    one, other = await pair(house), await group(house, BEN, CLEO)
    mine, bens = await say(house, ANA, one, "From Ana"), await say(house, BEN, one, "From Ben")
    for person in (ANA, BEN):
        await act(house, person, set_settings, TalkSettings(owner_id=person, may_forward=True))
    await asyncio.gather(
        *(act(house, ANA, forward, bens.id, [one, other], key=f"a{n}") for n in range(4)),
        *(act(house, BEN, forward, mine.id, [other, one], key=f"b{n}") for n in range(4)),
        *(say(house, person, talk, f"{n}") for n in range(4) for person in (ANA, BEN) for talk in (one, other)),
    )
    assert len(await seen(house, ANA, one)) == 2 + 8 + 8
    assert len(await seen(house, CLEO, other)) == 1 + 8 + 8
