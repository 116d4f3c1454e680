"""Who may see what, and what comes to whom, as pure decisions: the twins of `store.VISIBLE` and `ASKED_FOR`."""

from kith.people.model import Viewer
from kith.posts.model import Post


def may_see(post: Post, viewer: Viewer, *, gone: bool) -> bool:
    """Answer whether this viewer may see this post; `gone` is whether its author is leaving or was sent away.

    Of a repost it decides on the passing on alone: the original is asked about for itself.
    """
    if post.author_id == viewer.id:
        return True
    if gone or post.author_id in viewer.hidden or post.repost_of_author_id in viewer.hidden:
        return False
    if post.audience in ("everyone", "unlisted") or viewer.id in post.mentioned_ids:
        return True
    return post.audience == "followers" and post.author_id in viewer.following


def is_asked_for(post: Post, viewer: Viewer) -> bool:
    """Answer whether a post may come to this viewer as far as offers go: it is none, it is theirs, or they asked.

    Who is named in it is spoken to.
    """
    if post.offer is None or viewer.id in (post.author_id, post.repost_of_author_id, *post.mentioned_ids):
        return True
    return f"{post.repost_of_author_id or post.author_id} {post.offer}" in viewer.offers


def may_come(post: Post, viewer: Viewer, *, gone: bool) -> bool:
    """Answer whether a post may come to this viewer by itself: they may see it, and it is no offer, or asked for."""
    return may_see(post, viewer, gone=gone) and is_asked_for(post, viewer)
