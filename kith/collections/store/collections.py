"""Collections, each under its maker."""

from collections.abc import Iterable

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.collections.model import (
    COLLECTIONS_MAX,
    Collection,
)
from kith.collections.store.places import remove_twins

_FIND = Statement(f"SELECT {Collection.columns()} FROM collections WHERE id = %(id)s")
_MANY = Statement(f"SELECT {Collection.columns()} FROM collections WHERE id = ANY (%(ids)s::bigint[]) ORDER BY id DESC")
_OF_OWNER = Statement(f"""
    SELECT {Collection.columns()}
      FROM collections
     WHERE owner_id = %(owner_id)s
       AND (discoverable OR %(own)s)
     ORDER BY id DESC
     LIMIT %(limit)s
""")
# `strpos`, because LIKE would take % and _ in words for wildcards.
_SAYING = Statement(f"""
    SELECT {Collection.columns()}
      FROM collections
     WHERE discoverable
       AND (tag = %(tag)s
            OR strpos(lower(name), lower(%(words)s)) > 0
            OR strpos(lower(description), lower(%(words)s)) > 0)
       AND owner_id <> ALL (%(hidden)s::bigint[])
     ORDER BY id DESC
     LIMIT %(limit)s
    OFFSET %(offset)s
""")
# Whoever makes a collection holds their account, whoever changes one or a place in it holds the collection: of two at
# once the second counts what the first has done.
_LOCK_OWNER = Statement("SELECT id FROM accounts WHERE id = %(owner_id)s FOR NO KEY UPDATE")
_COUNT = Statement("SELECT count(*) FROM collections WHERE owner_id = %(owner_id)s")
_LOCK = Statement(f"""
    SELECT {Collection.columns()}
      FROM collections
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
       FOR UPDATE
""")
_CHANGE = Statement("""
    UPDATE collections
       SET name = %(name)s, description = %(description)s, tag = %(tag)s, language = %(language)s,
           sensitive = %(sensitive)s, discoverable = %(discoverable)s, updated_at = %(updated_at)s
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
""")
_DELETE = Statement("DELETE FROM collections WHERE owner_id = %(owner_id)s AND id = %(id)s")
_ALL_IN = Statement("""
    SELECT account_id
      FROM collection_places
     WHERE owner_id = %(owner_id)s
       AND collection_id = %(collection_id)s
     ORDER BY account_id
""")


async def find_collection(db: Db, collection_id: Id) -> Collection | None:
    """Find a collection by its id alone, whoever made it and may see it."""
    return await db.maybe(_FIND, Collection, id=collection_id)


async def collections_by_id(db: Db, ids: Iterable[Id]) -> list[Collection]:
    """Read several collections, the newest first."""
    wanted = list(ids)
    return await db.all(_MANY, Collection, ids=wanted) if wanted else []


async def collections_under(db: Db, owner_id: Id, *, own: bool) -> list[Collection]:
    """List what somebody made, the newest first; for others, what may stand on their profile."""
    return await db.all(_OF_OWNER, Collection, owner_id=owner_id, own=own, limit=COLLECTIONS_MAX)


async def discoverable_saying(
    db: Db, words: str, *, tag: str, hidden: Iterable[Id], limit: int, offset: int
) -> list[Collection]:
    """List collections that say these words, or have this hashtag, the newest first."""
    return await db.all(_SAYING, Collection, words=words, tag=tag, hidden=list(hidden), limit=limit, offset=offset)


async def lock_owner(db: Db, owner_id: Id) -> int:
    """Make others wait who make a collection for the same person; count what they have."""
    await db.value(_LOCK_OWNER, owner_id=owner_id)
    return int(await db.value(_COUNT, owner_id=owner_id))


async def lock_collection(db: Db, owner_id: Id, collection_id: Id) -> Collection:
    """Get a collection to change it, or the places in it. Raises `NotFound`."""
    return await db.one(_LOCK, Collection, owner_id=owner_id, id=collection_id)


async def change(db: Db, changed: Collection) -> None:
    """Write what a collection says."""
    values = {name: getattr(changed, name) for name in _CHANGE.names}
    await db.run(_CHANGE, **values)


async def delete(db: Db, owner_id: Id, collection_id: Id) -> list[Id]:
    """Delete a locked collection; give who stood in it, in whatever state."""
    people = await db.values(_ALL_IN, owner_id=owner_id, collection_id=collection_id)
    await remove_twins(db, people, collection_id)
    await db.run(_DELETE, owner_id=owner_id, id=collection_id)
    return people
