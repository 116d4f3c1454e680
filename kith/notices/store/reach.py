"""What reaches somebody, and how; and of whom they wish no notice. All of it lies under them."""

from collections.abc import Iterable
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.notices.model import NoticePolicy, NoticeSilence, Severance

_POLICY = Statement(f"SELECT {NoticePolicy.columns()} FROM notice_policies WHERE owner_id = %(owner_id)s")
_POLICIES = Statement(f"""
    SELECT {NoticePolicy.columns()}
      FROM notice_policies
     WHERE owner_id = ANY (%(owner_ids)s::bigint[])
""")
_NAMES = [column.name for column in NoticePolicy.column_list()]
_KEEP = Statement(f"""
    INSERT INTO notice_policies ({NoticePolicy.columns()})
    VALUES ({", ".join(f"%({name})s" for name in _NAMES)})
    ON CONFLICT (owner_id) DO UPDATE
       SET {", ".join(f"{name} = EXCLUDED.{name}" for name in _NAMES if name != "owner_id")}
""")
_OVERDUE = Statement(f"""
    SELECT {NoticePolicy.columns()}
      FROM notice_policies
     WHERE digest_due_at < %(before)s
     ORDER BY digest_due_at, owner_id
     LIMIT %(limit)s
""")
_SILENCE = Statement("DELETE FROM notice_silences WHERE owner_id = %(owner_id)s AND other_id = %(other_id)s")
_SILENCERS = Statement("""
    SELECT owner_id
      FROM notice_silences
     WHERE owner_id = ANY (%(among)s::bigint[])
       AND other_id = %(from_id)s
""")
_SILENCED = Statement(f"""
    SELECT {NoticeSilence.columns()}
      FROM notice_silences
     WHERE owner_id = %(owner_id)s
     ORDER BY created_at DESC, other_id DESC
     LIMIT %(limit)s
""")
_SEVERANCES = Statement(f"""
    SELECT {Severance.columns()}
      FROM notice_severances
     WHERE owner_id = %(owner_id)s
       AND id = ANY (%(ids)s::bigint[])
""")
_FORGET_SEVERANCES = Statement("DELETE FROM notice_severances WHERE owner_id = %(owner_id)s")
_FORGET = Statement("DELETE FROM notice_silences WHERE owner_id = %(account_id)s OR other_id = %(account_id)s")


async def policy_of(db: Db, owner_id: Id) -> NoticePolicy:
    """Give what somebody chose about what reaches them, and how."""
    return await db.maybe(_POLICY, NoticePolicy, owner_id=owner_id) or NoticePolicy(owner_id=owner_id)


async def policies_of(db: Db, owner_ids: Iterable[Id]) -> dict[Id, NoticePolicy]:
    """Give the same of several people."""
    people = list(owner_ids)
    found = {one.owner_id: one for one in await db.all(_POLICIES, NoticePolicy, owner_ids=people)} if people else {}
    return {one: found.get(one) or NoticePolicy(owner_id=one) for one in people}


async def keep_policy(db: Db, policy: NoticePolicy) -> None:
    """Write what somebody chose. Its owner is locked: it was read to be changed."""
    row = {name: getattr(policy, name) for name in _NAMES}
    await db.run(_KEEP, **{name: list(value) if isinstance(value, tuple) else value for name, value in row.items()})


async def overdue_digests(db: Db, before: datetime, *, limit: int) -> list[NoticePolicy]:
    """List those whose digest should have come before then, the longest overdue first."""
    return await db.all(_OVERDUE, NoticePolicy, before=before, limit=limit)


async def end_silence(db: Db, owner_id: Id, other_id: Id) -> bool:
    """Let somebody's notices come again. False: they did."""
    return await db.run(_SILENCE, owner_id=owner_id, other_id=other_id) == 1


async def silencers_of(db: Db, from_id: Id, among: Iterable[Id]) -> set[Id]:
    """Tell which of these people wish no notice of somebody. Never to be shown to anybody else."""
    people = list(among)
    return set(await db.values(_SILENCERS, from_id=from_id, among=people)) if people else set()


async def silences_of(db: Db, owner_id: Id, *, limit: int) -> list[NoticeSilence]:
    """List of whom somebody wishes no notice, the latest first."""
    return await db.all(_SILENCED, NoticeSilence, owner_id=owner_id, limit=limit)


async def severances_of(db: Db, owner_id: Id, ids: Iterable[Id]) -> dict[Id, Severance]:
    """Read what somebody lost by keeping servers away."""
    wanted = list(ids)
    found = await db.all(_SEVERANCES, Severance, owner_id=owner_id, ids=wanted) if wanted else []
    return {one.id: one for one in found}


async def forget_severances(db: Db, owner_id: Id) -> None:
    """Delete those of somebody who left."""
    await db.run(_FORGET_SEVERANCES, owner_id=owner_id)


async def forget_silences(db: Db, account_id: Id) -> None:
    """Delete the silences of somebody who left, and those about them."""
    await db.run(_FORGET, account_id=account_id)
