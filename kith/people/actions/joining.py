"""Joining a server."""

import asyncio
from collections.abc import Sequence

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.text import clean
from kith.base.core.words import _
from kith.base.letters import write_letter
from kith.base.work import Work
from kith.people import store
from kith.people.actions.server import invite_that_counts, sign_up_way
from kith.people.model import Account, Member, Role, SignedUp, SignUp
from kith.people.names import check_handle, check_name, skeleton
from kith.people.rules.membership import check_may_join, check_password, normal_email
from kith.people.secrets import hash_password

REASON_MAX = 1000


class JoinForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody fills in to join."""

    handle: str
    password: str
    name: str = ""
    email: str = ""
    reason: str = ""
    invite: str = ""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """By which way somebody comes in: whether they must wait, who brought them, and what is known of them."""

    waits: bool = False
    invited_by: Id | None = None
    role: Role = "member"
    vouched: bool = False  # whoever lets them in knows that the mail address is theirs
    as_first: bool = False


async def sign_up(work: Work, form: JoinForm) -> Account:
    """Join through the front door: by the rules of this server. The first person of all owns it.

    Raises `Refused` when the door is closed, `Invalid` for what does not fit, and for a handle that is taken.
    """
    first = not await store.has_owner(work.db)
    way = "open" if first else await sign_up_way(work)
    invite = await invite_that_counts(work, form.invite)
    check_may_join(way, invite, now=work.now)
    if work.house.settings.confirm_mail and not form.email.strip() and not first:
        raise Invalid(_("A mail address is needed here, to confirm that it is you."), field="email")
    # Nothing is written yet. Hashing waits for its turn, and must not hold a connection that others wait for.
    await work.db.release(commit=False)
    wish = await _ready(form)
    invited = invite is not None and await store.use_invite(work.db, invite.code_hash, work.now)
    if way == "invitation" and not invited:
        raise Refused(_("That invitation was used up a moment ago. Ask for another."))
    waits = way == "approval" and not invited
    inviter_id = invite.inviter_id if invite and invited else None
    return await _join(work, wish, Way(waits=waits, invited_by=inviter_id, as_first=first))


async def join(work: Work, form: JoinForm, *, role: Role = "member") -> Account:
    """Join by the back door: for the command line, the demo and tests. Raises as `sign_up` does."""
    return await _join(work, await _ready(form), Way(role=role, vouched=True))


async def join_all(work: Work, forms: Sequence[JoinForm], ids: Sequence[Id]) -> list[Account]:
    """Let several join by the back door, in their order, under ids that are made for them. Their passwords, the longest
    part of it, go side by side.
    """
    wishes = await asyncio.gather(*(_ready(form) for form in forms))
    way = Way(role="member", vouched=True)
    return [await _join(work, wish, way, account_id) for wish, account_id in zip(wishes, ids, strict=True)]


class _Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was read and found in order."""

    handle: str
    name: str
    email: str | None
    password_hash: str
    reason: str


async def _ready(form: JoinForm) -> _Wish:
    """Check what can be checked without asking anybody, and hash the password."""
    handle = check_handle(form.handle)
    email = normal_email(form.email)
    check_password(form.password, handle=handle, email=email)
    name = check_name(form.name, handle=handle)
    reason = clean(form.reason, length_max=REASON_MAX, field="reason", characters_max=REASON_MAX).strip()
    password_hash = await hash_password(form.password)
    return _Wish(handle=handle, name=name, email=email, password_hash=password_hash, reason=reason)


async def _join(work: Work, wish: _Wish, way: Way, account_id: Id | None = None) -> Account:
    await work.permit(SignUp(handle=wish.handle))
    account = Account(
        id=account_id or work.new_id(),
        handle=wish.handle,
        name=wish.name,
        created_at=work.now,
        gone_at=work.now if way.waits else None,  # who waits is not here yet, on no page and in no list
    )
    if not await store.add_account(work.db, account, skeleton=skeleton(wish.handle)):
        raise Invalid(
            _("That handle is taken, or looks too much like one that is. Please choose another."), field="handle"
        )
    owns = await store.claim_ownership(work.db, account.id)
    if way.as_first and not owns and await store.has_owner(work.db):
        raise Refused(_("Somebody else became the owner of this server a moment ago. Please send it once more."))
    taken = wish.email is not None and not await store.claim_email(work.db, wish.email, account.id)
    member = Member(
        account_id=account.id,
        email=None if taken else wish.email,
        email_confirmed_at=work.now if way.vouched else None,
        password_hash=wish.password_hash,
        role="owner" if owns else way.role,
        reason=wish.reason,
        invited_by=way.invited_by,
        approved_at=None if way.waits else work.now,
        created_at=work.now,
    )
    await work.db.insert(member)
    if taken and wish.email is not None:
        await _tell_the_other(work, wish.email)
    work.tell(SignedUp(account_id=account.id, approved=member.approved_at is not None))
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
