"""Who hears that somebody is said to have died; and what is to be read where who runs the server is that somebody.

A program makes nobody an owner because of what is said of a death: whoever holds the machine does
(docs/decisions/0054).
"""

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting
from kith.people.model import Account, DeathTold, Trust
from kith.people.store import trustees as kept


async def who_hears(db: Db, told: DeathTold) -> list[Id] | None:
    """List who is told that somebody is said to have died; `None` where it was unsaid since."""
    if not await kept.is_said(db, told.owner_id, told.event_id):
        return None
    hearers = await _who_hears(db, told.owner_id, told.person_id)
    return hearers if told.to_id is None else [one for one in hearers if one == told.to_id]


async def _who_hears(db: Db, owner_id: Id, person_id: Id) -> list[Id]:
    """List the owners; where one of the two runs the server alone, its moderators: they decide nothing, and read what
    can be done.
    """
    two = {owner_id, person_id}
    told = [one for one in await store.owners(db) if one not in two]
    return told or [one for one in await store.moderators(db) if one not in two]


async def tell_new_owner(work: Work, account_id: Id) -> int:
    """Tell somebody who became an owner what was said of deaths before, and still stands; gives how often."""
    waiting = [one for one in await kept.all_told(work.db) if account_id not in (one.owner_id, one.person_id)]
    for one in waiting:
        assert one.told_id is not None
        work.tell(DeathTold(owner_id=one.owner_id, person_id=one.person_id, event_id=one.told_id, to_id=account_id))
    return len(waiting)


async def undecided_death(work: Work, account_id: Id) -> tuple[Account, Trust]:
    """Read who is said to have died where no owner is left to decide, and who says so: as the one who does, or as
    somebody who was told. Raises `NotFound` for everybody else, and where an owner can decide.
    """
    me, trustee = acting(work), await kept.find_trustee(work.db, account_id)
    if trustee is None or trustee.told_at is None:
        raise NotFound
    told = await _who_hears(work.db, account_id, trustee.person_id)
    if me not in (trustee.person_id, *told) or set(told) & set(await store.owners(work.db)):
        raise NotFound
    accounts = {one.id: one for one in await store.present_accounts(work.db, [account_id, trustee.person_id])}
    if len(accounts) < 2:
        raise NotFound
    return accounts[account_id], Trust(trustee=trustee, account=accounts[trustee.person_id], undecided=True)
