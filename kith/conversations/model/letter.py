"""What was said to these people before, and comes into their conversation."""

import msgspec

from kith.base.core.ids import Id
from kith.posts.model import Bookmark, Post


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A post for few that becomes a message; whoever liked it, and everybody's bookmarks of it."""

    post: Post
    liked_by: tuple[Id, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
