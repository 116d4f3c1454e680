"""Monday mornings, on a real database: what is counted, when, and once."""

import asyncio
from datetime import timedelta

import msgspec
import pytest
import pytest_asyncio

from kith.base.core.ids import Id
from kith.base.work import House
from kith.caps import CapWish, set_cap
from kith.conversations import accept, open_pair
from kith.conversations import send as send_message
from kith.conversations.model import MessageWish
from kith.feed.actions import done_with
from kith.mirror import forget_weeks, look, mark_needless, mark_wanting, pause, resume, turn_off
from kith.mirror.actions.looking import find_lost
from kith.mirror.rules.noise import blurred_percent, noise_of
from kith.mirror.tests.scene import (
    ANA,
    BEN,
    CLEO,
    DAN,
    READERS,
    due,
    gather_readers,
    knows,
    less,
    looks,
    mirrors,
    needless,
    saw_a_card,
    speak,
    wait_for_monday,
    weeks,
)
from kith.people import mute, remove_follower, set_taste, unfollow
from kith.pledges import make_pledge
from kith.pledges.model import PledgeWish
from kith.posts import like, publish
from kith.posts.model import Words
from kith.posts.tests.cast import follow, gather_cast, jobs, say
from kith.topics import declare
from kith.worker import run_everything_due
from tests.clock import TestClock


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await wait_for_monday(house, clock)
    await gather_cast(house)
    await knows(house, BEN, CLEO)


async def test_off_means_that_nothing_is_counted_and_nothing_kept(house: House, clock: TestClock) -> None:
    """Whatever somebody says, and whoever stops reading them."""
    await speak(house, 3)
    async with house.work(actor=BEN) as work:
        await unfollow(work, ANA)
    await wait_for_monday(house, clock, 2)
    assert (await mirrors(house), await weeks(house), await less(house)) == ([], [], [])


async def test_posts_talks_and_replies_are_counted(house: House, clock: TestClock) -> None:
    """Posts to more than those they name; replies of people one knows; what was answered, liked, quoted or marked."""
    await looks(house)
    first, second, third, fourth, fifth, _sixth = await speak(house, 6)
    await say(house, ANA, "@ben only you", audience="mentioned")
    answers = [await say(house, BEN, "And you?", reply_to=post) for post in (first, second, third)]
    answers += [await say(house, CLEO, "And you?", reply_to=post) for post in (fourth, first)]
    await say(house, DAN, "A stranger", reply_to=fifth)
    await say(house, ANA, "Well", reply_to=answers[0])
    async with house.work(actor=ANA) as work:
        await like(work, answers[3].id)
        await mark_needless(work, answers[4].id)
    await wait_for_monday(house, clock, 2)
    [_soon, week] = await weeks(house)
    assert (week.owner_id, week.posts, week.received, week.answered) == (ANA, 6, 5, 3)
    assert week.talks == 1  # with Ben, on one day; to Cleo nothing was said


async def test_a_letter_answers_whom_it_is_for(house: House, clock: TestClock) -> None:
    """A like of another's reply does not; and what is nobody's word yet waits a week before it counts."""
    await looks(house)
    [post] = await speak(house, 1)
    await say(house, BEN, "Come?", reply_to=post)
    await say(house, CLEO, "Come?", reply_to=post)
    async with house.work(actor=BEN) as work:
        pair = await open_pair(work, ANA)
        await send_message(work, pair.id, MessageWish(text="Well?"))
    async with house.work(actor=ANA) as work:
        await accept(work, pair.id)
        await send_message(work, pair.id, MessageWish(text="Yes!"))
    await wait_for_monday(house, clock, 2)
    soon, later = await weeks(house)
    assert (soon.received, soon.answered) == (1, 1)
    assert (later.received, later.answered) == (2, 1)


async def test_an_organisation_is_counted_by_its_answers(house: House, clock: TestClock) -> None:
    """It has no ties; whom it answers had spoken to it."""
    await looks(house)
    asked = await say(house, DAN, "@ana do you bake on Monday?")
    unasked = await say(house, DAN, "Lovely weather")
    await say(house, ANA, "We do.", reply_to=asked)
    await say(house, ANA, "Buy bread!", reply_to=unasked)
    await wait_for_monday(house, clock)
    [week] = await weeks(house)
    assert week.talks == 1


async def test_illness_and_grief_stay_out_with_their_answers(house: House, clock: TestClock) -> None:
    """By the author's word, by the machine's, or by a word that is on the list."""
    await looks(house)
    told, mourned, other = await speak(house, 3)
    async with house.work(actor=ANA) as work:
        await declare(work, told.id, "health", about=True)
    mourned = await say(house, ANA, "The funeral is on Friday")
    for post in (told, mourned, other):
        await say(house, BEN, "I think of you", reply_to=post)
    await wait_for_monday(house, clock, 2)
    week = (await weeks(house))[-1]
    assert (week.posts, week.received) == (2, 1)
    assert week.topic == ""


@pytest.mark.parametrize(("promised", "told"), [(True, ("partisan", 4, 2.0)), (False, ("", 0, 7.0))])
async def test_a_topic_is_held_against_what_one_promised(
    house: House, clock: TestClock, *, promised: bool, told: tuple[str, int, float]
) -> None:
    """Two a week; without a promise four are no matter."""
    await looks(house)
    if promised:
        async with house.work(actor=ANA) as work:
            until_on = (work.now + timedelta(days=90)).date()
            await make_pledge(
                work, PledgeWish(topic="partisan", starts_now=True, posts_max=2, until_on=until_on, visibility="me")
            )
    for number in range(4):
        async with house.work(actor=ANA) as work:
            words = Words(text=f"The council, part {number}", answers={"pledges": "over"} if promised else {})
            post = await publish(work, words)
            await declare(work, post.id, "partisan", about=True, anyway=True)
    await wait_for_monday(house, clock)
    [week] = await weeks(house)
    assert (week.topic, week.topic_posts, week.topic_pace) == told
    assert week.topic_promised is promised


async def test_less_is_what_old_ties_said_each_once(house: House, clock: TestClock) -> None:
    """By caps, mutes, folds put away three times, and by leaving; not those whom one has known for a week."""
    await gather_readers(house)
    await looks(house)
    clock.tick(days=40)
    for reader in READERS[:20]:
        await follow(house, reader, ANA)
    capped, muted, gone, removed, twice, thrice = READERS[:6]
    async with house.work(actor=gone) as work:
        await unfollow(work, ANA)
    async with house.work(actor=ANA) as work:
        await remove_follower(work, removed)
    async with house.work(actor=muted) as work:
        await mute(work, ANA)
    for reader in (capped, muted, CLEO):
        async with house.work(actor=reader) as work:
            await set_cap(work, CapWish(author_id=ANA, posts_a_week=1))
    for reader, days in ((twice, 2), (thrice, 3), (thrice, 1)):
        for _day in range(days):
            await _puts_away(house, reader)
            clock.tick(days=1)
    await saw_a_card(house, [*READERS[:20], DAN], clock())
    await wait_for_monday(house, clock)
    week = (await weeks(house))[-1]
    noise = noise_of(house.secret, ANA, week.week_on)
    assert {one.reader_id: one.unopened for one in await less(house)} == {gone: 0, twice: 2, thrice: 4}
    assert week.less_percent == blurred_percent(5, 20, noise)  # those four, and Cleo


async def _puts_away(house: House, reader: Id) -> None:
    """Twice, on two devices: it is one day."""
    post = await say(house, ANA, "In the fold")
    for _device in range(2):
        async with house.work(actor=reader) as work:
            await done_with(work, ANA, up_to=post.id)
    await run_everything_due(house)


async def test_strangers_and_new_friends_say_nothing_about_less(house: House, clock: TestClock) -> None:
    """A brigade of forty mutes weighs nothing: nobody can come to do that."""
    await looks(house)
    await gather_readers(house)
    await saw_a_card(house, READERS, clock())
    for reader in READERS:
        async with house.work(actor=reader) as work:
            await mute(work, ANA)
    await wait_for_monday(house, clock)
    [week] = await weeks(house)
    assert week.less_percent == blurred_percent(0, 40, noise_of(house.secret, ANA, week.week_on))


async def test_a_share_of_few_is_absent(house: House, clock: TestClock) -> None:
    """Nineteen saw her: nobody shall be found."""
    await looks(house)
    await gather_readers(house)
    await saw_a_card(house, READERS[:19], clock())
    await wait_for_monday(house, clock)
    assert [week.less_percent for week in await weeks(house)] == [None]


async def test_a_morning_is_counted_once_whatever_comes_twice(house: House, clock: TestClock) -> None:
    """Jobs that are repeated, at once or later, and a worker that died in the middle."""
    await looks(house)
    await looks(house)
    await speak(house, 2)
    [mirror] = await mirrors(house)
    clock.tick(seconds=(mirror.due_at - clock()).total_seconds() + 1)
    async with house.work() as work:
        await look(work, due(mirror))
        work.undo()
    assert (await weeks(house), await mirrors(house)) == ([], [mirror])
    await asyncio.gather(*(_look(house, mirror) for _worker in range(4)))
    [week], [moved] = await weeks(house), await mirrors(house)
    assert moved.due_at - mirror.due_at == timedelta(days=7)
    await speak(house, 5)
    await run_everything_due(house)
    await _look(house, moved)  # told too early, by a clock that ran ahead
    assert await weeks(house) == [week]
    waiting = await jobs(house)
    await _look(house, mirror)  # told of a morning that is past: it sets nothing in motion once more
    assert await jobs(house) == waiting


async def _look(house: House, mirror: object) -> None:
    async with house.work() as work:
        await look(work, due(mirror))  # type: ignore[arg-type]


async def test_whoever_flies_has_one_monday(house: House, clock: TestClock) -> None:
    """East of the date line and then west of it: the second Monday morning is the same week."""
    await looks(house, zone="Pacific/Kiritimati")
    [mirror] = await mirrors(house)
    clock.tick(seconds=(mirror.due_at - clock()).total_seconds() + 1)
    await run_everything_due(house)
    async with house.work(actor=ANA) as work:
        await set_taste(
            work.db,
            ANA,
            language=None,
            theme=None,
            timezone="Pacific/Pago_Pago",
            post_audience="everyone",
            quote_policy="everyone",
        )
    for _hour in range(30):
        clock.tick(hours=1)
        [mirror] = await mirrors(house)
        await _look(house, mirror)
    assert len(await weeks(house)) == 1


async def test_what_was_lost_is_found_at_night(house: House, clock: TestClock) -> None:
    """A job that is gone: the week is counted a day later, as of its morning."""
    await looks(house)
    [mirror] = await mirrors(house)
    clock.tick(seconds=(mirror.due_at - clock()).total_seconds() - 60)
    await speak(house, 2)
    clock.tick(days=1, hours=2)
    await speak(house, 5)
    async with house.work() as work:
        await find_lost(work)
        assert len(work.jobs) == 1
    await run_everything_due(house)
    assert [week.posts for week in await weeks(house)] == [2]


async def test_while_it_rests_nothing_is_looked_at_not_even_afterwards(house: House, clock: TestClock) -> None:
    """Four weeks of silence about what was said in them; earlier weeks stay."""
    await looks(house)
    await speak(house, 2)
    await wait_for_monday(house, clock)
    async with house.work(actor=ANA) as work:
        await pause(work)
    await speak(house, 9)
    async with house.work(actor=BEN) as work:
        await unfollow(work, ANA)
    await wait_for_monday(house, clock, 4)
    assert ([week.posts for week in await weeks(house)], await less(house)) == ([2], [])
    clock.tick(days=1)
    await speak(house, 1)
    await wait_for_monday(house, clock)
    assert [week.posts for week in await weeks(house)] == [2, 1]
    async with house.work(actor=ANA) as work:
        await pause(work)
        await resume(work)
    await wait_for_monday(house, clock)
    assert [week.posts for week in await weeks(house)] == [2, 1, 0]


async def test_deleting_deletes_every_number(house: House, clock: TestClock) -> None:
    """H5: the weeks, and whatever was noted for the next; and off leaves not even the wish."""
    await looks(house)
    [post] = await speak(house, 1)
    reply = await say(house, BEN, "Yes", reply_to=post)
    for keep_on in (True, False):
        await follow(house, CLEO, ANA)
        async with house.work(actor=CLEO) as work:
            await unfollow(work, ANA)
        async with house.work(actor=ANA) as work:
            await mark_needless(work, reply.id)
        await wait_for_monday(house, clock)
        assert all([await weeks(house), await less(house), await needless(house)])
        async with house.work(actor=ANA) as work:
            await (forget_weeks if keep_on else turn_off)(work)
        assert (await weeks(house), await less(house), await needless(house)) == ([], [], [])
        assert len(await mirrors(house)) == keep_on
    await wait_for_monday(house, clock, 2)
    assert await weeks(house) == []


async def test_deleting_draws_no_new_noise(house: House, clock: TestClock) -> None:
    """The same morning counted again gives the same share, so that nothing averages away."""
    await looks(house)
    await gather_readers(house)
    await saw_a_card(house, READERS, clock())
    [mirror] = await mirrors(house)
    await wait_for_monday(house, clock)
    [week] = await weeks(house)
    async with house.work(actor=ANA) as work:
        await forget_weeks(work)
        await work.db.put(msgspec.structs.replace(mirror, due_at=mirror.due_at))
    await _look(house, mirror)
    assert await weeks(house) == [week]


async def test_a_mark_is_taken_back_and_is_not_kept_for_long(house: House, clock: TestClock) -> None:
    """Twice is once; after five weeks no week asks for it any more."""
    await looks(house)
    [post] = await speak(house, 1)
    replies = [await say(house, BEN, "Yes", reply_to=post) for _time in range(2)]
    async with house.work(actor=ANA) as work:
        for reply in (*replies, *replies):
            await mark_needless(work, reply.id)
        await mark_wanting(work, replies[0].id)
    assert [one.post_id for one in await needless(house)] == [replies[1].id]
    await wait_for_monday(house, clock, 6)
    assert await needless(house) == []
