"""What owners do: announce, change, end, delete. And what happens when the time has come."""

from typing import Any
from urllib.parse import quote

import msgspec

from kith.announcements import store
from kith.announcements.actions.reading import CACHED
from kith.announcements.model import CURRENT_MAX, EVERYBODY, Announcement, AnnouncementDue, AnnouncementWish
from kith.announcements.rules import check_announcement, has_ended, is_current
from kith.base.bus.live import LiveEvent
from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.core.text import find_hashtags, render
from kith.base.core.words import _
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.emoji import emoji_named, shortcodes_in
from kith.people import check_owner, lock_owners
from kith.posts.model import Emoji


async def load_all(work: Work, paging: Paging) -> Slice[Announcement]:
    """List all announcements for owners: those to come, those shown now, and those that have ended."""
    await check_owner(work)
    return await store.announcements(work.db, paging)


async def load_one(work: Work, announcement_id: Id) -> Announcement:
    """Get one for an owner. Raises `NotFound`."""
    await check_owner(work)
    return await store.get(work.db, announcement_id)


async def announce(work: Work, wish: AnnouncementWish) -> Announcement:
    """Say something to everybody, at once or later."""
    await check_owner(work)
    await lock_owners(work.db)  # of two who announce at once, the second counts what the first announced
    shows_at = wish.shows_at if wish.shows_at is not None and wish.shows_at > work.now else work.now
    made = Announcement(
        id=work.new_id(),
        writer_id=work.actor,
        **await _worded(work, check_announcement(wish, shows_at=shows_at, now=work.now)),
        shows_at=shows_at,
        ends_at=wish.ends_at,
        created_at=work.now,
        updated_at=work.now,
    )
    if await store.count_not_ended(work.db, work.now) >= CURRENT_MAX:
        raise Refused(_("There are {count} announcements now. End one first.").format(count=CURRENT_MAX))
    await work.db.insert(made)
    _tell(work, made)
    return made


async def change_announcement(work: Work, announcement_id: Id, wish: AnnouncementWish) -> Announcement:
    """Say it otherwise, or at another time. What is shown already cannot begin later."""
    await check_owner(work)
    before = await store.lock(work.db, announcement_id)
    if has_ended(before, work.now):
        raise Refused(_("This has ended. Write a new one."))
    shows_at = before.shows_at
    if not is_current(before, work.now):
        shows_at = wish.shows_at if wish.shows_at is not None and wish.shows_at > work.now else work.now
    text = check_announcement(wish, shows_at=shows_at, now=work.now)
    after = msgspec.structs.replace(
        before, **await _worded(work, text), shows_at=shows_at, ends_at=wish.ends_at, updated_at=work.now
    )
    await store.change(work.db, after)
    _tell(work, after)
    return after


async def end_announcement(work: Work, announcement_id: Id) -> None:
    """End it now. It stays among the owners' announcements; ended once is enough."""
    await check_owner(work)
    before = await store.lock(work.db, announcement_id)
    if not has_ended(before, work.now):
        shows_at = min(before.shows_at, work.now)
        await store.change(work.db, msgspec.structs.replace(before, shows_at=shows_at, ends_at=work.now))
        _gone(work, announcement_id)


async def delete_announcement(work: Work, announcement_id: Id) -> None:
    """Delete it, with all reactions."""
    await check_owner(work)
    if not await store.delete(work.db, announcement_id):
        raise NotFound
    _gone(work, announcement_id)


async def show_what_is_due(work: Work, announcement_id: Id) -> None:
    """Show apps that listen what is so now: an announcement has begun, or it has ended."""
    announcement = await store.find(work.db, announcement_id)
    if announcement is None or has_ended(announcement, work.now):
        _gone(work, announcement_id)
    elif is_current(announcement, work.now):
        work.forget(CACHED)
        work.announce(LiveEvent(kind="announcement.new", subject_id=announcement_id), (), topics=(EVERYBODY,))


async def _worded(work: Work, text: str) -> dict[str, Any]:
    site = work.house.settings.url
    emojis = await emoji_named(work.db, shortcodes_in(text))
    return {
        "text": text,
        "html": render(
            text, mention_urls={}, hashtag_url=lambda tag: f"{site}/tags/{quote(tag)}", emoji_urls={}
        ),  # the shortcodes stay in it, as in posts
        "emojis": tuple(Emoji(shortcode=one.shortcode, url=media_url(one.picture_key)) for one in emojis),
        "hashtags": find_hashtags(text),
    }


def _tell(work: Work, announcement: Announcement) -> None:
    work.forget(CACHED)
    due = AnnouncementDue(announcement_id=announcement.id)
    work.tell(due, at=announcement.shows_at if announcement.shows_at > work.now else None)
    if announcement.ends_at is not None:
        work.tell(due, at=announcement.ends_at)


def _gone(work: Work, announcement_id: Id) -> None:
    work.forget(CACHED)
    work.announce(LiveEvent(kind="announcement.gone", subject_id=announcement_id), (), topics=(EVERYBODY,))
