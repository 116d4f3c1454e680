"""Who may quote what."""

from typing import Literal

from kith.base.core.errors import Refused
from kith.base.core.words import _
from kith.people.model import Viewer
from kith.posts.model import Audience, Post

WIDTH: tuple[Audience, ...] = ("mentioned", "followers", "unlisted", "everyone")
Leave = Literal["automatic", "denied"]


def may_quote(post: Post, viewer: Viewer) -> bool:
    """Tell whether somebody may quote a post that they may see.

    Private words nobody; what is for followers its author alone; the rest as the author has it. One's own always.
    """
    if viewer.id == 0 or post.audience == "mentioned":
        return False
    if post.author_id == viewer.id:
        return True
    if post.audience == "followers" or post.quote_policy == "nobody":
        return False
    return post.quote_policy == "everyone" or post.author_id in viewer.following


def check_quoting(post: Post, viewer: Viewer) -> None:
    """Raise `Refused` unless somebody may quote this."""
    if not may_quote(post, viewer):
        raise Refused(_("Its author does not want this to be quoted. You can still answer it."))


def audience_of_quote(asked: Audience, quoted: Post | None) -> Audience:
    """Give the audience of a post that quotes: what was said among few is not carried before all."""
    if quoted is None or quoted.audience != "followers":
        return asked
    return min(asked, "followers", key=WIDTH.index)
