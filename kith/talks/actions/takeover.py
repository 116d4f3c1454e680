"""Handing what was said by name over to conversations: each message to that of just the people whom it was for.

Posts and messages have ids of one clock (docs/decisions/0002), so a message keeps its id, and with that its place and
all that leads to it. What no message holds stays a post in its talk. Each piece is one transaction: breaking it off
does no harm, and doing it again does nothing.
"""

from collections.abc import Callable, Sequence

import structlog

from kith.base.core.errors import KithError
from kith.base.core.ids import Id
from kith.base.work import House, Work
from kith.conversations import hold_for_letters, take_letters
from kith.conversations.model import MEMBERS_MAX, TEXT_COLUMN_MAX, Letter
from kith.posts import give_away, hold_addressed, versions_of
from kith.posts.model import Post
from kith.talks import store
from kith.talks.actions.settling import settle_rest
from kith.talks.model import Addressed, Talk

OWNERS_A_STEP = 100
LETTERS_A_STEP = 200  # in one transaction, which then takes about a second
FOUND_A_STEP = 2_000

log = structlog.get_logger()


async def take_over(house: House, tell: Callable[[int], None]) -> int:
    """Hand over all that fits, and say now and then how many messages that were; give how many at the end."""
    moved, after = 0, Id(0)
    while True:
        async with house.reading() as work:
            owners = await store.owners_after(work.db, after, limit=OWNERS_A_STEP)
        for owner_id in owners:
            for people, pairs in (await _addressed(house, owner_id)).items():
                moved += await _take_over_some(house, people, pairs)
            tell(moved)
        if len(owners) < OWNERS_A_STEP:
            return moved
        after = owners[-1]


async def _addressed(house: House, owner_id: Id) -> dict[tuple[Id, ...], list[Addressed]]:
    """Gather all messages that somebody has, by the people who have them, the first first."""
    found: dict[tuple[Id, ...], list[Addressed]] = {}
    after = Id(0)
    while True:
        async with house.reading() as work:
            part = await store.addressed_to(work.db, owner_id, after=after, limit=FOUND_A_STEP)
        for one in part:
            if len(one.people) <= MEMBERS_MAX:
                found.setdefault(one.people, []).append(one)
        if len(part) < FOUND_A_STEP:
            return found
        after = part[-1].id


async def _take_over_some(house: House, people: tuple[Id, ...], found: Sequence[Addressed]) -> int:
    moved = 0
    for start in range(0, len(found), LETTERS_A_STEP):
        try:
            async with house.work() as work:
                moved += await _move(work, people, found, found[start : start + LETTERS_A_STEP])
        except KithError as error:  # it is as it was, and is tried again
            log.warning("talks.not_taken_over", people=len(people), error=error.text)
    return moved


async def _move(work: Work, people: tuple[Id, ...], among: Sequence[Addressed], some: Sequence[Addressed]) -> int:
    conversation = await hold_for_letters(work, people, {one.author_id for one in among})
    if conversation is None:
        return 0
    locked = await hold_addressed(work.db, [(one.author_id, one.id) for one in some])
    posts = [post for post in locked if _fits(post, people)]
    if not posts:
        work.undo()  # a conversation that was made for nothing
        return 0
    roots = sorted({post.root_id for post in posts})
    talks = [await store.hold_talk(work.db, owner, root) for owner in people for root in roots]
    letters = []
    for post in posts:
        versions = tuple(await versions_of(work.db, post)) if post.edited_at else ()
        given = await give_away(work, post)
        letters.append(Letter(post=post, liked_by=given.liked_by, bookmarks=given.bookmarks, versions=versions))
    await take_letters(work, conversation, letters, {one: _unread(one, talks, posts) for one in people})
    await store.take_out_all(work.db, [post.id for post in posts])
    for talk in talks:
        await settle_rest(work, talk)
    return len(posts)


def _fits(post: Post, people: tuple[Id, ...]) -> bool:
    """Tell whether a post is for just these people, all of whom are here still, and a message can hold its words."""
    return {post.author_id, *post.mentioned_ids} == set(people) and len(post.text) <= TEXT_COLUMN_MAX


def _unread(owner_id: Id, talks: Sequence[Talk], posts: Sequence[Post]) -> frozenset[Id]:
    """Tell which of these are new to somebody."""
    read = {talk.root_id: talk.read_id for talk in talks if talk.owner_id == owner_id}
    return frozenset(post.id for post in posts if post.author_id != owner_id and post.id > read[post.root_id])
