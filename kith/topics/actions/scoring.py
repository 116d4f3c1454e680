"""What the machine thinks: of posts, off the request path; and of what somebody is writing, while they do."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

from kith.base.core.ids import Id, first_id_at
from kith.base.work import House, Work
from kith.topics import scoring, store
from kith.topics.model import Topic, TopicScores
from kith.topics.ready import ready_topics

RECENT_DAYS = 30  # nobody counts further back
RECENT_MAX = 2_000  # a night: a quarter of a minute; what is newest comes first
KEPT_FROM = 0.05  # nothing asks for a topic that is less likely than this; nearly every post then has a small row
_SCORED = ("everyone", "unlisted", "followers")  # what is said to few is read by nobody else, not by a machine either


async def score(house: House, text: str, topics: Sequence[Topic]) -> Mapping[str, float]:  # noqa: ARG001
    """Tell how likely a text is about each of these topics, by their keys: between 0 and 1.

    For whoever writes it, while they write. It refuses nothing and raises nothing, whatever the text.
    """
    return scoring.score(text, topics)


async def score_post(work: Work, author_id: Id, post_id: Id) -> None:
    """Score a post that is public or for followers. Safe to repeat; what is gone, or for few, is let be."""
    post = await store.find_to_score(work.db, author_id, post_id)
    if post is None or post.audience not in _SCORED or post.repost_of_id is not None:
        return
    text = f"{post.warning}\n{post.text}" if post.warning else post.text
    # In a thread: 10 ms a post, and a second for the first, in which the worker does other things.
    scores = await asyncio.to_thread(scoring.score_well, text, ready_topics())
    kept = {key: round(value, 3) for key, value in scores.items() if value >= KEPT_FROM}
    await store.write_scores(
        work.db, TopicScores(author_id=author_id, post_id=post_id, model=scoring.model_name(), scores=kept)
    )


async def score_recent(work: Work) -> int:
    """Score what is recent and was not: what is older than this machine, or was written in a hurry. Give the number."""
    after = first_id_at(work.now - timedelta(days=RECENT_DAYS))
    places = await store.unscored(work.db, after=after, limit=RECENT_MAX)
    for place in places:
        await score_post(work, place.author_id, place.id)
    return len(places)
