"""Two people at once: the lock under which everything between them is counted and declared."""

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import present_accounts, viewer_of
from kith.ties import store
from kith.ties.actions.reading import acting
from kith.ties.model import TieRecord

Ends = tuple[Id, Id]  # the lower id first


async def lock_pair(work: Work, ends: Ends) -> TieRecord | None:
    """Lock a pair, and give it as the lower id has it.

    Two who have nothing between them yet are looked at first: `None` unless both are people, and are there.
    """
    row = await store.lock_tie(work.db, *ends)
    if row is not None:
        return row
    accounts = await present_accounts(work.db, ends)
    if len(accounts) < len(ends) or any(account.kind != "person" for account in accounts):
        return None
    return await store.start_tie(work.db, *ends)


async def lock_known(work: Work, ends: Ends) -> None:
    """Lock a pair. Raises `NotFound` unless both are people, and are there."""
    if await lock_pair(work, ends) is None:
        raise NotFound


def ends_of(one: Id, other: Id) -> Ends:
    """Put two people in order."""
    return min(one, other), max(one, other)


async def meet(work: Work, other_id: Id) -> Id:
    """Give who acts, towards somebody else who is there, whom no block keeps away, and who is a person."""
    person_id = acting(work)
    if other_id == person_id:
        raise Refused(_("That is you. This can only be done with somebody else."))
    found = await present_accounts(work.db, [other_id])
    if not found or other_id in (await viewer_of(work)).hidden:
        raise NotFound
    if found[0].kind != "person":
        raise Refused(_("Ties are between people. This is an organisation."))
    return person_id
