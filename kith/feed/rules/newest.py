"""Newest first, and which hashtags bring a stranger. Pure."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.people.model import Viewer
from kith.posts.model import Card, Post


def stands_at_home(post: Post, viewer: Viewer) -> bool:
    """Tell whether Home shows a post as one of a person's, of those that may come to its reader: the twin of the lanes
    of `store.home_posts`.
    """
    author, known = post.author_id, (viewer.id, *viewer.following)
    if author not in known or author in viewer.apart or author in viewer.muted or post.audience == "mentioned":
        return False
    if post.reply_to_author_id not in (None, author, *known):
        return False
    if post.repost_of_id is not None and (author in viewer.without_reposts or post.repost_of_author_id in viewer.muted):
        return False
    return post.language is None or author not in viewer.choosy or f"{author} {post.language}" in viewer.spoken


def tags_that_bring(card: Card, viewer: Viewer) -> list[str]:
    """List the followed hashtags for which a stranger's post stands on Home; none where it is there as a person's."""
    post = card.post
    known = post.author_id == viewer.id or post.author_id in viewer.following
    if known or post.audience != "everyone" or post.repost_of_id is not None or post.reply_to_id is not None:
        return []
    return [tag for tag in post.hashtags if tag in viewer.tags]


def newest_first(cards: Sequence[Card]) -> list[Card]:
    """Put the newest first, each post once: of a post and those who passed it on, whichever came last stays."""
    seen: set[Id] = set()
    order: list[Card] = []
    for card in sorted(cards, key=lambda card: card.post.id, reverse=True):
        if card.shown.post.id in seen:
            continue
        seen.add(card.shown.post.id)
        order.append(card)
    return order
