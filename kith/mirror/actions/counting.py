"""Counting a week for the person who acts: what they said, whom they talked with, who waits, who would like less."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from kith.base.core.ids import Id, first_id_at, instant_of
from kith.base.work import Work
from kith.mirror import store
from kith.mirror.actions.choosing import acting
from kith.mirror.model import CLOSENESS_MIN, OLD_TIE_DAYS, TOPIC_DAYS, MirrorWeek, OwnPost, Pace
from kith.mirror.rules.clocks import Span
from kith.mirror.rules.counting import days_of_talk, furthest, tended
from kith.mirror.rules.index import RECEIVED_MAX
from kith.mirror.rules.noise import blurred_percent, noise_of
from kith.mirror.rules.tender import NEVER, is_tender
from kith.people import viewer_of
from kith.pledges import running_pieces
from kith.ties import my_ties
from kith.topics import topics_for, topics_of_pairs

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def count_week(work: Work, span: Span, on: date, zone: tzinfo) -> MirrorWeek:
    """Count what was between two instants. Nothing but these numbers is kept."""
    owner_id = acting(work)
    topics = await _own_topics(work)
    posts, about = await _posts(work, span, topics)
    close, known_since = await _ties(work)
    acts = await store.acted(work.db, owner_id, since=span.since, until=span.until)
    given = await store.given_answers(
        work.db, owner_id, since_id=first_id_at(span.since), until_id=first_id_at(span.until)
    )
    talks = days_of_talk(acts, close, zone) | {(one.other_id, one.at.astimezone(zone).date()) for one in given}
    received, answered, waiting = await _replies(work, posts, set(known_since), span)
    recent = [one.id for one in posts if instant_of(one.id) >= span.until - timedelta(days=TOPIC_DAYS)]
    counted = Counter(topic for post_id in recent for topic in about[post_id])
    topic, topic_posts, pace = furthest(counted, await _paces(work))
    return MirrorWeek(
        owner_id=owner_id,
        week_on=on,
        posts=len(posts),
        talks=len(talks),
        received=min(received, RECEIVED_MAX),
        answered=min(answered, RECEIVED_MAX),
        waiting=min(waiting, RECEIVED_MAX),
        topic=topic,
        topic_posts=topic_posts,
        topic_pace=pace.posts_a_week,
        topic_promised=pace.promised,
        less_percent=await _less(work, known_since, span, on),
    )


async def _own_topics(work: Work) -> set[str]:
    """List the topics that may be told of: none of illness, and none of one's own that says it is about grief."""
    found = set()
    for topic in await topics_for(work.db, acting(work)):
        words = " ".join((topic.label, *topic.own.yes)) if topic.own else ""
        if topic.key not in NEVER and not is_tender(words):
            found.add(topic.key)
    return found


async def _posts(work: Work, span: Span, topics: set[str]) -> tuple[Sequence[OwnPost], Mapping[Id, Sequence[str]]]:
    """Give what was said, without what is tender, and what of it is about which topic."""
    owner_id = acting(work)
    said = await store.said(work.db, owner_id, since_id=first_id_at(span.since), until_id=first_id_at(span.until))
    found = await topics_of_pairs(work.db, await viewer_of(work), [(owner_id, one.id) for one in said])
    about = {one.id: [topic.topic for topic in found[one.id]] for one in said}
    posts = [one for one in said if _may_be_counted(one, about[one.id], topics)]
    return posts, {one.id: [topic for topic in about[one.id] if topic in topics] for one in posts}


def _may_be_counted(post: OwnPost, about: Sequence[str], topics: set[str]) -> bool:
    return all(topic in topics for topic in about) and not is_tender(f"{post.warning}\n{post.text}")


async def _ties(work: Work) -> tuple[set[Id], Mapping[Id, datetime]]:
    """Give who is close enough for a tie; and, with those whom one follows, since when one knows them."""
    viewer = await viewer_of(work)
    ties = {one.person_id: one for one in await my_ties(work) if one.closeness >= CLOSENESS_MIN}
    followed = await store.follows_since(work.db, acting(work))
    close = set(ties) - set(viewer.hidden)
    since = {one: at for one, at in followed.items() if one not in viewer.hidden}
    for one in close:
        # Without an act there is a relation that both confirmed.
        since[one] = min(ties[one].begun_at or _LONG_AGO, since.get(one, work.now))
    return close, since


async def _replies(work: Work, posts: Sequence[OwnPost], tied: set[Id], span: Span) -> tuple[int, int, int]:
    owner_id, roots = acting(work), [one.id for one in posts]
    replies = await store.replies_to(work.db, roots, tied - {owner_id}, until_id=first_id_at(span.until))
    ids = [one.id for one in replies]
    return tended(
        replies,
        await store.tends(work.db, owner_id, roots, ids),
        letters=await store.letters_of(work.db, owner_id, since=span.since, until=span.until),
        needless=await store.needless_among(work.db, owner_id, ids),
        now=span.until,
    )


async def _paces(work: Work) -> Mapping[str, Pace]:
    """Give what one promised oneself, as so many a week; of several the least."""
    paces: dict[str, Pace] = {}
    for piece in await running_pieces(work):
        pledge = piece.pledge
        days = 7 if pledge.period == "week" else pledge.days
        pace = Pace(posts_a_week=pledge.posts_max * 7 / days, promised=True)
        known = paces.get(pledge.topic)
        if known is None or pace.posts_a_week < known.posts_a_week:
            paces[pledge.topic] = pace
    return paces


async def _less(work: Work, known_since: Mapping[Id, datetime], span: Span, on: date) -> int | None:
    """Give the blurred share of those who chose to read less, among ties that are old enough to say so."""
    owner_id = acting(work)
    old = [one for one, since in known_since.items() if since <= span.until - timedelta(days=OLD_TIE_DAYS)]
    reached = await store.reached(work.db, owner_id, known_since, since=span.since)
    less = await store.said_less(work.db, owner_id, old, since=span.since)
    return blurred_percent(less, reached, noise_of(work.house.secret, owner_id, on))
