"""The order of Home. Pure."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.posts.model import Card


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
