"""What people do with a post: like, keep, pin, or want to hear no more of."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.core.record import Record

PINS_MAX = 5


class Like(
    Record,
    frozen=True,
    kw_only=True,
    table="likes",
    key=("author_id", "post_id", "person_id"),
    indexes=("(author_id, post_id, id)",),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """Somebody liked a post, under the post's author. Written together with its twin, `MyLike`."""

    author_id: Id
    post_id: Id
    person_id: Id
    id: Id
    created_at: datetime


class MyLike(
    Record, frozen=True, kw_only=True, table="my_likes", key=("person_id", "post_id"), indexes=("(person_id, id)",)
):
    """The same, under the person who liked."""

    person_id: Id
    post_id: Id
    author_id: Id
    id: Id


class Bookmark(
    Record,
    frozen=True,
    kw_only=True,
    table="bookmarks",
    key=("person_id", "post_id"),
    indexes=("(person_id, id)", "(post_id)"),
):
    """A post somebody keeps for themselves. Nobody else is ever told."""

    person_id: Id
    post_id: Id
    author_id: Id
    id: Id


class Pin(Record, frozen=True, kw_only=True, table="pins", key=("author_id", "post_id")):
    """A post of one's own at the top of one's page."""

    author_id: Id
    post_id: Id
    id: Id


class ThreadMute(Record, frozen=True, kw_only=True, table="thread_mutes", key=("person_id", "root_id")):
    """Somebody wants no more notices from a thread."""

    person_id: Id
    root_id: Id
