"""Readers call posts offers; beyond the line conversation counts as such, until the team has answered for it."""

import asyncio

import pytest

from kith.base.core.errors import Invalid, NotFound, Refused, TooMany
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.offers import answer, appeal, call_offer, decide, declare, own_standing, take_back
from kith.offers.actions.answering import load_appeals
from kith.offers.model import CORRECTIONS_A_DAY_MAX, LineCrossing, OwnStanding
from kith.offers.store import find_correction
from kith.offers.tests.scene import Bakery, a_bakery, call, cross, readers, say, told
from kith.organisations import close
from kith.organisations.tests.scene import person
from kith.people.actions.leaving import delete_who_left, leave
from kith.people.tests.door import PASSWORD
from kith.posts import delete, publish
from kith.posts.model import Words
from kith.worker import run_everything_due
from tests.clock import TestClock

_OFFERS = Statement("SELECT count(*) FROM posts WHERE author_id = %(author_id)s AND offer IS NOT NULL")
_CROSSINGS = Statement("SELECT count(*) FROM line_crossings")
_LEFT = Statement("""
    SELECT (SELECT count(*) FROM post_kinds) + (SELECT count(*) FROM offer_corrections)
         + (SELECT count(*) FROM line_crossings)
""")


async def standing(house: House, bakery: Bakery) -> OwnStanding:
    """Read how the bakery stands."""
    async with house.reading() as work:
        return await own_standing(work, bakery.id)


async def offers(house: House, bakery: Bakery) -> int:
    """Count what counts as offers."""
    async with house.reading() as work:
        return int(await work.db.value(_OFFERS, author_id=bakery.id))


async def answers(house: House, bakery: Bakery) -> LineCrossing:
    """Let Rosa answer for it."""
    async with house.work(actor=bakery.owner) as work:
        return await answer(work, bakery.id, "We shall write of bread again, and of cakes where you asked.")


async def _gone(house: House, clock: TestClock) -> None:
    clock.tick(days=40)
    async with house.work() as work:
        await delete_who_left(work)
    await run_everything_due(house)


async def test_a_reader_says_so_once_and_takes_it_back(house: House, clock: TestClock) -> None:
    """For nobody's eyes: the organisation sees no number before three say so."""
    bakery = await a_bakery(house)
    [ben, *_others] = await readers(house, bakery, clock, 1)
    post = await say(house, bakery, "Plum cake, while there is any")
    await call(house, ben, post)
    await call(house, ben, post)
    async with house.work(actor=ben) as work:
        found = await find_correction(work.db, ben, post.id)
        assert found is not None
        assert found.counts
    assert (await standing(house, bakery)).standing.corrected == 0
    async with house.work(actor=ben) as work:
        await take_back(work, post.id)
        assert await find_correction(work.db, ben, post.id) is None


async def test_who_does_not_know_the_organisation_is_heard_and_not_counted(house: House, clock: TestClock) -> None:
    """A crowd that comes by one post moves nothing."""
    bakery = await a_bakery(house)
    await readers(house, bakery, clock, 1)
    post = await say(house, bakery, "Plum cake, while there is any")
    for number in range(4):
        stranger = await person(house, f"stranger{number}")
        await call(house, stranger, post)
        async with house.reading() as work:
            found = await find_correction(work.db, stranger, post.id)
        assert found is not None
        assert not found.counts
    assert (await standing(house, bakery)).standing.corrected == 0


async def test_what_people_say_and_what_answers_cannot_be_called_an_offer(house: House) -> None:
    """Nor what is one, or what one may not see."""
    bakery, ben = await a_bakery(house), await person(house, "ben")
    async with house.work(actor=bakery.owner) as work:
        theirs = await publish(work, Words(text="@bakery good morning"))
        hidden = await publish(work, Words(text="for few", audience="mentioned"))
    async with house.work(actor=bakery.id, hand=bakery.owner) as work:
        reply = await publish(work, Words(text="Good morning", reply_to_id=theirs.id))
    offer = await say(house, bakery, "Cakes", "offer")
    for post in (theirs, reply, offer):
        with pytest.raises(Refused):
            await call(house, ben, post)
    with pytest.raises(NotFound):
        await call(house, ben, hidden)
    with pytest.raises(Refused, match="for people"):
        async with house.work(actor=bakery.id, hand=bakery.owner) as work:
            await call_offer(work, offer.id)


async def test_a_day_has_an_end(house: House) -> None:
    """Whoever corrects more than anybody reads is told to go on tomorrow."""
    bakery, ben = await a_bakery(house), await person(house, "ben")
    posts = [await say(house, bakery, f"Cake {number}") for number in range(CORRECTIONS_A_DAY_MAX + 1)]
    for post in posts[:-1]:
        await call(house, ben, post)
    with pytest.raises(TooMany):
        await call(house, ben, posts[-1])


async def test_beyond_the_line_its_conversation_counts_as_offers_and_it_is_told(house: House, clock: TestClock) -> None:
    """What it said in these weeks; and its team finds a notice."""
    bakery = await a_bakery(house)
    people = await readers(house, bakery, clock)
    await cross(house, bakery, people, clock)
    assert await offers(house, bakery) == 3
    open_ = (await standing(house, bakery)).open
    assert open_ is not None
    assert (open_.posts, open_.corrected, open_.people) == (3, 3, 8)
    assert "line" in await told(house, bakery.id, hand=bakery.owner)


async def test_seven_readers_do_not_cross_it(house: House, clock: TestClock) -> None:
    """The allowed case with one person less."""
    bakery = await a_bakery(house)
    await cross(house, bakery, await readers(house, bakery, clock, 7), clock)
    assert (await standing(house, bakery)).open is None
    assert await offers(house, bakery) == 0


async def test_deleting_what_was_corrected_helps_nobody(house: House, clock: TestClock) -> None:
    """It still counts until its weeks are over."""
    bakery = await a_bakery(house)
    people = await readers(house, bakery, clock)
    posts = [await say(house, bakery, f"Cake {number}") for number in range(3)]
    for number, post in enumerate(posts):
        for one in people if number < 2 else people[:2]:
            await call(house, one, post)
        if number < 2:
            async with house.work(actor=bakery.id, hand=bakery.owner) as work:
                await delete(work, post.id)
            await run_everything_due(house)
        clock.tick(days=7)
    assert (await standing(house, bakery)).open is None
    await call(house, people[2], posts[2])
    assert (await standing(house, bakery)).open is not None


async def test_calling_it_something_else_helps_nobody(house: House, clock: TestClock) -> None:
    """What was conversation at any time counts as such, in either order."""
    bakery = await a_bakery(house)
    people = await readers(house, bakery, clock)
    posts = [await say(house, bakery, f"Cake {number}", "offer") for number in range(3)]
    for number, post in enumerate(posts):
        async with house.work(actor=bakery.id, hand=bakery.owner) as work:
            await declare(work, post.id, "conversation")
        for one in people if number < 2 else people[:3]:
            await call(house, one, post)
        async with house.work(actor=bakery.id, hand=bakery.owner) as work:
            await declare(work, post.id, "offer")
        clock.tick(days=7)
    assert (await standing(house, bakery)).open is not None


async def test_voices_at_the_same_moment_cross_it_once(house: House, clock: TestClock) -> None:
    """Whoever comes second sees the first."""
    bakery = await a_bakery(house)
    people = await readers(house, bakery, clock)
    posts = [await say(house, bakery, f"Cake {number}") for number in range(3)]
    for post in posts[:2]:
        for one in people:
            await call(house, one, post)
        clock.tick(days=7)
    await asyncio.gather(*(call(house, one, posts[2]) for one in people[:4]), return_exceptions=True)
    async with house.reading() as work:
        assert await work.db.value(_CROSSINGS) == 1


async def test_an_answer_ends_it_and_what_was_said_before_is_over(house: House, clock: TestClock) -> None:
    """Conversation is conversation again, and counting begins anew."""
    bakery = await a_bakery(house)
    await cross(house, bakery, await readers(house, bakery, clock), clock)
    ended = await answers(house, bakery)
    assert ended.ended_at is not None
    assert await offers(house, bakery) == 0
    assert (await standing(house, bakery)).standing.corrected == 0
    with pytest.raises(NotFound):
        await answers(house, bakery)


async def test_the_second_time_it_lasts_two_weeks(house: House, clock: TestClock) -> None:
    """The answer stands there meanwhile, and the time ends it."""
    bakery = await a_bakery(house)
    people = await readers(house, bakery, clock)
    await cross(house, bakery, people, clock)
    await answers(house, bakery)
    clock.tick(days=1)
    await cross(house, bakery, people, clock)
    waiting = await answers(house, bakery)
    assert waiting.ended_at is None
    with pytest.raises(Refused, match="answered already"):
        await answers(house, bakery)
    clock.tick(days=15)
    await run_everything_due(house)
    assert (await standing(house, bakery)).open is None
    assert await offers(house, bakery) == 0


async def test_an_appeal_is_decided_by_somebody_else_and_stands(house: House, clock: TestClock) -> None:
    """Lifted, it is over at once; its team is told; nobody decides twice, nor for their own team."""
    bakery = await a_bakery(house)
    await cross(house, bakery, await readers(house, bakery, clock), clock)
    async with house.work(actor=bakery.owner) as work:
        made = await appeal(work, bakery.id, "They mean the school fair.")
    with pytest.raises(Refused, match="appealed already"):
        async with house.work(actor=bakery.owner) as work:
            await appeal(work, bakery.id, "Again")
    async with house.reading() as work:
        assert [one.crossing.id for one in (await load_appeals(work, Paging(), undecided=True)).items] == [made.id]
    await run_everything_due(house)
    assert [(await told(house, one)).count("appeal") for one in (bakery.keeper, bakery.owner)] == [1, 0]
    for who, reason, error in ((bakery.owner, "Ours", Refused), (bakery.keeper, "  ", Invalid)):
        with pytest.raises(error):
            async with house.work(actor=who) as work:
                await decide(work, bakery.id, made.id, "lifted", reason)
    async with house.work(actor=bakery.keeper) as work:
        await decide(work, bakery.id, made.id, "lifted", "The fair was no offer.")
    await run_everything_due(house)
    assert await offers(house, bakery) == 0
    with pytest.raises(Refused, match="decided already"):
        async with house.work(actor=bakery.keeper) as work:
            await decide(work, bakery.id, made.id, "kept", "Or not")
    assert "line_decided" in await told(house, bakery.id, hand=bakery.owner)


async def test_only_owners_and_managers_answer(house: House, clock: TestClock) -> None:
    """To others there is no such team, or their seat does not include it."""
    bakery = await a_bakery(house)
    people = await readers(house, bakery, clock)
    await cross(house, bakery, people, clock)
    with pytest.raises(NotFound):
        async with house.work(actor=people[0]) as work:
            await answer(work, bakery.id, "We are sorry")
    with pytest.raises(Invalid):
        async with house.work(actor=bakery.owner) as work:
            await answer(work, bakery.id, " ")


async def test_nothing_is_left_of_an_organisation_that_is_gone(house: House, clock: TestClock) -> None:
    """Nor of a reader's words."""
    bakery = await a_bakery(house)
    people = await readers(house, bakery, clock)
    await cross(house, bakery, people, clock)
    async with house.work(actor=bakery.owner) as work:
        await close(work, bakery.id)
    await _gone(house, clock)
    async with house.reading() as work:
        assert await work.db.value(_LEFT) == 0


async def test_a_reader_who_leaves_takes_their_words_along(house: House, clock: TestClock) -> None:
    """They counted as long as they were there."""
    bakery = await a_bakery(house)
    [ben, *_others] = await readers(house, bakery, clock, 1)
    post = await say(house, bakery, "Cake")
    await call(house, ben, post)
    async with house.work(actor=ben) as work:
        await leave(work, password=PASSWORD)
    await _gone(house, clock)
    async with house.reading() as work:
        assert await find_correction(work.db, ben, Id(post.id)) is None
