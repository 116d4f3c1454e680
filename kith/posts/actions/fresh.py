"""The card of a post that was just written, for those who hear of it in the same process: it is not read again."""

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import viewer_of
from kith.posts.actions.seeing import card_of_new
from kith.posts.model import Card, Post
from kith.posts.rules import may_come, may_quote

CARD_BYTES = 3_000  # of the structs around its words, measured


class _New(msgspec.Struct, frozen=True):
    """A card, and the epoch of the caches before it was there: nobody had done anything with it."""

    card: Card
    since: int


def keep_new(work: Work, post: Post) -> None:
    """Keep the card of what this work has written, for those who are told of it."""
    card = card_of_new(work, post)
    if card is not None:
        new = _New(card, work.house.cache.epoch())
        size_bytes = CARD_BYTES + 4 * (len(post.text) + len(post.html))
        depends = (f"author:{post.author_id}", f"post:{post.id}")
        work.keep(_key(post.id), new, depends=depends, size_bytes=size_bytes)


async def new_card(work: Work, author_id: Id, post_id: Id) -> Card | None:
    """Give the card of a post that was just written here, and that may come to whoever acts at this moment.

    `None`: ask the database. Whoever does something with a post, or changes whom they are kept apart from, is
    forgotten as a viewer; so of a viewer who was not, the card knows everything.
    """
    cache = work.house.cache
    new = cache.get_as(_New, _key(post_id))
    if new is None or new.card.post.author_id != author_id:
        return None
    viewer, card = await viewer_of(work), new.card
    if not cache.holds((f"viewer:{viewer.id}",), since=new.since):
        return None
    if not may_come(card.post, viewer, gone=card.author.gone_at is not None):
        return None
    return msgspec.structs.replace(card, may_quote=may_quote(card.post, viewer))


def _key(post_id: Id) -> str:
    return f"new:{post_id}"
