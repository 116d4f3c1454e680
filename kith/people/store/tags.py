"""Who reads which hashtag, each row under its reader."""

from operator import attrgetter

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.people.model import TagFollow

_ADD = Statement(f"""
    INSERT INTO tag_follows ({TagFollow.columns()})
    VALUES (%(person_id)s, %(hashtag)s, %(id)s, %(created_at)s)
    ON CONFLICT (person_id, hashtag) DO NOTHING
""")
_REMOVE = Statement("DELETE FROM tag_follows WHERE person_id = %(person_id)s AND hashtag = %(hashtag)s")
_COUNT = Statement("SELECT count(*) FROM tag_follows WHERE person_id = %(person_id)s")
_OF = f"""
    SELECT {TagFollow.columns()}
      FROM tag_follows
     WHERE person_id = %(person_id)s
       AND id < %(below)s
       AND id > %(above)s
"""
_OF_DOWN = Statement(f"{_OF} ORDER BY id DESC LIMIT %(limit)s")
_OF_UP = Statement(f"{_OF} ORDER BY id LIMIT %(limit)s")
_READERS = Statement("""
    SELECT DISTINCT person_id
      FROM tag_follows
     WHERE hashtag = ANY (%(hashtags)s::text[])
       AND person_id > %(after)s
     ORDER BY person_id
     LIMIT %(limit)s
""")
_FORGET = Statement("DELETE FROM tag_follows WHERE person_id = %(person_id)s")


async def add_tag_follow(db: Db, made: TagFollow) -> bool:
    """Let somebody read a hashtag. `False` when they do already."""
    added = await db.run(_ADD, person_id=made.person_id, hashtag=made.hashtag, id=made.id, created_at=made.created_at)
    return added == 1


async def remove_tag_follow(db: Db, person_id: Id, hashtag: str) -> bool:
    """End it. `False` when there was nothing to end."""
    return await db.run(_REMOVE, person_id=person_id, hashtag=hashtag) == 1


async def count_tag_follows(db: Db, person_id: Id) -> int:
    """Count how many hashtags somebody reads."""
    return int(await db.value(_COUNT, person_id=person_id))


async def followed_tags(db: Db, person_id: Id, paging: Paging) -> Slice[TagFollow]:
    """List the hashtags that somebody reads, the latest first."""
    return await read_slice(
        db, TagFollow, paging, down=_OF_DOWN, up=_OF_UP, place=attrgetter("id"), person_id=person_id
    )


async def readers_of_tags(db: Db, hashtags: tuple[str, ...], *, after: Id, limit: int) -> list[Id]:
    """List who reads one of these hashtags, by id from `after` on."""
    return await db.values(_READERS, hashtags=hashtags, after=after, limit=limit)


async def forget_tag_follows(db: Db, person_id: Id) -> None:
    """Delete what somebody read: they left."""
    await db.run(_FORGET, person_id=person_id)
