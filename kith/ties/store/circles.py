"""Circles: places, wishes, and when they were last looked at. Each row under its owner."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import to_sql
from kith.base.storage.statement import Statement
from kith.ties.model.circle import CirclePlace, TieSettings, TieWish

_PLACES = Statement(f"SELECT {CirclePlace.columns()} FROM circle_places WHERE owner_id = %(owner_id)s")
_LOOKED_ON = Statement("SELECT evaluated_on FROM circle_days WHERE owner_id = %(owner_id)s")
# Circles are looked at when somebody reads: with or without a transaction, of two at once one writes, and a reader
# that breaks off leaves all or nothing. So it is one statement.
_KEEP_PLACES = Statement("""
    WITH claim AS (
        INSERT INTO circle_days (owner_id, evaluated_on)
        VALUES (%(owner_id)s, %(today)s)
        ON CONFLICT (owner_id) DO UPDATE
           SET evaluated_on = EXCLUDED.evaluated_on
         WHERE circle_days.evaluated_on < EXCLUDED.evaluated_on
        RETURNING owner_id
    ), gone AS (
        DELETE FROM circle_places
         USING claim
         WHERE circle_places.owner_id = claim.owner_id
           AND circle_places.other_id <> ALL (%(other_ids)s::bigint[])
    )
    INSERT INTO circle_places (owner_id, other_id, circle, changed_on, above, below, challenged, challenged_on)
    SELECT claim.owner_id, fresh.*
      FROM claim
     CROSS JOIN unnest(%(other_ids)s::bigint[], %(circle)s::integer[], %(changed_on)s::date[], %(above)s::jsonb[],
                       %(below)s::jsonb[], %(challenged)s::integer[], %(challenged_on)s::date[]) AS fresh
    ON CONFLICT (owner_id, other_id) DO UPDATE
       SET circle = EXCLUDED.circle,
           changed_on = EXCLUDED.changed_on,
           above = EXCLUDED.above,
           below = EXCLUDED.below,
           challenged = EXCLUDED.challenged,
           challenged_on = EXCLUDED.challenged_on
""")
_LOCK_SETTINGS = Statement(f"SELECT {TieSettings.columns()} FROM tie_settings WHERE owner_id = %(owner_id)s FOR UPDATE")
_WISHES = Statement(f"SELECT {TieWish.columns()} FROM tie_wishes WHERE owner_id = %(owner_id)s ORDER BY other_id")
_WISH = Statement(
    f"SELECT {TieWish.columns()} FROM tie_wishes WHERE owner_id = %(owner_id)s AND other_id = %(other_id)s"
)
_SUGGEST = Statement("UPDATE tie_settings SET unsuggested = %(unsuggested)s WHERE owner_id = %(owner_id)s")
_PATHS = Statement("UPDATE tie_settings SET paths = %(paths)s WHERE owner_id = %(owner_id)s")
_RETURN = Statement("""
    INSERT INTO tie_settings (owner_id, unsuggested, returned_at)
    VALUES (%(owner_id)s, FALSE, %(at)s)
    ON CONFLICT (owner_id) DO UPDATE
       SET returned_at = EXCLUDED.returned_at
""")
_FORGET_PLACES = Statement("DELETE FROM circle_places WHERE owner_id = %(person_id)s OR other_id = %(person_id)s")
_FORGET_DAYS = Statement("DELETE FROM circle_days WHERE owner_id = %(person_id)s")
_FORGET_WISHES = Statement("DELETE FROM tie_wishes WHERE owner_id = %(person_id)s OR other_id = %(person_id)s")
_FORGET_SETTINGS = Statement("DELETE FROM tie_settings WHERE owner_id = %(person_id)s")


async def places_of(db: Db, owner_id: Id) -> list[CirclePlace]:
    """List the places of one's circles, with whoever is on the way, in no promised order."""
    return await db.all(_PLACES, CirclePlace, owner_id=owner_id)


async def looked_on(db: Db, owner_id: Id) -> date | None:
    """Tell when somebody's circles were last looked at."""
    day: date | None = await db.value(_LOOKED_ON, owner_id=owner_id)
    return day


async def keep_places(db: Db, owner_id: Id, places: Sequence[CirclePlace], today: date) -> None:
    """Write the places as they stand after an evaluation, unless another has written them today."""
    names = ("circle", "changed_on", "above", "below", "challenged", "challenged_on")
    columns = {column.name: column for column in CirclePlace.column_list()}
    arrays = {name: [to_sql(columns[name], getattr(one, name)) for one in places] for name in names}
    await db.run(_KEEP_PLACES, owner_id=owner_id, today=today, other_ids=[one.other_id for one in places], **arrays)


async def lock_settings(db: Db, owner_id: Id) -> TieSettings:
    """Put in line what one person decides, and give what is kept of them. Before any lock on a pair."""
    await db.insert_new(TieSettings(owner_id=owner_id))
    return await db.one(_LOCK_SETTINGS, TieSettings, owner_id=owner_id)


async def wishes_of(db: Db, owner_id: Id) -> list[TieWish]:
    """List what somebody said about their ties."""
    return await db.all(_WISHES, TieWish, owner_id=owner_id)


async def wish_about(db: Db, owner_id: Id, other_id: Id) -> TieWish:
    """Give what somebody said about a tie; nothing so far, where they did not."""
    found = await db.maybe(_WISH, TieWish, owner_id=owner_id, other_id=other_id)
    return found or TieWish(owner_id=owner_id, other_id=other_id)


async def put_wishes(db: Db, wishes: Iterable[TieWish]) -> None:
    """Write what somebody says about a tie."""
    for wish in wishes:
        await db.put(wish)


async def set_unsuggested(db: Db, owner_id: Id, *, unsuggested: bool) -> None:
    """Write whether somebody wishes not to be suggested; their settings are locked."""
    await db.run(_SUGGEST, owner_id=owner_id, unsuggested=unsuggested)


async def set_paths(db: Db, owner_id: Id, *, paths: bool) -> None:
    """Write whether others may be found through somebody's ties; their settings are locked."""
    await db.run(_PATHS, owner_id=owner_id, paths=paths)


async def note_return(db: Db, owner_id: Id, at: datetime) -> None:
    """Note that somebody is heard again after a long silence."""
    await db.run(_RETURN, owner_id=owner_id, at=at)


async def forget_circles(db: Db, person_id: Id) -> None:
    """Delete the circles and wishes of somebody who left, and their places in others'."""
    for statement in (_FORGET_PLACES, _FORGET_DAYS, _FORGET_WISHES, _FORGET_SETTINGS):
        await db.run(statement, person_id=person_id)
