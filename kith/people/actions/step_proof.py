"""What proves the second step: a code from the phone, a recovery code, or a passkey. And what takes it."""

import msgspec

from kith.base.bus.limits import Limit
from kith.base.core.errors import Invalid, NotFound, Refused, TooMany
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting
from kith.people.actions.signing_in import GUESSES, check_own_password
from kith.people.actions.step_letters import tell_of_recovery_code
from kith.people.model import Member, Passkey, TwoStep
from kith.people.passkeys import CHALLENGE_TTL, Asked, Came, Purpose, check_shown, read_shown
from kith.people.rules.two_step import fitting_step, has_app, is_from_phone, read_code
from kith.people.secrets import hash_secret, open_sealed
from kith.people.store import passkeys as keys
from kith.people.store import two_step as kept

# A challenge is good for one answer: no other fits into its time.
_ONCE = Limit("passkey-challenge", 1, int(CHALLENGE_TTL.total_seconds()))


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What proves that it is oneself: the password, and where there is a second step, what fits it."""

    password: str
    code: str = ""
    passkey: str = ""


async def has_two_step(work: Work, account_id: Id) -> bool:
    """Tell whether somebody is asked for a second step when they sign in."""
    found = await kept.find_two_step(work.db, account_id)
    return found is not None and found.on_at is not None


async def prove_oneself(work: Work, proof: Proof) -> Member:
    """Take the password of whoever acts, and the second step where theirs is on. Their row is locked from here on.

    Raises `Invalid` with the field that does not fit, `TooMany` after ten codes in a quarter of an hour.
    """
    await check_own_password(work, proof.password)
    member = await store.lock_member(work.db, acting(work))
    if await has_two_step(work, member.account_id):
        if not proof.passkey:
            await limit_codes(work, member.account_id)
        await take_second_step(work, member, code=proof.code, passkey=proof.passkey, purpose="proof")
    return member


async def prove_second_step(work: Work, proof: Proof) -> Member:
    """As `prove_oneself`, for what only somebody with a second step can do. Raises `Refused` where it is off."""
    member = await prove_oneself(work, proof)
    if not await has_two_step(work, member.account_id):
        raise Refused(_("Two-step sign-in is off already."))
    return member


async def take_second_step(work: Work, member: Member, *, code: str, passkey: str, purpose: Purpose) -> None:
    """Take a passkey, or else a code from the phone or a recovery code: each once. Raises `Invalid`."""
    if not passkey:
        await _take_code(work, member, code)
        return
    came = read_shown(passkey)
    if came is None:
        raise _unknown()
    await take_passkey(work, asked(work, purpose, member.account_id), came, member.account_id)


async def take_passkey(work: Work, why: Asked, came: Came, account_id: Id) -> Passkey:
    """Take an answer of one of somebody's passkeys. Raises `Invalid`. It is locked until the commit."""
    passkey = await keys.lock_passkey(work.db, account_id, came.credential_id)
    checked = check_shown(why, came, passkey) if passkey is not None else None
    if passkey is None or checked is None:
        raise _unknown()
    if why.purpose == "signing in" and not passkey.stands_alone:
        raise Invalid(_("There is a new password. Sign in by it and your passkey once; then the passkey does alone."))
    await take_challenge(work, came.challenge)
    await keys.note_use(work.db, account_id, passkey.id, sign_count=checked.new_sign_count, used_at=work.now)
    return passkey


async def take_challenge(work: Work, challenge: bytes) -> None:
    """Use a challenge up. Raises `Invalid` for one that was used."""
    if not (await work.house.limits.take(_ONCE, challenge.hex())).allowed:
        raise Invalid(_("That was used already. Try again."), field="code")


def asked(work: Work, purpose: Purpose, whom: Id | None = None) -> Asked:
    """Say for what a passkey is asked, here and now."""
    settings = work.house.settings
    return Asked(secret=work.house.secret, url=settings.url, now=work.now, purpose=purpose, whom=whom)


async def limit_codes(work: Work, account_id: Id) -> None:
    """Count a code that somebody who is signed in typed. Raises `TooMany`."""
    taken = await work.house.limits.take(GUESSES, f"own code:{account_id}")
    if not taken.allowed:
        raise TooMany(_("Too many tries. Wait a little."), retry_after_s=taken.retry_after_s)


def step_of_code(work: Work, found: TwoStep, code: str) -> int:
    """Find of which time step a code of an app is. Raises `Invalid` where it is of none, or was taken."""
    secret = secret_of(work, found)
    step = fitting_step(secret, code, now=work.now, last_step=found.last_step) if secret is not None else None
    if step is None:
        raise _wrong()
    return step


def secret_of(work: Work, found: TwoStep) -> bytes | None:
    """Open the key of an app; `None` where there is none, or the server's secret is another one by now."""
    if found.sealed_secret is None:
        return None
    return open_sealed(work.house.secret, found.sealed_secret, account_id=found.account_id)


async def _take_code(work: Work, member: Member, typed: str) -> None:
    found, code = await kept.lock_two_step(work.db, member.account_id), read_code(typed)
    if found is None or found.on_at is None:
        raise NotFound
    if is_from_phone(code) and has_app(found):
        await kept.take_step(work.db, member.account_id, step_of_code(work, found, code))
    elif not is_from_phone(code) and await kept.use_code(work.db, member.account_id, hash_secret(code)):
        await tell_of_recovery_code(work, member)
    else:
        raise _wrong()


def _wrong() -> Invalid:
    return Invalid(_("That code does not fit. Each one works once: wait for the next, and try again."), field="code")


def _unknown() -> Invalid:
    return Invalid(_("That passkey does not fit, or it took too long. Try again, or take another way."), field="code")
