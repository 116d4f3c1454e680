"""What webhooks listen to, and what happens by itself."""

from datetime import time, timedelta

from kith.base.work import Listener, Nightly, Work
from kith.desk.model import CaseNoted, ErasedAtDesk
from kith.people.model import Left
from kith.webhooks import store
from kith.webhooks.actions.delivering import deliver, deliver_what_lies
from kith.webhooks.actions.telling import hear_noted
from kith.webhooks.model import KEPT_DAYS, WebhookDue


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


async def _erased(work: Work, fact: ErasedAtDesk) -> None:
    await store.forget_between(work.db, fact.organisation_id, fact.person_id)


async def _tidy(work: Work) -> None:
    await store.forget_old(work.db, work.now - timedelta(days=KEPT_DAYS))


LISTENERS = (
    # In the transaction of the act: what happened is told, and what did not is not, whatever ends this process.
    Listener(CaseNoted, "webhooks.noted", hear_noted, at_once=True),
    Listener(WebhookDue, "webhooks.due", deliver),
    Listener(ErasedAtDesk, "webhooks.erased", _erased),
    Listener(Left, "webhooks.left", _left),
)
NIGHTLY = (
    Nightly(name="webhooks.lying", at=time(0, 0), run=deliver_what_lies, every=timedelta(minutes=1)),
    Nightly(name="webhooks.tidy", at=time(3, 45), run=_tidy),
)
