"""Who is in a conversation, who may write to whom, and what blocks and leaving do."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from kith.base.core.errors import Invalid, NotFound, Refused, TooMany
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.catalogue import records
from kith.conversations import (
    accept,
    add,
    changes_after,
    clear,
    count_requests,
    count_unread,
    decline,
    find_conversation,
    find_message,
    found_group,
    leave,
    messages_of,
    open_pair,
    pin,
    react,
    read,
    remove,
    rename,
    send,
    set_settings,
    silence,
)
from kith.conversations.actions.opening import REQUESTS
from kith.conversations.feature import FEATURE
from kith.conversations.model import REQUEST_MESSAGES_MAX, MessageWish, TalkSettings
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
from kith.notices.tests.scene import run_jobs
from kith.people import block, unblock
from kith.people.model import Account, Left

_LEAVE = Statement("DELETE FROM accounts WHERE id = %(account_id)s")
_GONE = Statement("UPDATE accounts SET gone_at = now() WHERE id = %(account_id)s")


async def test_a_strangers_words_wait_among_the_requests(house: House) -> None:
    """Quietly: no number, no mark, until they are accepted."""
    talk = await pair(house, DAN, ANA)
    await say(house, DAN, talk, "Hello")
    assert await listed(house, ANA) == []
    assert await listed(house, ANA, "request") == [(talk, 1)]
    assert await look(house, ANA, count_unread) == 0
    assert await look(house, ANA, count_requests) == 1
    await act(house, ANA, read, talk)
    assert (await look(house, DAN, find_conversation, talk)).marks == ()
    await act(house, ANA, accept, talk)
    assert await listed(house, ANA) == [(talk, 0)]
    assert [mark.read_seq for mark in (await look(house, DAN, find_conversation, talk)).marks] == [1]


async def test_an_answer_accepts(house: House) -> None:
    """And whoever is known by now is no stranger."""
    talk = await pair(house, DAN, ANA)
    await say(house, DAN, talk, "Hello")
    await say(house, ANA, talk, "Hello!")
    assert await listed(house, ANA) == [(talk, 0)]


async def test_who_declines_is_asked_no_more(house: House) -> None:
    """The stranger is told nothing, and can say a few things to nobody."""
    talk = await pair(house, DAN, ANA)
    await say(house, DAN, talk, "Hello")
    await act(house, ANA, decline, talk)
    for n in range(4):
        await say(house, DAN, talk, str(n))
    with pytest.raises(Refused, match="wait"):
        await say(house, DAN, talk, "and another")
    assert await listed(house, ANA) == await listed(house, ANA, "request") == []
    assert await look(house, ANA, count_unread) == 0
    assert await listed(house, DAN) == [(talk, 0)]
    with pytest.raises(NotFound):
        await act(house, BEN, decline, talk)


async def test_each_chooses_who_may_write(house: House) -> None:
    """Everyone, those they know, or the inner circles."""
    await act(house, ANA, set_settings, TalkSettings(owner_id=ANA, who_may_write="everyone"))
    talk = await pair(house, DAN, ANA)
    await say(house, DAN, talk, "Hello")
    assert await listed(house, ANA) == [(talk, 1)]
    await act(house, ANA, set_settings, TalkSettings(owner_id=ANA, who_may_write="inner"))
    talk = await pair(house, BEN, ANA)
    await say(house, BEN, talk, "Hello")
    assert (talk, 1) in await listed(house, ANA, "request")


async def test_a_day_has_few_requests(house: House) -> None:
    """Whom one knows can be written to without end."""
    talk = await pair(house, DAN, ANA)
    house.limits.clear()
    for _ in range(20):
        await house.limits.take(REQUESTS, str(DAN))
    with pytest.raises(TooMany):
        await act(house, DAN, open_pair, BEN)
    await say(house, DAN, talk, "Hello")
    for _ in range(20):
        await house.limits.take(REQUESTS, str(ANA))
    await act(house, ANA, open_pair, BEN)


async def test_a_group_of_strangers_is_a_request_like_any(house: House) -> None:
    """It holds as little as a talk of two, until one of them accepts."""
    talk = await group(house, ANA, BEN, founder=DAN)
    for n in range(REQUEST_MESSAGES_MAX):
        await say(house, DAN, talk, f"Hello {n}")
    with pytest.raises(Refused):
        await say(house, DAN, talk, "And another")
    await act(house, ANA, accept, talk)
    await say(house, DAN, talk, "And another")
    assert len(await seen(house, BEN, talk)) == REQUEST_MESSAGES_MAX + 2  # and that it was founded


async def test_whoever_comes_back_is_written_to_as_little_until_they_accept(house: House) -> None:
    """What was said before they left does not count: only they are asked anew."""
    talk = await group(house, BEN)
    for n in range(REQUEST_MESSAGES_MAX):
        await say(house, ANA, talk, f"Soup {n}")
    await act(house, BEN, leave, talk)
    await act(house, ANA, add, talk, [BEN])
    for n in range(REQUEST_MESSAGES_MAX):
        await say(house, ANA, talk, f"Bread {n}")
    with pytest.raises(Refused):
        await say(house, ANA, talk, "Come back!")


async def test_no_group_asks_more_people_than_a_day_has_room_for(house: House) -> None:
    """Each of them counts, in one group as in many talks: one more than a day has room for is too many."""
    crowd = [Id(1000 + n) for n in range(REQUESTS.count + 1)]
    async with house.work() as work:
        for one in crowd:
            await work.db.insert(Account(id=one, handle=f"guest{one}", name="Guest", created_at=work.now))
    with pytest.raises(TooMany):
        await group(house, *crowd, founder=DAN)
    await group(house, *crowd[1:], founder=DAN)


async def test_whom_a_block_keeps_away_is_not_named_in_what_happened(house: House) -> None:
    """That they came into the group is said to all others."""
    talk = await group(house, BEN)
    await act(house, ANA, add, talk, [CLEO])

    async def added(person: Id) -> tuple[Id, ...]:
        views = await look(house, person, messages_of, talk)
        return next(whom for view in views if view.message.kind == "added" for whom in [view.message.whom])

    assert await added(BEN) == (CLEO,)
    await act(house, CLEO, block, BEN)
    assert await added(BEN) == ()
    assert await added(ANA) == (CLEO,)


async def test_whoever_left_is_not_asked_again_without_end(house: House) -> None:
    """Also by somebody they know: it counts among the requests of a day."""
    talk = await group(house, BEN, CLEO)
    await act(house, BEN, leave, talk)
    await act(house, ANA, add, talk, [BEN])
    assert [found for found, _unread in await listed(house, BEN, "request")] == [talk]
    await act(house, BEN, decline, talk)
    for _ in range(REQUESTS.count - 1):
        await house.limits.take(REQUESTS, str(ANA))
    with pytest.raises(TooMany):
        await act(house, ANA, add, talk, [BEN])


@pytest.mark.parametrize("stranger", [DAN])
async def test_anothers_conversation_is_not_there(house: House, stranger: Id) -> None:
    """Like one that never was, for every deed; for whoever is in it, it is."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup?")
    deeds: list[tuple[Callable[..., Awaitable[Any]], tuple[Any, ...]]] = [
        (find_conversation, (talk,)),
        (messages_of, (talk,)),
        (changes_after, (talk, 0)),
        (find_message, (message.id,)),
        (read, (talk,)),
        (send, (talk, MessageWish(text="Me too"))),
        (react, (message.id, "❤️")),
        (pin, (talk,)),
    ]
    for deed, given in deeds:
        named = {"pinned": True} if deed is pin else {}
        await act(house, BEN, deed, *given, **named)
        with pytest.raises(NotFound):
            await act(house, stranger, deed, *given, **named)
        nothing = (Id(99), *given[1:])
        with pytest.raises(NotFound):
            await act(house, BEN, deed, *nothing, **named)


async def test_a_block_ends_talk_of_two_and_its_end_gives_it_back(house: House) -> None:
    """Both ways, and both find it not there, as for somebody who is gone."""
    talk = await pair(house)
    await say(house, ANA, talk, "Soup?")
    await act(house, BEN, block, ANA)
    for person in (ANA, BEN):
        assert await listed(house, person) == []
        with pytest.raises(NotFound):
            await say(house, person, talk, "Hello?")
        with pytest.raises(NotFound):
            await look(house, person, messages_of, talk)
        with pytest.raises(NotFound):
            await act(house, person, open_pair, BEN if person == ANA else ANA)
    assert await look(house, BEN, count_unread) == 0
    await act(house, BEN, unblock, ANA)
    assert await listed(house, BEN) == [(talk, 1)]
    assert await seen(house, BEN, talk) == ["Soup?"]


async def test_in_a_group_a_block_hides_the_two_from_each_other(house: House) -> None:
    """Their words, their reactions, their names; nothing of it is new to them. The others see all."""
    talk = await group(house, BEN, CLEO)
    for person in (ANA, BEN, CLEO):
        await act(house, person, read, talk)
    await act(house, BEN, block, ANA)
    message = await say(house, ANA, talk, "Soup?")
    await act(house, ANA, react, message.id, "🍲")
    assert await seen(house, CLEO, talk) == ["(founded)", "Soup?"]
    assert await seen(house, BEN, talk) == []
    assert await look(house, BEN, count_unread) == 0
    assert [one.id for one in (await look(house, BEN, find_conversation, talk)).people] == [CLEO]
    with pytest.raises(NotFound):
        await look(house, BEN, find_message, message.id)
    await say(house, BEN, talk, "Bread?")
    assert await seen(house, ANA, talk) == ["(founded)", "Soup?"]
    with pytest.raises(NotFound):
        await act(house, ANA, found_group, "Without him", [CLEO, BEN])


async def test_who_is_gone_is_not_there_and_comes_back(house: House) -> None:
    """Within the time of grace nobody sees them, in a group neither."""
    talk, among = await pair(house), await group(house, BEN, CLEO)
    await say(house, ANA, talk, "Soup?")
    await say(house, ANA, among, "Soup for all")
    async with house.work() as work:
        await work.db.run(_GONE, account_id=ANA)
    with pytest.raises(NotFound):
        await look(house, BEN, messages_of, talk)
    assert await seen(house, BEN, among) == []
    assert [one.id for one in (await look(house, BEN, find_conversation, among)).people] == [CLEO]


async def test_a_newcomer_sees_history_or_not(house: House) -> None:
    """As the group chose."""
    for shows, expected in ((True, ["(founded)", "Before", "(added)"]), (False, ["(added)"])):
        talk = await group(house, BEN, shows_history=shows)
        await say(house, ANA, talk, "Before")
        await act(house, BEN, add, talk, [CLEO])
        assert await seen(house, CLEO, talk) == expected
        assert (talk, 1) in await listed(house, CLEO)
        await act(house, BEN, add, talk, [CLEO])  # once more changes nothing
        assert await seen(house, CLEO, talk) == expected


async def test_who_is_removed_sees_nothing_more(house: House) -> None:
    """By the founder alone; and whoever left on their own is asked before they come back."""
    talk = await group(house, BEN, CLEO)
    await say(house, ANA, talk, "Before")
    with pytest.raises(Refused, match="founded"):
        await act(house, BEN, remove, talk, CLEO)
    await act(house, ANA, remove, talk, BEN)
    for deed in (messages_of, find_conversation):
        with pytest.raises(NotFound):
            await look(house, BEN, deed, talk)
    assert await listed(house, BEN) == []
    assert await seen(house, CLEO, talk) == ["(founded)", "Before", "(removed)"]
    await act(house, CLEO, leave, talk)
    await act(house, ANA, add, talk, [CLEO])
    assert [one for one, _new in await listed(house, CLEO, "request")] == [talk]
    await act(house, CLEO, accept, talk)
    assert [one for one, _new in await listed(house, CLEO)] == [talk]


async def test_a_group_outlives_its_founder_and_not_its_last(house: House) -> None:
    """The oldest member takes their place; with the last all of it goes."""
    talk = await group(house, BEN)
    await say(house, ANA, talk, "Soup?")
    await act(house, ANA, leave, talk)
    assert (await look(house, BEN, find_conversation, talk)).founder
    await act(house, BEN, rename, talk, "Bread")
    assert (await look(house, BEN, find_conversation, talk)).conversation.name == "Bread"
    await act(house, BEN, leave, talk)
    async with house.reading() as work:
        for record in FEATURE.records:
            rows = await work.db.value(Statement(f"SELECT count(*) FROM {record.table_name}"))
            assert rows == 0, record.table_name


async def test_a_group_has_a_name_and_room_for_fifty(house: House) -> None:
    """And of two people nobody is sent away."""
    with pytest.raises(Invalid):
        await act(house, ANA, found_group, "  ", [BEN])
    with pytest.raises(Refused, match="50"):
        await act(house, ANA, found_group, "All", [Id(1000 + n) for n in range(50)])
    talk = await pair(house)
    for deed, given in ((add, [CLEO]), (remove, BEN), (rename, "Us")):
        with pytest.raises(Refused):
            await act(house, ANA, deed, talk, given)
    with pytest.raises(Refused):
        await act(house, ANA, open_pair, ANA)


async def test_silence_and_clearing_are_each_ones_own(house: House) -> None:
    """What is silent is not counted; what is cleared is gone for oneself."""
    talk = await pair(house)
    await say(house, ANA, talk, "Soup?")
    async with house.reading() as work:
        later = work.now.replace(year=work.now.year + 1)
    await act(house, BEN, silence, talk, later)
    assert await look(house, BEN, count_unread) == 0
    with pytest.raises(Invalid):
        await act(house, BEN, silence, talk, later.replace(year=2001))
    await act(house, BEN, silence, talk, None)
    assert await look(house, BEN, count_unread) == 1
    await act(house, BEN, clear, talk)
    assert await seen(house, BEN, talk) == []
    assert await listed(house, BEN) == []
    assert await seen(house, ANA, talk) == ["Soup?"]


async def _knows(house: House, account_id: Id) -> list[str]:
    """Name the tables in which an account still stands."""
    found = []
    async with house.reading() as work:
        for record in records():
            if record not in FEATURE.records:
                continue
            row = Statement(f"SELECT count(*) FROM {record.table_name} AS t WHERE to_jsonb(t)::text ~ %(account)s")
            if await work.db.value(row, account=rf"(?<![0-9]){account_id}(?![0-9])"):
                found.append(record.table_name)
    return found


async def test_whoever_leaves_for_good_takes_all_along(house: House) -> None:
    """Their words, places, reactions and name; what others said stays with these."""
    async with house.work() as work:
        ghost = Id(987654321)
        await work.db.run(
            Statement(
                "INSERT INTO accounts SELECT (jsonb_populate_record(accounts, jsonb_build_object('id', %(id)s::bigint,"
                " 'handle', 'ghost'))).* FROM accounts WHERE id = %(like_id)s"
            ),
            id=ghost,
            like_id=ANA,
        )
    talk, alone = await pair(house, ghost, BEN), await pair(house, ghost, CLEO)
    among = await group(house, BEN, CLEO, founder=ghost)
    await act(house, BEN, accept, talk)
    await say(house, ghost, talk, "One")
    theirs = await say(house, BEN, talk, "Two")
    await say(house, ghost, alone, "Nobody answers")
    await say(house, BEN, among, "Among us")
    await act(house, ghost, react, theirs.id, "❤️")
    await act(house, ghost, set_settings, TalkSettings(owner_id=ghost, may_forward=True))
    assert len(await _knows(house, ghost)) >= 7
    async with house.work() as work:
        await work.db.run(_LEAVE, account_id=ghost)
        work.tell(Left(account_id=ghost))
    await run_jobs(house)
    assert await _knows(house, ghost) == []
    assert await seen(house, BEN, talk) == ["Two"]
    assert await seen(house, CLEO, among) == ["Among us"]
    with pytest.raises(Refused, match="Nobody else"):
        await say(house, BEN, talk, "Three")
    assert await listed(house, CLEO, "request") == [(among, 1)]
