"""What an announcement may say, when it is shown, and what is an emoji."""

from datetime import datetime, timedelta

import regex

from kith.announcements.model import DAYS_AHEAD_MAX, EMOJI_NAME_MAX, TEXT_MAX, Announcement, AnnouncementWish
from kith.base.core.errors import Invalid
from kith.base.core.text import clean
from kith.base.core.words import _

# A flag, a keycap, or a picture with what colours it and joins it to others (Unicode Technical Standard 51).
_EMOJI = regex.compile(
    r"\p{RI}\p{RI}"
    r"|[0-9#*]\uFE0F?\u20E3"
    r"|\p{Extended_Pictographic}[\p{Extended_Pictographic}\U0001F3FB-\U0001F3FF\u200D\uFE0F\u2640\u2642\U000E0020-\U000E007F]*"
)


def is_emoji(text: str) -> bool:
    """Tell whether this is one emoji of Unicode."""
    return len(text) <= EMOJI_NAME_MAX and _EMOJI.fullmatch(text) is not None and len(regex.findall(r"\X", text)) == 1


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
