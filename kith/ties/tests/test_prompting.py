"""Old friends on the real database: who is found, who is prompted, and who never is."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.work import Gate, House, Plugs, Work
from kith.people import block as block_person
from kith.people import mute
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, block, say
from kith.ties import (
    both_hope,
    confirm,
    end,
    hope_no_more,
    hope_to_hear,
    long_unseen,
    mark_parted,
    never_suggest,
    next_prompt,
    not_now,
    propose,
    set_suggested,
)
from kith.ties.model import Past, Reunion, SuggestPerson
from kith.ties.model.prompt import HOPE_KEEPS_DAYS, HOPES_MAX
from kith.ties.tests.schoolmates import gather_schoolmates
from tests.clock import TestClock


@pytest.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    """Ana and Ben were at school together, and so were Ana and Cleo. It is noon, two weeks later."""
    await gather_schoolmates(house, clock)


async def _unseen(house: House, person: Id = ANA) -> list[Id]:
    async with house.reading(actor=person) as work:
        return [one.tie.person_id for one in await long_unseen(work)]


async def _prompt(house: House, person: Id = ANA) -> Reunion | None:
    async with house.work(actor=person) as work:
        return await next_prompt(work)


async def _return(house: House, clock: TestClock, person: Id = BEN) -> None:
    """Let somebody say something, be silent for long, and say something again."""
    await say(house, person, "Hello")
    clock.tick(days=61)
    await say(house, person, "Hello again")


async def test_old_friends_are_found_on_a_page_without_any_occasion(house: House) -> None:
    """With one true thing about both; nobody is prompted."""
    assert await _unseen(house) == [BEN, CLEO]
    async with house.reading(actor=ANA) as work:
        [first, _second] = await long_unseen(work)
    assert (first.relations[0].from_year, first.relations[0].place) == (1981, "School no. 5")
    assert await _prompt(house) is None
    assert await _unseen(house, DAN) == []


async def test_whoever_returns_after_a_long_silence_is_prompted_to_an_old_friend(
    house: House, clock: TestClock
) -> None:
    """Once; it stays there for a week, and the other learns nothing."""
    await _return(house, clock)
    found = await _prompt(house)
    assert found is not None
    assert found.tie.person_id == BEN
    again = await _prompt(house)
    assert again is not None
    assert again.tie.person_id == BEN
    assert await _prompt(house, BEN) is None
    clock.tick(days=8)
    assert await _prompt(house) is None


async def test_a_silence_that_was_short_or_broken_before_few_is_no_occasion(house: House, clock: TestClock) -> None:
    """What followers or few are told stays with them."""
    await say(house, BEN, "Hello")
    clock.tick(days=59)
    await say(house, BEN, "Hello again")
    clock.tick(days=61)
    await say(house, BEN, "For my readers", audience="followers")
    assert await _prompt(house) is None


async def test_of_many_windows_at_once_one_prompts(house: House, clock: TestClock) -> None:
    """And all show the same friend; the second friend waits for another week."""
    await say(house, CLEO, "Hello")
    await _return(house, clock)
    await say(house, CLEO, "Hello again")
    found = await asyncio.gather(*(_prompt(house) for _each in range(6)))
    assert {one.tie.person_id for one in found if one} == {BEN}


async def test_not_now_lets_a_friend_rest(house: House, clock: TestClock) -> None:
    """On the page too; for half a year the first time."""
    await _return(house, clock)
    assert await _prompt(house) is not None
    async with house.work(actor=ANA) as work:
        await not_now(work, BEN)
    assert await _prompt(house) is None
    assert await _unseen(house) == [CLEO]
    clock.tick(days=181)
    assert await _unseen(house) == [BEN, CLEO]
    for stranger in (DAN, Id(9999)):
        with pytest.raises(NotFound):
            async with house.work(actor=ANA) as work:
                await not_now(work, stranger)


async def _ana_blocks(house: House) -> None:
    async with house.work(actor=ANA) as work:
        await block_person(work, BEN)


async def _ben_blocks(house: House) -> None:
    await block(house, BEN, ANA)


async def _ana_mutes(house: House) -> None:
    async with house.work(actor=ANA) as work:
        await mute(work, BEN)


async def _ben_mutes(house: House) -> None:
    async with house.work(actor=BEN) as work:
        await mute(work, ANA, notices=False)


async def _ended(house: House) -> None:
    async with house.work(actor=BEN) as work:
        await propose(work, ANA, "friend", Past())
    async with house.work(actor=ANA) as work:
        await confirm(work, BEN, "friend")
    async with house.work(actor=BEN) as work:
        await end(work, ANA, "friend")


async def _ana_parted(house: House) -> None:
    async with house.work(actor=ANA) as work:
        await mark_parted(work, BEN)


async def _ben_parted(house: House) -> None:
    async with house.work(actor=BEN) as work:
        await mark_parted(work, ANA)


async def _ben_unsuggested(house: House) -> None:
    async with house.work(actor=BEN) as work:
        await set_suggested(work, suggested=False)


async def _ana_never(house: House) -> None:
    async with house.work(actor=ANA) as work:
        await never_suggest(work, BEN)


async def _ben_gone(house: House) -> None:
    async with house.work() as work:
        connection = await work.db.connection()
        await connection.execute("UPDATE accounts SET gone_at = now() WHERE id = $1", BEN)


async def _ben_remembered(house: House) -> None:
    async with house.work() as work:
        connection = await work.db.connection()
        await connection.execute("UPDATE accounts SET remembered_at = $2 WHERE id = $1", BEN, work.now)


def _eleven_years_ago(work: Work) -> date:
    """By the clock of the house, which the tests before this one may have moved on by years."""
    return work.now.date() - timedelta(days=11 * 366)


async def _ben_minor(house: House) -> None:
    async with house.work() as work:
        connection = await work.db.connection()
        await connection.execute("UPDATE accounts SET born_on = $2 WHERE id = $1", BEN, _eleven_years_ago(work))


async def _ben_organisation(house: House) -> None:
    async with house.work() as work:
        connection = await work.db.connection()
        await connection.execute("UPDATE accounts SET kind = 'organisation' WHERE id = $1", BEN)


NEVER = (
    _ana_blocks,
    _ben_blocks,
    _ana_mutes,
    _ben_mutes,
    _ended,
    _ana_parted,
    _ben_parted,
    _ben_unsuggested,
    _ana_never,
    _ben_gone,
    _ben_remembered,
    _ben_minor,
    _ben_organisation,
)


@pytest.mark.parametrize("reason", NEVER)
async def test_never_with_any_of_these_between_them_on_no_path(
    house: House, clock: TestClock, reason: Callable[[House], Awaitable[None]]
) -> None:
    """Neither on the page, nor as a new prompt, nor as one that is there already."""
    await _return(house, clock)
    await reason(house)
    assert await _unseen(house) == [CLEO]
    assert await _prompt(house) is None


@pytest.mark.parametrize("reason", [_ana_blocks, _ben_parted, _ana_never])
async def test_a_prompt_that_is_there_goes_with_the_first_reason(
    house: House, clock: TestClock, reason: Callable[[House], Awaitable[None]]
) -> None:
    """At once."""
    await _return(house, clock)
    assert await _prompt(house) is not None
    await reason(house)
    assert await _prompt(house) is None


async def test_a_feature_above_may_know_a_reason(house: House, clock: TestClock) -> None:
    """An open report between the two, for example; neither learns of it."""
    await _return(house, clock)

    async def check(_work: Work, intent: SuggestPerson) -> None:
        if {intent.owner_id, intent.other_id} == {ANA, BEN}:
            raise Refused("There is a report.")

    told = replace(house, plugs=Plugs.of(gates=[Gate(SuggestPerson, check)], listeners=[]))
    assert await _unseen(told) == [CLEO]
    assert await _prompt(told) is None


@pytest.mark.parametrize("hours", [9, 14, 20])
async def test_nobody_is_prompted_at_night(house: House, clock: TestClock, hours: int) -> None:
    """From nine in the evening until nine in the morning."""
    await _return(house, clock)
    clock.tick(hours=hours)
    assert await _prompt(house) is None


async def test_hoping_to_hear_is_told_when_both_do(house: House) -> None:
    """To both, at once; before that to nobody, and not by a count either."""
    async with house.work(actor=ANA) as work:
        assert not await hope_to_hear(work, DAN)
    async with house.reading(actor=DAN) as work:
        assert await both_hope(work) == []
    async with house.work(actor=DAN) as work:
        assert await hope_to_hear(work, ANA)
    for person, other in ((ANA, DAN), (DAN, ANA)):
        async with house.reading(actor=person) as work:
            assert await both_hope(work) == [other]
    async with house.work(actor=ANA) as work:
        await hope_no_more(work, DAN)
    for person, known in ((ANA, []), (DAN, [ANA])):
        async with house.reading(actor=person) as work:
            assert await both_hope(work) == known


async def test_two_who_hope_at_once_find_each_other(house: House) -> None:
    """Never do both miss it."""

    async def hope(person: Id, other: Id) -> bool:
        async with house.work(actor=person) as work:
            return await hope_to_hear(work, other)

    found = await asyncio.gather(hope(ANA, DAN), hope(DAN, ANA))
    assert sum(found) == 1
    for person, other in ((ANA, DAN), (DAN, ANA)):
        async with house.reading(actor=person) as work:
            assert await both_hope(work) == [other]


async def test_a_shared_hope_is_an_occasion(house: House) -> None:
    """For an old friend."""
    for person, other in ((ANA, BEN), (BEN, ANA)):
        async with house.work(actor=person) as work:
            await hope_to_hear(work, other)
    found = await _prompt(house)
    assert found is not None
    assert found.tie.person_id == BEN


async def test_hopes_are_few(house: House, clock: TestClock) -> None:
    """Who hopes for everybody would learn who hopes for them; one after the other as well as at once."""
    async with house.work(actor=ANA) as work:
        connection = await work.db.connection()
        for number in range(HOPES_MAX):
            await connection.execute(
                "INSERT INTO tie_wishes (owner_id, other_id, kept_in, not_close, never, parted, hopes_at)"
                " VALUES ($1, $2, 0, FALSE, FALSE, FALSE, now())",
                ANA,
                1000 + number,
            )
    await _refused(house)
    async with house.work(actor=ANA) as work:
        connection = await work.db.connection()
        ended = "UPDATE tie_wishes SET hopes_at = NULL, hope_ended_at = $2 WHERE owner_id = $1"
        await connection.execute(ended, ANA, work.now)
    await _refused(house)
    clock.tick(days=HOPE_KEEPS_DAYS + 1)
    async with house.work(actor=ANA) as work:
        assert not await hope_to_hear(work, BEN)


async def _refused(house: House) -> None:
    with pytest.raises(Refused):
        async with house.work(actor=ANA) as work:
            await hope_to_hear(work, BEN)
