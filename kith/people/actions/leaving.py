"""Leaving a server: hidden at once, deleted after a time of grace, and free to come back until then."""

from datetime import timedelta

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.mail.store import forget_letters_to
from kith.base.work import Work
from kith.people import store
from kith.people.actions.signing_in import check_own_password
from kith.people.model import GRACE_DAYS, Leave, Left, Viewer


async def leave(work: Work, *, password: str) -> None:
    """Begin to leave: from now on nobody else sees this account; after the time of grace it is deleted."""
    member = await check_own_password(work, password)
    await store.lock_owners(work.db)
    if member.role == "owner" and await store.count_owners(work.db) <= 1:
        raise Refused(_("A server needs an owner. Make somebody else one before you leave."))
    await work.permit(Leave(account_id=member.account_id))
    leaves_at = work.now + timedelta(days=GRACE_DAYS)
    await store.set_leaving(work.db, member.account_id, leaves_at=leaves_at, gone_at=work.now)
    await store.end_tokens(work.db, member.account_id)
    _seen_anew(work, member.account_id)


async def come_back(work: Work) -> None:
    """Change one's mind within the time of grace: everything is as it was."""
    assert work.actor is not None
    await store.set_leaving(work.db, work.actor, leaves_at=None, gone_at=None)
    _seen_anew(work, work.actor)


async def delete_who_left(work: Work) -> None:
    """Delete the accounts whose time of grace is over: nightly. Every feature deletes what is theirs, by `Left`."""
    for member in await store.members_due_to_leave(work.db, work.now):
        if member.email is not None:
            await forget_letters_to(work.db, member.email.lower())
        await store.drop_email(work.db, member.account_id)
        await store.delete_account(work.db, member.account_id)
        work.tell(Left(account_id=member.account_id))
        _seen_anew(work, member.account_id)


def _seen_anew(work: Work, account_id: Id) -> None:
    work.memo.pop(Viewer, None)
    work.forget(f"author:{account_id}", f"viewer:{account_id}")
