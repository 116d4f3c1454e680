"""New posts into the pages that are open; and what is left of whoever leaves."""

from kith.base.bus.live import LiveEvent
from kith.base.core.ids import Id
from kith.base.work import Listener, Work
from kith.feed import store
from kith.people import readers_of_tags
from kith.people.model import Left
from kith.posts import followers_of
from kith.posts.model import Published

FOLLOWERS_A_STEP = 2_000


async def show_new_post(work: Work, fact: Published) -> None:
    """Tell everybody who may find it on Home, and whom it names. What they may see is asked when it is shown."""
    event = LiveEvent(kind="post.new", subject_id=fact.post_id, author_id=fact.author_id)
    # Anybody may listen to a topic, so of what is for few nothing is told there.
    public = fact.audience in ("everyone", "unlisted")
    topics = [f"thread:{fact.root_id}", f"author:{fact.author_id}"] if public else []
    if fact.audience == "everyone" and fact.repost_of_id is None:
        topics += [f"tag:{tag.lower()}" for tag in fact.hashtags]
        if fact.reply_to_id is None:
            topics.append("public")
    work.announce(event, {fact.author_id, *fact.mentioned_ids}, topics=topics)
    if fact.audience == "mentioned":
        return
    if fact.audience == "everyone" and fact.hashtags and fact.repost_of_id is None and fact.reply_to_id is None:
        await _show_readers_of_tags(work, event, fact.hashtags)
    after: Id | None = Id(0)
    while after is not None:
        followers = await followers_of(work.db, fact.author_id, after=after, limit=FOLLOWERS_A_STEP)
        work.announce(event, followers)
        after = followers[-1] if len(followers) == FOLLOWERS_A_STEP else None


async def _show_readers_of_tags(work: Work, event: LiveEvent, hashtags: tuple[str, ...]) -> None:
    after = Id(0)
    while readers := await readers_of_tags(work.db, hashtags, after=after, limit=FOLLOWERS_A_STEP):
        work.announce(event, readers)
        after = readers[-1]


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


LISTENERS = (
    Listener(fact=Published, name="feed.show_new_post", run=show_new_post, writes=False),
    Listener(fact=Left, name="feed.left", run=_left),
)
