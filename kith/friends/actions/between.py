"""What is between whoever acts and one other. Nobody can ask for what is between two others."""

from collections.abc import Collection, Sequence

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.friends import store
from kith.friends.actions.birthdays import birthday_of
from kith.friends.actions.whose import acting, check_other
from kith.friends.model import Between, Exchange, FriendMark, Us
from kith.people import find_follow, get_member, relations, viewer_of
from kith.people.model import Account
from kith.posts import hydrate, posts_by_pairs, posts_of, sift
from kith.posts.model import Card, Post
from kith.ties import my_relations, my_wishes, path_through, ties_of
from kith.ties.model import MUTUAL_MIN

LAST_SHOWN = 3
LAST_READ = 12  # among which the last three are sought that are still there
SINCE_SHOWN = 5
LIKED_SHOWN = 4


async def between_us(work: Work, account: Account) -> Between:
    """Read in short what is between whoever acts and somebody."""
    check_other(work, account)
    tie = (await ties_of(work, [account.id]))[account.id]
    return Between(account=account, tie=tie, relations=await my_relations(work, account.id))


async def us_with(work: Work, account: Account) -> Us:
    """Read all that is between whoever acts and somebody."""
    me = acting(work)
    between = await between_us(work, account)
    mark = await store.find_mark(work.db, me, account.id)
    last = await last_words(work, account)
    return Us(
        between=between,
        relation=(await relations(work.db, me, [account.id], work.now))[account.id],
        wish=(await my_wishes(work, [account.id]))[account.id],
        tied=between.tie.mutual >= MUTUAL_MIN,
        path=await path_through(work, account.id),
        mark=mark,
        i_follow=await find_follow(work.db, me, account.id),
        they_follow=await find_follow(work.db, account.id, me),
        invited=(await get_member(work.db, me)).invited_by == account.id,
        birthday_on=await birthday_of(work, account),
        months=await store.months_between(work.db, me, account.id),
        liked=await _liked(work, account),
        last=last,
        since=await _since(work, account, mark, without={card.post.id for card in last}),
    )


async def last_words(work: Work, account: Account) -> Sequence[Card]:
    """Read the last that either wrote for the other and that is still there, the oldest first."""
    keys = await store.words_between(work.db, acting(work), account.id, limit=LAST_READ)
    posts = await posts_by_pairs(work.db, await viewer_of(work), [(one.author_id, one.id) for one in keys])
    return await _cards(work, sorted(posts[:LAST_SHOWN], key=lambda post: post.id))


async def _since(work: Work, account: Account, mark: FriendMark, *, without: Collection[Id]) -> Sequence[Card]:
    paging = Paging(since_id=mark.seen_id or None, limit=SINCE_SHOWN)
    found = await posts_of(work.db, await viewer_of(work), account.id, paging, with_replies=True, with_reposts=False)
    return await _cards(work, [post for post in found.items if post.id not in without])


async def _liked(work: Work, account: Account) -> list[Exchange]:
    """Find the last exchanges in which each likes what the other said."""
    pair = [acting(work), account.id]
    liked = await store.liked_between(work.db, *pair)
    answers = await store.answers_among(work.db, pair, liked, limit=LIKED_SHOWN) if liked else []
    if not answers:
        return []
    keys = [(one.author_id, one.id) for one in answers] + [(one.reply_to_author_id, one.reply_to_id) for one in answers]
    still = await store.still_liked(work.db, pair, {post_id for _author, post_id in keys})
    posts = await posts_by_pairs(work.db, await viewer_of(work), [key for key in keys if key[1] in still])
    cards = {card.post.id: card for card in await _cards(work, posts)}
    return [
        Exchange(first=cards[one.reply_to_id], answer=cards[one.id])
        for one in answers
        if one.id in cards and one.reply_to_id in cards
    ]


async def _cards(work: Work, posts: Sequence[Post]) -> Sequence[Card]:
    cards = await hydrate(work.db, await viewer_of(work), posts)
    return (await sift(work, cards, "account")).cards
