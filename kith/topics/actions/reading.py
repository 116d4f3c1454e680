"""What posts are about, for one reader."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.people.model import Viewer
from kith.posts.model import Post
from kith.topics import store
from kith.topics.model import Evidence, FoundTopic, Said
from kith.topics.rules import topics_for_reader
from kith.topics.scoring import bars
from kith.topics.store import SaidRow


async def topics_of(db: Db, viewer: Viewer, posts: Sequence[Post]) -> Mapping[Id, tuple[FoundTopic, ...]]:
    """Tell what these posts are about for this viewer, by the ids given, in one query; each has an entry.

    What passes another on is about what that one is about. The caller has made sure that the posts may be seen.
    """
    if not posts:
        return {}
    said: defaultdict[Id, list[Said]] = defaultdict(list)
    for row in await store.said_of(db, viewer.id, list({_subject(post) for post in posts})):
        said[row.post_id].extend(_pieces(row))
    here = bars()
    return {post.id: topics_for_reader(said[_subject(post)[1]], bars=here) for post in posts}


def _subject(post: Post) -> tuple[Id, Id]:
    if post.repost_of_id is not None and post.repost_of_author_id is not None:
        return post.repost_of_author_id, post.repost_of_id
    return post.author_id, post.id


def _pieces(row: SaidRow) -> Iterator[Said]:
    if row.evidence == "machine":
        for topic, score in (row.scores or {}).items():
            yield Said(evidence="machine", post_id=row.post_id, topic=topic, score=score)
    else:
        assert row.topic is not None
        evidence: Evidence = "author" if row.evidence == "author" else "reader"
        yield Said(evidence=evidence, post_id=row.post_id, topic=row.topic, about=bool(row.about))
