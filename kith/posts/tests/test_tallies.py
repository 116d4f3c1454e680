"""Whatever people do, and in whatever order: the tallies say what is there."""

from typing import Literal

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.base.core.errors import KithError
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.posts.actions import delete, like, publish, repost, sweep_belongings, undo_repost, unlike
from kith.posts.model import Words
from kith.posts.tests.cast import ANA, BEN, CLEO, gather_cast

Deed = Literal["say", "confide", "answer", "like", "unlike", "repost", "unrepost", "delete", "leave"]


DEEDS: tuple[Deed, ...] = (
    *("say", "confide", "answer", "answer", "like", "like"),
    *("unlike", "repost", "unrepost", "delete", "leave"),
)
_TABLES = (
    *("posts", "thread_posts", "my_likes", "tagged_posts", "author_tallies"),
    *("handles", "followers", "follows", "follow_tallies", "accounts"),
)


class Step(msgspec.Struct, frozen=True):
    """Somebody does something with one of the posts so far."""

    person: Id
    deed: Deed
    which: int


steps = st.builds(
    Step,
    person=st.sampled_from((ANA, BEN, CLEO)),
    deed=st.sampled_from(DEEDS),
    which=st.integers(0, 5),
)

# What is there, counted from the rows themselves.
_WRONG = Statement("""
    SELECT count(*)
      FROM posts
      LEFT JOIN tallies ON tallies.author_id = posts.author_id AND tallies.post_id = posts.id
     WHERE posts.repost_of_id IS NULL
       AND (   tallies.likes IS DISTINCT FROM (SELECT count(*) FROM likes WHERE likes.post_id = posts.id)
            OR tallies.reposts IS DISTINCT FROM (SELECT count(*) FROM posts AS r WHERE r.repost_of_id = posts.id)
            OR tallies.replies IS DISTINCT FROM (SELECT count(*) FROM posts AS a WHERE a.reply_to_id = posts.id))
""")
_MISCOUNTED = Statement("""
    SELECT count(*)
      FROM accounts
      LEFT JOIN author_tallies ON author_tallies.author_id = accounts.id
     WHERE COALESCE(author_tallies.posts, 0) IS DISTINCT FROM
           (SELECT count(*) FROM posts WHERE author_id = accounts.id AND audience IN ('everyone', 'unlisted'))
""")
_TWINLESS = Statement("""
    SELECT count(*)
      FROM likes
      FULL JOIN my_likes ON my_likes.person_id = likes.person_id AND my_likes.post_id = likes.post_id
     WHERE my_likes.id IS DISTINCT FROM likes.id
       AND (likes.id IS NOT NULL OR EXISTS (SELECT FROM posts WHERE posts.id = my_likes.post_id))
""")
_UNPLACED = Statement("""
    SELECT count(*)
      FROM posts
      FULL JOIN thread_posts ON thread_posts.id = posts.id AND thread_posts.root_id = posts.root_id
     WHERE (posts.id IS NULL OR thread_posts.id IS NULL)
       AND posts.repost_of_id IS NULL
""")


async def _do(house: House, step: Step, posts: list[Id]) -> None:
    """Do it; what the rules refuse is refused."""
    post_id = posts[step.which % len(posts)] if posts else Id(1)
    try:
        async with house.work(actor=step.person) as work:
            if step.deed == "say":
                posts.append((await publish(work, Words(text="Hello."))).id)
            elif step.deed == "confide":
                posts.append((await publish(work, Words(text="Hush.", audience="followers"))).id)
            elif step.deed == "answer":
                posts.append((await publish(work, Words(text="Yes.", reply_to_id=post_id))).id)
            elif step.deed == "repost":
                posts.append((await repost(work, post_id)).id)
            elif step.deed == "leave":
                await sweep_belongings(work, step.person)
            else:
                deeds = {"like": like, "unlike": unlike, "unrepost": undo_repost, "delete": delete}
                await deeds[step.deed](work, post_id)
    except KithError:
        return


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(steps, min_size=5, max_size=30))
async def test_tallies_say_what_is_there(house: House, story: list[Step]) -> None:
    """After every story; and a like has its twin, a post its place in a thread."""
    await _clear(house)
    posts: list[Id] = []
    await _do(house, Step(ANA, "say", 0), posts)
    for step in story:
        await _do(house, step, posts)
    async with house.reading() as work:
        assert await work.db.value(_WRONG) == 0
        assert await work.db.value(_MISCOUNTED) == 0
        assert await work.db.value(_TWINLESS) == 0
        assert await work.db.value(_UNPLACED) == 0


async def _clear(house: House) -> None:
    async with house.work() as work:
        for table in _TABLES:
            await work.db.run(Statement(f"DELETE FROM {table}"))
    await gather_cast(house)
