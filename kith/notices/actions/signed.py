"""Telling somebody of their own sign-in: what they did a moment ago, or another who knows their password."""

from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.telling import tell
from kith.notices.model import NoticeKind
from kith.people import present_accounts
from kith.people.model import PasskeyTurned, RecoveryCodeUsed, TwoStepTurned


async def hear_two_step(work: Work, fact: TwoStepTurned | PasskeyTurned | RecoveryCodeUsed) -> None:
    """Tell that two-step sign-in was switched on or off, of a passkey added or removed, or of a recovery code used."""
    if not await present_accounts(work.db, [fact.account_id]):
        return
    kind: NoticeKind = "code_used"
    if isinstance(fact, TwoStepTurned):
        kind = "two_step_on" if fact.is_on else "two_step_off"
    elif isinstance(fact, PasskeyTurned):
        kind = "passkey_new" if fact.is_new else "passkey_gone"
    await store.lock_owner(work.db, fact.account_id)
    await tell(work, fact.account_id, kind, fact.account_id, about_id=fact.event_id)
