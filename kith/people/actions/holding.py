"""Accounts that nobody signs in to: others hold them, each from their own sign-in.

Such an account has no password, so no password opens it. A browser acts for it by `PageSession.acting_for`, an app by
a token that names whose hand it is; whether they may is asked with every request, by the feature that knows the team.
"""

from datetime import timedelta

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.model import GRACE_DAYS, Account, Member, SignedUp, SignUp, Viewer
from kith.people.names import check_handle, check_name, skeleton
from kith.people.store import SignedIn
from kith.people.store.holding import (
    end_acting_sessions,
    end_tokens_by_hand,
    forget_acted,
    set_acting,
    set_organisation,
)
from kith.people.store.two_step import end_two_step

NO_PASSWORD = ""  # the hash of nothing that could be typed


async def open_held_account(work: Work, *, handle: str, name: str) -> Account:
    """Make the account of an organisation. Raises `Invalid` for a handle that is taken or cannot be one."""
    handle = check_handle(handle)
    name = check_name(name, handle=handle)
    await work.permit(SignUp(handle=handle))
    account = Account(id=work.new_id(), handle=handle, name=name, kind="organisation", created_at=work.now)
    if not await store.add_account(work.db, account, skeleton=skeleton(handle)):
        raise Invalid(
            _("That handle is taken, or looks too much like one that is. Please choose another."), field="handle"
        )
    member = Member(
        account_id=account.id,
        email_confirmed_at=work.now,
        password_hash=NO_PASSWORD,
        approved_at=work.now,
        created_at=work.now,
    )
    await work.db.insert(member)
    work.tell(SignedUp(account_id=account.id, approved=True))
    return account


async def hold_account(work: Work, account_id: Id) -> None:
    """Let an account be an organisation, and end its own ways in: from now on others hold it."""
    await set_organisation(work.db, account_id)
    await store.set_password_hash(work.db, account_id, NO_PASSWORD)
    await store.end_sessions(work.db, account_id)
    await store.end_tokens(work.db, account_id)
    await end_two_step(work.db, account_id)
    _seen_anew(work, account_id)


async def close_held_account(work: Work, account_id: Id) -> None:
    """Hide an account that others hold from now on, and delete it after the time of grace."""
    leaves_at = work.now + timedelta(days=GRACE_DAYS)
    await store.set_leaving(work.db, account_id, leaves_at=leaves_at, gone_at=work.now)
    _seen_anew(work, account_id)


async def act_for(work: Work, person_id: Id, session_id: Id, account_id: Id | None) -> None:
    """Let one browser of a person act for an account; `None`: for the person again."""
    await set_acting(work.db, person_id, session_id, account_id)
    work.forget(f"session:{session_id}")


async def acted_for(work: Work, person_id: Id, session_id: Id) -> Id | None:
    """Tell for whom a browser of a person acted until that was ended, and they have not read so yet."""
    signed: SignedIn | None = work.memo.get(SignedIn)
    if signed is None:  # around a refusal: the work that knew it is over
        holder = await store.find_by_session(work.db, person_id, session_id)
        signed = holder.signed if holder is not None else None
    return signed.acted_for if signed is not None else None


async def forget_acting(work: Work, account_id: Id) -> None:
    """Keep nowhere that anybody acted for an account that is gone for good."""
    await forget_acted(work.db, account_id)


async def end_acting(work: Work, account_id: Id, person_id: Id) -> None:
    """End all by which a person acts for an account: in their browsers, which tell them so, and through apps."""
    for session_id in await end_acting_sessions(work.db, account_id, person_id):
        work.forget(f"session:{session_id}")
    for token_id in await end_tokens_by_hand(work.db, account_id, person_id):
        work.forget(f"token:{token_id}")


def _seen_anew(work: Work, account_id: Id) -> None:
    work.memo.pop(Viewer, None)
    work.forget(f"author:{account_id}", f"viewer:{account_id}")
