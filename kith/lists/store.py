"""Lists and who stands on them: each row under the list's owner."""

from operator import attrgetter

import msgspec

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.lists.model import LISTS_MAX, MEMBERS_MAX, ListPlace, PersonList
from kith.people import present_accounts
from kith.people.model import Listed, Viewer

_ALL = Statement(f"""
    SELECT {PersonList.columns()}
      FROM person_lists
     WHERE owner_id = %(owner_id)s
     ORDER BY id
     LIMIT %(limit)s
""")
_FIND = Statement(f"SELECT {PersonList.columns()} FROM person_lists WHERE owner_id = %(owner_id)s AND id = %(list_id)s")
# Whoever puts somebody on a list, or changes it, holds it: of two at once the second counts what the first has done.
_LOCK = Statement(f"""
    SELECT {PersonList.columns()}
      FROM person_lists
     WHERE owner_id = %(owner_id)s
       AND id = %(list_id)s
       FOR UPDATE
""")
_CHANGE = Statement("""
    UPDATE person_lists
       SET title = %(title)s, replies_policy = %(replies_policy)s, exclusive = %(exclusive)s
     WHERE owner_id = %(owner_id)s
       AND id = %(list_id)s
""")
_DELETE = Statement("DELETE FROM person_lists WHERE owner_id = %(owner_id)s AND id = %(list_id)s")
_WITH = Statement(f"""
    SELECT {PersonList.columns("person_lists")}
      FROM person_lists
      JOIN list_places ON list_places.owner_id = person_lists.owner_id AND list_places.list_id = person_lists.id
     WHERE list_places.owner_id = %(owner_id)s
       AND list_places.account_id = %(account_id)s
     ORDER BY person_lists.id
""")
_MEMBERS = Statement("""
    SELECT account_id
      FROM list_places
     WHERE owner_id = %(owner_id)s
       AND list_id = %(list_id)s
     LIMIT %(limit)s
""")
_PLACES = """
    SELECT id, account_id
      FROM list_places
     WHERE owner_id = %(owner_id)s
       AND list_id = %(list_id)s
       AND id < %(below)s
       AND id > %(above)s
"""
_PLACES_DOWN = Statement(f"{_PLACES} ORDER BY id DESC LIMIT %(limit)s")
_PLACES_UP = Statement(f"{_PLACES} ORDER BY id LIMIT %(limit)s")
_KEPT_OUT = Statement("""
    SELECT DISTINCT list_places.account_id
      FROM person_lists
      JOIN list_places ON list_places.owner_id = person_lists.owner_id AND list_places.list_id = person_lists.id
     WHERE person_lists.owner_id = %(owner_id)s
       AND person_lists.exclusive
""")
_TAKE_OUT = Statement("""
    DELETE FROM list_places
     WHERE owner_id = %(owner_id)s
       AND list_id = %(list_id)s
       AND account_id = ANY (%(account_ids)s::bigint[])
""")
_TAKE_OUT_OF_ALL = Statement("DELETE FROM list_places WHERE owner_id = %(owner_id)s AND account_id = %(account_id)s")
_FORGET = Statement("DELETE FROM person_lists WHERE owner_id = %(account_id)s")
_FORGET_PLACES = Statement("DELETE FROM list_places WHERE account_id = %(account_id)s")


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    id: Id
    account_id: Id


async def lists_of(db: Db, owner_id: Id) -> list[PersonList]:
    """List somebody's lists, the oldest first."""
    return await db.all(_ALL, PersonList, owner_id=owner_id, limit=LISTS_MAX)


async def find_list(db: Db, owner_id: Id, list_id: Id) -> PersonList:
    """Get a list of one's own. Raises `NotFound`."""
    return await db.one(_FIND, PersonList, owner_id=owner_id, list_id=list_id)


async def lock_list(db: Db, owner_id: Id, list_id: Id) -> PersonList:
    """Get a list to change it."""
    return await db.one(_LOCK, PersonList, owner_id=owner_id, list_id=list_id)


async def change(db: Db, changed: PersonList) -> None:
    """Write a list's title and wishes."""
    await db.run(
        _CHANGE,
        owner_id=changed.owner_id,
        list_id=changed.id,
        title=changed.title,
        replies_policy=changed.replies_policy,
        exclusive=changed.exclusive,
    )


async def delete(db: Db, owner_id: Id, list_id: Id) -> bool:
    """Delete a list, with all places on it."""
    return await db.run(_DELETE, owner_id=owner_id, list_id=list_id) == 1


async def lists_with(db: Db, owner_id: Id, account_id: Id) -> list[PersonList]:
    """List those of one's lists on which somebody stands."""
    return await db.all(_WITH, PersonList, owner_id=owner_id, account_id=account_id)


async def members_of(db: Db, owner_id: Id, list_id: Id) -> list[Id]:
    """List who stands on a list, in no promised order."""
    return await db.values(_MEMBERS, owner_id=owner_id, list_id=list_id, limit=MEMBERS_MAX)


async def people_on(db: Db, viewer: Viewer, list_id: Id, paging: Paging) -> Slice[Listed]:
    """List the people on one of the viewer's lists, whoever came last first."""
    places = await read_slice(
        db,
        _Place,
        paging,
        down=_PLACES_DOWN,
        up=_PLACES_UP,
        place=attrgetter("id"),
        owner_id=viewer.id,
        list_id=list_id,
    )
    wanted = [place.account_id for place in places.items if place.account_id not in viewer.hidden]
    accounts = {account.id: account for account in await present_accounts(db, wanted)}
    items = [
        Listed(id=place.id, account=accounts[place.account_id])
        for place in places.items
        if place.account_id in accounts
    ]
    return Slice(items=items, older_than=places.older_than)


async def kept_out_of_home(db: Db, owner_id: Id) -> list[Id]:
    """List those whom an exclusive list keeps out of Home."""
    return await db.values(_KEPT_OUT, owner_id=owner_id)


async def put_on(db: Db, places: list[ListPlace]) -> None:
    """Put people on a list; who stands on it already stays where they are."""
    for place in places:
        await db.insert_new(place)


async def take_out(db: Db, owner_id: Id, list_id: Id, account_ids: list[Id]) -> None:
    """Take people off a list."""
    await db.run(_TAKE_OUT, owner_id=owner_id, list_id=list_id, account_ids=account_ids)


async def take_out_of_all(db: Db, owner_id: Id, account_id: Id) -> None:
    """Take somebody off all of one's lists."""
    await db.run(_TAKE_OUT_OF_ALL, owner_id=owner_id, account_id=account_id)


async def forget(db: Db, account_id: Id) -> None:
    """Delete the lists of somebody who left, and their places on others'."""
    await db.run(_FORGET, account_id=account_id)
    await db.run(_FORGET_PLACES, account_id=account_id)
