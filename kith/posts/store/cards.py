"""The *hydrate* step: from posts to cards, in at most two statements however many posts there are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.cards.model import LinkCard
from kith.people import may_name
from kith.people.model import Account, Viewer
from kith.posts.model import Card, Mine, Poll, Post, Tally
from kith.posts.rules.quotes import may_quote
from kith.posts.rules.sight import is_asked_for
from kith.posts.store.posts import posts_by_pairs

# One statement for all that stands around posts: whom they are by, what the viewer did, each branch under the viewer,
# and what everybody did, each branch under the author.
_AROUND = Statement("""
    SELECT 'account' AS kind, id, NULL::text[] AS choices, to_jsonb(accounts) AS account, NULL::jsonb AS poll,
           NULL::jsonb AS tally, NULL::jsonb AS link
      FROM accounts
     WHERE id = ANY (%(account_ids)s::bigint[])
    UNION ALL
    SELECT 'liked', post_id, NULL, NULL, NULL, NULL, NULL
      FROM my_likes
     WHERE person_id = %(viewer_id)s AND post_id = ANY (%(ids)s::bigint[])
    UNION ALL
    SELECT 'bookmarked', post_id, NULL, NULL, NULL, NULL, NULL
      FROM bookmarks
     WHERE person_id = %(viewer_id)s AND post_id = ANY (%(ids)s::bigint[])
    UNION ALL
    SELECT 'reposted', repost_of_id, NULL, NULL, NULL, NULL, NULL
      FROM posts
     WHERE author_id = %(viewer_id)s AND repost_of_id = ANY (%(ids)s::bigint[])
    UNION ALL
    SELECT 'pinned', post_id, NULL, NULL, NULL, NULL, NULL
      FROM pins
     WHERE author_id = %(viewer_id)s AND post_id = ANY (%(ids)s::bigint[])
    UNION ALL
    SELECT 'muted', root_id, NULL, NULL, NULL, NULL, NULL
      FROM thread_mutes
     WHERE person_id = %(viewer_id)s AND root_id = ANY (%(root_ids)s::bigint[])
    UNION ALL
    SELECT 'voted', post_id, choices, NULL, NULL, NULL, NULL
      FROM votes
     WHERE author_id = ANY (%(asker_ids)s::bigint[])
       AND post_id = ANY (%(poll_ids)s::bigint[])
       AND person_id = %(viewer_id)s
    UNION ALL
    SELECT 'poll', post_id, NULL, NULL, to_jsonb(polls), NULL, NULL
      FROM polls
     WHERE author_id = ANY (%(asker_ids)s::bigint[]) AND post_id = ANY (%(poll_ids)s::bigint[])
    UNION ALL
    SELECT 'tally', post_id, NULL, NULL, NULL, to_jsonb(tallies), NULL
      FROM tallies
     WHERE author_id = ANY (%(author_ids)s::bigint[]) AND post_id = ANY (%(ids)s::bigint[])
    UNION ALL
    SELECT 'link', id, NULL, NULL, NULL, NULL, to_jsonb(link_cards)
      FROM link_cards
     WHERE id = ANY (%(link_ids)s::bigint[]) AND state = 'known'
    UNION ALL
    SELECT 'creator', link_cards.id, members.attribution_domains, to_jsonb(accounts), NULL, NULL, NULL
      FROM link_cards
      JOIN accounts ON accounts.id = link_cards.creator_id
      JOIN members ON members.account_id = link_cards.creator_id
     WHERE link_cards.id = ANY (%(link_ids)s::bigint[]) AND accounts.gone_at IS NULL
""")


class _Around(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that stands around a post, or one of the people; `id` is that of the post, thread, account or page.

    Of a creator, `choices` are the sites that may name them.
    """

    kind: str
    id: Id
    choices: tuple[str, ...] | None = None
    account: Account | None = None
    poll: Poll | None = None
    tally: Tally | None = None
    link: LinkCard | None = None


Around = Mapping[tuple[Id, str], _Around]


async def hydrate(db: Db, viewer: Viewer, posts: Sequence[Post]) -> list[Card]:
    """Gather what is shown around these posts, which the viewer may see, and give their cards in the same order.

    A post that passes on something the viewer may not see, that is gone, or an offer that they did not ask for, is left
    out; so is one whose author is gone for good.
    """
    originals = await _inside(db, viewer, posts)
    # What a post that was passed on quotes is known only now: one more look, where there is any.
    originals |= await _inside(db, viewer, [one for one in originals.values() if one.id not in {p.id for p in posts}])
    every = list({post.id: post for post in (*posts, *originals.values())}.values())
    if not every:
        return []
    around = await _read_around(db, viewer, every)
    accounts = {row.account.id: row.account for row in around.values() if row.kind == "account" and row.account}
    cards = {
        post.id: Card(
            post=post,
            author=accounts[post.author_id],
            mine=_mine(post, around),
            tally=_found(around, post.id, "tally").tally or Tally(author_id=post.author_id, post_id=post.id),
            poll=_found(around, post.id, "poll").poll,
            **_link(post, viewer, around),
            reply_to=_answered(post, viewer, accounts),
            may_quote=may_quote(post, viewer),
        )
        for post in every
        if post.author_id in accounts
    }
    return [card for post in posts if (card := _whole(cards.get(post.id), cards, viewer)) is not None]


async def hydrate_one(db: Db, viewer: Viewer, post: Post) -> Card | None:
    """Give the card of one post, or nothing where `hydrate` leaves it out."""
    cards = await hydrate(db, viewer, [post])
    return cards[0] if cards else None


async def _inside(db: Db, viewer: Viewer, posts: Iterable[Post]) -> dict[Id, Post]:
    """Read what posts pass on, and what they quote, as far as the viewer may see it."""
    pairs = [
        (author_id, post_id)
        for post in posts
        for author_id, post_id in (
            (post.repost_of_author_id, post.repost_of_id),
            (None if post.quote_revoked else post.quote_of_author_id, post.quote_of_id),
        )
        if author_id is not None and post_id is not None
    ]
    return {post.id: post for post in await posts_by_pairs(db, viewer, pairs)} if pairs else {}


async def _read_around(db: Db, viewer: Viewer, posts: Sequence[Post]) -> Around:
    said = [post for post in posts if post.repost_of_id is None]
    asked = [post for post in said if post.has_poll]
    people = {post.author_id for post in posts} | {post.reply_to_author_id for post in said if post.reply_to_author_id}
    rows = await db.all(
        _AROUND,
        _Around,
        viewer_id=viewer.id,
        account_ids=sorted(people),
        ids=sorted({post.id for post in said}),
        author_ids=sorted({post.author_id for post in said}),
        root_ids=sorted({post.root_id for post in said}),
        poll_ids=sorted({post.id for post in asked}),
        asker_ids=sorted({post.author_id for post in asked}),
        link_ids=sorted({post.link_id for post in said if post.link_id is not None}),
    )
    return {(row.id, row.kind): row for row in rows}


def _link(post: Post, viewer: Viewer, around: Around) -> dict[str, Any]:
    """Give the page that a post links to, and who made it: whoever lets that page's site say so."""
    link = _found(around, post.link_id, "link").link if post.link_id is not None else None
    if link is None:
        return {}
    found = _found(around, link.id, "creator")
    if found.account is None or found.account.id in viewer.hidden:
        return {"link": link}
    if may_name(link.address, found.choices or ()):
        return {"link": link, "link_creator": found.account}
    return {"link": link, "link_claims_viewer": found.account.id == viewer.id}


def _found(around: Around, id_: Id, kind: str) -> _Around:
    return around.get((id_, kind)) or _Around(kind=kind, id=id_)


def _answered(post: Post, viewer: Viewer, accounts: Mapping[Id, Account]) -> Account | None:
    """Whom a post answers is named only to those who may know of them."""
    account = accounts.get(post.reply_to_author_id) if post.reply_to_author_id else None
    if account is None or account.gone_at is not None or account.id in viewer.hidden:
        return None
    return account


def _mine(post: Post, around: Around) -> Mine:
    choices = _found(around, post.id, "voted").choices
    return Mine(
        liked=(post.id, "liked") in around,
        bookmarked=(post.id, "bookmarked") in around,
        reposted=(post.id, "reposted") in around,
        pinned=(post.id, "pinned") in around,
        thread_muted=(post.root_id, "muted") in around,
        choices=None if choices is None else tuple(int(choice) for choice in choices),
    )


def _whole(card: Card | None, cards: Mapping[Id, Card], viewer: Viewer) -> Card | None:
    if card is None:
        return None
    if card.post.repost_of_id is None:
        return _with_quote(card, cards, viewer)
    original = _inner(card, cards.get(card.post.repost_of_id), viewer)
    return None if original is None else msgspec.structs.replace(card, original=_with_quote(original, cards, viewer))


def _with_quote(card: Card, cards: Mapping[Id, Card], viewer: Viewer) -> Card:
    post = card.post
    quoted = None if post.quote_of_id is None or post.quote_revoked else cards.get(post.quote_of_id)
    quoted = _inner(card, quoted, viewer)
    return card if quoted is None else msgspec.structs.replace(card, quote=quoted)


def _inner(outer: Card, inner: Card | None, viewer: Viewer) -> Card | None:
    """Give what stands in another post, unless it is an offer that would come by it to somebody who did not ask."""
    if inner is None or outer.post.author_id == viewer.id or is_asked_for(inner.post, viewer):
        return inner
    return None
