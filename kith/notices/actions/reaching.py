"""What somebody chooses about what reaches them, and how; and of whom they wish no notice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.zone import zone_for
from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.reading import acting
from kith.notices.actions.telling import say_new
from kith.notices.model import SILENCES_MAX, DigestDue, NoticePolicy, NoticeSilence, Reach, Rhythm
from kith.notices.rules import check_reach, next_digest_at
from kith.people import find_member, get_member, glance, present_accounts, viewer_of
from kith.people.model import Account, Member


async def set_policy(work: Work, policy: NoticePolicy) -> None:
    """Write one's policy. It holds for what comes from now on."""
    await store.lock_owner(work.db, acting(work))
    await store.keep_policy(work.db, policy)
    say_new(work, policy.owner_id)


async def change_policy(work: Work, changes: Mapping[str, Any]) -> NoticePolicy:
    """Change some of one's policy; two changes at once both hold."""
    await store.lock_owner(work.db, acting(work))
    policy = msgspec.structs.replace(await store.policy_of(work.db, acting(work)), **changes)
    await set_policy(work, policy)
    return policy


async def set_reach(work: Work, reach: Reach, *, zone: str, language: str) -> NoticePolicy:
    """Write what reaches one, and how. `zone` and `language` are what their device tells, for whoever chose none."""
    member = await get_member(work.db, acting(work))
    check_reach(reach, has_mail=has_mail(member))
    await store.lock_owner(work.db, member.account_id)
    before = await store.policy_of(work.db, member.account_id)
    policy = msgspec.structs.replace(before, zone=zone, language=language, **msgspec.structs.asdict(reach))
    if policy.digest != before.digest or zone_of(member, policy) != zone_of(member, before):
        policy = _with_digest(work, member, policy)
    await set_policy(work, policy)
    return policy


async def stop_digest(work: Work, owner_id: Id) -> None:
    """Send somebody no digest any more, on the word of whoever holds one of their letters."""
    await store.lock_owner(work.db, owner_id)
    policy = await store.policy_of(work.db, owner_id)
    rhythm: Rhythm = "never"
    await store.keep_policy(work.db, msgspec.structs.replace(policy, digest=rhythm, digest_due_at=None))


async def silence(work: Work, other_id: Id) -> None:
    """Wish no notice of somebody, in whatever way. They are never told; all else between both stays."""
    owner_id = acting(work)
    await glance(work, other_id)
    await store.lock_owner(work.db, owner_id)
    if len(await store.silences_of(work.db, owner_id, limit=SILENCES_MAX)) >= SILENCES_MAX:
        raise Refused(_("That is as many people as there can be here. Hear one of them again first."))
    await work.db.insert_new(NoticeSilence(owner_id=owner_id, other_id=other_id, created_at=work.now))
    say_new(work, owner_id)


async def hear_again(work: Work, other_id: Id) -> None:
    """Let somebody's notices come again; also those that were written before."""
    owner_id = acting(work)
    if not await store.end_silence(work.db, owner_id, other_id):
        await glance(work, other_id)
    say_new(work, owner_id)


async def silenced_people(work: Work) -> list[Account]:
    """List of whom one wishes no notice, the latest first."""
    silences = await store.silences_of(work.db, acting(work), limit=SILENCES_MAX)
    hidden = (await viewer_of(work)).hidden
    people = [one.other_id for one in silences if one.other_id not in hidden]
    accounts = {one.id: one for one in await present_accounts(work.db, people)}
    return [accounts[one.other_id] for one in silences if one.other_id in accounts]


async def is_silenced(work: Work, other_id: Id) -> bool:
    """Tell whether one wishes no notice of somebody."""
    return bool(await store.silencers_of(work.db, other_id, [acting(work)]))


async def clock_of(work: Work, owner_id: Id) -> tuple[NoticePolicy, ZoneInfo]:
    """Give what somebody chose, and the clock on their wall."""
    policy, member = await store.policy_of(work.db, owner_id), await find_member(work.db, owner_id)
    return policy, ZoneInfo(policy.zone if member is None else zone_of(member, policy))


def zone_of(member: Member, policy: NoticePolicy) -> str:
    """Name the zone by whose clock somebody is told things."""
    return zone_for(member.timezone, policy.zone)


def has_mail(member: Member) -> bool:
    """Answer whether mail reaches somebody for certain."""
    return member.email is not None and member.email_confirmed_at is not None


def _with_digest(work: Work, member: Member, policy: NoticePolicy) -> NoticePolicy:
    """Put the next digest to its time. What came before somebody asked for one does not stand in it."""
    due_at: datetime | None = next_digest_at(policy.digest, work.now, ZoneInfo(zone_of(member, policy)))
    if due_at is not None:
        work.tell(DigestDue(owner_id=policy.owner_id, due_at=due_at), at=due_at)
    told_up_to = policy.digest_id or work.new_id()
    return msgspec.structs.replace(policy, digest_due_at=due_at, digest_id=told_up_to)
