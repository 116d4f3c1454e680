"""What was said to these people before, and comes into their conversation."""

import msgspec

from kith.base.core.ids import Id
from kith.posts.model import Bookmark, Post, PostVersion


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A post for few that becomes a message; whoever liked it, everybody's bookmarks of it, and what it said
    before its edits.
    """

    post: Post
    liked_by: tuple[Id, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    versions: tuple[PostVersion, ...] = ()
