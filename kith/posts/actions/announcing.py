"""Who has a post open: told of its changes, so that their pages follow.

A post can be open in the pages of its author's followers and of the people it is for; one for everyone also in pages
about its thread or its author, whoever reads them. Everybody else sees it as it is when they next look.
"""

from datetime import timedelta

from kith.base.bus.live import LiveEvent
from kith.base.core.ids import Id, first_id_at
from kith.base.work import Work
from kith.posts import store
from kith.posts.model import Deleted, Edited, Post

FOLLOWERS_A_STEP = 2_000
LINKED_HOURS, LINKED_MAX = 24, 20  # what lies further back, or beyond so many posts, is seen when somebody looks


async def announce_edit(work: Work, fact: Edited) -> None:
    """Let the card change wherever it may be open."""
    post = await store.find_any(work.db, fact.author_id, fact.post_id)
    if post is None:
        return
    event = LiveEvent(kind="post.changed", subject_id=post.id, author_id=post.author_id)
    people = {post.author_id, *post.mentioned_ids}
    work.announce(event, people, topics=_topics(post))
    if post.audience != "mentioned":
        await _to_followers(work, event, post.author_id)


async def announce_link(work: Work, card_id: Id) -> None:
    """Let the card of a page come below the posts that link to it, where the newest of them may be open."""
    work.forget(f"link:{card_id}")
    since = first_id_at(work.now - timedelta(hours=LINKED_HOURS))
    for post in await store.posts_linking_to(work.db, card_id, since=since, limit=LINKED_MAX):
        event = LiveEvent(kind="post.linked", subject_id=post.id, author_id=post.author_id)
        people = {post.author_id, *post.mentioned_ids}
        work.announce(event, people, topics=_topics(post))
        await _to_followers(work, event, post.author_id)


async def announce_deletion(work: Work, fact: Deleted) -> None:
    """Let the card go wherever it may be open. The event names an id and nothing else."""
    event = LiveEvent(kind="post.removed", subject_id=fact.post_id, author_id=fact.author_id)
    people = {fact.author_id, *fact.mentioned_ids}
    work.announce(event, people, topics=_topics(fact))
    if fact.audience != "mentioned":
        await _to_followers(work, event, fact.author_id)


def _topics(post: Post | Deleted) -> list[str]:
    """Anybody may listen to a topic, so of what is for few not even the stirring is told there."""
    if post.audience not in ("everyone", "unlisted"):
        return []
    topics = [f"thread:{post.root_id}", f"author:{post.author_id}"]
    return [*topics, "public", *(f"tag:{tag}" for tag in post.hashtags)] if post.audience == "everyone" else topics


def show_change(work: Work, author_id: Id, post_id: Id, person_id: Id) -> None:
    """Let a card follow what somebody did with it, in the pages of that person and of its author."""
    event = LiveEvent(kind="post.changed", subject_id=post_id, author_id=author_id)
    work.announce(event, {author_id, person_id})


async def _to_followers(work: Work, event: LiveEvent, author_id: Id) -> None:
    after = Id(0)
    while followers := await store.followers_of(work.db, author_id, after=after, limit=FOLLOWERS_A_STEP):
        work.announce(event, followers)
        after = followers[-1]
