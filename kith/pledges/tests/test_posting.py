"""What goes out before a pledge: counted, asked about, over by choice; and never more than was promised."""

import asyncio
from datetime import timedelta

import pytest
import pytest_asyncio

from kith.base.core.errors import Refused, Undecided
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.pledges import anyway, change_pledge, pieces_for, schedule_next, sort_post, was_warned
from kith.pledges.model import PledgeEdit
from kith.pledges.tests.cast import BREAD, POLITICS, entries, gather, own, posts, promises
from kith.posts.actions import edit, publish, publish_due
from kith.posts.model import DraftDue, Post, Words
from kith.posts.store import drafts_of
from kith.posts.tests.cast import ANA, BEN, say
from kith.topics import find_declaration
from tests.clock import TestClock


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await gather(house, clock)


async def test_a_post_about_it_takes_a_place_and_the_next_is_asked(house: House, clock: TestClock) -> None:
    """The author says that it counts; the second has no place, and goes out by choice, recorded."""
    pledge = await promises(house, clock, ANA)
    assert await posts(house, ANA, POLITICS) is None  # nobody has said yet whether it is about it
    assert await posts(house, ANA, POLITICS, pledge, "yes") is not None
    assert await posts(house, ANA, POLITICS, pledge, "yes") is None
    assert await posts(house, ANA, POLITICS, pledge, "yes", over=True) is not None
    assert [(one.slot, one.over, one.source) for one in await entries(house)] == [
        (1, False, "classifier+author"),
        (None, True, "classifier+author"),
    ]
    assert (await own(house, pledge)).standing.used == 2


async def test_the_question_says_when_the_next_is_free_and_what_can_be_chosen(house: House, clock: TestClock) -> None:
    """With the words of the promise; nothing is written meanwhile."""
    pledge = await promises(house, clock, ANA)
    await posts(house, ANA, POLITICS, pledge, "yes")
    with pytest.raises(Undecided, match="You promised yourself 1 a week about partisan politics; 1 is out") as raised:
        async with house.work(actor=ANA) as work:
            await publish(work, Words(text=POLITICS), sent_by="hand")
    assert list(raised.value.choices) == ["schedule", "comment", "draft", "over", "no"]
    assert len(await entries(house)) == 1


async def test_what_is_not_about_it_is_not_counted(house: House, clock: TestClock) -> None:
    """By the machine, which then does not ask; or by the author, whose word is final."""
    pledge = await promises(house, clock, ANA)
    assert await posts(house, ANA, BREAD) is not None
    said_no = await posts(house, ANA, POLITICS, pledge, "no")
    assert said_no is not None
    assert await entries(house) == []
    async with house.reading() as work:
        found = await find_declaration(work.db, ANA, said_no.id, "partisan")
    assert found is not None
    assert (found.about, found.source) == (False, "classifier+author")


async def test_who_counts_what_the_machine_did_not_see_is_believed(house: House, clock: TestClock) -> None:
    """The source says that nobody asked."""
    pledge = await promises(house, clock, ANA)
    await posts(house, ANA, BREAD, pledge, "yes")
    assert [(one.slot, one.source) for one in await entries(house)] == [(1, "author")]


async def test_an_answer_can_wait(house: House, clock: TestClock) -> None:
    """It goes out unsorted; the week is not kept before it is sorted."""
    pledge = await promises(house, clock, ANA)
    post = await posts(house, ANA, POLITICS, pledge, "later")
    assert post is not None
    clock.tick(days=8)
    assert (await own(house, pledge)).periods[-1].verdict == "unsorted"
    async with house.work(actor=ANA) as work:
        await sort_post(work, pledge.id, post.id, about=True)
    assert (await own(house, pledge)).periods[-1].verdict == "kept"


async def test_answers_likes_and_letters_never_count(house: House, clock: TestClock) -> None:
    """P5: what is said to others is talk, whatever it is about."""
    await promises(house, clock, ANA, posts_max=0)
    theirs = await say(house, BEN, "What do you think?")
    assert await posts(house, ANA, POLITICS, reply_to_id=theirs.id) is not None
    assert await posts(house, ANA, f"@ben {POLITICS}", audience="mentioned") is not None
    twelve = " ".join(f"@friend{number}" for number in range(12))
    assert await posts(house, ANA, f"{twelve} {POLITICS}", audience="mentioned") is not None
    assert await posts(house, ANA, f"{twelve} @another {POLITICS}", audience="mentioned") is None
    assert await entries(house) == []


async def test_a_chain_said_in_one_go_is_one(house: House, clock: TestClock) -> None:
    """What goes on with it half an hour later counts anew."""
    pledge = await promises(house, clock, ANA, posts_max=2)
    first = await posts(house, ANA, POLITICS, pledge, "yes")
    assert first is not None
    clock.tick(minutes=20)
    assert await posts(house, ANA, POLITICS, pledge, "yes", reply_to_id=first.id) is not None
    assert len(await entries(house)) == 1
    clock.tick(minutes=20)
    assert await posts(house, ANA, POLITICS, pledge, "yes", reply_to_id=first.id) is not None
    assert len(await entries(house)) == 2


@pytest.mark.parametrize("places", [1, 3])
async def test_of_many_at_once_only_so_many_take_a_place(house: House, clock: TestClock, places: int) -> None:
    """P1, truly at the same time: the others are asked, and nothing of them is lost or half done."""
    pledge = await promises(house, clock, ANA, posts_max=places)
    sent = await asyncio.gather(*(posts(house, ANA, f"{POLITICS} {n}", pledge, "yes") for n in range(8)))
    assert sum(one is not None for one in sent) == places
    found = await entries(house)
    assert sorted(one.slot or 0 for one in found) == list(range(1, places + 1))
    assert {one.post_id for one in found} == {one.id for one in sent if one is not None}


async def test_of_many_at_once_who_chose_to_goes_over(house: House, clock: TestClock) -> None:
    """P2: publishing is always possible; what is over is recorded as that."""
    pledge = await promises(house, clock, ANA)
    sent = await asyncio.gather(*(posts(house, ANA, f"{POLITICS} {n}", pledge, "yes", over=True) for n in range(5)))
    assert None not in sent
    assert sorted(one.over for one in await entries(house)) == [False, True, True, True, True]


async def test_the_same_key_gives_the_same_post_and_one_entry(house: House, clock: TestClock) -> None:
    """P7, one after another and at once."""
    pledge = await promises(house, clock, ANA, posts_max=2)
    sent = [await posts(house, ANA, POLITICS, pledge, "yes", key="once") for _time in range(2)]
    sent += await asyncio.gather(*(posts(house, ANA, POLITICS, pledge, "yes", key="twice") for _time in range(3)))
    assert len({one.id for one in sent if one is not None}) == 2
    assert len(await entries(house)) == 2


async def test_an_app_is_told_once_and_believed_when_it_sends_the_same_again(house: House, clock: TestClock) -> None:
    """It is asked nothing while there is room; within ten minutes the same words mean: anyway. Later they do not."""
    pledge = await promises(house, clock, ANA)
    assert await posts(house, ANA, POLITICS, sent_by="app") is not None
    assert [(one.slot, one.source) for one in await entries(house)] == [(1, "unsorted")]

    async def again(text: str = POLITICS) -> bool:
        words = Words(text=text)
        try:
            async with house.work(actor=ANA) as work:
                await publish(work, words)
                return True
        except Undecided:
            async with house.work(actor=ANA) as work:
                if not await was_warned(work, words):
                    return False
            async with house.work(actor=ANA) as work:
                await publish(work, anyway(words))
                return True

    assert not await again()
    clock.tick(minutes=11)
    assert not await again()
    clock.tick(minutes=9)
    assert not await again(POLITICS + "!")
    assert await again()
    assert [one.over for one in await entries(house)] == [False, True]
    assert (await own(house, pledge)).standing.used == 2


async def test_what_is_scheduled_goes_out_in_its_place(house: House, clock: TestClock) -> None:
    """The place is held for it: nobody else takes it, and it comes when its week begins."""
    pledge = await promises(house, clock, ANA)
    await posts(house, ANA, POLITICS, pledge, "yes")
    async with house.work(actor=ANA) as work:
        draft = await schedule_next(work, Words(text=POLITICS))
    assert draft.publish_at is not None
    assert (await own(house, pledge)).standing.next_free_at == draft.publish_at + timedelta(days=7)
    clock.tick(seconds=(draft.publish_at - clock()).total_seconds() + 1)
    assert await posts(house, ANA, POLITICS, pledge, "yes") is None
    async with house.work(actor=ANA) as work:
        await publish_due(work, DraftDue(person_id=ANA, draft_id=draft.id))
    assert [(one.period, one.slot, one.over) for one in await entries(house)] == [(1, 1, False), (2, 1, False)]


async def test_a_scheduled_post_is_never_over_by_itself(house: House, clock: TestClock) -> None:
    """Where its place is gone, it becomes a draft again and says why; the text is all there."""
    pledge = await promises(house, clock, ANA)
    await posts(house, ANA, POLITICS, pledge, "yes")
    async with house.work(actor=ANA) as work:
        draft = await schedule_next(work, Words(text=POLITICS, answers={"pledges": "over"}))
        assert "pledges" not in draft.words.answers
        await change_pledge(work, pledge.id, PledgeEdit(posts_max=0))
    assert draft.publish_at is not None
    clock.tick(seconds=(draft.publish_at - clock()).total_seconds() + 1)
    async with house.work(actor=ANA) as work:
        await publish_due(work, DraftDue(person_id=ANA, draft_id=draft.id))
    async with house.reading() as work:
        [kept] = (await drafts_of(work.db, ANA, Paging(limit=5), scheduled=False)).items
    assert kept.words.text == POLITICS
    assert "What shall happen to this one?" in (kept.held_because or "")
    assert len(await entries(house)) == 1


async def test_a_post_that_turns_to_the_topic_is_entered_when_it_does(house: House, clock: TestClock) -> None:
    """A correction of few letters is none; what turns away keeps its place."""
    pledge = await promises(house, clock, ANA)
    post = await posts(house, ANA, BREAD)
    assert post is not None
    async with house.work(actor=ANA) as work:
        await edit(work, post.id, Words(text=f"{BREAD}."), sent_by="hand")
    with pytest.raises(Undecided):
        async with house.work(actor=ANA) as work:
            await edit(work, post.id, Words(text=POLITICS), sent_by="hand")
    async with house.work(actor=ANA) as work:
        answers = {f"pledge-{pledge.id}": "yes"}
        await edit(work, post.id, Words(text=POLITICS, answers=answers), sent_by="hand")
    assert [one.slot for one in await entries(house)] == [1]
    async with house.work(actor=ANA) as work:
        await edit(work, post.id, Words(text=BREAD), sent_by="hand")
    assert [(one.slot, one.returned_at) for one in await entries(house)] == [(1, None)]


async def test_what_goes_on_with_a_post_is_weighed_anew_when_it_is_edited(house: House, clock: TestClock) -> None:
    """Said in one go with what counts it is one with it; half an hour later it counts for itself; an answer never."""
    pledge = await promises(house, clock, ANA, posts_max=2)
    answers = {f"pledge-{pledge.id}": "yes"}

    async def turn(post: Post | None) -> int:
        assert post is not None
        async with house.work(actor=ANA) as work:
            await edit(work, post.id, Words(text=POLITICS, answers=answers), sent_by="hand")
        return len(await entries(house))

    first = await posts(house, ANA, BREAD)
    assert first is not None
    soon = await posts(house, ANA, BREAD, reply_to_id=first.id)
    clock.tick(minutes=40)
    later = await posts(house, ANA, BREAD, reply_to_id=first.id)
    theirs = await say(house, BEN, "What do you think?", reply_to=first)
    answer = await posts(house, ANA, BREAD, reply_to_id=theirs.id)
    clock.tick(days=1)
    assert [await turn(one) for one in (soon, first, answer, later)] == [1, 1, 1, 2]


async def test_yes_and_no_train_a_topic_of_ones_own(house: House, clock: TestClock) -> None:
    """What was answered while posting makes the next of its kind more, or less, likely; nobody else's topic learns."""
    pledge = await promises(house, clock, ANA, topic="", label="My choir")
    text = "Rehearsal on Friday, bring the blue folder"

    async def likely() -> float:
        async with house.reading(actor=ANA) as work:
            return (await pieces_for(work, text))[0].likelihood

    before = await likely()
    assert await posts(house, ANA, f"{text} please", pledge, "yes") is not None
    taught = await likely()
    assert taught > before
    assert await posts(house, ANA, f"{text} again", pledge, "no") is not None
    assert await likely() < taught


async def test_an_answer_can_be_taken_back_for_a_day(house: House, clock: TestClock) -> None:
    """In both directions; later only from no to yes."""
    pledge = await promises(house, clock, ANA)
    post = await posts(house, ANA, POLITICS, pledge, "yes")
    assert post is not None
    for about, slots in ((False, 0), (True, 1)):
        async with house.work(actor=ANA) as work:
            await sort_post(work, pledge.id, post.id, about=about)
        assert (await own(house, pledge)).standing.used == slots
    clock.tick(hours=25)
    with pytest.raises(Refused, match="a day ago"):
        async with house.work(actor=ANA) as work:
            await sort_post(work, pledge.id, post.id, about=False)


async def test_what_is_counted_late_counts_where_it_went_out(house: House, clock: TestClock) -> None:
    """A no that becomes a yes: in the week of the post, over where that week was full."""
    pledge = await promises(house, clock, ANA)
    late = await posts(house, ANA, POLITICS, pledge, "no")
    await posts(house, ANA, POLITICS, pledge, "yes")
    assert late is not None
    clock.tick(days=10)
    async with house.work(actor=ANA) as work:
        await sort_post(work, pledge.id, late.id, about=True)
    [over] = [one for one in await entries(house) if one.post_id == late.id]
    assert (over.period, over.over) == (1, True)
    assert (await own(house, pledge)).periods[-1].verdict == "over"
