"""Where everything stands newest first, for pages and apps: what is over a cap is folded in its place, and says why."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from kith.base.core.ids import Id, first_id_at, instant_of
from kith.base.core.words import _
from kith.base.work import Work
from kith.caps import EVERYONE, Cap, Taking, cap_line, taking_of, topic_words, week_of
from kith.feed import store
from kith.feed.actions.limits import subjects_of, zone_of
from kith.feed.model import EARLIER_DAYS
from kith.feed.rules import over_caps
from kith.filters import Filter, Found
from kith.people import present_accounts, viewer_of
from kith.people.model import Viewer
from kith.posts.model import Card
from kith.ties import my_ties
from kith.topics import topics_of_pairs
from kith.topics.model import FoundTopic

_WEEK = timedelta(days=7)


async def fold_over_caps(work: Work, cards: Sequence[Card], *, zone: str | None = None) -> list[Card]:
    """Fold those of these cards that are over a cap of whoever acts. Answers to others count nowhere, and stay open.

    Weeks are those of `zone`; without one, of their own clock.
    """
    taking = await taking_of(work)
    if not taking.caps or not cards:
        return list(cards)
    zone = zone or await zone_of(work)
    viewer = await viewer_of(work)
    said, found = await _said(work, viewer, taking, since_at=instant_of(min(card.post.id for card in cards)) - _WEEK)
    over = over_caps(
        said,
        {post: [one.topic for one in some] for post, some in found.items()},
        taking.caps,
        closest=await _closest(work, taking),
        week_of=lambda post: week_of(instant_of(post), zone),
    )
    here = {card.post.id: over[card.post.id] for card in cards if card.post.id in over}
    words = await _words(work, list(here.values()))
    return [
        _folded(card, here[card.post.id], words[here[card.post.id].id], found.get(card.post.id, ()))
        if card.post.id in here
        else card
        for card in cards
    ]


async def _said(
    work: Work, viewer: Viewer, taking: Taking, *, since_at: datetime
) -> tuple[Mapping[Id, Sequence[Id]], Mapping[Id, Sequence[FoundTopic]]]:
    """Read what those whom a cap may concern have said since, and what that is about."""
    concerned = {cap.author_id for cap in taking.caps}
    authors = viewer.following if EVERYONE in concerned else concerned.intersection(viewer.following)
    cutoff = first_id_at(max(since_at, work.now - timedelta(days=EARLIER_DAYS)))
    lanes = await store.unread_lanes(work.db, viewer, dict.fromkeys(authors, cutoff), cutoff=cutoff)
    said = {lane.author_id: lane.ids for lane in lanes}
    if not any(cap.topic for cap in taking.caps):
        return said, {}
    subjects = {post: (author, post) for author, posts in said.items() for post in posts}
    subjects |= {post: subject for lane in lanes for post, subject in subjects_of(lane)}
    found = await topics_of_pairs(work.db, viewer, list(subjects.values()))
    return said, {post: found[subject] for post, (_author, subject) in subjects.items()}


async def _closest(work: Work, taking: Taking) -> set[Id]:
    if not any(cap.author_id == EVERYONE and not cap.for_closest for cap in taking.caps):
        return set()
    return {tie.person_id for tie in await my_ties(work) if tie.circle == 5}


async def _words(work: Work, caps: Sequence[Cap]) -> dict[Id, str]:
    accounts = {one.id: one for one in await present_accounts(work.db, {cap.author_id for cap in caps})}
    topics = await topic_words(work, {cap.topic for cap in caps})
    return {cap.id: cap_line(cap, accounts.get(cap.author_id), topics[cap.topic] if cap.topic else "") for cap in caps}


def _folded(card: Card, cap: Cap, words: str, found: Sequence[FoundTopic]) -> Card:
    """Fold a card as a filter would: so apps know it, too. What a filter already says of it stays."""
    guessed = any(one.topic == cap.topic and one.evidence == "machine" for one in found)
    title = _("{cap} (we think it is)").format(cap=words) if guessed else words
    why = Filter(
        owner_id=cap.reader_id, id=cap.id, title=title, contexts=("home",), action="warn", created_at=cap.created_at
    )
    met = Found(
        filter=why,
        words=_("What you take in: {cap}").format(cap=title),
        doubted=cap.topic if guessed else "",
    )
    shown = card.shown
    veiled = msgspec.structs.replace(shown, filtered=(*shown.filtered, met), veil=shown.veil or met)
    return veiled if card.original is None else msgspec.structs.replace(card, original=veiled)
