"""New posts into the pages that are open; and what is left of whoever leaves."""

from collections.abc import Sequence

from kith.base.bus.live import LiveEvent
from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.work import Listener, Work
from kith.feed import store
from kith.people import readers_of_tags
from kith.people.model import Left
from kith.posts import Added, AddedNow, followers_of
from kith.posts.model import FIRST_READERS_MAX, Published

READERS_A_STEP = FIRST_READERS_MAX
NOBODY = Id(0)  # everybody comes after


class ReadByMore(Fact, frozen=True, kw_only=True):
    """A post was shown to the first of those who read its author, or one of its hashtags; there are more.

    `follower_id` and `tag_reader_id` are the last of them, none where there are no more.
    """

    post_id: Id
    author_id: Id
    hashtags: tuple[str, ...]
    follower_id: Id | None
    tag_reader_id: Id | None


async def show_new_post(work: Work, fact: Published) -> None:
    """Tell everybody who may find it on Home, and whom it names. What they may see is asked when it is shown.

    This is done at once: a worker would be told after the commit, and look for it, before anybody heard of it.
    """
    event = _event(fact.author_id, fact.post_id)
    # Anybody may listen to a topic, so of what is for few nothing is told there.
    public = fact.audience in ("everyone", "unlisted")
    topics = [f"thread:{fact.root_id}", f"author:{fact.author_id}"] if public else []
    first = fact.audience == "everyone" and fact.repost_of_id is None and fact.reply_to_id is None
    if fact.audience == "everyone" and fact.repost_of_id is None:
        topics += [f"tag:{tag.lower()}" for tag in fact.hashtags]
    if first:
        topics.append("public")
    work.announce(event, {fact.author_id, *fact.mentioned_ids}, topics=topics)
    if fact.audience == "mentioned":
        return
    hashtags = fact.hashtags if first else ()
    known: Added | None = work.memo.get(AddedNow, {}).get(fact.post_id)
    if known is not None:
        follower_id, tag_reader_id = _shown(work, event, known.followers), _shown(work, event, known.tag_readers)
    else:  # somebody else wrote it in this work: an organisation's hand
        follower_id = await _show_followers(work, event, after=NOBODY)
        tag_reader_id = await _show_tag_readers(work, event, hashtags, after=NOBODY)
    if follower_id or tag_reader_id:
        more = ReadByMore(
            post_id=fact.post_id,
            author_id=fact.author_id,
            hashtags=hashtags,
            follower_id=follower_id,
            tag_reader_id=tag_reader_id,
        )
        work.tell(more)


async def show_to_more(work: Work, fact: ReadByMore) -> None:
    """Tell the others, however many they are."""
    event = _event(fact.author_id, fact.post_id)
    after = fact.follower_id
    while after is not None:
        after = await _show_followers(work, event, after=after)
    after = fact.tag_reader_id
    while after is not None:
        after = await _show_tag_readers(work, event, fact.hashtags, after=after)


def _event(author_id: Id, post_id: Id) -> LiveEvent:
    return LiveEvent(kind="post.new", subject_id=post_id, author_id=author_id)


async def _show_followers(work: Work, event: LiveEvent, *, after: Id) -> Id | None:
    followers = await followers_of(work.db, event.author_id, after=after, limit=READERS_A_STEP)
    return _shown(work, event, followers)


async def _show_tag_readers(work: Work, event: LiveEvent, hashtags: tuple[str, ...], *, after: Id) -> Id | None:
    readers = await readers_of_tags(work.db, hashtags, after=after, limit=READERS_A_STEP)
    return _shown(work, event, readers)


def _shown(work: Work, event: LiveEvent, readers: Sequence[Id]) -> Id | None:
    """Tell these, and give the last of them where there may be more."""
    work.announce(event, readers)
    return readers[-1] if len(readers) == READERS_A_STEP else None


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


LISTENERS = (
    Listener(fact=Published, name="feed.show_new_post", run=show_new_post, at_once=True),
    Listener(fact=ReadByMore, name="feed.show_to_more", run=show_to_more, writes=False),
    Listener(fact=Left, name="feed.left", run=_left),
)
