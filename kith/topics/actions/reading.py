"""What posts are about, for one reader."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.people.model import Viewer
from kith.posts.model import Post
from kith.topics import store
from kith.topics.model import Evidence, FoundTopic, Said
from kith.topics.rules import own_key, topics_for_reader
from kith.topics.scoring import bar, own_chances
from kith.topics.store import SaidRow


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
    for one in _of_own(rows):
        said[one.post_id].append(one)
    return {post_id: topics_for_reader(said[post_id]) for _author, post_id in pairs}


def _subject(post: Post) -> tuple[Id, Id]:
    if post.repost_of_id is not None and post.repost_of_author_id is not None:
        return post.repost_of_author_id, post.repost_of_id
    return post.author_id, post.id


def _pieces(row: SaidRow) -> Iterator[Said]:
    if row.evidence == "machine":
        for topic, score in (row.scores or {}).items():
            is_sure = score >= bar(row.model or "", topic)
            yield Said(evidence="machine", post_id=row.post_id, topic=topic, about=is_sure, score=score)
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
        for topic, score in zip(own, own_chances(row.topic or "", topics), strict=True):
            key, is_sure = own_key(topic.post_id), score >= bar("", own_key(topic.post_id))
            yield Said(evidence="machine", post_id=row.post_id, topic=key, about=is_sure, score=score)
