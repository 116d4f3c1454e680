"""Passkeys: making, naming and removing them, and coming in by one."""

import msgspec

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting
from kith.people.actions.signing_in import begin_session, find_half_way
from kith.people.actions.step_letters import tell_it_turned, tell_of_passkey
from kith.people.actions.step_proof import (
    Proof,
    asked,
    has_two_step,
    prove_oneself,
    prove_second_step,
    take_challenge,
    take_passkey,
)
from kith.people.actions.two_step import make_codes
from kith.people.model import PASSKEY_NAME_MAX, PASSKEYS_MAX, Passkey
from kith.people.passkeys import Asked, account_of, options_to_make, options_to_show, read_made, read_shown
from kith.people.rules.devices import device_words
from kith.people.rules.membership import check_may_sign_in
from kith.people.rules.two_step import has_app
from kith.people.secrets import Key
from kith.people.store import passkeys as kept
from kith.people.store import two_step


async def get_passkey(work: Work, passkey_id: Id) -> Passkey:
    """Get one of one's own. Raises `NotFound`."""
    found = await kept.find_passkey(work.db, acting(work), passkey_id)
    if found is None:
        raise NotFound
    return found


async def begin_passkey(work: Work, proof: Proof) -> str:
    """Give what a browser needs to make a passkey, to whoever proves that it is them. Raises `Refused` at the limit."""
    member = await prove_oneself(work, proof)
    have = await kept.passkeys_of(work.db, member.account_id)
    _check_room(have)
    account = await store.get_account(work.db, member.account_id)
    why = await _asked_to_make(work, account.id)
    return options_to_make(why, account, server=work.house.settings.name, have=have)


async def make_passkey(work: Work, *, answer: str, name: str, user_agent: str) -> tuple[str, ...]:
    """Keep a passkey that was made after `begin_passkey`. With the first, two-step sign-in is on.

    Gives the recovery codes where it was off before: the only time they can be read. Raises `Invalid` for what was not
    made just so, `Refused` at the limit and for one that is kept already.
    """
    member = await store.lock_member(work.db, acting(work))
    made = read_made(await _asked_to_make(work, member.account_id), answer)
    if made is None:
        raise Invalid(_("No passkey came, or it took too long. Begin once more; nothing was changed."))
    await take_challenge(work, made.challenge)
    have = await kept.passkeys_of(work.db, member.account_id)
    _check_room(have)
    if any(one.credential_id == made.credential_id for one in have):
        raise Refused(_("That passkey is there already."))
    was_on = await has_two_step(work, member.account_id)
    if not was_on:
        await two_step.turn_on_by_passkey(work.db, member.account_id, on_at=work.now)
    passkey = Passkey(
        account_id=member.account_id,
        id=work.new_id(),
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=Id(made.sign_count),
        name=_clean(name) or device_words(user_agent)[:PASSKEY_NAME_MAX],
        made_at=work.now,
    )
    await work.db.insert(passkey)
    await tell_of_passkey(work, member, passkey.name, is_new=True)
    if was_on:
        return ()
    await tell_it_turned(work, member, is_on=True)
    return await make_codes(work, member.account_id)


async def rename_passkey(work: Work, passkey_id: Id, name: str) -> None:
    """Give one of one's own another name. Raises `NotFound`, or `Invalid` for no name."""
    await get_passkey(work, passkey_id)
    clean = _clean(name)
    if not clean:
        raise Invalid(_("Give it a name by which you know it."), field="name")
    await kept.rename_passkey(work.db, acting(work), passkey_id, clean)


async def remove_passkey(work: Work, passkey_id: Id, proof: Proof) -> bool:
    """Let one of one's own open nothing any more. Tells whether two-step sign-in is on still."""
    passkey = await get_passkey(work, passkey_id)
    member = await prove_second_step(work, proof)
    if not await kept.remove_passkey(work.db, member.account_id, passkey_id):
        raise NotFound
    await tell_of_passkey(work, member, passkey.name, is_new=False)
    found = await two_step.find_two_step(work.db, member.account_id)
    if found is not None and (has_app(found) or await kept.passkeys_of(work.db, member.account_id)):
        return True
    await two_step.end_two_step(work.db, member.account_id)
    await tell_it_turned(work, member, is_on=False)
    return False


async def sign_in_by_passkey(work: Work, answer: str, *, user_agent: str) -> Key:
    """Begin a session by a passkey alone, in the place of password and code: its device asked who holds it.

    Raises `Invalid` for one that fits nobody, with the same words whoever it names.
    """
    came = read_shown(answer)
    whose = account_of(came.whose) if came is not None else None
    member = await store.find_member(work.db, whose) if whose is not None else None
    if came is None or member is None:
        raise Invalid(_("That passkey does not fit, or it took too long. Try again, or take another way."))
    member = await store.lock_member(work.db, member.account_id)
    await take_passkey(work, asked(work, "signing in"), came, member.account_id)
    check_may_sign_in(member)
    return await begin_session(work, member.account_id, user_agent=user_agent)


def way_in(work: Work) -> str:
    """Give what a browser needs to show a passkey in the place of the password."""
    return options_to_show(asked(work, "signing in"))


class WayOn(msgspec.Struct, frozen=True, kw_only=True):
    """What leads on after the password: what a browser is asked for a passkey, and whether an app has codes."""

    passkey: str
    has_app: bool


async def way_on(work: Work, ticket: str) -> WayOn | None:
    """Tell what leads on after the password; `None` without a ticket that still counts."""
    member = await find_half_way(work, ticket)
    found = await two_step.find_two_step(work.db, member.account_id) if member is not None else None
    if member is None or found is None:
        return None
    return WayOn(passkey=await _to_show(work, member.account_id, half_way=True), has_app=has_app(found))


async def way_to_prove(work: Work) -> str:
    """Give what it needs to prove oneself; empty for who has no passkey."""
    return await _to_show(work, acting(work), half_way=False)


async def _to_show(work: Work, account_id: Id, *, half_way: bool) -> str:
    have = await kept.passkeys_of(work.db, account_id)
    why = asked(work, "second step" if half_way else "proof", account_id)
    return options_to_show(why, have=have) if have else ""


async def _asked_to_make(work: Work, account_id: Id) -> Asked:
    """Say for what one is made: what was begun by the password alone counts only while the second step is off."""
    return asked(work, "adding" if await has_two_step(work, account_id) else "making", account_id)


def _check_room(have: list[Passkey]) -> None:
    if len(have) >= PASSKEYS_MAX:
        raise Refused(_("You have as many passkeys as there can be. Remove one first."))


def _clean(name: str) -> str:
    return " ".join(name.split())[:PASSKEY_NAME_MAX]
