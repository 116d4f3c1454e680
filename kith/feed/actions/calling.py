"""Whether what is new calls its reader: not where a cap of theirs has no room left for it this week."""

from collections.abc import Collection, Mapping, Sequence

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.caps import EVERYONE, Cap, is_about, left_of, taking_of, week_of
from kith.feed.actions.limits import subjects_of
from kith.feed.store.fair import UnreadLane
from kith.people import viewer_of
from kith.posts import find_post
from kith.ties import my_ties
from kith.topics import topics_of, topics_of_pairs


async def spent_caps(work: Work, zone: str) -> list[Cap]:
    """List the caps of whoever acts that leave no card for this week."""
    taking = await taking_of(work)
    return [cap for cap in taking.caps if left_of(cap, week_of(work.now, zone)) == 0]


async def calls(work: Work, author_id: Id, post_id: Id, *, zone: str) -> bool:
    """Tell whether a post that has just come calls whoever acts."""
    spent = [cap for cap in await spent_caps(work, zone) if cap.author_id in (author_id, EVERYONE)]
    viewer = await viewer_of(work)
    post = await find_post(work.db, viewer, post_id) if spent and author_id != viewer.id else None
    if post is None or (post.reply_to_author_id is not None and post.reply_to_author_id != post.author_id):
        return True  # what answers somebody counts nowhere
    found = [one.topic for one in (await topics_of(work.db, viewer, [post]))[post.id]]
    return not _is_over(spent, author_id, found, await _closest(work, spent))


async def those_who_call(work: Work, lanes: Sequence[UnreadLane], zone: str) -> list[UnreadLane]:
    """Leave out those all of whose new posts are over a cap that is spent."""
    spent = await spent_caps(work, zone)
    if not spent or not lanes:
        return list(lanes)
    found: Mapping[Id, Collection[str]] = {}
    passed_on = {post: subject for lane in lanes for post, subject in subjects_of(lane)}
    pairs = {post: passed_on.get(post, (lane.author_id, post)) for lane in lanes for post in lane.ids}
    if any(cap.topic for cap in spent):
        known = await topics_of_pairs(work.db, await viewer_of(work), list(pairs.values()))
        found = {post: [one.topic for one in known[subject]] for post, (_author, subject) in pairs.items()}
    closest = await _closest(work, spent)
    return [
        lane
        for lane in lanes
        if not all(_is_over(spent, lane.author_id, found.get(post, ()), closest) for post in lane.ids)
    ]


def _is_over(spent: Sequence[Cap], author_id: Id, topics: Collection[str], closest: Collection[Id]) -> bool:
    return any(is_about(cap, author_id, topics, is_closest=author_id in closest) for cap in spent)


async def _closest(work: Work, caps: Sequence[Cap]) -> set[Id]:
    if not any(cap.author_id == EVERYONE and not cap.for_closest for cap in caps):
        return set()
    return {tie.person_id for tie in await my_ties(work) if tie.circle == 5}
