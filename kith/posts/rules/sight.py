"""Who may see what, as a pure decision: the twin of `store.VISIBLE`."""

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
