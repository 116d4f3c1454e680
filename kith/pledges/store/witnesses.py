"""Witnesses, what they ask, and who may see a pledge."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.pledges.model import Doubt, Pledge, Witness

WITNESSED_MAX = 200
DOUBTS_MAX = 200

_OF_PLEDGE = Statement(f"""
    SELECT {Witness.columns()}
      FROM pledge_witnesses
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
     ORDER BY asked_at, witness_id
""")
_OF_WITNESS = Statement(f"""
    SELECT {Witness.columns()}
      FROM pledge_witnesses
     WHERE witness_id = %(witness_id)s
       AND state <> 'declined'
     ORDER BY pledge_id DESC
     LIMIT %(limit)s
""")
_FIND = Statement(f"""
    SELECT {Witness.columns()}
      FROM pledge_witnesses
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
       AND witness_id = %(witness_id)s
""")
_ANSWER = Statement("""
    UPDATE pledge_witnesses
       SET state = %(state)s, answered_at = %(answered_at)s
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
       AND witness_id = %(witness_id)s
       AND state <> 'declined'
""")
_REMOVE = Statement("""
    DELETE FROM pledge_witnesses
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
       AND witness_id = %(witness_id)s
       AND state <> 'declined'
""")
# A "no" stays, so that nobody is asked again.
_PART = Statement("""
    DELETE FROM pledge_witnesses
     WHERE author_id = %(author_id)s
       AND witness_id = %(witness_id)s
       AND state <> 'declined'
""")
_PART_DOUBTS = Statement("""
    DELETE FROM pledge_doubts
     WHERE author_id = %(author_id)s
       AND witness_id = %(witness_id)s
       AND answered_at IS NULL
""")
_DOUBTS = Statement(f"""
    SELECT {Doubt.columns()}
      FROM pledge_doubts
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
     ORDER BY asked_at DESC, post_id DESC, witness_id
     LIMIT %(limit)s
""")
_DOUBTED = Statement("""
    SELECT post_id
      FROM pledge_doubts
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
       AND witness_id = %(witness_id)s
""")
_ANSWER_DOUBTS = Statement("""
    UPDATE pledge_doubts
       SET answered_at = %(now)s
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
       AND post_id = %(post_id)s
       AND answered_at IS NULL
""")
_IS_FAMILY = Statement("""
    SELECT EXISTS (
           SELECT FROM declared_relations
            WHERE owner_id = %(author_id)s
              AND other_id = %(other_id)s
              AND kind IN ('family', 'partner')
              AND state = 'confirmed')
""")
_FORGET = Statement("DELETE FROM pledge_witnesses WHERE witness_id = %(person_id)s")
_FORGET_DOUBTS = Statement("DELETE FROM pledge_doubts WHERE witness_id = %(person_id)s")


async def witnesses_of(db: Db, pledge: Pledge) -> list[Witness]:
    """List who was asked, in the order in which they were, whatever they said."""
    return await db.all(_OF_PLEDGE, Witness, author_id=pledge.author_id, pledge_id=pledge.id)


async def witnessed_by(db: Db, witness_id: Id) -> list[Witness]:
    """List what somebody is asked to witness, or does, the newest first."""
    return await db.all(_OF_WITNESS, Witness, witness_id=witness_id, limit=WITNESSED_MAX)


async def find_witness(db: Db, pledge: Pledge, witness_id: Id) -> Witness | None:
    """Find what somebody has to do with a pledge."""
    return await db.maybe(_FIND, Witness, author_id=pledge.author_id, pledge_id=pledge.id, witness_id=witness_id)


async def answer_as_witness(db: Db, witness: Witness) -> bool:
    """Write what a witness said. False: they are none any more, or said no in the same moment."""
    return await db.run(_ANSWER, **{name: getattr(witness, name) for name in _ANSWER.names}) == 1


async def remove_witness(db: Db, pledge: Pledge, witness_id: Id) -> bool:
    """Let somebody be a witness no more. False: they were none. A "no" stays, so that nobody is asked again."""
    return await db.run(_REMOVE, author_id=pledge.author_id, pledge_id=pledge.id, witness_id=witness_id) == 1


async def part_witnesses(db: Db, author_id: Id, witness_id: Id) -> None:
    """Let somebody be no witness of somebody's any more, and ask nothing."""
    await db.run(_PART, author_id=author_id, witness_id=witness_id)
    await db.run(_PART_DOUBTS, author_id=author_id, witness_id=witness_id)


async def doubts_of(db: Db, pledge: Pledge) -> list[Doubt]:
    """List what witnesses asked, the last first."""
    return await db.all(_DOUBTS, Doubt, author_id=pledge.author_id, pledge_id=pledge.id, limit=DOUBTS_MAX)


async def doubted_by(db: Db, pledge: Pledge, witness_id: Id) -> set[Id]:
    """List about which posts a witness asked."""
    return set(await db.values(_DOUBTED, author_id=pledge.author_id, pledge_id=pledge.id, witness_id=witness_id))


async def answer_doubts(db: Db, pledge: Pledge, post_id: Id, now: datetime) -> None:
    """Note that the author has answered what was asked about a post."""
    await db.run(_ANSWER_DOUBTS, author_id=pledge.author_id, pledge_id=pledge.id, post_id=post_id, now=now)


async def is_family(db: Db, author_id: Id, other_id: Id) -> bool:
    """Tell whether two have said to each other that they are family."""
    return bool(await db.value(_IS_FAMILY, author_id=author_id, other_id=other_id))


async def forget_witness(db: Db, person_id: Id) -> None:
    """Let somebody who left be nobody's witness."""
    await db.run(_FORGET, person_id=person_id)
    await db.run(_FORGET_DOUBTS, person_id=person_id)
