"""Which posts stand in which stream: where the list that it goes with shows them to its receiver at this moment."""

import msgspec

from kith.base.core.ids import Id
from kith.base.core.text import normal_hashtag
from kith.base.work import Work
from kith.feed import find_at_home, find_on_list
from kith.lists import find_list, find_virtual, members_of
from kith.people import viewer_of
from kith.posts import hydrate, is_asked_for, new_card, posts_by_pairs, sift
from kith.posts.model import Card

PUBLIC = ("public", "public:local", "public:media", "public:local:media")
ELSEWHERE = ("public:remote", "public:remote:media")  # nothing comes from other servers: these stay silent
TAGS = ("hashtag", "hashtag:local")
OWN = ("user", "user:notification", "direct", "list")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a client listens to: a stream, and the hashtag or the list that it is about."""

    stream: str
    tag: str = ""
    list_id: Id | None = None

    @property
    def name(self) -> tuple[str, ...]:
        """The stream as messages name it."""
        if self.stream in TAGS:
            return (self.stream, self.tag)
        return (self.stream, str(self.list_id)) if self.list_id is not None else (self.stream,)


async def find_card(work: Work, asked: Asked, author_id: Id, post_id: Id) -> Card | None:
    """Find the card of a post that stands in a stream now; nothing where it does not."""
    if asked.stream == "user":
        return await find_at_home(work, author_id, post_id)
    if asked.list_id is not None:
        return await _find_on_list(work, asked.list_id, author_id, post_id)
    card = await _find_public(work, author_id, post_id)
    return card if card is not None and _stands(asked, card) else None


async def may_be_seen(work: Work, author_id: Id, post_id: Id) -> bool:
    """Tell whether the receiver may see a post at all, wherever it stands, and no filter of theirs hides it."""
    viewer = await viewer_of(work)
    posts = await posts_by_pairs(work.db, viewer, [(author_id, post_id)])
    return bool((await sift(work, await hydrate(work.db, viewer, posts), "home", drop=True)).cards)


async def concerns(work: Work, asked: Asked, author_id: Id) -> bool:
    """Tell whether what somebody takes away may have stood in a stream."""
    if asked.list_id is None or find_virtual(work, asked.list_id) is not None:
        return True
    assert work.actor is not None
    return author_id in await members_of(work.db, work.actor, asked.list_id)


async def check_list(work: Work, list_id: Id) -> None:
    """Raise `NotFound` unless this is a list that the receiver can read."""
    assert work.actor is not None
    if find_virtual(work, list_id) is None:
        await find_list(work.db, work.actor, list_id)


def _stands(asked: Asked, card: Card) -> bool:
    """Tell whether a post for everyone is what a public stream, or that of a hashtag, is about."""
    if asked.stream in TAGS and (normal_hashtag(asked.tag) not in card.post.hashtags or card.post.offer is not None):
        return False  # an offer stands under no hashtag
    if asked.stream in PUBLIC and card.post.reply_to_id is not None:  # answers stay in their talks
        return False
    if asked.stream.endswith(":media") and not card.post.attachments:
        return False
    return card.author.domain is None or ":local" not in asked.stream


async def _find_on_list(work: Work, list_id: Id, author_id: Id, post_id: Id) -> Card | None:
    virtual = find_virtual(work, list_id)
    if virtual is not None:
        found: Card | None = await virtual.find(work, author_id, post_id)
        return found
    assert work.actor is not None
    one = await find_list(work.db, work.actor, list_id)
    if author_id not in await members_of(work.db, work.actor, list_id):
        return None
    return await find_on_list(work, one, post_id)


async def _find_public(work: Work, author_id: Id, post_id: Id) -> Card | None:
    """Find the card of what somebody says to everyone: nothing passed on, nobody who is muted."""
    viewer = await viewer_of(work)
    new = await new_card(work, author_id, post_id)
    found = [new.post] if new is not None else await posts_by_pairs(work.db, viewer, [(author_id, post_id)])
    posts = [
        post
        for post in found
        if post.audience == "everyone" and post.repost_of_id is None and post.author_id not in viewer.muted
        if is_asked_for(post, viewer)
    ]
    cards = await hydrate(work.db, viewer, posts) if new is None else [new] if posts else []
    sifted = (await sift(work, cards, "public", drop=True)).cards
    return sifted[0] if sifted else None
