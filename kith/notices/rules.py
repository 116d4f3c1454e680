"""Who is told what, and what is told in one sentence."""

from collections.abc import Iterable, Sequence

from kith.base.core.ids import Id
from kith.notices.model import NoticeGroup, NoticeKind, NoticeView
from kith.posts.model import Post

_ALONE: frozenset[NoticeKind] = frozenset({"mention", "reply", "poll", "post"})


def addressed_by(post: Post, among: Iterable[Id] | None = None) -> dict[Id, NoticeKind]:
    """Tell whom a post speaks to, and how: whom it answers, and the others it names. Never its author.

    `among` leaves out everybody else, as when an edit named new people.
    """
    named: dict[Id, NoticeKind] = dict.fromkeys(post.mentioned_ids, "mention")
    if post.reply_to_author_id is not None:
        named[post.reply_to_author_id] = "reply"
    named.pop(post.author_id, None)
    if among is None:
        return named
    wanted = set(among)
    return {person: kind for person, kind in named.items() if person in wanted}


def is_news_to_followers(post: Post) -> bool:
    """Answer whether a post goes to those who wish to hear of each: not what answers others, nor what is for a few."""
    if post.repost_of_id is not None or post.audience == "mentioned":
        return False
    return post.reply_to_author_id in (None, post.author_id)


def grouped(views: Sequence[NoticeView]) -> list[NoticeGroup]:
    """Put together what is of one kind and about one thing, each group where its newest notice stands.

    Read and unread stay apart, so that what is marked as new is new. Nobody stands in a group twice.
    """
    groups: dict[tuple[object, ...], list[NoticeView]] = {}
    for view in views:
        notice = view.notice
        alone = notice.id if notice.kind in _ALONE else None
        groups.setdefault((notice.kind, notice.post_id, view.unread, alone), []).append(view)
    return [
        NoticeGroup(
            kind=members[0].notice.kind,
            people=tuple({one.account.id: one.account for one in members}.values()),
            card=members[0].card,
            newest=members[0].notice,
            unread=members[0].unread,
        )
        for members in groups.values()
    ]
