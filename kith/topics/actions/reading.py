"""What posts are about, for one reader."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.people.model import Viewer
from kith.posts.model import Post
from kith.topics import store
from kith.topics.actions.scoring import likely
from kith.topics.model import Evidence, FoundTopic, Said
from kith.topics.ready import ready_topics
from kith.topics.rules import own_key, topics_for_reader
from kith.topics.scoring import bar, own_chances, score, small_model
from kith.topics.store import SaidRow

_SIGHTS_KEPT = 2_000  # texts; a few megabytes a process
_HERE_MAX = 4  # posts that are read where one stands; more are read beside it, so that nobody waits for them


async def topics_of(db: Db, viewer: Viewer, posts: Sequence[Post]) -> Mapping[Id, tuple[FoundTopic, ...]]:
    """Tell what these posts are about for this viewer, by the ids given, in one query; each has an entry.

    What passes another on is about what that one is about. The caller has made sure that the posts may be seen.
    """
    found = await topics_of_pairs(db, viewer, [_subject(post) for post in posts])
    return {post.id: found[_subject(post)[1]] for post in posts}


async def topics_of_pairs(
    db: Db, viewer: Viewer, pairs: Collection[tuple[Id, Id]]
) -> Mapping[Id, tuple[FoundTopic, ...]]:
    """Tell the same of posts of which no more is known than who wrote them and which they are (author id, id)."""
    if not pairs:
        return {}
    said: defaultdict[Id, list[Said]] = defaultdict(list)
    rows = await store.said_of(db, viewer.id, list(dict.fromkeys(pairs)))
    for row in rows:
        said[row.post_id].extend(_pieces(row))
    for one in (*_of_own(rows), *await _at_first_sight(rows)):
        said[one.post_id].append(one)
    return {post_id: topics_for_reader(said[post_id]) for _author, post_id in pairs}


def _subject(post: Post) -> tuple[Id, Id]:
    if post.repost_of_id is not None and post.repost_of_author_id is not None:
        return post.repost_of_author_id, post.repost_of_id
    return post.author_id, post.id


def _pieces(row: SaidRow) -> Iterator[Said]:
    if row.evidence == "machine":
        for topic, chance in (row.scores or {}).items():
            yield _thought(row.model or "", row.post_id, topic, chance)
    elif row.evidence in ("author", "reader"):
        assert row.topic is not None
        evidence: Evidence = "author" if row.evidence == "author" else "reader"
        yield Said(evidence=evidence, post_id=row.post_id, topic=row.topic, about=bool(row.about))


def _of_own(rows: Sequence[SaidRow]) -> Iterator[Said]:
    """Look for the reader's own topics in the words of the posts."""
    own = [row for row in rows if row.evidence == "own"]
    topics = [(row.topic or "", row.yes or (), row.no or (), row.learned or b"") for row in own]
    for row in rows:
        if row.evidence != "words" or not topics:
            continue
        for topic, chance in zip(own, own_chances(row.topic or "", topics), strict=True):
            yield _thought("", row.post_id, own_key(topic.post_id), chance)


async def _at_first_sight(rows: Sequence[SaidRow]) -> list[Said]:
    """Let the small machine read what none has read yet: what was said just now, or nobody asked about."""
    unread = [(row.post_id, row.topic or "") for row in rows if row.evidence == "unread"]
    if len(unread) > _HERE_MAX:
        return await asyncio.to_thread(_read, unread)
    return _read(unread)


def _read(unread: Sequence[tuple[Id, str]]) -> list[Said]:
    return [_thought(small_model(), post, topic, chance) for post, text in unread for topic, chance in _sight(text)]


@lru_cache(_SIGHTS_KEPT)
def _sight(text: str) -> tuple[tuple[str, float], ...]:
    return tuple(likely(score(text, ready_topics())).items())


def _thought(model: str, post_id: Id, topic: str, chance: float) -> Said:
    about = chance >= bar(model, topic)
    return Said(evidence="machine", post_id=post_id, topic=topic, about=about, score=chance)
