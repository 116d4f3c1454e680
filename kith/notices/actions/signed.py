"""Telling somebody of their own sign-in: what they did a moment ago, or another who knows their password."""

from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.telling import tell
from kith.notices.model import NoticeKind
from kith.people import present_accounts
from kith.people.model import RecoveryCodeUsed, TwoStepTurned


async def hear_two_step(work: Work, fact: TwoStepTurned | RecoveryCodeUsed) -> None:
    """Tell that two-step sign-in was switched on or off, or that a recovery code was used."""
    if not await present_accounts(work.db, [fact.account_id]):
        return
    kind: NoticeKind = "code_used"
    if isinstance(fact, TwoStepTurned):
        kind = "two_step_on" if fact.is_on else "two_step_off"
    await store.lock_owner(work.db, fact.account_id)
    await tell(work, fact.account_id, kind, fact.account_id, about_id=fact.event_id)
