"""What somebody does with their notices: read them, mark them, let them go."""

from collections.abc import Iterable

from kith.base.core.errors import NotFound, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.core.words import _
from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.telling import say_new
from kith.notices.model import KINDS, Notice, NoticeKind, NoticeView
from kith.people import present_accounts, viewer_of
from kith.posts import hydrate, posts_by_pairs, sift


def acting(work: Work) -> Id:
    """Give the person whose notices these are."""
    if work.actor is None:
        raise SignInFirst(_("Please sign in first."))
    return work.actor


async def load_notices(work: Work, paging: Paging, *, kinds: Iterable[NoticeKind] = KINDS) -> Slice[NoticeView]:
    """List one's notices with whom they are from and what they are about, as both may be seen now.

    May give fewer than asked and still go on: what is about a post that may no longer be seen leaves its place empty.
    """
    owner_id = acting(work)
    found = await store.notices_of(work.db, owner_id, paging, kinds=kinds, now=work.now)
    views = await _shown(work, found.items) if found.items else []
    return Slice(items=views, older_than=found.older_than)


async def load_notice(work: Work, notice_id: Id) -> NoticeView:
    """Get one of one's notices."""
    notice = await store.find_notice(work.db, acting(work), notice_id, now=work.now)
    views = await _shown(work, [notice]) if notice else []
    if not views:
        raise NotFound
    return views[0]


async def count_unread(work: Work) -> int:
    """Count one's unread notices, up to `UNREAD_COUNTED_MAX`."""
    return await store.count_unread(work.db, acting(work), now=work.now)


async def mark_read(work: Work, up_to: Id) -> None:
    """Note that one has read all notices up to this one."""
    owner_id = acting(work)
    if await store.set_mark(work.db, owner_id, up_to):
        say_new(work, owner_id)


async def dismiss(work: Work, notice_id: Id) -> None:
    """Let one notice go."""
    owner_id = acting(work)
    if await store.dismiss_notice(work.db, owner_id, notice_id):
        say_new(work, owner_id)


async def clear(work: Work) -> None:
    """Let all notices go."""
    owner_id = acting(work)
    await store.clear_notices(work.db, owner_id)
    say_new(work, owner_id)


async def _shown(work: Work, notices: Iterable[Notice]) -> list[NoticeView]:
    """Put to each notice its person and its card, and leave out those that lack what they are about."""
    notices = list(notices)
    viewer = await viewer_of(work)
    accounts = {one.id: one for one in await present_accounts(work.db, [notice.from_id for notice in notices])}
    pairs = [
        (notice.post_author_id, notice.post_id)
        for notice in notices
        if notice.post_id is not None and notice.post_author_id is not None
    ]
    found = await hydrate(work.db, viewer, await posts_by_pairs(work.db, viewer, pairs))
    cards = (await sift(work, found, "notifications", drop=True)).cards
    by_post = {card.post.id: card for card in cards}
    read_id = await store.read_up_to(work.db, viewer.id)
    return [
        NoticeView(
            notice=notice,
            account=accounts[notice.from_id],
            card=by_post.get(notice.post_id) if notice.post_id else None,
            unread=notice.id > read_id,
        )
        for notice in notices
        if notice.from_id in accounts and (notice.post_id is None or notice.post_id in by_post)
    ]
