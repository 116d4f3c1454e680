"""Pasts: each under its owner, and found by what it is called."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.finding.model import PASTS_MAX, StatedPast
from kith.people.model import Viewer

_ALL = Statement(f"""
    SELECT {StatedPast.columns()}
      FROM stated_pasts
     WHERE owner_id = %(owner_id)s
     ORDER BY from_year DESC NULLS FIRST, id DESC
     LIMIT %(limit)s
""")
_FIND = Statement(f"SELECT {StatedPast.columns()} FROM stated_pasts WHERE owner_id = %(owner_id)s AND id = %(id)s")
_COUNT = Statement("SELECT count(*) FROM stated_pasts WHERE owner_id = %(owner_id)s")
# Whoever states something holds their own account: of two at once the second counts what the first has done.
_LOCK = Statement("SELECT account_id FROM members WHERE account_id = %(owner_id)s FOR NO KEY UPDATE")
_CHANGE = Statement("""
    UPDATE stated_pasts
       SET kind = %(kind)s,
           name = %(name)s,
           name_key = %(name_key)s,
           from_year = %(from_year)s,
           until_year = %(until_year)s,
           seen_by = %(seen_by)s,
           day_on = %(day_on)s,
           lives_there = %(lives_there)s
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
""")
_DELETE = Statement("DELETE FROM stated_pasts WHERE owner_id = %(owner_id)s AND id = %(id)s")
_FORGET = Statement("DELETE FROM stated_pasts WHERE owner_id = %(owner_id)s")
_MUTUALS = Statement("""
    SELECT follower_id
      FROM followers
     WHERE followee_id = %(person_id)s
       AND state = 'accepted'
       AND follower_id = ANY (%(following)s::bigint[])
     ORDER BY follower_id
""")
# A twin of `rules.overlaps`, and of who may see a past. Whoever shows theirs to nobody finds nobody by it.
_THERE = Statement(f"""
    SELECT {StatedPast.columns()}
      FROM stated_pasts
     WHERE kind = %(kind)s
       AND name_key = %(name_key)s
       AND (seen_by = 'everyone' OR (seen_by = 'ties' AND owner_id = ANY (%(mutuals)s::bigint[])))
       AND seen_by <> 'nobody'
       AND owner_id <> ALL (%(not_these)s::bigint[])
       AND owner_id < %(below)s
       AND COALESCE(from_year, 0) <= COALESCE(%(until_year)s::integer, 9999)
       AND COALESCE(until_year, 9999) >= COALESCE(%(from_year)s::integer, 0)
     ORDER BY owner_id DESC, id
     LIMIT %(limit)s
""")

_OF_SOME = Statement(f"""
    SELECT {StatedPast.columns()}
      FROM stated_pasts
     WHERE owner_id = ANY (%(owner_ids)s::bigint[])
       AND (seen_by = 'everyone' OR (seen_by = 'ties' AND owner_id = ANY (%(mutuals)s::bigint[])))
     ORDER BY owner_id, from_year DESC NULLS LAST, id
     LIMIT %(limit)s
""")


async def own_pasts(db: Db, owner_id: Id) -> list[StatedPast]:
    """List what somebody stated, the latest years first."""
    return await db.all(_ALL, StatedPast, owner_id=owner_id, limit=PASTS_MAX)


async def own_past(db: Db, owner_id: Id, past_id: Id) -> StatedPast:
    """Get one past of one's own. Raises `NotFound`."""
    return await db.one(_FIND, StatedPast, owner_id=owner_id, id=past_id)


async def lock_pasts(db: Db, owner_id: Id) -> None:
    """Let others who state something for the same person wait."""
    await db.values(_LOCK, owner_id=owner_id)


async def count_pasts(db: Db, owner_id: Id) -> int:
    """Count what somebody stated."""
    return int(await db.value(_COUNT, owner_id=owner_id))


async def add_past(db: Db, past: StatedPast) -> None:
    """Write a new past."""
    await db.insert(past)


async def put_past(db: Db, past: StatedPast) -> bool:
    """Write a past anew. `False` where it is gone."""
    return (
        await db.run(
            _CHANGE,
            owner_id=past.owner_id,
            id=past.id,
            kind=past.kind,
            name=past.name,
            name_key=past.name_key,
            from_year=past.from_year,
            until_year=past.until_year,
            seen_by=past.seen_by,
            day_on=past.day_on,
            lives_there=past.lives_there,
        )
        == 1
    )


async def delete_past(db: Db, owner_id: Id, past_id: Id) -> bool:
    """Delete a past."""
    return await db.run(_DELETE, owner_id=owner_id, id=past_id) == 1


async def mutuals(db: Db, viewer: Viewer) -> list[Id]:
    """List whom the viewer follows and who follows them: the ties that may see what is for ties."""
    return await db.values(_MUTUALS, person_id=viewer.id, following=list(viewer.following)) if viewer.following else []


async def those_there(
    db: Db, past: StatedPast, viewer: Viewer, mutual: Sequence[Id], *, below: Id, limit: int
) -> list[StatedPast]:
    """List what others, whom the viewer may see, state of the same place and an overlapping time."""
    return await db.all(
        _THERE,
        StatedPast,
        kind=past.kind,
        name_key=past.name_key,
        from_year=past.from_year,
        until_year=past.until_year,
        mutuals=list(mutual),
        not_these=[viewer.id, *viewer.hidden],
        below=below,
        limit=limit,
    )


async def shown_pasts(db: Db, owner_ids: Sequence[Id], mutual: Sequence[Id]) -> list[StatedPast]:
    """List what these people show to somebody with these ties. Whom a block hides is not among the people."""
    limit = len(owner_ids) * PASTS_MAX
    return await db.all(_OF_SOME, StatedPast, owner_ids=list(owner_ids), mutuals=list(mutual), limit=limit)


async def forget_pasts(db: Db, owner_id: Id) -> None:
    """Delete the pasts of somebody who left."""
    await db.run(_FORGET, owner_id=owner_id)
