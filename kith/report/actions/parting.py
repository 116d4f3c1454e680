"""What goes with an organisation that is gone. What people asked goes with their cases, and with their words."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.report import store


async def forget(work: Work, account_id: Id) -> None:
    """Delete what was kept of an organisation's questions. Safe to repeat."""
    await store.forget_questions(work.db, account_id)
