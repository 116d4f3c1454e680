"""Signing in and out."""

import secrets
from datetime import timedelta

import msgspec

from kith.base.bus.limits import Limit
from kith.base.core.errors import Invalid, NotFound, TooMany
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.model import PASSWORD_MAX, Member, PageSession, TwoStep
from kith.people.rules.devices import device_words
from kith.people.rules.membership import check_may_sign_in, check_present
from kith.people.secrets import (
    Key,
    equal,
    hash_password,
    hash_secret,
    is_outdated,
    is_password,
    new_key_secret,
    sign_words,
)
from kith.people.store import two_step as kept

HALF_WAY_MINUTES = 10  # between the password and the code
SESSION_DAYS = 90  # without use
# Guesses at one account, from wherever they come; the address has a limit of its own at the door.
GUESSES = Limit("guesses", 10, 900)
# Those from devices of one's own, together: who was once let in can keep the marks of a thousand.
DEVICES = Limit("device-guesses", 50, 900)


class HalfWay(msgspec.Struct, frozen=True, kw_only=True):
    """The password was right, and a code is asked for. The browser keeps the ticket meanwhile."""

    ticket: str


async def sign_in(work: Work, *, who: str, password: str, user_agent: str, device: str = "") -> Key | HalfWay:
    """Begin a session, or come half way where a second step is asked for. `who` is a handle or a mail address.

    Raises `Invalid` with the same words, after the same time, for an unknown name and for a wrong password;
    `TooMany` after ten wrong guesses in a quarter of an hour, whether there is such a person or not. What strangers
    guess keeps nobody from signing in at a `device` where they did before: it has ten of its own.
    """
    name = who.strip().removeprefix("@").lower()[:300]
    member = await _find(work, name)
    known = f"{name} {device}" if member is not None and await counts_alone(work, member.account_id, device) else name
    taken = await work.house.limits.take(GUESSES, known)
    if not taken.allowed:
        raise TooMany(
            _("Too many tries for this name. Wait a little, or set a new password by mail."),
            retry_after_s=taken.retry_after_s,
        )
    # Only read so far. Checking waits for its turn, and must not hold a connection that others wait for.
    await work.db.release(commit=False)
    fits = len(password) <= PASSWORD_MAX and await is_password(member.password_hash if member else None, password)
    if member is None or not fits:
        raise Invalid(_("That name and that password do not belong together. Nothing was changed; try again."))
    check_may_sign_in(member)
    if is_outdated(member.password_hash):
        member = msgspec.structs.replace(member, password_hash=await hash_password(password))
        await store.set_password_hash(work.db, member.account_id, member.password_hash)
    second = await kept.find_two_step(work.db, member.account_id)
    if second is not None and second.on_at is not None:
        return HalfWay(ticket=_ticket(work, member, second, str(int(work.now.timestamp()))))
    return await begin_session(work, member.account_id, user_agent=user_agent)


async def find_half_way(work: Work, ticket: str) -> Member | None:
    """Find who has come half way by this ticket; `None` where it is too old, or password or key are others by now."""
    account_text, _dot, rest = ticket[:200].partition(".")
    account_id, at = parse_id(account_text), rest.partition(".")[0]
    if account_id is None or not (at.isascii() and at.isdecimal() and len(at) < 12):
        return None
    member, second = await store.find_member(work.db, account_id), await kept.find_two_step(work.db, account_id)
    if member is None or second is None or second.on_at is None:
        return None
    if int(at) < work.now.timestamp() - HALF_WAY_MINUTES * 60 or not equal(ticket, _ticket(work, member, second, at)):
        return None
    return member


def _ticket(work: Work, member: Member, second: TwoStep, at: str) -> str:
    whom = str(member.account_id)
    signed = sign_words(work.house.secret, "half way", whom, at, member.password_hash, str(second.on_at))
    return f"{whom}.{at}.{signed}"


def new_device(work: Work, account_id: Id) -> str:
    """Mark a device as one where somebody has signed in. It opens nothing, and does not say who that was."""
    nonce = secrets.token_urlsafe(12)
    return f"{nonce}.{sign_words(work.house.secret, 'device', str(account_id), nonce)}"


def is_device_of(work: Work, account_id: Id, device: str) -> bool:
    """Tell whether somebody has signed in there before."""
    nonce, _dot, signed = device[:200].partition(".")
    return bool(signed) and equal(signed, sign_words(work.house.secret, "device", str(account_id), nonce))


async def counts_alone(work: Work, account_id: Id, device: str) -> bool:
    """Tell whether guesses from a device are counted apart from those of strangers: somebody has signed in there
    before, and not too much is guessed from all such devices together.
    """
    return is_device_of(work, account_id, device) and (await work.house.limits.take(DEVICES, str(account_id))).allowed


async def begin_session(work: Work, account_id: Id, *, user_agent: str) -> Key:
    """Begin a session of somebody who is known to be who they say. `Refused` for who is kept in remembrance."""
    check_present(await store.get_account_even_gone(work.db, account_id))
    key_id = work.new_id()
    key = Key(account_id=account_id, key_id=key_id, secret=new_key_secret(work.house.secret, account_id, key_id))
    session = PageSession(
        account_id=account_id,
        id=key.key_id,
        secret_hash=hash_secret(key.secret),
        device=device_words(user_agent),
        created_at=work.now,
        seen_at=work.now,
    )
    await work.db.insert(session)
    return key


async def sign_out(work: Work, session_id: Id) -> None:
    """End one of one's sessions."""
    assert work.hand is not None
    await store.end_session(work.db, work.hand, session_id)
    work.forget(f"session:{session_id}")


async def sign_out_elsewhere(work: Work, *, but_id: Id) -> int:
    """End all sessions but this one. Tells how many there were."""
    assert work.actor is not None
    return await store.end_sessions(work.db, work.actor, but_id=but_id)


async def end_idle_sessions(work: Work) -> None:
    """End the sessions that nobody used for a long time: nightly."""
    await store.end_old_sessions(work.db, before=work.now - timedelta(days=SESSION_DAYS))


async def check_own_password(work: Work, password: str) -> Member:
    """Get the member who acts, if they can say their password. Raises `Invalid`."""
    if work.actor is None:
        raise NotFound
    member = await store.get_member(work.db, work.actor)
    taken = await work.house.limits.take(GUESSES, f"own:{work.actor}")
    if not taken.allowed:
        raise TooMany(_("Too many tries. Wait a little."), retry_after_s=taken.retry_after_s)
    if len(password) > PASSWORD_MAX or not await is_password(member.password_hash, password):
        raise Invalid(_("That is not your password."), field="current_password")
    return member


async def _find(work: Work, name: str) -> Member | None:
    if "@" in name:
        return await store.find_member_by_email(work.db, name)
    account = await store.find_account_by_handle(work.db, name)
    return await store.find_member(work.db, account.id) if account else None
