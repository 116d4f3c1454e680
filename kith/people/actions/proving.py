"""Proving by mail: that an address is one's own, and that one may set a new password."""

from datetime import datetime, timedelta
from typing import Literal

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _, in_language
from kith.base.letters import write_letter
from kith.base.web.language import translations_for
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting
from kith.people.actions.remembering import remembered
from kith.people.actions.signing_in import check_own_password
from kith.people.model import MailToken, Member, PasswordForgotten
from kith.people.rules.membership import check_password, normal_email
from kith.people.secrets import Key, hash_password, hash_secret, new_secret, read_key
from kith.people.store.passkeys import let_rest

LINK_HOURS = 24

Purpose = Literal["confirm", "password"]


async def ask_for_new_password(work: Work, email: str, *, language: str = "en") -> None:
    """Have a link sent to set a new password. Nobody learns from the answer, nor from the time it takes, whether the
    address is known: a job looks for it.
    """
    address = normal_email(email)
    if address:
        work.tell(PasswordForgotten(email=address, language=language))


async def send_new_password_link(work: Work, email: str, *, language: str) -> None:
    """Send the link, where the address is known; in the language they chose, or else in the one that was asked in."""
    member = await store.find_member_by_email(work.db, email)
    if member is None or member.email is None or member.account_id in await remembered(work):
        return
    link = await _link(work, member, "password", member.email, "/password/new")
    with in_language(translations_for(member.language or language)):
        await write_letter(
            work,
            to=member.email,
            subject=_("Set a new password"),
            text=_(
                "Somebody asked to set a new password for your account on {server}.\n\nIf it was you, open this within "
                "a day:\n{link}\n\nIf not, nothing has changed, and you can delete this mail."
            ).format(server=work.house.settings.name, link=link),
        )


async def is_open(work: Work, key_text: str, purpose: Purpose) -> bool:
    """Tell whether a mailed link still counts, without using it up: mail programs open links to look at them."""
    key = read_key(key_text, ".")
    return key is not None and await store.find_mail_token(
        work.db, key.account_id, purpose, hash_secret(key.secret), _oldest(work)
    )


async def set_new_password(work: Work, *, key_text: str, password: str) -> Id:
    """Set a password by a mailed link. Everybody who was signed in is signed out. Gives whose it was."""
    token = await _take(work, key_text, "password")
    await _change(work, await store.lock_member(work.db, token.account_id), password, keep=Id(0))
    return token.account_id


async def change_password(work: Work, *, current: str, password: str, session_id: Id) -> None:
    """Set a password by the present one. All other sessions end."""
    await _change(work, await check_own_password(work, current), password, keep=session_id)


async def reset_password(work: Work, account_id: Id, password: str) -> None:
    """Set somebody's password from the command line."""
    await _change(work, await store.lock_member(work.db, account_id), password, keep=Id(0))


async def change_email(work: Work, *, current: str, email: str) -> None:
    """Ask for another address: it counts once it is confirmed. An empty one takes the address away."""
    member = await check_own_password(work, current)
    address = normal_email(email)
    if address is None:
        if work.house.settings.confirm_mail:
            raise Refused(_("This server needs a mail address of you."))
        await store.drop_email(work.db, member.account_id)
        await store.set_email(work.db, member.account_id, None, None)
        return
    await _send_confirmation(work, member, address)


async def ask_to_confirm(work: Work, account_id: Id) -> None:
    """Send the link that confirms an address: after somebody joined."""
    member = await store.find_member(work.db, account_id)
    if member is not None and member.email is not None and member.email_confirmed_at is None:
        await _send_confirmation(work, member, member.email)


async def ask_again_to_confirm(work: Work, email: str = "") -> None:
    """Send the link that confirms one's address once more.

    Raises `Refused` where there is nothing to confirm, and for another address: that takes the password.
    """
    member = await store.get_member(work.db, acting(work))
    if member.email is None or member.email_confirmed_at is not None:
        raise Refused(_("No address of yours is waiting to be confirmed."))
    if normal_email(email) not in (None, normal_email(member.email)):
        raise Refused(_("To use another address, open your settings in a browser. It asks for your password."))
    await _send_confirmation(work, member, member.email)


async def confirm_email(work: Work, key_text: str) -> None:
    """Take the address that the link was sent to as one's own."""
    token = await _take(work, key_text, "confirm")
    member = await store.lock_member(work.db, token.account_id)
    if member.email != token.email:
        await _free(work, token.email, wanted_by=member.account_id)
        await store.drop_email(work.db, member.account_id)
        if not await store.claim_email(work.db, token.email, member.account_id):
            raise Refused(_("That address belongs to another account."))
    await store.set_email(work.db, member.account_id, token.email, work.now)


async def _free(work: Work, email: str, *, wanted_by: Id) -> None:
    """Take an address from whoever gave it without ever proving it: nobody keeps another from using their own."""
    holder = await store.find_member_by_email(work.db, email)
    if holder is not None and holder.account_id != wanted_by and holder.email_confirmed_at is None:
        await store.drop_email(work.db, holder.account_id)
        await store.set_email(work.db, holder.account_id, None, None)


async def _send_confirmation(work: Work, member: Member, address: str) -> None:
    link = await _link(work, member, "confirm", address, "/email/confirm")
    await write_letter(
        work,
        to=address,
        subject=_("Is this your address?"),
        text=_("To confirm your address on {server}, open this within a day:\n{link}\n").format(
            server=work.house.settings.name, link=link
        ),
    )


async def _link(work: Work, member: Member, purpose: Purpose, email: str, path: str) -> str:
    key = Key(account_id=member.account_id, key_id=work.new_id(), secret=new_secret())
    token = MailToken(
        account_id=member.account_id,
        purpose=purpose,
        secret_hash=hash_secret(key.secret),
        email=email,
        created_at=work.now,
    )
    await store.keep_mail_token(work.db, token)
    return f"{work.house.settings.url}{path}?key={key.written('.')}"


async def _take(work: Work, key_text: str, purpose: Purpose) -> MailToken:
    key = read_key(key_text, ".")
    token = None
    if key is not None:
        secret_hash = hash_secret(key.secret)
        token = await store.take_mail_token(work.db, key.account_id, purpose, secret_hash, _oldest(work))
    if token is None:
        raise Invalid(_("That link has been used, or is older than a day. Ask for a new one."))
    return token


async def _change(work: Work, member: Member, password: str, *, keep: Id) -> None:
    account = await store.get_account_even_gone(work.db, member.account_id)
    check_password(password, handle=account.handle, email=member.email)
    await store.set_password_hash(work.db, member.account_id, await hash_password(password))
    await store.end_sessions(work.db, member.account_id, but_id=keep)
    await let_rest(work.db, member.account_id)  # whoever knew the password before may have made one


def _oldest(work: Work) -> datetime:
    return work.now - timedelta(hours=LINK_HOURS)
