"""Declared relations: each under both, and what they make of the tie. Written under the lock of the pair."""

from collections.abc import Iterable

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.ties.model.relation import Bond, DeclaredRelation

RELATIONS_MAX = 1_000  # read at once

_BETWEEN = Statement(f"""
    SELECT {DeclaredRelation.columns()}
      FROM declared_relations
     WHERE owner_id = %(owner_id)s
       AND other_id = %(other_id)s
     ORDER BY kind
""")
_ALL = Statement(f"""
    SELECT {DeclaredRelation.columns()}
      FROM declared_relations
     WHERE owner_id = %(owner_id)s
     ORDER BY changed_at DESC, other_id, kind
     LIMIT %(limit)s
""")
_WAITING = Statement("SELECT count(*) FROM declared_relations WHERE owner_id = %(owner_id)s AND state = 'waiting'")
_DELETE = Statement("""
    DELETE FROM declared_relations
     WHERE owner_id = %(owner_id)s
       AND other_id = %(other_id)s
       AND kind = %(kind)s
""")
_BIND = Statement("""
    UPDATE ties
       SET bond = %(points)s::double precision,
           shared_years = %(shared_years)s,
           shared_until = %(shared_until)s,
           reached = given_at IS NOT NULL OR %(points)s::double precision > 0
     WHERE owner_id = %(owner_id)s
       AND other_id = %(other_id)s
""")
_FORGET = Statement("DELETE FROM declared_relations WHERE owner_id = %(person_id)s OR other_id = %(person_id)s")


async def relations_between(db: Db, owner_id: Id, other_id: Id) -> list[DeclaredRelation]:
    """List what one has with another, by kind."""
    return await db.all(_BETWEEN, DeclaredRelation, owner_id=owner_id, other_id=other_id)


async def all_relations(db: Db, owner_id: Id) -> list[DeclaredRelation]:
    """List what one has with everybody, what changed last first."""
    return await db.all(_ALL, DeclaredRelation, owner_id=owner_id, limit=RELATIONS_MAX)


async def count_waiting(db: Db, owner_id: Id) -> int:
    """Count what one has asked for and waits for."""
    return int(await db.value(_WAITING, owner_id=owner_id))


async def put_relations(db: Db, relations: Iterable[DeclaredRelation]) -> None:
    """Write relations as they stand now."""
    for relation in relations:
        await db.put(relation)


async def delete_relation(db: Db, relation: DeclaredRelation) -> None:
    """Delete one side of a relation."""
    await db.run(_DELETE, owner_id=relation.owner_id, other_id=relation.other_id, kind=relation.kind)


async def bind(db: Db, first_id: Id, second_id: Id, bond: Bond) -> None:
    """Write into both rows of a locked pair what the two confirmed."""
    for owner_id, other_id in ((first_id, second_id), (second_id, first_id)):
        await db.run(
            _BIND,
            owner_id=owner_id,
            other_id=other_id,
            points=bond.points,
            shared_years=bond.shared_years,
            shared_until=bond.shared_until,
        )


async def forget_relations(db: Db, person_id: Id) -> None:
    """Delete the relations of somebody who left, on both sides."""
    await db.run(_FORGET, person_id=person_id)
