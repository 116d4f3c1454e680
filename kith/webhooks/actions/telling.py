"""What happens at a desk is written down for each webhook that wants it, in the transaction in which it happens."""

from collections.abc import Iterable

import msgspec

from kith.base.core.ids import Id, instant_of
from kith.base.work import Work
from kith.desk import find_case
from kith.desk.model import Case, CaseNoted
from kith.webhooks import store
from kith.webhooks.model import WAITING_MAX, Webhook, WebhookDelivery, WebhookDue, WebhookPaused, Why


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of an event: ids, and how the case stands after it. `words` are put in when it is sent."""

    event_id: str
    organisation_id: str
    case_id: str
    account_id: str
    channel: str
    state: str
    assignee_id: str | None
    labels: tuple[str, ...]
    by_id: str | None
    whom_id: str | None
    until: str | None
    words: str | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it is sent: the three fields that Standard Webhooks asks for."""

    type: str
    timestamp: str
    data: Told | dict[str, str]


async def hear_noted(work: Work, fact: CaseNoted) -> None:
    """Write a delivery for each webhook that wants this event. Most organisations have none, and pay one read."""
    wanted = [
        one
        for one in await store.webhooks_of(work.db, fact.organisation_id)
        if one.paused_at is None and fact.kind in one.events
    ]
    case = await find_case(work.db, fact.organisation_id, fact.case_id) if wanted else None
    if case is None:
        return
    body = msgspec.json.encode(
        Message(
            type=f"case.{fact.kind}",
            timestamp=instant_of(fact.event_id).isoformat(),
            data=_told(fact, case),
        )
    )
    people = {one for one in (case.person_id, case.assignee_id, fact.by_id, fact.whom_id) if one is not None}
    for webhook in wanted:
        await write_delivery(work, webhook, fact.kind, body, case_id=case.id, subject_id=fact.subject_id, people=people)


async def write_delivery(
    work: Work,
    webhook: Webhook,
    kind: str,
    body: bytes,
    *,
    case_id: Id | None = None,
    subject_id: Id | None = None,
    people: Iterable[Id] = (),
) -> WebhookDelivery | None:
    """Write one delivery, and let it be sent. Nothing, where so much waits already that nobody catches up."""
    if await store.count_waiting(work.db, webhook, limit=WAITING_MAX) >= WAITING_MAX:
        await pause(work, webhook, "full")
        return None
    delivery = WebhookDelivery(
        organisation_id=webhook.organisation_id,
        id=work.new_id(),
        webhook_id=webhook.id,
        kind=kind,
        case_id=case_id,
        subject_id=subject_id,
        people=tuple(sorted(people)),
        body=body,
        due_at=work.now,
        made_at=work.now,
    )
    await work.db.insert(delivery)
    work.tell(WebhookDue(organisation_id=webhook.organisation_id, webhook_id=webhook.id))
    return delivery


async def pause(work: Work, webhook: Webhook, why: Why) -> None:
    """Tell nothing more to an address, and let the owners know."""
    held = await store.find_and_lock(work.db, webhook.organisation_id, webhook.id)
    if held is None or held.paused_at is not None:
        return
    await work.db.put(msgspec.structs.replace(held, paused_at=work.now, paused_why=why, busy_until=None))
    work.tell(WebhookPaused(organisation_id=webhook.organisation_id, webhook_id=webhook.id))


def _told(fact: CaseNoted, case: Case) -> Told:
    return Told(
        event_id=str(fact.event_id),
        organisation_id=str(case.organisation_id),
        case_id=str(case.id),
        account_id=str(case.person_id),
        channel=case.channel,
        state=case.state,
        assignee_id=_text(case.assignee_id),
        labels=case.labels,
        by_id=_text(fact.by_id),
        whom_id=_text(fact.whom_id),
        until=fact.until.isoformat() if fact.until else None,
    )


def _text(identifier: Id | None) -> str | None:
    return None if identifier is None else str(identifier)
