"""What a post is about: the author's word first, then the reader's, then the machine's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people import viewer_of
from kith.people.model import Left
from kith.posts.actions import delete, edit, repost
from kith.posts.model import Post, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, gather_cast, say
from kith.topics import (
    change_topic,
    correct,
    declare,
    delete_topic,
    make_topic,
    score_posts,
    store,
    take_correction_back,
    topics_of,
)
from kith.topics.model import OWN_TOPICS_MAX, Evidence, FoundTopic, Said, TopicScores, TopicWish
from kith.topics.rules import topics_for_reader
from kith.worker import run_everything_due
from tests.clock import TestClock

POLITICS = "Vote for the Republicans in this election, the Democrats failed us in Congress."
GARDEN = "The first tomatoes of the year, and they taste of summer."
COUNTS = {
    name: Statement(f"SELECT count(*) FROM {name}")
    for name in ("own_topics", "declared_topics", "topic_corrections", "topic_scores")
}


async def _about(house: House, reader: Id, post: Post) -> dict[str, Evidence]:
    async with house.reading(actor=reader) as work:
        before = work.db.statements
        viewer = await viewer_of(work)
        asked = work.db.statements
        found = await topics_of(work.db, viewer, [post])
        assert work.db.statements == asked + 1 > before
    return {one.topic: one.evidence for one in found[post.id]}


async def _scored(house: House, text: str = POLITICS) -> Post:
    await gather_cast(house)
    post = await say(house, ANA, text)
    await _score(house, post)
    return post


async def _score(house: House, *posts: Post) -> None:
    async with house.work() as work:
        await score_posts(work, [(post.author_id, post.id) for post in posts])


async def _count_scored(house: House) -> int:
    async with house.reading() as work:
        return int(await work.db.value(COUNTS["topic_scores"]))


async def test_the_machine_sorts_what_is_new(house: House) -> None:
    """Nobody has said anything yet."""
    post = await _scored(house)
    assert (await _about(house, BEN, post)).get("partisan") == "machine"


async def test_the_machine_lets_a_garden_be(house: House) -> None:
    """Most of what people say."""
    post = await _scored(house, GARDEN)
    assert "partisan" not in await _about(house, BEN, post)


@pytest.mark.parametrize("audience", ["everyone", "unlisted", "followers", "mentioned"])
async def test_what_is_said_to_few_is_not_read_by_the_machine(house: House, audience: str) -> None:
    """Followers are many; those named are few."""
    await gather_cast(house)
    post = await say(house, ANA, POLITICS + " @ben", audience=audience)  # type: ignore[arg-type]
    assert ("partisan" in await _about(house, BEN, post)) is (audience != "mentioned")
    async with house.work(actor=ANA) as work:
        await edit(work, post.id, Words(text=POLITICS + " Really. @ben"))
    await run_everything_due(house)
    await _score(house, post)
    assert await _count_scored(house) == (audience != "mentioned")
    assert ("partisan" in await _about(house, BEN, post)) is (audience != "mentioned")


async def test_what_nobody_asked_about_is_not_scored_and_known_all_the_same(house: House) -> None:
    """The small machine reads it with whoever reads it, and keeps nothing of it in the database."""
    await gather_cast(house)
    post, garden = await say(house, ANA, POLITICS), await say(house, ANA, GARDEN)
    await run_everything_due(house)
    assert await _about(house, BEN, post) == {"partisan": "machine"}
    assert "partisan" not in await _about(house, BEN, garden)
    assert await _count_scored(house) == 0


async def test_many_are_read_at_once(house: House) -> None:
    """Those of a whole page, whether somebody scored them or not; and what is scored is not scored again."""
    await gather_cast(house)
    posts = [await say(house, ANA, f"{POLITICS} {number}") for number in range(8)]
    await _score(house, *posts[:3], *posts[:1])
    await _score(house, *posts[:2])
    assert await _count_scored(house) == 3
    async with house.reading(actor=BEN) as work:
        found = await topics_of(work.db, await viewer_of(work), posts)
    assert all([one.topic for one in found[post.id]] == ["partisan"] for post in posts)


async def test_what_was_edited_while_the_machine_read_is_not_scored(house: House) -> None:
    """What it read is not what stands there."""
    await gather_cast(house)
    post = await say(house, ANA, POLITICS)
    async with house.work() as work:
        read = await store.find_to_score(work.db, [(ANA, post.id)])
    async with house.work(actor=ANA) as work:
        await edit(work, post.id, Words(text=GARDEN))
    scores = TopicScores(author_id=ANA, post_id=post.id, model="test", scores={"partisan": 0.99})
    async with house.work() as work:
        await store.write_scores(work.db, read, [scores])
    assert await _count_scored(house) == 0
    async with house.work() as work:
        await store.write_scores(work.db, await store.find_to_score(work.db, [(ANA, post.id)]), [scores])
    assert await _count_scored(house) == 1


async def test_an_edit_is_read_anew(house: House) -> None:
    """What it says now counts."""
    post = await _scored(house)
    async with house.work(actor=ANA) as work:
        await edit(work, post.id, Words(text=GARDEN))
    assert await _count_scored(house) == 0
    assert "partisan" not in await _about(house, BEN, post)
    await _score(house, post)
    assert "partisan" not in await _about(house, BEN, post)


async def test_a_reader_corrects_for_themselves_alone(house: House) -> None:
    """And takes it back."""
    post = await _scored(house)
    async with house.work(actor=BEN) as work:
        await correct(work, post.id, "partisan", about=False)
    assert "partisan" not in await _about(house, BEN, post)
    assert "partisan" in await _about(house, CLEO, post)
    async with house.work(actor=BEN) as work:
        await take_correction_back(work, post.id, "partisan")
    assert "partisan" in await _about(house, BEN, post)


async def test_the_author_has_the_last_word(house: House) -> None:
    """Against the machine, and against a reader."""
    post = await _scored(house)
    async with house.work(actor=BEN) as work:
        await correct(work, post.id, "partisan", about=True)
    async with house.work(actor=ANA) as work:
        await declare(work, post.id, "partisan", about=False)
    assert "partisan" not in await _about(house, BEN, post)


async def test_an_unsorted_post_is_what_the_machine_thinks(house: House) -> None:
    """No answer is no word."""
    post = await _scored(house)
    async with house.work(actor=ANA) as work:
        said = await declare(work, post.id, "partisan", about=None, asked=True)
    assert said.source == "unsorted"
    assert (await _about(house, BEN, post))["partisan"] == "machine"


async def test_what_is_passed_on_is_about_what_it_is_about(house: House) -> None:
    """By the id of the one that passes it on."""
    post = await _scored(house)
    async with house.work(actor=BEN) as work:
        passed = await repost(work, post.id)
    assert (await _about(house, CLEO, passed))["partisan"] == "machine"
    async with house.work(actor=CLEO) as work:
        await correct(work, passed.id, "partisan", about=False)
    assert "partisan" not in await _about(house, CLEO, post)


async def test_only_the_author_declares(house: House) -> None:
    """To anybody else the post is not there."""
    post = await _scored(house)
    async with house.work(actor=BEN) as work:
        with pytest.raises(NotFound):
            await declare(work, post.id, "partisan", about=True)
        with pytest.raises(NotFound):
            await correct(work, post.id, "nothing-of-the-kind", about=True)


@pytest.mark.parametrize(("first", "second", "hours", "stands"), [
    (True, False, 23, False),
    (True, False, 25, True),
    (False, True, 25, False),
    (True, True, 25, False),
    (None, False, 25, False),
    (True, None, 1, True),
])  # fmt: skip
async def test_an_answer_may_be_changed_for_a_day_and_then_only_to_yes(  # noqa: PLR0917
    house: House,
    clock: TestClock,
    first: bool | None,  # noqa: FBT001 - a column of the table
    second: bool | None,  # noqa: FBT001 - a column of the table
    hours: int,
    stands: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Where it stands, the other is refused."""
    post = await _scored(house)
    async with house.work(actor=ANA) as work:
        await declare(work, post.id, "partisan", about=first)
    clock.tick(hours=hours)
    async with house.work(actor=ANA) as work:
        if stands:
            with pytest.raises(Refused):
                await declare(work, post.id, "partisan", about=second)
        else:
            assert (await declare(work, post.id, "partisan", about=second)).about is second


async def test_a_topic_of_ones_own_is_nobody_elses(house: House) -> None:
    """The author sees what they said; a reader does not; and who has no such topic cannot name it."""
    post = await _scored(house, GARDEN)
    async with house.work(actor=ANA) as work:
        mine = await make_topic(work, TopicWish(label="Tomatoes", yes=("The tomatoes are ripe",)))
        await declare(work, post.id, mine.key, about=True)
    assert mine.key in await _about(house, ANA, post)
    assert mine.key not in await _about(house, BEN, post)
    async with house.work(actor=BEN) as work:
        with pytest.raises(NotFound):
            await correct(work, post.id, mine.key, about=True)
        assert mine.own is not None
        with pytest.raises(NotFound):
            await change_topic(work, mine.own.id, TopicWish(label="Mine"))
        with pytest.raises(NotFound):
            await delete_topic(work, mine.own.id)


async def test_a_topic_of_ones_own_is_looked_for_in_what_one_reads(house: House) -> None:
    """By its examples first, then by what its owner said; for the owner alone, and never in what is said to few."""
    post = await _scored(house, GARDEN)
    few = await say(house, ANA, GARDEN + " @ben", audience="mentioned")
    async with house.work(actor=BEN) as work:
        mine = await make_topic(work, TopicWish(label="Garden", yes=("Ripe tomatoes", "First beans of the year")))
    assert (await _about(house, BEN, post)) == {mine.key: "machine"}
    assert mine.key not in await _about(house, BEN, few)
    assert await _about(house, CLEO, post) == {}
    other = await say(house, ANA, "Slugs ate the lettuce again, every single leaf")
    assert mine.key not in await _about(house, BEN, other)
    async with house.work(actor=BEN) as work:
        await correct(work, other.id, mine.key, about=True)
    like_it = await say(house, ANA, "More slugs on the lettuce tonight")
    assert (await _about(house, BEN, like_it)) == {mine.key: "machine"}
    async with house.work(actor=BEN) as work:
        await take_correction_back(work, other.id, mine.key)
    assert (await _about(house, BEN, like_it)) == {}


async def test_a_topic_of_ones_own_goes_with_what_was_said(house: House) -> None:
    """Declarations and corrections of it."""
    post = await _scored(house, GARDEN)
    async with house.work(actor=ANA) as work:
        mine = await make_topic(work, TopicWish(label="Tomatoes"))
        assert mine.own is not None
        await declare(work, post.id, mine.key, about=True)
        await correct(work, post.id, mine.key, about=True)
        await delete_topic(work, mine.own.id)
    async with house.reading() as work:
        assert [await work.db.value(COUNTS[name]) for name in list(COUNTS)[:3]] == [0, 0, 0]


@pytest.mark.parametrize("wish", [
    TopicWish(label=" "),
    TopicWish(label="x" * 61),
    TopicWish(label="x", yes=("a",), no=("a",)),
    TopicWish(label="x", yes=("a" * 501,)),
    TopicWish(label="x", no=tuple(str(number) for number in range(21))),
])  # fmt: skip
async def test_a_topic_that_does_not_fit_is_invalid(house: House, wish: TopicWish) -> None:
    """Each by one thing."""
    await gather_cast(house)
    async with house.work(actor=ANA) as work:
        await make_topic(work, TopicWish(label="x", yes=("a",), no=("b",)))
        with pytest.raises(Invalid):
            await make_topic(work, wish)


async def test_topics_of_ones_own_are_bounded(house: House) -> None:
    """The last that fits, and one too many."""
    await gather_cast(house)
    async with house.work(actor=ANA) as work:
        for number in range(OWN_TOPICS_MAX):
            await make_topic(work, TopicWish(label=str(number)))
        with pytest.raises(Refused):
            await make_topic(work, TopicWish(label="one more"))


async def test_nothing_is_left_of_what_is_gone(house: House) -> None:
    """Of a post, and of somebody who leaves."""
    first = await _scored(house)
    second = await say(house, ANA, POLITICS)
    await _score(house, second)
    for post in (first, second):
        async with house.work(actor=BEN) as work:
            await correct(work, post.id, "partisan", about=False)
        async with house.work(actor=ANA) as work:
            await declare(work, post.id, "partisan", about=True)
    async with house.work(actor=ANA) as work:
        await make_topic(work, TopicWish(label="Tomatoes"))
        await delete(work, first.id)
    await run_everything_due(house)
    async with house.reading() as work:
        assert [await work.db.value(count) for count in COUNTS.values()] == [1, 1, 1, 1]
    async with house.work() as work:
        work.tell(Left(account_id=ANA))
    await run_everything_due(house)
    async with house.reading() as work:
        assert [await work.db.value(count) for count in COUNTS.values()] == [0, 0, 0, 0]


_SAID = st.builds(
    Said,
    evidence=st.sampled_from(["author", "reader", "machine"]),
    post_id=st.just(Id(1)),
    topic=st.just("partisan"),
    about=st.booleans(),
    score=st.floats(0, 1),
)


@given(st.lists(_SAID, unique_by=lambda one: one.evidence))
def test_the_strongest_evidence_decides_alone(said: list[Said]) -> None:
    """In whatever order it comes, and whatever the weaker say."""
    by = {one.evidence: one for one in said}
    found = topics_for_reader(said)
    assert found == topics_for_reader(reversed(said))
    if "author" in by:
        assert bool(found) is by["author"].about
    elif "reader" in by:
        assert bool(found) is by["reader"].about
    elif "machine" in by:
        assert bool(found) is by["machine"].about
    else:
        assert found == ()
    assert all(isinstance(one, FoundTopic) and (one.score is None) is (one.evidence != "machine") for one in found)
