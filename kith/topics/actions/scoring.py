"""What the machine thinks: of posts, off the request path; and of what somebody is writing, while they do."""

from collections.abc import Mapping, Sequence

from kith.base.core.ids import Id
from kith.base.work import House, Work
from kith.topics import scoring, store
from kith.topics.model import Topic, TopicScores
from kith.topics.ready import ready_topics

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
    scores = await score(work.house, text, ready_topics())
    kept = {key: round(value, 3) for key, value in scores.items() if value >= KEPT_FROM}
    await store.write_scores(
        work.db, TopicScores(author_id=author_id, post_id=post_id, model=scoring.model_name(), scores=kept)
    )
