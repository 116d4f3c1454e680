"""The second step of signing in: a code or a passkey after the password."""

from kith.base.bus.limits import Limit
from kith.base.core.errors import TooMany
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.signing_in import GUESSES, begin_session, counts_alone, find_half_way
from kith.people.actions.step_letters import tell_of_guessing
from kith.people.actions.step_proof import take_second_step
from kith.people.model import Member
from kith.people.rules.membership import check_may_sign_in
from kith.people.rules.two_step import is_from_phone, read_code
from kith.people.secrets import Key

_TOLD = Limit("guessing-told", 1, 86_400)  # one letter a day says enough


async def finish_sign_in(
    work: Work, *, ticket: str, code: str = "", passkey: str = "", user_agent: str, device: str = ""
) -> Key | None:
    """Begin a session by a code, or by what a browser answered for a passkey, for whoever came half way; `None` where
    they have to say their password once more.

    Raises `Invalid` for a wrong one, and `TooMany` after ten in a quarter of an hour. A device where they signed in
    before has ten of its own, and recovery codes, which nobody guesses, are not counted: whoever stole a password
    locks nobody out.
    """
    found = await find_half_way(work, ticket)
    if found is None:
        return None
    if not passkey and is_from_phone(read_code(code)):
        await _limit(work, found, device)
    member = await store.lock_member(work.db, found.account_id)
    if member.password_hash != found.password_hash:
        return None
    check_may_sign_in(member)
    await take_second_step(work, member, code=code, passkey=passkey, purpose="second step")
    return await begin_session(work, member.account_id, user_agent=user_agent)


async def _limit(work: Work, member: Member, device: str) -> None:
    known = await counts_alone(work, member.account_id, device)
    taken = await work.house.limits.take(GUESSES, f"code:{member.account_id}{device if known else ''}")
    if taken.allowed:
        return
    if not known and (await work.house.limits.take(_TOLD, str(member.account_id))).allowed:
        await _tell(work, member.account_id)
    raise TooMany(
        _("Too many codes that did not fit. Wait a little, or use a recovery code."), retry_after_s=taken.retry_after_s
    )


async def _tell(work: Work, account_id: Id) -> None:
    """Write to them in work of its own: this one ends with a refusal, and keeps nothing."""
    await work.db.release(commit=False)
    async with work.house.work() as own:
        await tell_of_guessing(own, await store.get_member(own.db, account_id))
