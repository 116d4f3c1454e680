"""Folds, opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import ID_MAX, Id, parse_id
from kith.base.web.form import read_query
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.caps import EVERYONE, taking_of, topic_words
from kith.feed.actions import EarlierFold, earlier_folds, open_fold, sitting_for
from kith.feed.model import Seat
from kith.feed.store import Fold
from kith.feed.web.sentences import earlier_from, may_say_no, more_from, thought_of
from kith.people import viewer_of
from kith.people.model import Account
from kith.posts.model import Card
from kith.topics import topics_of


@dataclass(frozen=True, kw_only=True)
class Strip:
    """A fold, closed: whose it is, what is in it, and up to which post one can be done with it."""

    author: Account
    words: str
    url: str
    up_to: Id


@dataclass(frozen=True, kw_only=True)
class FoldPage:
    """A fold, opened; `rest_url` is where it goes on."""

    author: Account
    cards: Sequence[Card]
    rest_url: str | None
    held: int
    held_url: str
    reasons: Mapping[Id, tuple[str, str, bool]]  # of posts a cap counts: topic, why, and whether one may say no


class FoldQuery(msgspec.Struct, frozen=True, kw_only=True):
    """From which post to which, and without which."""

    newest: str = ""
    oldest: str = ""
    without: tuple[str, ...] = ()


class EarlierQuery(msgspec.Struct, frozen=True, kw_only=True):
    """In which sitting, and whose newest is older than which post."""

    sitting: str = ""
    below: str = ""


@dataclass(frozen=True, kw_only=True)
class EarlierPage:
    """Further people whom one passed by."""

    strips: Sequence[Strip]
    older_url: str | None


async def show_fold(work: Work, request: Request) -> Response:
    """`GET /home/fold/{id}`."""
    fold = _fold(path_id(request), read_query(request, FoldQuery))
    opened = await open_fold(work, fold, with_held="held" in request.query_params)
    content = FoldPage(
        author=opened.author,
        cards=opened.cards,
        rest_url=fold_url(opened.rest) if opened.rest else None,
        held=opened.held,
        held_url=f"{fold_url(fold)}&held=show",
        reasons=await _reasons(work, opened.author.id, opened.cards),
    )
    return await page(work, request, "feed/fold.html", content)


async def _reasons(work: Work, author_id: Id, cards: Sequence[Card]) -> dict[Id, tuple[str, str, bool]]:
    caps = (await taking_of(work)).caps
    capped = {cap.topic for cap in caps if cap.topic and cap.author_id in (EVERYONE, author_id)}
    if not capped or not cards:
        return {}
    found = await topics_of(work.db, await viewer_of(work), [card.post for card in cards])
    words = await topic_words(work, capped)
    about = {
        card.post.id: next((one.topic for one in found[card.post.id] if one.topic in capped), None) for card in cards
    }
    return {
        post_id: (
            topic,
            thought_of(found[post_id], topic, words[topic]),
            may_say_no(found[post_id], topic),
        )
        for post_id, topic in about.items()
        if topic is not None
    }


async def show_earlier(work: Work, request: Request) -> Response:
    """`GET /home/earlier`: further people whom one passed by; Home takes the strips out of it."""
    query = read_query(request, EarlierQuery)
    sitting = await sitting_for(work, parse_id(query.sitting), zone=request.state.zone)
    part = await earlier_folds(work, sitting, below=parse_id(query.below) or Id(ID_MAX))
    strips = [strip_earlier(one) for one in part.folds]
    content = EarlierPage(strips=strips, older_url=earlier_url(sitting.id, part.older_than))
    return await page(work, request, "feed/earlier_more.html", content)


def earlier_url(sitting_id: Id, older_than: Id | None) -> str | None:
    """Give the address at which the list of those who were passed by goes on."""
    return None if older_than is None else f"/home/earlier?sitting={sitting_id}&below={older_than}"


def strip_below(seat: Seat, author: Account, topics: Mapping[str, str]) -> Strip | None:
    """Give the strip below a card, where something is folded there; `topics` are the words of those with a cap.

    Being done with it is being done with all of them: also with the cards that would have come further down.
    """
    if not seat.more:
        return None
    inside = seat.oldest_id <= seat.post_id <= seat.newest_id
    fold = Fold(
        author_id=seat.author_id,
        newest_id=seat.newest_id,
        oldest_id=seat.oldest_id,
        without=(seat.post_id,) if inside else (),
    )
    up_to = max(seat.post_id, seat.newest_id)
    return Strip(author=author, words=more_from(seat, author, topics), url=fold_url(fold), up_to=up_to)


def strip_earlier(one: EarlierFold) -> Strip:
    """Give the strip of what was passed by."""
    fold = Fold(author_id=one.author.id, newest_id=one.newest_id, oldest_id=one.oldest_id)
    words = earlier_from(one.count, one.author)
    return Strip(author=one.author, words=words, url=fold_url(fold), up_to=one.newest_id)


def fold_url(fold: Fold) -> str:
    """Give the address of a fold. It needs no sitting, so that it opens a day later, too."""
    query = [("newest", fold.newest_id), ("oldest", fold.oldest_id)]
    query += [("without[]", one) for one in fold.without]
    return f"/home/fold/{fold.author_id}?{urlencode(query)}"


def _fold(author_id: Id, query: FoldQuery) -> Fold:
    return Fold(
        author_id=author_id,
        newest_id=parse_id(query.newest) or Id(ID_MAX),
        oldest_id=parse_id(query.oldest) or Id(0),
        without=tuple(known for one in query.without if (known := parse_id(one))),
    )


FOLD_ROUTES = (
    Route(method="GET", path="/home/fold/{id}", handler=show_fold),
    Route(method="GET", path="/home/earlier", handler=show_earlier),
)
