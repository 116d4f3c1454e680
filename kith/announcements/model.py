"""Records, facts and limits of announcements."""

from datetime import datetime
from typing import Annotated

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.posts.model import Emoji

TEXT_MAX = 5000
CURRENT_MAX = 20  # more at once nobody reads
EMOJI_MAX = 8  # different ones at an announcement, as Mastodon has it
EMOJI_NAME_MAX = 40  # code points: the longest emoji of a family with its joiners has 14
DAYS_AHEAD_MAX = 366
EVERYBODY = "everybody"  # the live topic of what concerns all who are signed in


class Announcement(
    Record,
    frozen=True,
    kw_only=True,
    table="announcements",
    key=("id",),
    indexes=("(ends_at, shows_at)", "(writer_id)"),
):
    """What the owners say. Shown from `shows_at` on, until `ends_at` where it has one. The writer is none once they
    have left: it was said for all owners.
    """

    id: Id
    writer_id: Id | None
    text: Annotated[str, Length(TEXT_MAX * 10)]  # characters are counted as people see them; these are code points
    html: str
    emojis: tuple[Emoji, ...] = ()
    hashtags: tuple[str, ...] = ()
    shows_at: datetime
    ends_at: datetime | None = None
    created_at: datetime
    updated_at: datetime


class PutAway(
    Record,
    frozen=True,
    kw_only=True,
    table="announcements_put_away",
    key=("person_id", "announcement_id"),
    indexes=("(announcement_id)",),
    references=("(announcement_id) REFERENCES announcements (id) ON DELETE CASCADE",),
):
    """Somebody has read it."""

    person_id: Id
    announcement_id: Id


class AnnouncementEmoji(
    Record,
    frozen=True,
    kw_only=True,
    table="announcement_emoji",
    key=("announcement_id", "name"),
    indexes=("(id)",),
    references=("(announcement_id) REFERENCES announcements (id) ON DELETE CASCADE",),
):
    """An emoji with which somebody has reacted; it keeps its place until the night after nobody does any more. A live
    event names it by its id.
    """

    announcement_id: Id
    name: Annotated[str, Length(EMOJI_NAME_MAX)]
    id: Id


class Reaction(
    Record,
    frozen=True,
    kw_only=True,
    table="announcement_reactions",
    key=("announcement_id", "name", "person_id"),
    indexes=("(person_id)",),
    references=("(announcement_id, name) REFERENCES announcement_emoji (announcement_id, name) ON DELETE CASCADE",),
):
    """Somebody reacted with this emoji."""

    announcement_id: Id
    name: str
    person_id: Id


class AnnouncementWish(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement as an owner wants it. Without `shows_at` it is shown at once."""

    text: str
    shows_at: datetime | None = None
    ends_at: datetime | None = None


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How many reacted with an emoji, and whether the viewer did."""

    announcement_id: Id
    name: str
    id: Id
    count: int
    me: bool


class AnnouncementDue(Fact, frozen=True, kw_only=True):
    """An announcement begins or ends about now, or was changed. What is true then is looked up."""

    announcement_id: Id
