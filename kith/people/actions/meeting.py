"""What every act between two people begins with: who acts, and the other as they may be met."""

from kith.base.core.errors import NotFound, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.model import Account, Viewer
from kith.people.rules.relations import check_not_oneself, check_present


def acting(work: Work) -> Id:
    """Give the person on whose behalf this is done."""
    if work.actor is None:
        raise SignInFirst(_("Please sign in first."))
    return work.actor


async def lock_with(work: Work, other_id: Id) -> tuple[Account, Account]:
    """Get both accounts, whoever acts first, under the lock of their pair. Not oneself; `NotFound` where none is."""
    person_id = acting(work)
    check_not_oneself(person_id, other_id)
    return await store.lock_pair(work.db, person_id, other_id)


async def meet(work: Work, other_id: Id) -> tuple[Account, Account]:
    """As `lock_with`, of somebody who is there and whom no block keeps away: else they look as if they were not."""
    me, other = await lock_with(work, other_id)
    check_present(other, apart=await store.are_apart(work.db, me.id, other.id))
    return me, other


async def glance(work: Work, other_id: Id) -> Account:
    """Get somebody as `meet` does, without the lock: for what is written on one's own side alone."""
    person_id = acting(work)
    check_not_oneself(person_id, other_id)
    found = await store.present_accounts(work.db, [other_id])
    if not found:
        raise NotFound
    check_present(found[0], apart=await store.are_apart(work.db, person_id, other_id))
    return found[0]


def stands_anew(work: Work, *people: Id) -> None:
    """Drop what is remembered of these people's relations, in this work and in every process."""
    work.memo.pop(Viewer, None)
    work.forget(*(f"{what}:{person}" for person in people for what in ("viewer", "follows")))
