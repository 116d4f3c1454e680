"""What the owner decides about the server, and how people join."""

from contextlib import nullcontext
from datetime import timedelta
from typing import cast, get_args

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.text import clean
from kith.base.core.words import _, in_language
from kith.base.letters import write_letter
from kith.base.web.language import translations_for
from kith.base.work import Work
from kith.people import store
from kith.people.actions.undecided import tell_new_owner
from kith.people.model import Account, Invite, Left, Member, Role
from kith.people.rules.inviting import check_line
from kith.people.rules.membership import check_present
from kith.people.secrets import hash_secret, new_secret
from kith.settings import SignUpWay

ABOUT_MAX = 5000
INVITE_DAYS = 14
INVITE_USES_MAX = 100
INVITES_OPEN_MAX = 50


class ServerWords(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner says about this server."""

    sign_up: SignUpWay
    about: str = ""
    rules: str = ""
    members_invite: bool = True


async def server_words(work: Work) -> ServerWords:
    """Read what the owner decided; where they did not, what the settings say."""
    kept = await store.read_server_settings(work.db)
    way = kept.get("sign_up", work.house.settings.sign_up)
    return ServerWords(
        sign_up=cast("SignUpWay", way if way in get_args(SignUpWay) else "closed"),
        about=kept.get("about", ""),
        rules=kept.get("rules", ""),
        members_invite=kept.get("members_invite", "yes") == "yes",
    )


async def sign_up_way(work: Work) -> SignUpWay:
    """Tell how people join."""
    return (await server_words(work)).sign_up


async def decide_server(work: Work, words: ServerWords) -> None:
    """Keep what the owner decided."""
    await check_owner(work)
    values = {
        "sign_up": words.sign_up,
        "about": clean(words.about, length_max=ABOUT_MAX, field="about"),
        "rules": clean(words.rules, length_max=ABOUT_MAX, field="rules"),
        "members_invite": "yes" if words.members_invite else "no",
    }
    for name, value in values.items():
        await store.keep_server_setting(work.db, name, value)


async def invite(work: Work, *, uses_max: int = 1, line: str = "") -> Invite:
    """Make a link with which people may join; `line` stands on the page it opens, in the words of whoever invites.

    Members may, unless the owner keeps it to themselves.
    """
    assert work.actor is not None
    if not await _may_invite(work, await store.get_member(work.db, work.actor)):
        raise Refused(_("On this server, only the owner invites."))
    if not 1 <= uses_max <= INVITE_USES_MAX:
        raise Invalid(_("An invitation is for 1 to {count} people.").format(count=INVITE_USES_MAX), field="uses_max")
    line = check_line(line)
    if len(await store.invites_of(work.db, work.actor)) >= INVITES_OPEN_MAX:
        raise Refused(_("You have many invitations open. Take one back first."))
    code = new_secret()[:22]
    made = Invite(
        code_hash=hash_secret(code),
        code=code,
        inviter_id=work.actor,
        id=work.new_id(),
        uses_max=uses_max,
        line=line,
        expires_at=work.now + timedelta(days=INVITE_DAYS),
        created_at=work.now,
    )
    await work.db.insert(made)
    return made


async def who_invites(work: Work, code: str) -> tuple[Account, str] | None:
    """Find by whom a link lets somebody in, and what they say; `None` for a link that lets nobody in any more."""
    found = await invite_that_counts(work, code)
    accounts = await store.present_accounts(work.db, [found.inviter_id]) if found is not None else []
    return (accounts[0], found.line) if found is not None and accounts else None


async def invite_that_counts(work: Work, code: str) -> Invite | None:
    """Find what a link lets somebody in by; `None` where it is used up, over, or of somebody who may invite no more:
    who is leaving, is kept in remembrance, or was let invite by the owner only before.
    """
    found = await store.find_invite(work.db, hash_secret(code.strip())) if code.strip() else None
    if found is None or found.uses >= found.uses_max or found.expires_at <= work.now:
        return None
    member = await store.find_member(work.db, found.inviter_id)
    accounts = await store.present_accounts(work.db, [found.inviter_id])
    is_there = any(one.remembered_at is None for one in accounts)
    return found if member is not None and is_there and await _may_invite(work, member) else None


async def _may_invite(work: Work, member: Member) -> bool:
    return member.role != "member" or (await server_words(work)).members_invite


async def withdraw_invite(work: Work, invite_id: Id) -> None:
    """Take an invitation of one's own back."""
    assert work.actor is not None
    await store.end_invite(work.db, work.actor, invite_id)


async def approve(work: Work, account_id: Id) -> None:
    """Let somebody in who waits, and tell them."""
    await check_owner(work)
    member = await store.lock_member(work.db, account_id)
    if not await store.approve_member(work.db, account_id, work.now):
        return
    work.forget(f"author:{account_id}", f"viewer:{account_id}")
    if member.email:
        theirs = in_language(translations_for(member.language)) if member.language else nullcontext()
        with theirs:  # as far as they chose one; the owner's otherwise
            await write_letter(
                work,
                to=member.email,
                subject=_("Welcome to {server}").format(server=work.house.settings.name),
                text=_("You can sign in now: {url}/sign-in").format(url=work.house.settings.url),
            )


async def decline(work: Work, account_id: Id) -> None:
    """Turn somebody away who waits. Nothing of what they gave is kept."""
    await check_owner(work)
    member = await store.lock_member(work.db, account_id)
    if member.approved_at is not None:
        raise Refused(_("They are in already."))
    await store.drop_email(work.db, account_id)
    await store.forget_handle(work.db, account_id)
    await store.delete_account(work.db, account_id)
    work.tell(Left(account_id=account_id))


async def make_role(work: Work, account_id: Id, role: Role) -> None:
    """Make somebody a member, moderator or owner. There is always an owner left; an organisation runs no server."""
    await check_owner(work)
    account = await store.get_account_even_gone(work.db, account_id)
    if role != "member" and account.kind != "person":
        raise Refused(_("Only a person runs a server. This is an organisation."))
    if role != "member":
        check_present(account)
    await store.lock_owners(work.db)
    member = await store.get_member(work.db, account_id)
    if member.role == "owner" and role != "owner" and await store.count_owners(work.db) <= 1:
        raise Refused(_("A server needs an owner. Make somebody else one first."))
    await store.set_role(work.db, account_id, role)
    work.forget(f"viewer:{account_id}")
    if role == "owner" and member.role != "owner":
        await tell_new_owner(work, account_id)


async def check_owner(work: Work) -> None:
    """Raise `Refused` unless an owner acts: a page may have been open since before somebody stopped being one."""
    if work.actor is None or (await store.get_member(work.db, work.actor)).role != "owner":
        raise Refused(_("Only the owner of this server can do that."))
