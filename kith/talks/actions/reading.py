"""Reading talks: as far as their owner may see them at this moment."""

from collections.abc import Sequence

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.work import Work
from kith.people import present_accounts, viewer_of
from kith.people.model import Account, Viewer
from kith.posts import hydrate, posts_by_pairs, sift
from kith.posts.model import Card, Post
from kith.talks import store
from kith.talks.model import Talk, TalkView

LETTERS_LOOKED_THROUGH = 20
LOOKED_BACK_MAX = 40  # messages in which one is sought that may be seen, where the newest may not


async def load_talks(work: Work, paging: Paging) -> Slice[TalkView]:
    """Read a part of one's talks, by their newest message. May give fewer than asked and still go on."""
    found = await store.talks_of(work.db, await viewer_of(work), paging)
    return Slice(items=await _views(work, found.items), older_than=found.older_than)


async def find_talk(work: Work, root_id: Id) -> TalkView:
    """Read one talk. Raises `NotFound` where it is not in one's list."""
    views = await _views(work, [await store.get_talk(work.db, await viewer_of(work), root_id)])
    if not views:
        raise NotFound
    return views[0]


async def count_unread(work: Work) -> int:
    """Count one's talks in which there is something new. Asked twice on Home, read once."""
    if TalkView not in work.memo:
        work.memo[TalkView] = await store.count_unread(work.db, await viewer_of(work))
    count: int = work.memo[TalkView]
    return count


async def unread_talks(work: Work, *, limit: int) -> list[TalkView]:
    """Read the newest talks in which there is something new: of the last ones, not of all."""
    if await count_unread(work) == 0:
        return []
    newest = await load_talks(work, Paging(limit=LETTERS_LOOKED_THROUGH))
    return [talk for talk in newest.items if talk.unread][:limit]


async def direct_cards(work: Work, paging: Paging) -> Slice[Card]:
    """Read the messages of all of one's talks, newest first, as cards. May give fewer than asked and still go on."""
    viewer = await viewer_of(work)
    found = await store.messages_of(work.db, viewer.id, paging)
    posts = await posts_by_pairs(work.db, viewer, [(message.author_id, message.id) for message in found.items])
    cards = await hydrate(work.db, viewer, posts)
    kept = await sift(work, [card for card in cards if card.author.id not in viewer.muted], "home", drop=True)
    return Slice(items=kept.cards, older_than=found.older_than)


async def _views(work: Work, talks: Sequence[Talk]) -> list[TalkView]:
    viewer = await viewer_of(work)
    posts = await _last_posts(work, viewer, talks)
    cards = await hydrate(work.db, viewer, list(posts.values()))
    last = {card.post.id: card for card in (await sift(work, cards, "thread")).cards}
    who = {root_id: _people_of(viewer, post) for root_id, post in posts.items()}
    people = {one.id: one for one in await present_accounts(work.db, {one for some in who.values() for one in some})}
    return [
        _view(viewer, talk, last[posts[talk.root_id].id], [people[one] for one in who[talk.root_id] if one in people])
        for talk in talks
        if talk.root_id in posts and posts[talk.root_id].id in last
    ]


def _people_of(viewer: Viewer, post: Post) -> list[Id]:
    """Give whom a message is of and for, beside the viewer: of the one that is shown, not of one behind a block."""
    return sorted({post.author_id, *post.mentioned_ids} - {viewer.id, *viewer.hidden})


def _view(viewer: Viewer, talk: Talk, last: Card, seen: Sequence[Account]) -> TalkView:
    silent = {viewer.id, *viewer.hidden, *viewer.muted}
    return TalkView(
        id=talk.last_id,
        root_id=talk.root_id,
        people=tuple(seen),
        last=last,
        alone=not talk.people and not set(last.post.mentioned_ids) - {viewer.id},
        unread=talk.last_id > talk.read_id and talk.last_author_id not in silent,  # as the number beside Talk counts
    )


async def _last_posts(work: Work, viewer: Viewer, talks: Sequence[Talk]) -> dict[Id, Post]:
    """Read the newest message of each talk that may be seen, by the talk's root."""
    wanted = [(talk.last_author_id, talk.last_id) for talk in talks]
    seen = {post.id: post for post in await posts_by_pairs(work.db, viewer, wanted)}
    found = {talk.root_id: seen[talk.last_id] for talk in talks if talk.last_id in seen}
    for talk in talks:
        if talk.root_id not in found:
            earlier = await store.newest_messages(
                work.db, viewer.id, talk.root_id, below=talk.last_id, limit=LOOKED_BACK_MAX
            )
            pairs = [(message.author_id, message.id) for message in earlier]
            if posts := await posts_by_pairs(work.db, viewer, pairs):
                found[talk.root_id] = posts[0]
    return found
