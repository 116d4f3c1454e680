"""What posts and likes from before acts were counted gave to people: noted once, afterwards."""

from collections.abc import Callable
from datetime import datetime

from kith.base.core.ids import Id, first_id_at, instant_of
from kith.base.work import House, Work
from kith.posts import store
from kith.posts.actions.tying import may_be_together, said_in
from kith.posts.model import Like, Post
from kith.ties import acts_of, counted_since, record_past
from kith.ties.model import Act

POSTS_A_STEP = 100  # a transaction; whoever acts meanwhile waits for well under a second
LIKES_A_STEP = 500

Tell = Callable[[str, int], None]


async def note_history(house: House, tell: Tell) -> None:
    """Note what posts and likes gave that are older than the first act that was counted; ties are made of it anew.

    It may be repeated and broken off, while people go on. What was deleted or taken back by then is not known.
    """
    async with house.reading() as work:
        below = first_id_at(await counted_since(work))
    done = 0
    post: Post | None = None
    while posts := await _posts_step(house, post, below):
        post = posts[-1]
        done += len(posts)
        tell("posts", done)
    done = 0
    like: Like | None = None
    while likes := await _likes_step(house, like, below):
        like = likes[-1]
        done += len(likes)
        tell("likes", done)


async def _posts_step(house: House, after: Post | None, below: Id) -> list[Post]:
    author_id, post_id = (after.author_id, after.id) if after else (Id(0), Id(0))
    async with house.work() as work:
        posts = await store.posts_after(work.db, author_id, post_id, below=below, limit=POSTS_A_STEP)
        await record_past(work, await _acts(work, posts))
    return posts


async def _acts(work: Work, posts: list[Post]) -> list[tuple[Act, datetime]]:
    threads = await store.people_before(work.db, [post for post in posts if may_be_together(post)])
    return [(act, instant_of(post.id)) for post in posts for act in acts_of(said_in(post, threads.get(post.id, ())))]


async def _likes_step(house: House, after: Like | None, below: Id) -> list[Like]:
    async with house.work() as work:
        likes = await store.likes_after(work.db, after, below=below, limit=LIKES_A_STEP)
        await record_past(work, [(_reaction(like), like.created_at) for like in likes])
    return likes


def _reaction(like: Like) -> Act:
    return Act(giver_id=like.person_id, getter_id=like.author_id, kind="reaction", subject_id=like.post_id)
