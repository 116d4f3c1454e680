"""Two-step sign-in: setting it up, what takes a code, and ending it."""

import secrets
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

import msgspec
import structlog

from kith.base.core.errors import Invalid, NotFound, Refused, TooMany
from kith.base.core.ids import Id
from kith.base.core.words import _, in_language
from kith.base.letters import write_letter
from kith.base.web.language import translations_for
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting
from kith.people.actions.signing_in import GUESSES, check_own_password
from kith.people.model import RECOVERY_CODES, Member, RecoveryCodeUsed, TwoStep, TwoStepTurned
from kith.people.rules.two_step import (
    RECOVERY_BYTES,
    SECRET_BYTES,
    fitting_step,
    is_from_phone,
    key_address,
    read_code,
    recovery_code,
    shown_key,
)
from kith.people.secrets import hash_secret, open_sealed, seal
from kith.people.store import two_step as kept

SET_UP_WITHIN = timedelta(hours=1)  # a key that waits longer for its first code was seen by who knows whom

log = structlog.get_logger()


class TwoStepView(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody's second step stands; while it is being set up, the key for their phone."""

    on: TwoStep | None = None
    codes_left: int = 0
    key: str = ""
    address: str = ""


async def load_two_step(work: Work) -> TwoStepView:
    """Read one's own second step."""
    found = await kept.find_two_step(work.db, acting(work))
    if found is None:
        return TwoStepView()
    if found.on_at is not None:
        return TwoStepView(on=found, codes_left=await kept.count_codes(work.db, found.account_id))
    secret = _secret(work, found)
    if secret is None or found.begun_at < work.now - SET_UP_WITHIN:
        return TwoStepView()
    account = await store.get_account(work.db, found.account_id)
    address = key_address(secret, server=work.house.settings.name, handle=account.handle)
    return TwoStepView(key=shown_key(secret), address=address)


async def begin_two_step(work: Work) -> None:
    """Make a key to put into a phone. Nothing is asked of anybody before its first code came back."""
    member = await store.lock_member(work.db, acting(work))
    await _check_off(work, member.account_id)
    await kept.end_two_step(work.db, member.account_id)
    secret = secrets.token_bytes(SECRET_BYTES)
    sealed = seal(work.house.secret, secret, account_id=member.account_id)
    await work.db.insert(TwoStep(account_id=member.account_id, sealed_secret=sealed, begun_at=work.now))


async def turn_two_step_on(work: Work, *, password: str, code: str) -> tuple[str, ...]:
    """Ask for a code at every sign-in from now on, and give the recovery codes: the only time they can be read.

    Raises `Invalid` for a wrong password or code, `Refused` where it is on, or where there is no key yet.
    """
    await check_own_password(work, password)
    member = await store.lock_member(work.db, acting(work))
    await _check_off(work, member.account_id)
    found = await kept.find_two_step(work.db, member.account_id)
    if found is None or found.begun_at < work.now - SET_UP_WITHIN:
        raise Refused(_("That key is too old. Begin once more; nothing was changed."))
    await _limit(work, member.account_id)
    step = _step(work, found, read_code(code))
    await kept.turn_two_step_on(work.db, member.account_id, step=step, on_at=work.now)
    codes = await _make_codes(work, member.account_id)
    await _told(work, member, is_on=True)
    return codes


async def turn_two_step_off(work: Work, *, password: str, code: str) -> None:
    """Ask for the password alone again. Takes the password, and a code from the phone or a recovery code."""
    member = await _proven(work, password, code)
    await kept.end_two_step(work.db, member.account_id)
    await _told(work, member, is_on=False)


async def make_recovery_codes(work: Work, *, password: str, code: str) -> tuple[str, ...]:
    """Give ten new recovery codes; those before count no more. Takes what turning it off does."""
    member = await _proven(work, password, code)
    return await _make_codes(work, member.account_id)


async def lift_two_step(work: Work, account_id: Id) -> bool:
    """End the second step of somebody who lost phone and codes, from the command line; they are signed out, and told.

    `False` where there was none.
    """
    member = await store.lock_member(work.db, account_id)
    if not await kept.end_two_step(work.db, account_id):
        return False
    log.warning("two-step sign-in lifted", account_id=account_id)
    await store.end_sessions(work.db, account_id)
    await _told(work, member, is_on=False, lifted=True)
    return True


async def has_two_step(work: Work, account_id: Id) -> bool:
    """Tell whether somebody is asked for a code when they sign in."""
    found = await kept.find_two_step(work.db, account_id)
    return found is not None and found.on_at is not None


async def take_code(work: Work, member: Member, typed: str) -> None:
    """Take a code from the phone, or a recovery code: each once. Raises `Invalid`. It is locked until the commit."""
    found, code = await kept.lock_two_step(work.db, member.account_id), read_code(typed)
    if found is None or found.on_at is None:
        raise NotFound
    if is_from_phone(code):
        await kept.take_step(work.db, member.account_id, _step(work, found, code))
    elif await kept.use_code(work.db, member.account_id, hash_secret(code)):
        await _tell_of_use(work, member)
    else:
        raise _wrong()


async def _proven(work: Work, password: str, code: str) -> Member:
    await check_own_password(work, password)
    member = await store.lock_member(work.db, acting(work))
    if not await has_two_step(work, member.account_id):
        raise Refused(_("Two-step sign-in is off already."))
    await _limit(work, member.account_id)
    await take_code(work, member, code)
    return member


async def _check_off(work: Work, account_id: Id) -> None:
    if await has_two_step(work, account_id):
        raise Refused(_("Two-step sign-in is on already."))


async def _limit(work: Work, account_id: Id) -> None:
    taken = await work.house.limits.take(GUESSES, f"own code:{account_id}")
    if not taken.allowed:
        raise TooMany(_("Too many tries. Wait a little."), retry_after_s=taken.retry_after_s)


def _step(work: Work, found: TwoStep, code: str) -> int:
    secret = _secret(work, found)
    step = fitting_step(secret, code, now=work.now, last_step=found.last_step) if secret is not None else None
    if step is None:
        raise _wrong()
    return step


def _secret(work: Work, found: TwoStep) -> bytes | None:
    return open_sealed(work.house.secret, found.sealed_secret, account_id=found.account_id)


def _wrong() -> Invalid:
    return Invalid(_("That code does not fit. Each one works once: wait for the next, and try again."), field="code")


async def _make_codes(work: Work, account_id: Id) -> tuple[str, ...]:
    codes = tuple(recovery_code(secrets.token_bytes(RECOVERY_BYTES)) for _number in range(RECOVERY_CODES))
    await kept.keep_codes(work.db, account_id, [hash_secret(read_code(one)) for one in codes])
    return codes


async def _told(work: Work, member: Member, *, is_on: bool, lifted: bool = False) -> None:
    work.tell(TwoStepTurned(account_id=member.account_id, event_id=work.new_id(), is_on=is_on))
    with _language(member):
        if is_on:
            said = _("From now on, signing in to your account on {server} takes a code from your phone.")
        elif lifted:
            said = _(
                "The owner of {server} has lifted the two-step sign-in of your account, and signed it out everywhere."
            )
        else:
            said = _("Signing in to your account on {server} takes no code from your phone any more.")
        await _write(work, member, _("Two-step sign-in"), said)


async def _tell_of_use(work: Work, member: Member) -> None:
    work.tell(RecoveryCodeUsed(account_id=member.account_id, event_id=work.new_id()))
    with _language(member):
        said = _("Somebody used one of the recovery codes of your account on {server}.")
        await _write(work, member, _("A recovery code was used"), said)


async def tell_of_guessing(work: Work, member: Member) -> None:
    """Write to somebody whose password is known to whoever guesses their codes."""
    with _language(member):
        said = _(
            "Somebody who knows your password on {server} tries to guess the codes of your phone. They did not get in."
        )
        await _write(work, member, _("Somebody knows your password"), said)


def _language(member: Member) -> AbstractContextManager[None]:
    return in_language(translations_for(member.language)) if member.language else nullcontext()


async def _write(work: Work, member: Member, subject: str, said: str) -> None:
    if member.email is None:
        return
    then = _("If that was not you, set a new password: {url}/password").format(url=work.house.settings.url)
    text = said.format(server=work.house.settings.name) + "\n\n" + then
    await write_letter(work, to=member.email, subject=subject, text=text)
