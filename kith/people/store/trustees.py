"""Whom people named beforehand, under whoever named them."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Trustee, TrusteeState

NAMED_BY_MAX = 200  # shown to one person

_FIND = Statement(f"SELECT {Trustee.columns()} FROM trustees WHERE owner_id = %(owner_id)s")
_OF_PERSON = Statement(f"""
    SELECT {Trustee.columns()}
      FROM trustees
     WHERE person_id = %(person_id)s
       AND state <> 'declined'
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_TOLD = Statement("""
    SELECT owner_id
      FROM trustees
     WHERE owner_id = ANY (%(owner_ids)s::bigint[])
       AND told_at IS NOT NULL
""")
_ALL_TOLD = Statement(f"""
    SELECT {Trustee.columns()}
      FROM trustees
     WHERE told_at IS NOT NULL
     ORDER BY told_at, owner_id
     LIMIT %(limit)s
""")
_IS_SAID = Statement("SELECT EXISTS (SELECT FROM trustees WHERE owner_id = %(owner_id)s AND told_id = %(told_id)s)")
_TAKE_BACK = Statement("""
    UPDATE trustees
       SET told_id = NULL,
           told_at = NULL,
           words = ''
     WHERE owner_id = %(owner_id)s
       AND told_at IS NOT NULL
""")
_REMOVE = Statement("DELETE FROM trustees WHERE owner_id = %(owner_id)s")
_END = Statement("DELETE FROM trustees WHERE owner_id = %(owner_id)s AND person_id = %(person_id)s")
_FORGET_OWN = Statement("DELETE FROM trustees WHERE owner_id = %(account_id)s")
_FORGET_OF = Statement("DELETE FROM trustees WHERE person_id = %(account_id)s")
_ANSWER = Statement("""
    UPDATE trustees
       SET state = %(state)s,
           answered_at = %(at)s
     WHERE owner_id = %(owner_id)s
       AND person_id = %(person_id)s
""")
_TELL = Statement("""
    UPDATE trustees
       SET told_id = %(told_id)s,
           told_at = %(at)s,
           words = %(words)s
     WHERE owner_id = %(owner_id)s
       AND person_id = %(person_id)s
""")


async def find_trustee(db: Db, owner_id: Id) -> Trustee | None:
    """Find whom somebody named."""
    return await db.maybe(_FIND, Trustee, owner_id=owner_id)


async def trusts_of(db: Db, person_id: Id) -> list[Trustee]:
    """List who named somebody, and was not told no, the newest first."""
    return await db.all(_OF_PERSON, Trustee, person_id=person_id, limit=NAMED_BY_MAX)


async def said_to_be_dead(db: Db, owner_ids: list[Id]) -> set[Id]:
    """Tell of which of these their trustee says that they have died."""
    return set(await db.values(_TOLD, owner_ids=owner_ids)) if owner_ids else set()


async def all_told(db: Db) -> list[Trustee]:
    """List what was said of deaths and still stands, what was said first before the rest."""
    return await db.all(_ALL_TOLD, Trustee, limit=NAMED_BY_MAX)


async def is_said(db: Db, owner_id: Id, told_id: Id) -> bool:
    """Tell whether it still stands that somebody was said to have died, at that time."""
    return bool(await db.value(_IS_SAID, owner_id=owner_id, told_id=told_id))


async def put_trustee(db: Db, trustee: Trustee) -> None:
    """Write whom somebody names, in the place of whom they named before."""
    await db.run(_REMOVE, owner_id=trustee.owner_id)
    await db.insert(trustee)


async def answer(db: Db, trustee: Trustee, *, state: TrusteeState, at: datetime) -> None:
    """Write what somebody answered."""
    await db.run(_ANSWER, owner_id=trustee.owner_id, person_id=trustee.person_id, state=state, at=at)


async def tell_of_death(db: Db, trustee: Trustee, *, told_id: Id, at: datetime, words: str) -> None:
    """Write that a trustee says that whom they stand for has died."""
    where = {"owner_id": trustee.owner_id, "person_id": trustee.person_id}
    await db.run(_TELL, told_id=told_id, at=at, words=words, **where)


async def take_word_back(db: Db, owner_id: Id) -> bool:
    """Let it be unsaid that somebody has died. False: nobody said it."""
    return await db.run(_TAKE_BACK, owner_id=owner_id) == 1


async def remove_trustee(db: Db, owner_id: Id) -> bool:
    """Let nobody be named any more. False: nobody was."""
    return await db.run(_REMOVE, owner_id=owner_id) == 1


async def end_trust(db: Db, one_id: Id, other_id: Id) -> None:
    """Let neither of two be the other's trustee."""
    await db.run(_END, owner_id=one_id, person_id=other_id)
    await db.run(_END, owner_id=other_id, person_id=one_id)


async def forget_trusts(db: Db, account_id: Id) -> None:
    """Delete whom somebody named, and that others named them."""
    await db.run(_FORGET_OWN, account_id=account_id)
    await db.run(_FORGET_OF, account_id=account_id)
