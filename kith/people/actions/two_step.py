"""Two-step sign-in: setting an app for codes up, recovery codes, and ending it all."""

import secrets
from datetime import timedelta

import msgspec
import structlog

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting
from kith.people.actions.signing_in import check_own_password
from kith.people.actions.step_letters import tell_it_turned
from kith.people.actions.step_proof import (
    Proof,
    has_two_step,
    limit_codes,
    prove_oneself,
    prove_second_step,
    secret_of,
    step_of_code,
)
from kith.people.model import RECOVERY_CODES, Passkey, TwoStep
from kith.people.rules.two_step import (
    RECOVERY_BYTES,
    SECRET_BYTES,
    has_app,
    key_address,
    read_code,
    recovery_code,
    shown_key,
)
from kith.people.secrets import hash_secret, seal
from kith.people.store import passkeys as keys
from kith.people.store import two_step as kept

SET_UP_WITHIN = timedelta(hours=1)  # a key that waits longer for its first code was seen by who knows whom

log = structlog.get_logger()


class TwoStepView(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody's second step stands; while an app is being set up, the key for it."""

    on: TwoStep | None = None
    has_app: bool = False
    passkeys: tuple[Passkey, ...] = ()
    codes_left: int = 0
    key: str = ""
    address: str = ""


async def load_two_step(work: Work) -> TwoStepView:
    """Read one's own second step."""
    found = await kept.find_two_step(work.db, acting(work))
    if found is None:
        return TwoStepView()
    view = TwoStepView()
    if found.on_at is not None:
        view = TwoStepView(
            on=found,
            has_app=has_app(found),
            passkeys=tuple(await keys.passkeys_of(work.db, found.account_id)),
            codes_left=await kept.count_codes(work.db, found.account_id),
        )
    secret = secret_of(work, found)
    if view.has_app or secret is None or found.begun_at < work.now - SET_UP_WITHIN:
        return view
    account = await store.get_account(work.db, found.account_id)
    address = key_address(secret, server=work.house.settings.name, handle=account.handle)
    return msgspec.structs.replace(view, key=shown_key(secret), address=address)


async def begin_two_step(work: Work, proof: Proof | None = None) -> None:
    """Make a key to put into an app. Nothing is asked of anybody before its first code came back.

    Takes a proof where the second step is on already, by passkeys. Raises `Refused` where there is an app.
    """
    await _check_no_app(work, acting(work))
    is_on = await has_two_step(work, acting(work))
    if is_on:
        member = await prove_oneself(work, proof or Proof(password=""))
    else:
        member = await store.lock_member(work.db, acting(work))
    await _check_no_app(work, member.account_id)
    sealed = seal(work.house.secret, secrets.token_bytes(SECRET_BYTES), account_id=member.account_id)
    if is_on:
        await kept.put_app(work.db, member.account_id, sealed_secret=sealed, begun_at=work.now)
        return
    await kept.end_two_step(work.db, member.account_id)
    await work.db.insert(TwoStep(account_id=member.account_id, sealed_secret=sealed, begun_at=work.now))


async def turn_two_step_on(work: Work, *, password: str, code: str) -> tuple[str, ...]:
    """Ask for a second step at every sign-in from now on, by an app, and give the recovery codes: the only time they
    can be read. Where it was on by passkeys, they stay as they are, and none are given.

    Raises `Invalid` for a wrong password or code, `Refused` where there is an app, or no key yet.
    """
    await check_own_password(work, password)
    member = await store.lock_member(work.db, acting(work))
    found = await _check_no_app(work, member.account_id)
    if found is None or found.sealed_secret is None or found.begun_at < work.now - SET_UP_WITHIN:
        raise Refused(_("That key is too old. Begin once more; nothing was changed."))
    await limit_codes(work, member.account_id)
    step = step_of_code(work, found, read_code(code))
    await kept.turn_two_step_on(work.db, member.account_id, step=step, on_at=found.on_at or work.now)
    if found.on_at is not None:
        return ()
    codes = await make_codes(work, member.account_id)
    await tell_it_turned(work, member, is_on=True)
    return codes


async def turn_two_step_off(work: Work, proof: Proof) -> None:
    """Ask for the password alone again: app, passkeys and recovery codes go."""
    member = await prove_second_step(work, proof)
    await kept.end_two_step(work.db, member.account_id)
    await tell_it_turned(work, member, is_on=False)


async def remove_app(work: Work, proof: Proof) -> None:
    """Take codes of an app no more; passkeys go on. Raises `Refused` where there are none: then all is switched off."""
    member = await prove_second_step(work, proof)
    if not await keys.passkeys_of(work.db, member.account_id):
        raise Refused(_("There is no passkey that could stand in. Switch it off as a whole, or make one first."))
    await kept.put_app(work.db, member.account_id, sealed_secret=None, begun_at=work.now)


async def make_recovery_codes(work: Work, proof: Proof) -> tuple[str, ...]:
    """Give ten new recovery codes; those before count no more."""
    member = await prove_second_step(work, proof)
    return await make_codes(work, member.account_id)


async def lift_two_step(work: Work, account_id: Id) -> bool:
    """End the second step of somebody who lost phone and codes, from the command line; they are signed out, and told.

    `False` where there was none.
    """
    member = await store.lock_member(work.db, account_id)
    if not await kept.end_two_step(work.db, account_id):
        return False
    log.warning("two-step sign-in lifted", account_id=account_id)
    await store.end_sessions(work.db, account_id)
    await tell_it_turned(work, member, is_on=False, lifted=True)
    return True


async def make_codes(work: Work, account_id: Id) -> tuple[str, ...]:
    """Make ten recovery codes, and give them as they are written down."""
    codes = tuple(recovery_code(secrets.token_bytes(RECOVERY_BYTES)) for _number in range(RECOVERY_CODES))
    await kept.keep_codes(work.db, account_id, [hash_secret(read_code(one)) for one in codes])
    return codes


async def _check_no_app(work: Work, account_id: Id) -> TwoStep | None:
    """Give how it stands. Raises `Refused` where codes of an app are asked for already."""
    found = await kept.find_two_step(work.db, account_id)
    if found is not None and has_app(found):
        raise Refused(_("Two-step sign-in is on already."))
    return found
