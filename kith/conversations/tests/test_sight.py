"""Who may see which message: the SQL and its pure twin say the same, and whoever is out receives nothing more."""

import asyncio
import random
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.base.bus.live import LiveEvent
from kith.base.bus.tests.following import follow
from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.conversations import (
    accept,
    add,
    be_here,
    changes_after,
    delete_for_me,
    edit,
    find_conversation,
    find_message,
    keep_for,
    leave,
    messages_of,
    note_typing,
    presence_of,
    read,
    refuse_keeping,
    remove,
    set_settings,
    who_is_typing,
)
from kith.conversations import store as conversations
from kith.conversations.actions.vanishing import delete_vanished
from kith.conversations.model import ConversationMember, Message, TalkSettings, WhoSeesPresence
from kith.conversations.rules import may_see
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
from kith.people.model import Viewer
from tests.clock import TestClock

_COUNT = Statement("SELECT count(*) FROM messages")
_EMPTY = Statement("DELETE FROM messages")
_EMPTY_MEMBERS = Statement("DELETE FROM conversation_members")


_members = st.builds(
    ConversationMember,
    conversation_id=st.just(Id(1)),
    account_id=st.just(BEN),
    since_seq=st.integers(0, 12),
    cleared_seq=st.integers(0, 12),
    left_at=st.sampled_from([None, None, None, 1]),
    joined_at=st.none(),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    member=st.none() | _members,
    authors=st.lists(st.sampled_from([ANA, BEN, CLEO]), min_size=1, max_size=12),
    vanish=st.lists(st.sampled_from([None, -1, 0, 1]), min_size=12, max_size=12),
    hidden=st.sets(st.sampled_from([ANA, CLEO])),
)
async def test_sql_and_rule_agree(
    house: House,
    member: ConversationMember | None,
    authors: list[Id],
    vanish: list[int | None],
    hidden: set[Id],
) -> None:
    """Whatever a member may see since, cleared, left, hid by a block, or what vanished."""
    async with house.work() as work:
        await work.db.run(_EMPTY)
        await work.db.run(_EMPTY_MEMBERS)
        messages = [
            Message(
                conversation_id=Id(1),
                seq=seq,
                id=Id(seq),
                author_id=author,
                once_key=str(seq),
                changed=seq,
                sent_at=work.now,
                vanishes_at=None if vanish[seq - 1] is None else work.now + timedelta(seconds=vanish[seq - 1] or 0),
            )
            for seq, author in enumerate(authors, start=1)
        ]
        for message in messages:
            await work.db.insert(message)
        if member is not None:
            left_at = work.now if member.left_at else None
            member = msgspec.structs.replace(member, left_at=left_at, joined_at=work.now)
            await work.db.insert(member)
        viewer = Viewer(id=BEN, hidden=tuple(hidden))
        now = work.now
        found = await conversations.messages_before(work.db, viewer, Id(1), now, before_seq=99, limit=99)
        changed = await conversations.messages_changed(work.db, viewer, Id(1), now, after=0, limit=99)
    expected = [one.seq for one in messages if may_see(one, member, hidden_from=hidden, now=now)]
    assert sorted(one.seq for one in found) == sorted(one.seq for one in changed) == expected


async def test_what_is_deleted_for_oneself_is_told_to_ones_other_devices(house: House) -> None:
    """It stands in no list, and in the changes as gone."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup?")
    await act(house, BEN, delete_for_me, message.id)
    assert await seen(house, BEN, talk) == []
    for known in (0, message.changed):
        assert [view.gone for view in (await look(house, BEN, changes_after, talk, known))[0]] == [True]


async def test_what_somebody_deletes_for_themselves_changed_for_nobody_else(house: House) -> None:
    """Others who ask for changes are not shown which message it was; a change for all still comes to both, once."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup?")
    _views, known = await look(house, ANA, changes_after, talk, 0)
    await act(house, BEN, delete_for_me, message.id)
    assert (await look(house, ANA, changes_after, talk, known))[0] == []
    assert (await look(house, ANA, find_message, message.id)).message.changed == message.changed
    await act(house, ANA, edit, message.id, "Bread?")
    for person, gone in ((ANA, False), (BEN, True)):
        views = (await look(house, person, changes_after, talk, known))[0]
        assert [(view.message.seq, view.gone) for view in views] == [(message.seq, gone)]


@pytest.mark.parametrize("seed", range(6))
async def test_from_the_instant_of_removal_on_nothing_is_received(house: House, seed: int) -> None:
    """While others write, come and go, nobody who is out reads a word; who is in reads all, in order."""
    chance = random.Random(seed)
    talk = await group(house, BEN, CLEO, DAN)
    inside = {BEN: True, CLEO: True, DAN: True}
    received: dict[Id, list[str]] = {one: [] for one in inside}
    missed: dict[Id, set[str]] = {one: set() for one in inside}
    for number in range(25):
        one = chance.choice(list(inside))
        if chance.random() < 0.4:
            deed = add if not inside[one] else chance.choice([remove, leave])
            if deed is add:
                await act(house, ANA, add, talk, [one])
                await act(house, one, accept, talk)
            elif deed is remove:
                await act(house, ANA, remove, talk, one)
            else:
                await act(house, one, leave, talk)
            inside[one] = not inside[one]
        await say(house, ANA, talk, f"word {number}")
        for person, is_in in inside.items():
            if is_in:
                received[person] = [word for word in await seen(house, person, talk) if word.startswith("word")]
                assert f"word {number}" in received[person]
            else:
                missed[person].add(f"word {number}")
                for reading in (messages_of, find_conversation):
                    with pytest.raises(NotFound):
                        await look(house, person, reading, talk)
                assert talk not in {one for one, _new in await listed(house, person)}


async def test_a_removal_and_a_message_at_once_are_put_in_line(house: House) -> None:
    """Whoever is removed first cannot write; what was written before the removal stays."""
    for _again in range(5):
        talk = await group(house, BEN, CLEO)
        results = await asyncio.gather(
            act(house, ANA, remove, talk, BEN), say(house, BEN, talk, "Me"), return_exceptions=True
        )
        words = await seen(house, CLEO, talk)
        if isinstance(results[1], NotFound):
            assert words == ["(founded)", "(removed)"]
        else:
            assert words == ["(founded)", "Me", "(removed)"]


async def test_an_event_says_nothing_to_who_is_out(house: House) -> None:
    """It goes to those who are in alone, and holds no words."""
    talk = await group(house, BEN, CLEO)
    await act(house, ANA, remove, talk, BEN)
    position = await house.live.arrive([str(BEN), str(CLEO)])
    await say(house, ANA, talk, "Without Ben")
    heard: dict[Id, list[LiveEvent]] = {}
    for person, place in zip((BEN, CLEO), position.split(","), strict=True):
        async with asyncio.timeout(30):
            batch = [one async for one in _first(house, person, place)]
        heard[person] = batch
    assert [event.kind for event in heard[CLEO]] == ["message"]
    assert heard[BEN] == []


async def test_that_somebody_is_here_is_told_to_nobody_who_may_not_see_it(house: House) -> None:
    """Whoever has no tie with them hears of nothing; where there is one, or everybody may see it, they hear of it."""
    talk = await pair(house)
    await say(house, ANA, talk, "Soup?")

    async def heard(wish: WhoSeesPresence) -> list[str]:
        await act(house, ANA, set_settings, TalkSettings(owner_id=ANA, presence=wish))
        await act(house, ANA, be_here, "gone")
        place = await house.live.arrive([str(BEN)])
        await act(house, ANA, be_here, "here")
        async with asyncio.timeout(30):
            return [event.kind async for event in _first(house, BEN, place)]

    assert await heard("ties") == []  # he gave her nothing so far
    assert await heard("everyone") == ["presence"]
    await say(house, BEN, talk, "Yes")
    assert await heard("ties") == ["presence"]


async def _first(house: House, person: Id, place: str):  # type: ignore[no-untyped-def]
    async for batch in follow(house.live, [str(person)], place, pause_s=0.2):
        for one in batch:
            yield one.event
        return


@pytest.mark.parametrize("days", [1, 7, 90])
async def test_messages_vanish_by_agreement(house: House, clock: TestClock, days: int) -> None:
    """Both of two agree; what was said before stays; nothing vanished is shown late, counted or found again."""
    talk = await pair(house)
    await say(house, ANA, talk, "Stays")
    await act(house, ANA, keep_for, talk, days)
    await say(house, ANA, talk, "Stays too")
    assert (await look(house, BEN, find_conversation, talk)).conversation.asked_days == days
    await act(house, BEN, keep_for, talk, days)
    message = await say(house, ANA, talk, "Vanishes")
    assert await seen(house, BEN, talk) == ["Stays", "Stays too", "(keeping)", "Vanishes"]
    clock.tick(days=days, minutes=-1)
    assert (await seen(house, BEN, talk))[-1] == "Vanishes"
    clock.tick(minutes=1)
    assert await seen(house, BEN, talk) == ["Stays", "Stays too", "(keeping)"]
    assert (await look(house, BEN, changes_after, talk, message.changed - 1))[0] == []
    async with house.work() as work:
        await delete_vanished(work)
    async with house.reading() as work:
        assert await work.db.value(_COUNT) == 3
    await act(house, ANA, keep_for, talk, None)
    assert (await look(house, BEN, find_conversation, talk)).conversation.asked_days == 0
    await act(house, BEN, refuse_keeping, talk)
    assert (await look(house, BEN, find_conversation, talk)).conversation.keeps_days == days
    with pytest.raises(NotFound):
        await act(house, BEN, refuse_keeping, talk)


async def test_what_vanished_is_not_counted(house: House, clock: TestClock) -> None:
    """Neither beside Talk nor in the list, from that instant on; what is new still is counted, whatever vanished."""
    talk, other = await group(house, BEN), await group(house, BEN)
    for one in (talk, other):
        await act(house, ANA, keep_for, one, 1)
        await act(house, BEN, read, one)
    await act(house, ANA, keep_for, other, 7)
    for one in (talk, other):
        await say(house, ANA, one, "Vanishes")
    assert [new for _one, new in await listed(house, BEN)] == [2, 1]
    clock.tick(days=1)
    assert [new for _one, new in await listed(house, BEN)] == [2, 0]
    async with house.reading(actor=BEN) as work:
        assert await conversations.count_unread(work.db, Viewer(id=BEN), work.now) == 1
    clock.tick(days=6)
    async with house.reading(actor=BEN) as work:
        assert await conversations.count_unread(work.db, Viewer(id=BEN), work.now) == 1  # the line about the seven days
    await act(house, BEN, read, other)
    async with house.reading(actor=BEN) as work:
        assert await conversations.count_unread(work.db, Viewer(id=BEN), work.now) == 0


async def test_who_is_here_is_seen_by_whom_one_chose(house: House) -> None:
    """Those with a tie; everyone one talks with; nobody. And never behind a request."""
    talk = await pair(house)
    await say(house, ANA, talk, "Soup?")
    await act(house, ANA, be_here, "here")
    assert await look(house, BEN, presence_of, [ANA]) == {}  # he gave her nothing so far
    await say(house, BEN, talk, "Yes")
    assert (await look(house, BEN, presence_of, [ANA]))[ANA].state == "here"
    await act(house, ANA, set_settings, TalkSettings(owner_id=ANA, presence="nobody"))
    assert await look(house, BEN, presence_of, [ANA]) == {}
    other = await pair(house, CLEO, ANA)
    await say(house, CLEO, other, "Bread?")
    await act(house, ANA, set_settings, TalkSettings(owner_id=ANA, presence="everyone"))
    assert (await look(house, CLEO, presence_of, [ANA]))[ANA].state == "here"
    request = await pair(house, DAN, ANA)
    await say(house, DAN, request, "Hello")
    assert await look(house, DAN, presence_of, [ANA]) == {}
    await act(house, ANA, be_here, "gone")
    assert (await look(house, BEN, presence_of, [ANA]))[ANA].state == "gone"


async def test_who_types_is_seen_in_the_conversation(house: House) -> None:
    """By those who have accepted; a stranger learns nothing, and nobody outside."""
    talk, request = await pair(house), await pair(house, DAN, ANA)
    await act(house, ANA, note_typing, talk)
    assert await look(house, BEN, who_is_typing, talk) == [ANA]
    await say(house, DAN, request, "Hello")
    await act(house, ANA, note_typing, request)
    assert await look(house, DAN, who_is_typing, request) == []
    await act(house, DAN, note_typing, request)
    assert await look(house, ANA, who_is_typing, request) == []
    with pytest.raises(NotFound):
        await act(house, CLEO, note_typing, talk)
