"""Turning the mirror on and off, letting it rest, and deleting what was counted: one's own alone."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from kith.base.core.errors import Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.zone import zone_for
from kith.base.work import Work
from kith.mirror import store
from kith.mirror.model import PAUSE_DAYS, Mirror, MirrorDue
from kith.mirror.rules.clocks import next_morning
from kith.people import get_member


async def turn_on(work: Work, *, zone: str) -> None:
    """Look from the next Monday morning on. `zone` is what their device tells. Where it is on, nothing changes."""
    owner_id = acting(work)
    member = await get_member(work.db, owner_id)
    due_at = next_morning(work.now, ZoneInfo(zone_for(member.timezone, zone)))
    fresh = Mirror(owner_id=owner_id, zone=zone_for(zone, None), turned_on_at=work.now, due_at=due_at)
    if await work.db.insert_new(fresh):
        work.tell(MirrorDue(owner_id=owner_id, due_at=due_at), at=due_at)


async def turn_off(work: Work) -> None:
    """Look no more, and keep nothing: not a number of it is left."""
    await store.delete(work.db, acting(work))


async def pause(work: Work) -> None:
    """Let it rest for four weeks. What is in them is never looked at, also not afterwards. Raises `Refused` if off."""
    if not await store.set_pause(work.db, acting(work), work.now + timedelta(days=PAUSE_DAYS)):
        raise Refused(_("Your mirror is off; there is nothing that would have to rest."))


async def resume(work: Work) -> None:
    """Look again from now on. Where it does not rest, nothing changes."""
    mirror = await store.lock(work.db, acting(work))
    if mirror is not None and mirror.paused_until is not None and mirror.paused_until > work.now:
        await store.set_pause(work.db, mirror.owner_id, work.now)


async def forget_weeks(work: Work) -> None:
    """Delete all that was counted and noted so far; the next Monday begins anew. Whoever counts now is waited for."""
    owner_id = acting(work)
    await store.lock(work.db, owner_id)
    await store.forget_weeks(work.db, owner_id, now=work.now, after_all=work.new_id())


def acting(work: Work) -> Id:
    """Give whose mirror it is: theirs who act. No function here takes anybody else's."""
    if work.actor is None:
        raise SignInFirst
    return work.actor
