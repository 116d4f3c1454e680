"""Webhooks are added, changed, paused and ended by owners; or by a program that was let in for that."""

import secrets
from datetime import timedelta

import msgspec

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.core.words import _
from kith.base.outside import Forbidden, parse_address
from kith.base.work import Work
from kith.organisations import check_may, lock_organisation, my_seat, record
from kith.organisations.model import TeamProgram
from kith.webhooks import store
from kith.webhooks.model import (
    ADDRESS_MAX,
    EVENTS,
    SECRETS_OVERLAP_HOURS,
    WEBHOOKS_MAX,
    Webhook,
    WebhookDelivery,
    WebhookDue,
    Words,
)
from kith.webhooks.rules import secret_of, written

SALT_BYTES = 24


class WebhookWish(msgspec.Struct, frozen=True, kw_only=True):
    """What a webhook shall be; `None` keeps what there is."""

    address: str | None = None
    events: tuple[str, ...] | None = None
    words: Words | None = None


async def webhooks_of(work: Work, organisation_id: Id) -> list[Webhook]:
    """List an organisation's webhooks, the oldest first."""
    await _check(work, organisation_id)
    return await store.webhooks_of(work.db, organisation_id)


async def get_webhook(work: Work, organisation_id: Id, webhook_id: Id) -> Webhook:
    """Get a webhook. Raises `NotFound`."""
    await _check(work, organisation_id)
    return await store.get_webhook(work.db, organisation_id, webhook_id)


async def deliveries_of(work: Work, organisation_id: Id, webhook_id: Id, paging: Paging) -> Slice[WebhookDelivery]:
    """List what was told to a webhook, the newest first. Raises `NotFound`."""
    await get_webhook(work, organisation_id, webhook_id)
    return await store.deliveries_of(work.db, organisation_id, webhook_id, paging)


async def add_webhook(work: Work, organisation_id: Id, wish: WebhookWish) -> tuple[Webhook, str]:
    """Tell a desk's events to an address from now on; gives the secret, the only time that it can be read.

    Raises `Invalid` for an address that is none to send to, `Refused` for one too many.
    """
    await _check(work, organisation_id)
    await lock_organisation(work.db, organisation_id)
    await _check(work, organisation_id)  # once more: the seat may have ended meanwhile
    if len(await store.webhooks_of(work.db, organisation_id)) >= WEBHOOKS_MAX:
        raise Refused(_("There are {count} webhooks already. End one first.").format(count=WEBHOOKS_MAX))
    webhook = Webhook(
        organisation_id=organisation_id,
        id=work.new_id(),
        address=_address(work, wish.address or ""),
        events=_events(EVENTS if wish.events is None else wish.events),
        words=wish.words or "none",
        salt=secrets.token_bytes(SALT_BYTES),
        made_at=work.now,
    )
    _check_words(work, webhook)
    await work.db.insert(webhook)
    await record(work, organisation_id, "webhook.added", subject_id=webhook.id)
    return webhook, written(secret_of(work.house.secret, webhook.salt))


async def change_webhook(work: Work, organisation_id: Id, webhook_id: Id, wish: WebhookWish) -> Webhook:
    """Change where events are told, which, or with whose words. Raises `Invalid`, `NotFound`."""
    before = await held_webhook(work, organisation_id, webhook_id)
    after = msgspec.structs.replace(
        before,
        address=before.address if wish.address is None else _address(work, wish.address),
        events=before.events if wish.events is None else _events(wish.events),
        words=before.words if wish.words is None else wish.words,
    )
    _check_words(work, after)
    if after != before:
        await work.db.put(after)
        await record(work, organisation_id, "webhook.changed", subject_id=webhook_id)
    return after


async def set_paused(work: Work, organisation_id: Id, webhook_id: Id, *, paused: bool) -> Webhook:
    """Let nothing be told for now, or let it go on: what waited is told then, what happened meanwhile is not."""
    before = await held_webhook(work, organisation_id, webhook_id)
    if paused == (before.paused_at is not None):
        return before
    if paused:
        after = msgspec.structs.replace(before, paused_at=work.now, paused_why="by_hand")
    else:
        after = msgspec.structs.replace(
            before, paused_at=None, paused_why=None, failures=0, failing_since=None, held_until=None
        )
        work.tell(WebhookDue(organisation_id=organisation_id, webhook_id=webhook_id))
    await work.db.put(after)
    await record(work, organisation_id, "webhook.paused" if paused else "webhook.resumed", subject_id=webhook_id)
    return after


async def renew_secret(work: Work, organisation_id: Id, webhook_id: Id) -> tuple[Webhook, str]:
    """Give a webhook another secret; what is sent within a day is signed with the last one, too."""
    before = await held_webhook(work, organisation_id, webhook_id)
    after = msgspec.structs.replace(
        before,
        salt=secrets.token_bytes(SALT_BYTES),
        last_salt=before.salt,
        last_salt_until=work.now + timedelta(hours=SECRETS_OVERLAP_HOURS),
    )
    await work.db.put(after)
    await record(work, organisation_id, "webhook.secret", subject_id=webhook_id)
    return after, written(secret_of(work.house.secret, after.salt))


async def delete_webhook(work: Work, organisation_id: Id, webhook_id: Id) -> None:
    """End a webhook: nothing more is told there, and what waited is gone. Raises `NotFound`."""
    await held_webhook(work, organisation_id, webhook_id)
    await store.delete_webhook(work.db, organisation_id, webhook_id)
    await record(work, organisation_id, "webhook.ended", subject_id=webhook_id)


async def held_webhook(work: Work, organisation_id: Id, webhook_id: Id) -> Webhook:
    """Hold a webhook, for who may change it. Raises `NotFound`."""
    await _check(work, organisation_id)
    webhook = await store.find_and_lock(work.db, organisation_id, webhook_id)
    if webhook is None:
        raise NotFound
    _check_words(work, webhook)
    return webhook


async def _check(work: Work, organisation_id: Id) -> None:
    """Raise `NotFound`, or `Refused`, unless whoever asks looks after webhooks: a program's key says so at the door."""
    seat = await my_seat(work, organisation_id)
    if TeamProgram not in work.memo:
        check_may(seat.role, "programs")


def _check_words(work: Work, webhook: Webhook) -> None:
    """Raise `Refused` where a program would have words sent somewhere that it may not read itself."""
    program: TeamProgram | None = work.memo.get(TeamProgram)
    if program is not None and webhook.words != "none" and "read:cases" not in program.scopes:
        raise Refused(_("A program that may not read cases has no words sent anywhere."))


def _address(work: Work, text: str) -> str:
    text = text.strip()
    try:
        address = parse_address(text if "://" in text else f"https://{text}")
    except Forbidden as error:
        raise Invalid(error.text, field="address") from error
    own_machine = work.house.settings.fetch_loopback and address.host == "127.0.0.1"  # in development, and in tests
    if address.scheme != "https" and not own_machine:
        raise Invalid(_("Give an address that begins with https://."), field="address")
    if len(str(address)) > ADDRESS_MAX:
        raise Invalid(_("That address is too long."), field="address")
    return str(address)


def _events(wanted: tuple[str, ...]) -> tuple[str, ...]:
    events = tuple(one for one in EVENTS if one in wanted)
    if not events or len(events) != len(set(wanted)):
        raise Invalid(_("Choose what is told."), field="events")
    return events
