"""What an announcement may say, and when it is shown."""

from datetime import datetime, timedelta

from kith.announcements.model import DAYS_AHEAD_MAX, TEXT_MAX, Announcement, AnnouncementWish
from kith.base.core.errors import Invalid
from kith.base.core.text import clean
from kith.base.core.words import _


def is_current(announcement: Announcement, now: datetime) -> bool:
    """Tell whether it is shown now."""
    return announcement.shows_at <= now and not has_ended(announcement, now)


def has_ended(announcement: Announcement, now: datetime) -> bool:
    """Tell whether it is shown no more."""
    return announcement.ends_at is not None and announcement.ends_at <= now


def check_announcement(wish: AnnouncementWish, *, shows_at: datetime, now: datetime) -> str:
    """Give the text as it is kept. Raises `Invalid`; `shows_at` is when it would begin."""
    text = clean(wish.text, length_max=TEXT_MAX, field="text", characters_max=TEXT_MAX * 10).strip()
    if not text:
        raise Invalid(_("There is nothing in it yet."), field="text")
    latest = now + timedelta(days=DAYS_AHEAD_MAX)
    if shows_at > latest:
        raise Invalid(_("That is too far ahead: it can begin within a year."), field="shows_at")
    if wish.ends_at is not None and not shows_at < wish.ends_at:
        raise Invalid(_("It would end before it begins."), field="ends_at")
    if wish.ends_at is not None and wish.ends_at <= now:
        raise Invalid(_("That end is over already."), field="ends_at")
    if wish.ends_at is not None and wish.ends_at > latest + timedelta(days=DAYS_AHEAD_MAX):
        raise Invalid(_("That is too far ahead: leave the end open instead."), field="ends_at")
    return text
