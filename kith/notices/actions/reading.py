"""What somebody does with their notices: read them, mark them, let them go."""

from collections.abc import Container, Iterable

import msgspec

from kith.base.core.errors import NotFound, SignInFirst
from kith.base.core.ids import Id, parse_id
from kith.base.core.paging import Paging, Slice
from kith.base.core.words import _
from kith.base.work import Work
from kith.collections import CollectionView, collections_by_ids
from kith.conversations import conversations_by_ids, messages_by_ids
from kith.conversations.model import ConversationView, MessageView
from kith.desk import glance_at
from kith.notices import store
from kith.notices.actions.saying import unfiltered_said
from kith.notices.actions.telling import say_new
from kith.notices.model import (
    ABOUT_CASES,
    ABOUT_COLLECTIONS,
    ABOUT_PLEDGES,
    ABOUT_TALKS,
    KINDS,
    Notice,
    NoticeKind,
    NoticePage,
    NoticeView,
)
from kith.notices.rules import in_groups
from kith.people import present_accounts, viewer_of, waiting_accounts
from kith.people.model import Viewer
from kith.pledges import PledgeView, pledges_by_ids
from kith.posts import hydrate, is_asked_for, posts_by_pairs, sift
from kith.posts.model import Card

ROWS_MAX = 400  # notices that one part of a list of groups is made of
KEY_MAX = 80  # characters of a group's key


def acting(work: Work) -> Id:
    """Give the person whose notices these are."""
    if work.actor is None:
        raise SignInFirst(_("Please sign in first."))
    return work.actor


async def load_notices(
    work: Work,
    paging: Paging,
    *,
    kinds: Iterable[NoticeKind] = KINDS,
    from_id: Id | None = None,
    with_waiting: bool = False,
    with_hidden: bool = False,
    for_apps: bool = False,
) -> Slice[NoticeView]:
    """List one's notices with whom they are from and what they are about, as both may be seen now.

    May give fewer than asked and still go on: what is about a post that may no longer be seen leaves its place empty.
    `with_hidden`: also what is told in other ways alone. `for_apps`: what is said to one is among it, with its message,
    as long as there is one that is new.
    """
    owner_id = acting(work)
    found = await store.notices_of(
        work.db,
        owner_id,
        paging,
        kinds=kinds,
        now=work.now,
        from_id=from_id,
        with_waiting=with_waiting,
        with_hidden=with_hidden,
        for_apps=for_apps,
    )
    views = await _shown(work, found.items, for_apps=for_apps) if found.items else []
    return Slice(items=views, older_than=found.older_than)


async def load_groups(
    work: Work,
    paging: Paging,
    *,
    wanted: Container[str],
    kinds: Iterable[NoticeKind] = KINDS,
    from_id: Id | None = None,
    with_waiting: bool = False,
    with_hidden: bool = False,
    for_apps: bool = False,
    rows_max: int = ROWS_MAX,
) -> NoticePage:
    """List one's notices in groups: `paging.limit` groups, of at most `rows_max` notices.

    A group that is longer than a page goes on with the next: every notice stands in one page alone.
    """
    rows = msgspec.structs.replace(paging, limit=rows_max)
    asked = {"with_waiting": with_waiting, "with_hidden": with_hidden, "for_apps": for_apps}
    part = await load_notices(work, rows, kinds=kinds, from_id=from_id, **asked)
    views = list(reversed(part.items)) if paging.upwards else list(part.items)
    groups = in_groups(views, groups_max=paging.limit, wanted=wanted)
    if paging.upwards:
        groups = {key: members[::-1] for key, members in sorted(groups.items(), key=_newest, reverse=True)}
    taken = sum(len(members) for members in groups.values())
    older_than = part.older_than
    if taken < len(views) or paging.upwards:
        older_than = min((view.notice.id for members in groups.values() for view in members), default=None)
    together = [key for key in groups if not key.startswith("ungrouped-")]
    counts = await store.counts_of_groups(work.db, acting(work), together, now=work.now) if together else {}
    return NoticePage(groups=groups, counts=counts, older_than=older_than)


async def count_unread_groups(
    work: Work, *, wanted: Container[str], kinds: Iterable[NoticeKind], from_id: Id | None, limit: int
) -> int:
    """Count one's unread groups as apps find them, up to a limit; with none `wanted` together, the notices."""
    above = await store.read_up_to(work.db, acting(work))
    paging = Paging(since_id=above, limit=min(limit, ROWS_MAX))
    return len((await load_groups(work, paging, wanted=wanted, kinds=kinds, from_id=from_id, for_apps=True)).groups)


def _newest(group: tuple[str, list[NoticeView]]) -> Id:
    return max(view.notice.id for view in group[1])


async def load_group(work: Work, group_key: str) -> list[NoticeView]:
    """Get the notices of one group as apps find them, newest first. Raises `NotFound`."""
    if group_key.startswith("ungrouped-"):
        notice_id = parse_id(group_key.removeprefix("ungrouped-"))
        if notice_id is None:
            raise NotFound
        return [await load_notice(work, notice_id)]
    if len(group_key) > KEY_MAX or "\0" in group_key:
        raise NotFound
    found = await store.notices_of_group(work.db, acting(work), group_key, now=work.now, limit=ROWS_MAX)
    views = await _shown(work, found, for_apps=True)
    if not views:
        raise NotFound
    return views


async def unwilling_among(work: Work) -> set[Id]:
    """Give whom one wants to hear nothing of: blocked either way, or muted."""
    viewer = await viewer_of(work)
    return {*viewer.hidden, *viewer.muted}


async def dismiss_group(work: Work, group_key: str) -> None:
    """Let a whole group go."""
    owner_id = acting(work)
    if group_key.startswith("ungrouped-"):
        notice_id = parse_id(group_key.removeprefix("ungrouped-"))
        if notice_id is None or not await store.dismiss_notice(work.db, owner_id, notice_id):
            raise NotFound
    elif len(group_key) > KEY_MAX or "\0" in group_key or not await store.dismiss_group(work.db, owner_id, group_key):
        raise NotFound
    say_new(work, owner_id)


async def load_notice(work: Work, notice_id: Id) -> NoticeView:
    """Get one of one's notices as apps find it. Raises `NotFound`."""
    notice = await store.find_notice(work.db, acting(work), notice_id, now=work.now, for_apps=True)
    views = await _shown(work, [notice], for_apps=True) if notice else []
    if not views:
        raise NotFound
    return views[0]


async def newest_id(work: Work) -> Id:
    """Tell up to where one's notices have come."""
    return await store.newest_id(work.db, acting(work))


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


async def _shown(work: Work, notices: Iterable[Notice], *, for_apps: bool = False) -> list[NoticeView]:
    """Put to each notice its person and its card, and leave out those that lack what they are about."""
    notices = list(notices)
    viewer = await viewer_of(work)
    accounts = {one.id: one for one in await present_accounts(work.db, [notice.from_id for notice in notices])}
    unknown = [one.from_id for one in notices if one.kind == "newcomer" and one.from_id not in accounts]
    accounts |= {one.id: one for one in await waiting_accounts(work.db, unknown)}
    by_post = await _cards(work, viewer, notices)
    collections = await _collections(work, notices)
    talks = await _talks(work, notices)
    said = await unfiltered_said(work, [talk_of(one) for one in notices if one.kind in ABOUT_TALKS]) if for_apps else {}
    bright = await _bright(work, notices)
    pledges = await _pledges(work, notices)
    cases = await glance_at(work, _about(notices, *ABOUT_CASES))
    severances = await store.severances_of(work.db, viewer.id, _about(notices, "severed"))
    read_id = await store.read_up_to(work.db, viewer.id)
    return [
        NoticeView(
            notice=notice,
            account=accounts[notice.from_id],
            card=by_post.get(notice.post_id) if notice.post_id else None,
            unread=notice.id > read_id,
            collection=collections.get(notice.about_id or Id(0)) if notice.kind in ABOUT_COLLECTIONS else None,
            talk=talks.get(notice.about_id or Id(0)) if notice.kind in ABOUT_TALKS else None,
            severance=severances.get(notice.about_id or Id(0)) if notice.kind == "severed" else None,
            bright=bright.get(notice.about_id or Id(0)) if notice.kind == "brightened" else None,
            pledge=pledges.get(notice.about_id or Id(0)) if notice.kind in ABOUT_PLEDGES else None,
            case=cases.get(notice.about_id or Id(0)) if notice.kind in ABOUT_CASES else None,
            said_id=said.get(talk_of(notice)) if notice.kind in ABOUT_TALKS else None,
        )
        for notice in notices
        if notice.from_id in accounts
        and (notice.post_id is None or notice.post_id in by_post)
        and (notice.kind not in ABOUT_COLLECTIONS or notice.about_id in collections)
        and (notice.kind not in ABOUT_PLEDGES or notice.about_id in pledges)
        and (notice.kind not in ABOUT_CASES or notice.about_id in cases)
        and (notice.kind not in ABOUT_TALKS or _is_new_in(talks, said if for_apps else None, notice))
        and (notice.kind != "severed" or notice.about_id in severances)
        and (notice.kind != "brightened" or notice.about_id is None or notice.about_id in bright)
    ]


def _is_new_in(talks: Container[Id], said: Container[tuple[Id, Id]] | None, notice: Notice) -> bool:
    """Tell whether one is in its conversation; for apps, also whether there is something said that they may show."""
    return notice.about_id in talks and (said is None or talk_of(notice) in said)


async def _pledges(work: Work, notices: Iterable[Notice]) -> dict[Id, PledgeView]:
    """Read the pledges that notices are about, as long as one may see them."""
    ids = _about(notices, *ABOUT_PLEDGES)
    return await pledges_by_ids(work, ids) if ids else {}


async def _cards(work: Work, viewer: Viewer, notices: Iterable[Notice]) -> dict[Id, Card]:
    """Read the posts that notices are about, as far as they may be seen now."""
    pairs = [
        (notice.post_author_id, notice.post_id)
        for notice in notices
        if notice.post_id is not None and notice.post_author_id is not None
    ]
    posts = [post for post in await posts_by_pairs(work.db, viewer, pairs) if is_asked_for(post, viewer)]
    found = await hydrate(work.db, viewer, posts)
    cards = (await sift(work, found, "notifications", drop=True)).cards
    return {card.post.id: card for card in cards}


async def _talks(work: Work, notices: Iterable[Notice]) -> dict[Id, ConversationView]:
    """Read the conversations that notices are about, as long as one is in them."""
    ids = _about(notices, *ABOUT_TALKS)
    return await conversations_by_ids(work, ids) if ids else {}


def talk_of(notice: Notice) -> tuple[Id, Id]:
    """Name the conversation that a notice is about, and who wrote in it."""
    return notice.about_id or Id(0), notice.from_id


async def _bright(work: Work, notices: Iterable[Notice]) -> dict[Id, MessageView]:
    """Read the messages that brightened a day, as long as they may be seen."""
    ids = _about(notices, "brightened")
    return await messages_by_ids(work, ids) if ids else {}


def _about(notices: Iterable[Notice], *kinds: NoticeKind) -> list[Id]:
    return sorted({one.about_id for one in notices if one.kind in kinds and one.about_id is not None})


async def _collections(work: Work, notices: Iterable[Notice]) -> dict[Id, CollectionView]:
    """Read the collections that notices are about, as long as one stands in them or is asked to."""
    ids = [one.about_id for one in notices if one.kind in ABOUT_COLLECTIONS and one.about_id is not None]
    views = await collections_by_ids(work, ids) if ids else []
    return {one.collection.id: one for one in views if one.place_of(acting(work)) is not None}
