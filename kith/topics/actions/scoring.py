"""What the machine thinks: of posts, off the request path; and of what somebody is writing, while they do."""

import asyncio
from collections.abc import Mapping, Sequence

from kith.base.core.ids import Id
from kith.base.work import House, Work
from kith.topics import scoring, store
from kith.topics.model import Topic, TopicScores
from kith.topics.ready import ready_topics
from kith.topics.store import PostToScore

AT_ONCE = 100  # posts between two statements
KEPT_FROM = 0.05  # nothing asks for a topic that is less likely than this; nearly every post then has a small row


async def score(house: House, text: str, topics: Sequence[Topic]) -> Mapping[str, float]:  # noqa: ARG001
    """Tell how likely a text is about each of these topics, by their keys: between 0 and 1.

    For whoever writes it, while they write. It refuses nothing and raises nothing, whatever the text.
    """
    return scoring.score(text, topics)


async def score_posts(work: Work, places: Sequence[tuple[Id, Id]]) -> None:
    """Score posts, each as (author id, id). Safe to repeat; what is gone, for few, or scored already, is let be.

    It commits now and then: nothing is held while the machine reads.
    """
    for start in range(0, len(places), AT_ONCE):
        posts = await store.find_to_score(work.db, places[start : start + AT_ONCE])
        await work.rest()
        # In a thread: up to 10 ms a post, and a second for the first, in which the worker does other things.
        await store.write_scores(work.db, posts, await asyncio.to_thread(_scores_of, posts))
        await work.rest()


def _scores_of(posts: Sequence[PostToScore]) -> list[TopicScores]:
    topics, scored = ready_topics(), []
    for post in posts:
        model, scores = scoring.score_as_needed(post.text, topics)
        scored.append(TopicScores(author_id=post.author_id, post_id=post.id, model=model, scores=likely(scores)))
    return scored


def likely(scores: Mapping[str, float]) -> dict[str, float]:
    """Leave out what is unlikely."""
    return {key: round(value, 3) for key, value in scores.items() if value >= KEPT_FROM}
