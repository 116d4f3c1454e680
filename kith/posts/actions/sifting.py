"""What a reader's filters make of cards: some are folded, some left out, and it is counted how many."""

from collections.abc import Sequence

import msgspec

from kith.base.core.text import plain
from kith.base.work import Work
from kith.filters import Context, Found, Sieve, sieve_of
from kith.posts.model import Card

_STRENGTH = {"hide": 2, "warn": 1, "blur": 0}


class Sifted(msgspec.Struct, frozen=True, kw_only=True):
    """Cards with what met them, and how many were left out."""

    cards: Sequence[Card]
    held: int = 0


async def sift(work: Work, cards: Sequence[Card], context: Context | None = None, *, drop: bool = False) -> Sifted:
    """Mark each card with the filters that meet it, whatever they are for, and with the one that veils it here.

    With `drop`, those are left out that a filter for this context hides. Nobody filters their own words.
    """
    sieve = await sieve_of(work)
    if not sieve:
        return Sifted(cards=cards)
    marked = [_marked(work, card, sieve, context) for card in cards]
    kept = [card for card in marked if not (drop and _is_hidden(card))]
    return Sifted(cards=kept, held=len(marked) - len(kept))


def words_of(card: Card) -> str:
    """Give all that a post says: its warning, words, the options of its poll, what its pictures show."""
    post, options = card.post, card.poll.options if card.poll else ()
    return "\n".join((post.warning, plain(post.html), *options, *(one.alt for one in post.attachments)))


def _marked(work: Work, card: Card, sieve: Sieve, context: Context | None) -> Card:
    shown = card.shown
    if shown.author.id == work.actor:
        return card
    found = sieve.find(words_of(shown), shown.post.id, now=work.now)
    found += tuple(one for one in shown.filtered if not sieve.holds(one.filter.id))  # what else folds it
    if not found and not shown.filtered:
        return card
    here = [one for one in found if context is not None and one.works_in(context)]
    marked = msgspec.structs.replace(shown, filtered=found, veil=max(here, key=_strength, default=None))
    return marked if card.original is None else msgspec.structs.replace(card, original=marked)


def _is_hidden(card: Card) -> bool:
    veil = card.shown.veil
    return veil is not None and veil.filter.action == "hide"


def _strength(found: Found) -> int:
    return _STRENGTH[found.filter.action]
