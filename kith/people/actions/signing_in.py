"""Signing in and out."""

from datetime import timedelta

from kith.base.bus.limits import Limit
from kith.base.core.errors import Invalid, NotFound, TooMany
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.model import PASSWORD_MAX, Member, PageSession
from kith.people.rules.devices import device_words
from kith.people.rules.membership import check_may_sign_in
from kith.people.secrets import Key, hash_password, hash_secret, is_outdated, is_password, new_secret

SESSION_DAYS = 90  # without use
# Guesses at one account, from wherever they come; the address has a limit of its own at the door.
GUESSES = Limit("guesses", 10, 900)


async def sign_in(work: Work, *, who: str, password: str, user_agent: str) -> Key:
    """Begin a session. `who` is a handle or a mail address.

    Raises `Invalid` with the same words, after the same time, for an unknown name and for a wrong password;
    `TooMany` after ten wrong guesses in a quarter of an hour, whether there is such a person or not.
    """
    name = who.strip().removeprefix("@").lower()[:300]
    taken = await work.house.limits.take(GUESSES, name)
    if not taken.allowed:
        raise TooMany(
            _("Too many tries for this name. Wait a little, or set a new password by mail."),
            retry_after_s=taken.retry_after_s,
        )
    member = await _find(work, name)
    # Only read so far. Checking waits for its turn, and must not hold a connection that others wait for.
    await work.db.release(commit=False)
    fits = len(password) <= PASSWORD_MAX and await is_password(member.password_hash if member else None, password)
    if member is None or not fits:
        raise Invalid(_("That name and that password do not belong together. Nothing was changed; try again."))
    check_may_sign_in(member)
    if is_outdated(member.password_hash):
        await store.set_password_hash(work.db, member.account_id, await hash_password(password))
    return await begin_session(work, member.account_id, user_agent=user_agent)


async def begin_session(work: Work, account_id: Id, *, user_agent: str) -> Key:
    """Begin a session of somebody who is known to be who they say."""
    key = Key(account_id=account_id, key_id=work.new_id(), secret=new_secret())
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
