"""Joining a server."""

from datetime import datetime

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.words import _
from kith.base.letters import write_letter
from kith.base.work import Work
from kith.people import store
from kith.people.actions.server import sign_up_way
from kith.people.model import Account, AccountKind, Member, Role, SignedUp, SignUp
from kith.people.names import check_handle, check_name, skeleton
from kith.people.rules.membership import check_may_join, check_password, normal_email
from kith.people.secrets import hash_password, hash_secret

REASON_MAX = 1000


class JoinForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody fills in to join."""

    handle: str
    password: str
    name: str = ""
    email: str = ""
    reason: str = ""
    invite: str = ""
    kind: AccountKind = "person"


async def sign_up(work: Work, form: JoinForm) -> Account:
    """Join through the front door: by the rules of this server. The first person of all owns it.

    Raises `Refused` when the door is closed or the name is taken, `Invalid` for what does not fit.
    """
    first = not await store.has_owner(work.db)
    way = "open" if first else await sign_up_way(work)
    code_hash = hash_secret(form.invite.strip())
    invite = await store.find_invite(work.db, code_hash) if form.invite else None
    check_may_join(way, invite, now=work.now)
    if work.house.settings.confirm_mail and not form.email.strip() and not first:
        raise Invalid(_("A mail address is needed here, to confirm that it is you."), field="email")
    invited = invite is not None and await store.use_invite(work.db, code_hash, work.now)
    if way == "invitation" and not invited:
        raise Refused(_("That invitation was used up a moment ago. Ask for another."))
    approved = way != "approval" or invited
    return await _join(
        work,
        form,
        approved_at=work.now if approved else None,
        invited_by=invite.inviter_id if invite and invited else None,
    )


async def join(work: Work, form: JoinForm, *, role: Role = "member") -> Account:
    """Join by the back door: for the command line, the demo and tests. Raises as `sign_up` does."""
    return await _join(work, form, approved_at=work.now, role=role)


async def _join(
    work: Work,
    form: JoinForm,
    *,
    approved_at: datetime | None,
    invited_by: int | None = None,
    role: Role = "member",
) -> Account:
    handle = check_handle(form.handle)
    email = normal_email(form.email)
    check_password(form.password, handle=handle, email=email)
    if len(form.reason) > REASON_MAX:
        raise Invalid(_("Please say it in fewer words."), field="reason")
    await work.permit(SignUp(handle=handle))
    account = Account(
        id=work.new_id(), handle=handle, name=check_name(form.name, handle=handle), kind=form.kind, created_at=work.now
    )
    if not await store.add_account(work.db, account, skeleton=skeleton(handle)):
        raise Refused(_("That handle is taken, or looks too much like one that is. Please choose another."))
    if await store.claim_ownership(work.db, account.id):
        role, approved_at = "owner", work.now
    taken = email is not None and not await store.claim_email(work.db, email, account.id)
    member = Member(
        account_id=account.id,
        email=None if taken else email,
        email_confirmed_at=None,
        password_hash=await hash_password(form.password),
        role=role,
        reason=form.reason.strip(),
        invited_by=invited_by,  # type: ignore[arg-type]
        approved_at=approved_at,
        created_at=work.now,
    )
    await work.db.insert(member)
    if taken and email is not None:
        await _tell_the_other(work, email)
    work.tell(SignedUp(account_id=account.id, approved=approved_at is not None))
    return account


async def _tell_the_other(work: Work, email: str) -> None:
    """Somebody gave an address that another account has. Saying so on the page would tell strangers who is here."""
    await write_letter(
        work,
        to=email,
        subject=_("Somebody signed up with your address"),
        text=_(
            "Somebody joined {server} and gave this mail address, which belongs to your account already. "
            "If that was you: sign in with the account you have. If not: nothing was changed."
        ).format(server=work.house.settings.name),
    )
