"""Announcements, who has put them away, and how people reacted."""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from kith.announcements.model import CURRENT_MAX, EMOJI_MAX, Announcement, AnnouncementEmoji, Counted
from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.core.record import columns_of
from kith.base.storage.database import Db
from kith.base.storage.rows import to_sql
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement

_FIND = Statement(f"SELECT {Announcement.columns()} FROM announcements WHERE id = %(id)s")
_LOCK = Statement(f"SELECT {Announcement.columns()} FROM announcements WHERE id = %(id)s FOR UPDATE")
_HOLD = Statement("SELECT id FROM announcements WHERE id = %(id)s FOR KEY SHARE")
_LIST = f"SELECT {Announcement.columns()} FROM announcements WHERE id < %(below)s AND id > %(above)s"
_LIST_DOWN = Statement(f"{_LIST} ORDER BY id DESC LIMIT %(limit)s")
_LIST_UP = Statement(f"{_LIST} ORDER BY id LIMIT %(limit)s")
# Those that are shown or will be: which of them are, is asked of the clock when they are read from the cache.
_NOT_ENDED = Statement(f"""
    SELECT {Announcement.columns()}
      FROM announcements
     WHERE ends_at IS NULL OR ends_at > %(now)s
     ORDER BY shows_at DESC, id DESC
     LIMIT %(limit)s
""")
_COUNT_NOT_ENDED = Statement("SELECT count(*) FROM announcements WHERE ends_at IS NULL OR ends_at > %(now)s")
_CHANGE = Statement("""
    UPDATE announcements
       SET text = %(text)s, html = %(html)s, emojis = %(emojis)s, hashtags = %(hashtags)s, shows_at = %(shows_at)s,
           ends_at = %(ends_at)s, updated_at = %(updated_at)s
     WHERE id = %(id)s
""")
_DELETE = Statement("DELETE FROM announcements WHERE id = %(id)s")
_PUT_AWAY = Statement("""
    SELECT announcement_id
      FROM announcements_put_away
     WHERE person_id = %(person_id)s
       AND announcement_id = ANY (%(ids)s::bigint[])
""")
_EMOJI = Statement(f"""
    SELECT {AnnouncementEmoji.columns()}
      FROM announcement_emoji
     WHERE announcement_id = %(announcement_id)s
       AND id = %(id)s
""")
_NAMED = Statement(f"""
    SELECT {AnnouncementEmoji.columns()}
      FROM announcement_emoji
     WHERE announcement_id = %(announcement_id)s
       AND name = %(name)s
""")
_COUNTED = Statement("""
    SELECT announcement_emoji.announcement_id, announcement_emoji.name, announcement_emoji.id,
           count(*)::integer AS count, bool_or(announcement_reactions.person_id = %(person_id)s) AS me
      FROM announcement_emoji
      JOIN announcement_reactions
        ON announcement_reactions.announcement_id = announcement_emoji.announcement_id
       AND announcement_reactions.name = announcement_emoji.name
     WHERE announcement_emoji.announcement_id = ANY (%(ids)s::bigint[])
     GROUP BY announcement_emoji.announcement_id, announcement_emoji.name, announcement_emoji.id
     ORDER BY announcement_emoji.announcement_id, announcement_emoji.id
     LIMIT %(limit)s
""")
_WITH_UNUSED = Statement("""
    SELECT DISTINCT announcement_id
      FROM announcement_emoji
     WHERE NOT EXISTS (SELECT FROM announcement_reactions
                        WHERE announcement_reactions.announcement_id = announcement_emoji.announcement_id
                          AND announcement_reactions.name = announcement_emoji.name)
     ORDER BY announcement_id
     LIMIT %(limit)s
""")
_REMOVE_UNUSED = Statement("""
    DELETE FROM announcement_emoji
     WHERE announcement_id = %(announcement_id)s
       AND NOT EXISTS (SELECT FROM announcement_reactions
                        WHERE announcement_reactions.announcement_id = announcement_emoji.announcement_id
                          AND announcement_reactions.name = announcement_emoji.name)
""")
_TAKE_BACK = Statement("""
    DELETE FROM announcement_reactions
     WHERE announcement_id = %(announcement_id)s
       AND name = %(name)s
       AND person_id = %(person_id)s
""")
_FORGET_WRITER = Statement("UPDATE announcements SET writer_id = NULL WHERE writer_id = %(person_id)s")
_FORGET_PUT_AWAY = Statement("DELETE FROM announcements_put_away WHERE person_id = %(person_id)s")
_FORGET_REACTIONS = Statement("DELETE FROM announcement_reactions WHERE person_id = %(person_id)s")


async def find(db: Db, announcement_id: Id) -> Announcement | None:
    """Find an announcement, shown or not."""
    return await db.maybe(_FIND, Announcement, id=announcement_id)


async def get(db: Db, announcement_id: Id) -> Announcement:
    """Get an announcement, shown or not. Raises `NotFound`."""
    return await db.one(_FIND, Announcement, id=announcement_id)


async def lock(db: Db, announcement_id: Id) -> Announcement:
    """Get an announcement to change it or what hangs on it: of two at once the second sees what the first did."""
    return await db.one(_LOCK, Announcement, id=announcement_id)


async def lock_if_there(db: Db, announcement_id: Id) -> bool:
    """Do so unless it was deleted meanwhile."""
    return await db.maybe(_LOCK, Announcement, id=announcement_id) is not None


async def hold(db: Db, announcement_id: Id) -> None:
    """Keep an announcement from being deleted until the work ends. Raises `NotFound` where it was."""
    if await db.value(_HOLD, id=announcement_id) is None:
        raise NotFound


async def announcements(db: Db, paging: Paging) -> Slice[Announcement]:
    """List all announcements, the newest first."""
    return await read_slice(db, Announcement, paging, down=_LIST_DOWN, up=_LIST_UP, place=attrgetter("id"))


async def not_ended(db: Db, now: datetime) -> list[Announcement]:
    """List those that are shown or will be, the last to begin first."""
    return await db.all(_NOT_ENDED, Announcement, now=now, limit=CURRENT_MAX)


async def count_not_ended(db: Db, now: datetime) -> int:
    """Count those that are shown or will be."""
    return int(await db.value(_COUNT_NOT_ENDED, now=now))


async def change(db: Db, changed: Announcement) -> None:
    """Write an announcement anew."""
    columns = [column for column in columns_of(Announcement) if column.name in _CHANGE.names]
    await db.run(_CHANGE, **{column.name: to_sql(column, getattr(changed, column.name)) for column in columns})


async def delete(db: Db, announcement_id: Id) -> bool:
    """Delete an announcement with all that hangs on it."""
    return await db.run(_DELETE, id=announcement_id) == 1


async def put_away(db: Db, person_id: Id, ids: Iterable[Id]) -> set[Id]:
    """Give those of these that somebody has put away."""
    wanted = list(ids)
    return set(await db.values(_PUT_AWAY, person_id=person_id, ids=wanted)) if wanted else set()


async def reactions(db: Db, person_id: Id, ids: Iterable[Id]) -> list[Counted]:
    """Count the reactions to these announcements, in the order in which each emoji came first."""
    wanted = list(ids)
    if not wanted:
        return []
    return await db.all(_COUNTED, Counted, person_id=person_id, ids=wanted, limit=EMOJI_MAX * len(wanted))


async def find_emoji(db: Db, announcement_id: Id, emoji_id: Id) -> AnnouncementEmoji | None:
    """Find the emoji that a live event names."""
    return await db.maybe(_EMOJI, AnnouncementEmoji, announcement_id=announcement_id, id=emoji_id)


async def emoji_named(db: Db, announcement_id: Id, name: str) -> AnnouncementEmoji | None:
    """Find an emoji with which somebody has reacted, now or before."""
    return await db.maybe(_NAMED, AnnouncementEmoji, announcement_id=announcement_id, name=name)


async def take_back(db: Db, announcement_id: Id, name: str, person_id: Id) -> bool:
    """Take a reaction back. False: there was none."""
    return await db.run(_TAKE_BACK, announcement_id=announcement_id, name=name, person_id=person_id) == 1


async def with_unused_emoji(db: Db, *, limit: int) -> list[Id]:
    """List announcements with an emoji that nobody reacts with any more."""
    return await db.values(_WITH_UNUSED, limit=limit)


async def remove_unused_emoji(db: Db, announcement_id: Id) -> None:
    """Delete an announcement's emoji that nobody reacts with any more. It is locked: whoever reacts waits."""
    await db.run(_REMOVE_UNUSED, announcement_id=announcement_id)


async def forget(db: Db, person_id: Id) -> None:
    """Delete what somebody who left did; what they announced was said for all owners, and stays."""
    for statement in (_FORGET_WRITER, _FORGET_PUT_AWAY, _FORGET_REACTIONS):
        await db.run(statement, person_id=person_id)
