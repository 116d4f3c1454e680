"""The shape of a thread on a page."""

from collections import defaultdict

import msgspec

from kith.base.core.ids import Id
from kith.posts.model import Post, Thread


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """A post of a tree and how deep it stands: 0 answers the post asked for."""

    post: Post
    depth: int


def branches(thread: Thread, top: Id) -> list[Branch]:
    """Give the answers below `top` as a tree laid flat: each followed by what answers it, oldest first.

    An answer to something the viewer may not see hangs on the nearest post above it that they may see.
    """
    parent_of = {piece.id: piece.reply_to_id for piece in thread.pieces}
    seen = {post.id for post in thread.below}
    children: dict[Id, list[Post]] = defaultdict(list)
    for post in thread.below:
        parent = parent_of.get(post.id)
        while parent is not None and parent != top and parent not in seen:
            parent = parent_of.get(parent)
        children[top if parent is None else parent].append(post)
    laid: list[Branch] = []
    # A stack and not recursion: a talk of two people can go a thousand answers deep.
    waiting = [(post, 0) for post in reversed(children[top])]
    while waiting:
        post, depth = waiting.pop()
        laid.append(Branch(post=post, depth=depth))
        waiting.extend((child, depth + 1) for child in reversed(children[post.id]))
    return laid
