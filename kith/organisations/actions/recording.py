"""What is done in an organisation's name is written down, with the hand that did it and never with what was in it."""

from datetime import timedelta

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.model import TeamAct

KEPT_DAYS = 400  # a year and a month, so that the same month of last year can be looked at


async def record(
    work: Work, organisation_id: Id, deed: str, *, subject_id: Id | None = None, about_id: Id | None = None
) -> None:
    """Write down that the hand did something in the organisation's name, in the same transaction."""
    assert work.hand is not None
    act = TeamAct(
        organisation_id=organisation_id,
        id=work.new_id(),
        hand_id=work.hand,
        deed=deed,
        subject_id=subject_id,
        about_id=about_id,
        done_at=work.now,
    )
    await work.db.insert(act)


async def tidy_acts(work: Work) -> None:
    """Forget what was done long ago: nightly."""
    before = work.now - timedelta(days=KEPT_DAYS)
    await store.forget_old_acts(work.db, before)
    await store.forget_old_programs(work.db, before)
