"""Places in collections, under the maker and again under whoever stands there; and who may be put in."""

from collections.abc import Iterable

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.collections.model import (
    PLACES_MAX,
    CollectedIn,
    Collection,
    CollectionPlace,
    CollectionPolicy,
    FeaturePolicy,
    PlaceState,
)

_PLACES = Statement(f"""
    SELECT {CollectionPlace.columns()}
      FROM collection_places
     WHERE owner_id = ANY (%(owner_ids)s::bigint[])
       AND collection_id = ANY (%(ids)s::bigint[])
       AND state IN ('accepted', 'pending')
     ORDER BY id
""")
_PLACE = Statement(f"""
    SELECT {CollectionPlace.columns()}
      FROM collection_places
     WHERE owner_id = %(owner_id)s
       AND collection_id = %(collection_id)s
       AND account_id = %(account_id)s
""")
_PEOPLE = Statement("""
    SELECT account_id
      FROM collection_places
     WHERE owner_id = %(owner_id)s
       AND collection_id = %(collection_id)s
       AND state = 'accepted'
     ORDER BY account_id
""")
_TAKEN = Statement("""
    SELECT count(*)
      FROM collection_places
     WHERE owner_id = %(owner_id)s
       AND collection_id = %(collection_id)s
       AND state IN ('accepted', 'pending')
""")
_SET_STATE = Statement("""
    UPDATE collection_places
       SET state = %(state)s
     WHERE owner_id = %(owner_id)s
       AND collection_id = %(collection_id)s
       AND account_id = %(account_id)s
""")
_SET_TWIN = Statement("""
    UPDATE collected_in
       SET state = %(state)s
     WHERE account_id = %(account_id)s
       AND collection_id = %(collection_id)s
""")
_REMOVE = Statement("""
    DELETE FROM collection_places
     WHERE owner_id = %(owner_id)s
       AND collection_id = %(collection_id)s
       AND account_id = %(account_id)s
""")
_REMOVE_TWIN = Statement("""
    DELETE FROM collected_in
     WHERE account_id = ANY (%(account_ids)s::bigint[])
       AND collection_id = %(collection_id)s
""")
_WITH = Statement(f"""
    SELECT {CollectedIn.columns()}
      FROM collected_in
     WHERE account_id = %(account_id)s
       AND state IN ('accepted', 'pending')
     ORDER BY id DESC
     LIMIT %(limit)s
    OFFSET %(offset)s
""")
_BETWEEN = Statement(f"""
    SELECT {CollectedIn.columns()}
      FROM collected_in
     WHERE account_id = %(account_id)s
       AND owner_id = %(owner_id)s
     ORDER BY collection_id
""")
_POLICIES = Statement(f"""
    SELECT {CollectionPolicy.columns()}
      FROM collection_policies
     WHERE owner_id = ANY (%(owner_ids)s::bigint[])
""")
_SET_POLICY = Statement("""
    INSERT INTO collection_policies (owner_id, policy)
    VALUES (%(owner_id)s, %(policy)s)
    ON CONFLICT (owner_id)
    DO UPDATE SET policy = EXCLUDED.policy
""")
_FORGET = (
    Statement("DELETE FROM collected_in WHERE owner_id = %(account_id)s"),
    Statement("DELETE FROM collections WHERE owner_id = %(account_id)s"),
    Statement("DELETE FROM collection_policies WHERE owner_id = %(account_id)s"),
    Statement("DELETE FROM collected_in WHERE account_id = %(account_id)s"),
)
_FORGET_PLACES = Statement("""
    DELETE FROM collection_places
     WHERE owner_id = ANY (%(owner_ids)s::bigint[])
       AND account_id = %(account_id)s
""")
_UNDER = Statement(f"""
    SELECT {CollectionPlace.columns()}
      FROM collection_places
     WHERE owner_id = %(owner_id)s
     ORDER BY id
""")
_MAKERS = Statement("SELECT DISTINCT owner_id FROM collected_in WHERE account_id = %(account_id)s")


async def places_in(db: Db, collections: Iterable[Collection]) -> list[CollectionPlace]:
    """List who stands in these collections or is asked, in the order in which they came."""
    wanted = list(collections)
    if not wanted:
        return []
    owners = list({one.owner_id for one in wanted})
    return await db.all(_PLACES, CollectionPlace, owner_ids=owners, ids=[one.id for one in wanted])


async def find_place_of(db: Db, owner_id: Id, collection_id: Id, account_id: Id) -> CollectionPlace | None:
    """Find somebody's place in a collection, in whatever state."""
    return await db.maybe(
        _PLACE, CollectionPlace, owner_id=owner_id, collection_id=collection_id, account_id=account_id
    )


async def people_in_collection(db: Db, owner_id: Id, collection_id: Id) -> list[Id]:
    """List who stands in a collection, lowest id first; at most `PLACES_MAX`."""
    return (await db.values(_PEOPLE, owner_id=owner_id, collection_id=collection_id))[:PLACES_MAX]


async def count_taken(db: Db, owner_id: Id, collection_id: Id) -> int:
    """Count the places that are taken or asked for."""
    return int(await db.value(_TAKEN, owner_id=owner_id, collection_id=collection_id))


async def add_place(db: Db, place: CollectionPlace) -> None:
    """Write a place and its twin."""
    await db.insert(place)
    await db.insert(
        CollectedIn(
            account_id=place.account_id,
            collection_id=place.collection_id,
            owner_id=place.owner_id,
            id=place.id,
            state=place.state,
        )
    )


async def set_state(db: Db, place: CollectionPlace, state: PlaceState) -> None:
    """Write what somebody said to their place."""
    key = {"collection_id": place.collection_id, "account_id": place.account_id, "state": state}
    await db.run(_SET_STATE, owner_id=place.owner_id, **key)
    await db.run(_SET_TWIN, **key)


async def remove_place(db: Db, owner_id: Id, collection_id: Id, account_id: Id) -> None:
    """Delete a place and its twin."""
    await db.run(_REMOVE, owner_id=owner_id, collection_id=collection_id, account_id=account_id)
    await remove_twins(db, [account_id], collection_id)


async def remove_twins(db: Db, account_ids: list[Id], collection_id: Id) -> None:
    """Delete the twins of these people's places in one collection."""
    await db.run(_REMOVE_TWIN, account_ids=account_ids, collection_id=collection_id)


async def places_of(db: Db, account_id: Id, *, limit: int, offset: int) -> list[CollectedIn]:
    """List where somebody stands or is asked, the latest first."""
    return await db.all(_WITH, CollectedIn, account_id=account_id, limit=limit, offset=offset)


async def places_between(db: Db, owner_id: Id, account_id: Id) -> list[CollectedIn]:
    """List one person's places in what another made, in whatever state."""
    return await db.all(_BETWEEN, CollectedIn, owner_id=owner_id, account_id=account_id)


async def policies_of(db: Db, account_ids: Iterable[Id]) -> dict[Id, FeaturePolicy]:
    """Read the policies of those among these people who chose one."""
    rows = await db.all(_POLICIES, CollectionPolicy, owner_ids=list(account_ids))
    return {row.owner_id: row.policy for row in rows}


async def set_policy(db: Db, owner_id: Id, policy: FeaturePolicy) -> None:
    """Write somebody's policy."""
    await db.run(_SET_POLICY, owner_id=owner_id, policy=policy)


async def places_under(db: Db, owner_id: Id) -> list[CollectionPlace]:
    """List all places in what somebody made, in whatever state."""
    return await db.all(_UNDER, CollectionPlace, owner_id=owner_id)


async def forget(db: Db, account_id: Id) -> None:
    """Delete what somebody who left made, and their places in what others made."""
    makers = await db.values(_MAKERS, account_id=account_id)
    await db.run(_FORGET_PLACES, owner_ids=makers, account_id=account_id)
    for statement in _FORGET:
        await db.run(statement, account_id=account_id)
