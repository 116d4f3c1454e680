"""Who is asking: from a cookie or a bearer token to a caller, in one read."""

from datetime import datetime, timedelta
from typing import cast

from starlette.requests import Request

from kith.base.core.ids import Id
from kith.base.web.bearer import bearer
from kith.base.web.caller import Caller, Role
from kith.base.work import Work
from kith.people import store
from kith.people.actions.signing_in import SESSION_DAYS
from kith.people.model import Account
from kith.people.secrets import Key, is_secret, read_key
from kith.people.store import KeyHolder, SignedIn

COOKIE = "kith_session"
HOLDER_BYTES = 4_000  # about what one takes in memory
SEEN_EVERY = timedelta(hours=1)  # how exactly "last used" is told; more would be a write a request


async def identify(work: Work, request: Request) -> Caller | None:
    """Find the caller of a request. A wrong, ended or foreign key is nobody, without further words."""
    if token := bearer(request):
        return await _by_token(work, token)
    cookie = request.cookies.get(COOKIE)
    return await _by_session(work, cookie) if cookie else None


async def _by_session(work: Work, cookie: str) -> Caller | None:
    key = read_key(cookie, ".")
    holder = await _holder(work, key, is_session=True) if key else None
    if key is None or holder is None or not is_secret(holder.signed.secret_hash, key.secret):
        return None
    if holder.signed.seen_at < work.now - timedelta(days=SESSION_DAYS):
        return None
    if holder.signed.seen_at < work.now - SEEN_EVERY:
        await _touch(work, key.account_id, key.key_id)
    return _caller(work, holder, session=str(key.key_id), scopes=None)


async def _by_token(work: Work, token: str) -> Caller | None:
    key = read_key(token.removeprefix("kith_"), "_") if token.startswith("kith_") else None
    holder = await _holder(work, key, is_session=False) if key else None
    if key is None or holder is None or not is_secret(holder.signed.secret_hash, key.secret):
        return None
    return _caller(work, holder, session=f"token {key.key_id}", scopes=frozenset(holder.signed.scopes))


async def _holder(work: Work, key: Key, *, is_session: bool) -> KeyHolder | None:
    """Find who holds a key. Work that may believe takes what this process keeps, and the database is asked whether
    it holds still before anything is written.
    """
    cache = work.house.cache
    name = f"{'session' if is_session else 'holder'}:{key.account_id}:{key.key_id}"
    kept = cache.get_as(KeyHolder, name) if work.db.may_believe else None
    if kept is not None and not (is_session and kept.signed.seen_at < work.now - SEEN_EVERY):  # its use is noted first
        work.db.believe("holder", kept.holds_still(key.key_id, is_session=is_session))
        return kept
    epoch = cache.epoch()
    find = store.find_by_session if is_session else store.find_by_token
    holder = await find(work.db, key.account_id, key.key_id)
    if holder is not None and holder.signed.hand_id is None and work.db.writes:
        cache.put(name, holder, size_bytes=HOLDER_BYTES, depends=[f"token:{key.key_id}"], since=epoch)
    return holder


def _caller(work: Work, holder: KeyHolder, *, session: str, scopes: frozenset[str] | None) -> Caller | None:
    if holder.signed.approved_at is None:
        return None
    work.memo[Account], work.memo[SignedIn] = holder.account, holder.signed
    return Caller(
        person_id=holder.account.id,
        role=cast("Role", holder.signed.role),
        session=session,
        scopes=scopes,
        language=holder.signed.language,
        theme=holder.signed.theme,
        timezone=holder.signed.timezone,
        app=holder.signed.app,
        leaving=holder.signed.leaves_at is not None,
        confirmed=is_proven(work, role=holder.signed.role, confirmed_at=holder.signed.email_confirmed_at),
    )


def is_proven(work: Work, *, role: str, confirmed_at: datetime | None) -> bool:
    """Tell whether somebody may act: the owner always, or nobody could set up the mail that proves others."""
    return confirmed_at is not None or role == "owner" or not work.house.settings.confirm_mail


async def _touch(work: Work, account_id: Id, key_id: Id) -> None:
    """Note the use in work of its own: the request may only read, or may fail.

    It has done nothing yet, and holds no connection meanwhile: as many as there are connections would else wait for
    one more each, for ever.
    """
    await work.db.release(commit=False)
    async with work.house.work(actor=account_id) as own:
        await store.touch_session(own.db, account_id, key_id, own.now)
