"""What is pushed to whom: decided when it is sent, as the person could read it on a page at that moment."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, first_id_at
from kith.base.core.paging import Paging
from kith.base.core.words import in_language
from kith.base.web.language import direction_of, translations_for
from kith.base.work import Work
from kith.notices import clock_of, is_quiet, load_notice, load_notices, loud_at, may_interrupt, place_of
from kith.notices.model import Noticed, NoticedTogether, NoticeKind, NoticePolicy, NoticeView
from kith.organisations import seat_of
from kith.people import find_follow, find_member, find_token, remembered
from kith.people.model import Member
from kith.push import store
from kith.push.actions.sending import Message, send, settle
from kith.push.keys import open_token
from kith.push.model import ALERT_OF, BUNDLED_MAX, STUCK_AFTER_S, TOGETHER, TTL_S, BundleDue, PushDue, Subscription
from kith.push.rules import (
    belongs_in_bundle,
    bundle_at,
    devices_of,
    is_news,
    is_wanted,
    may_push_from,
    urgency_of,
    wanted_kinds,
)
from kith.push.words import body_of_all, face_of, is_one_thing, title_of_all
from kith.ties import ties_of

TAG = "kith"  # a bundle takes the place of the one before it, at the service and on the screen


class AppMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as Mastodon's apps read it. The id is a number there: apps in Swift take nothing else."""

    access_token: str
    preferred_locale: str
    notification_id: int
    notification_type: str
    icon: str
    title: str
    body: str


class PageMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as our own service worker reads it."""

    title: str
    body: str
    icon: str
    url: str
    tag: str
    lang: str
    dir: str


async def hear_noticed(work: Work, fact: Noticed) -> None:
    """Set in motion what a new notice is worth, wherever its owner wishes to be told of its kind."""
    for one in await _subscriptions_of(work, fact.owner_id):
        if fact.pushed if one.token_id is None else fact.shown:
            await _set_in_motion(work, one, fact.kind, fact.notice_id)


async def hear_noticed_together(work: Work, fact: NoticedTogether) -> None:
    """Do so for many at once."""
    notices = dict(zip(fact.owner_ids, fact.notice_ids, strict=True))
    for one in await _subscriptions_of(work, *fact.owner_ids):
        if one.token_id is not None or one.owner_id in fact.pushed_ids:
            await _set_in_motion(work, one, fact.kind, notices[one.owner_id])


async def _subscriptions_of(work: Work, *owner_ids: Id) -> Sequence[Subscription]:
    """List where these are told. Who is told nowhere, as most are, is remembered in each process."""
    cache = work.house.cache
    asked = [one for one in owner_ids if cache.get(devices_of(one)) is None or work.has_changed(devices_of(one))]
    if not asked:
        return ()
    epoch = cache.epoch()
    found = await store.subscriptions_of(work.db, asked)
    for name in (devices_of(one) for one in set(asked) - {one.owner_id for one in found}):
        if len(found) < store.TOLD_MAX and not work.has_changed(name):
            cache.put(name, b"", depends=[name], since=epoch)
    return found


async def push_notice(work: Work, fact: PushDue) -> None:
    """Push one notice to one app, if it is still worth it; in the quiet hours, leave it to the bundle after them."""
    subscription, member = await _found(work, fact.owner_id, fact.subscription_id)
    if subscription is None or member is None:
        return
    policy, zone = await clock_of(work, fact.owner_id)
    if is_quiet(policy, work.now, zone):
        await _bundle(work, subscription, due_at=loud_at(policy, work.now, zone))
        return
    view = await _pushable(work, subscription, policy, fact.notice_id)
    if view is None:
        return
    sent = await send(work, subscription, _for_app(work, subscription, member, [view]))
    again_at = await settle(work, subscription, sent, tries=fact.tries)
    if again_at is not None:
        work.tell(msgspec.structs.replace(fact, tries=fact.tries + 1), at=again_at)


async def push_bundle(work: Work, fact: BundleDue) -> None:
    """Push to one browser all that is new and unread, in one message; to one app what comes together."""
    subscription, member = await _found(work, fact.owner_id, fact.subscription_id)
    if subscription is None or subscription.due_at is None:
        return None
    policy, zone = await clock_of(work, fact.owner_id)
    if member is not None and is_quiet(policy, work.now, zone):
        return await _put_off(work, subscription, fact, due_at=loud_at(policy, work.now, zone))
    views = await _unread(work, subscription, policy, zone) if member is not None else []
    newest = views[0].notice.id if views else subscription.pushed_id
    if member is None or newest <= subscription.pushed_id:
        await store.note_bundled(work.db, subscription, up_to=subscription.pushed_id, pushed_at=None)
        return await _again_for_what_came(work, subscription, policy, zone, after=subscription.pushed_id)
    is_app = subscription.token_id is not None
    message = _for_app(work, subscription, member, views) if is_app else _for_page(subscription, member, views)
    sent = await send(work, subscription, message)
    again_at = await settle(work, subscription, sent, tries=fact.tries)
    if again_at is not None:
        again = msgspec.structs.replace(fact, tries=fact.tries + 1)
        return await _put_off(work, subscription, again, due_at=again_at)
    await store.note_bundled(work.db, subscription, up_to=newest, pushed_at=work.now)
    return await _again_for_what_came(work, subscription, policy, zone, after=newest)


async def _set_in_motion(work: Work, subscription: Subscription, kind: NoticeKind, notice_id: Id) -> None:
    if subscription.token_id is None or (kind in TOGETHER and ALERT_OF[kind] in subscription.alerts):
        await _bundle(work, subscription, due_at=bundle_at(subscription, work.now))
    elif ALERT_OF[kind] in subscription.alerts:
        work.tell(PushDue(owner_id=subscription.owner_id, subscription_id=subscription.id, notice_id=notice_id))


async def _bundle(work: Work, subscription: Subscription, *, due_at: datetime) -> None:
    """Let a bundle go out then, unless one is under way: that one takes along what is new."""
    stuck_before = work.now - timedelta(seconds=STUCK_AFTER_S)
    if await store.claim_bundle(work.db, subscription, due_at=due_at, stuck_before=stuck_before):
        work.tell(BundleDue(owner_id=subscription.owner_id, subscription_id=subscription.id), at=due_at)


async def _put_off(work: Work, subscription: Subscription, fact: BundleDue, *, due_at: datetime) -> None:
    await store.put_bundle_off(work.db, subscription, due_at=due_at)
    work.tell(fact, at=due_at)


async def _again_for_what_came(
    work: Work, subscription: Subscription, policy: NoticePolicy, zone: tzinfo, *, after: Id
) -> None:
    """Begin the next bundle for what came while this one was under way: it found the bundle taken, and left it to us.

    The row is locked since it was noted, so whatever is told from here on begins a bundle itself.
    """
    now = msgspec.structs.replace(subscription, pushed_id=after, pushed_at=work.now)
    views = await _unread(work, now, policy, zone)
    if not views or views[0].notice.id <= after:
        return
    again = BundleDue(owner_id=subscription.owner_id, subscription_id=subscription.id)
    await _put_off(work, subscription, again, due_at=bundle_at(now, work.now))


async def _found(work: Work, owner_id: Id, subscription_id: Id) -> tuple[Subscription | None, Member | None]:
    """Act for somebody from here on, and find where to tell them; no member: they are leaving, or have died."""
    work.actor = work.hand = owner_id
    subscription = await store.find_subscription(work.db, owner_id, subscription_id)
    if subscription is None:
        return None, None
    member = await find_member(work.db, owner_id)
    if member is None or member.leaves_at is not None or member.approved_at is None:
        return subscription, None
    is_told = owner_id not in await remembered(work) and await _may_hear(work, subscription)
    return subscription, member if is_told else None


async def _may_hear(work: Work, subscription: Subscription) -> bool:
    """Tell whether an app may be told: one that was let in to an organisation, as long as a seat there holds."""
    if subscription.token_id is None:
        return True
    token = await find_token(work.db, subscription.owner_id, subscription.token_id)
    return token is None or token.hand_id is None or await seat_of(work, token.account_id, token.hand_id) is not None


async def _pushable(work: Work, subscription: Subscription, policy: NoticePolicy, notice_id: Id) -> NoticeView | None:
    try:
        view = await load_notice(work, notice_id)
    except NotFound:
        return None
    if (
        view.notice.waits
        or not view.unread
        or not is_wanted(subscription, view.notice.kind, policy)
        or not is_news(view.notice, work.now)
    ):
        return None
    if not await _interrupting(work, policy, [view]):
        return None
    return view if await _is_let_in(work, subscription, view.notice.from_id) else None


async def _interrupting(work: Work, policy: NoticePolicy, views: Sequence[NoticeView]) -> list[NoticeView]:
    """Leave out what comes from people who may not interrupt: it waits among the notices."""
    if policy.inner_circle == 0:
        return list(views)
    ties = await ties_of(work, [view.notice.from_id for view in views])
    return [
        view
        for view in views
        if may_interrupt(
            policy,
            view.notice.kind,
            circle=ties[view.notice.from_id].circle,
            is_self=view.notice.from_id == policy.owner_id,
        )
    ]


async def _is_let_in(work: Work, subscription: Subscription, from_id: Id) -> bool:
    if subscription.policy in ("all", "none"):
        return subscription.policy == "all"
    owner_id = subscription.owner_id
    follows = await find_follow(work.db, owner_id, from_id)
    is_followed = await find_follow(work.db, from_id, owner_id)
    return may_push_from(
        subscription.policy,
        follows=follows is not None and follows.state == "accepted",
        is_followed=is_followed is not None and is_followed.state == "accepted",
        is_self=owner_id == from_id,
    )


async def _unread(work: Work, subscription: Subscription, policy: NoticePolicy, zone: tzinfo) -> list[NoticeView]:
    """List what is unread of what is wished for, newest first: since the subscription, and no older than a message."""
    since_id = Id(max(subscription.id, first_id_at(work.now - timedelta(seconds=TTL_S))))
    paging = Paging(since_id=since_id, limit=BUNDLED_MAX)
    is_page = subscription.token_id is None
    kinds = wanted_kinds(subscription, policy)
    found = await load_notices(work, paging, kinds=kinds, with_hidden=is_page, for_apps=not is_page)
    views = [view for view in found.items if view.unread and belongs_in_bundle(subscription, view.notice, policy, zone)]
    views = await _interrupting(work, policy, views)
    if is_page or subscription.policy == "all":
        return views
    return [view for view in views if await _is_let_in(work, subscription, view.notice.from_id)]


def _for_app(work: Work, subscription: Subscription, member: Member, views: Sequence[NoticeView]) -> Message:
    language, view = member.language or subscription.language, views[0]
    secret, sealed = work.house.secret, subscription.sealed_token or b""
    with in_language(translations_for(language)):
        message = AppMessage(
            access_token=open_token(secret, sealed, subscription_id=subscription.id) or "",
            preferred_locale=language,
            notification_id=view.notice.id,
            notification_type=ALERT_OF[view.notice.kind],
            icon=face_of(view, work.house.settings.url),
            title=title_of_all(views),
            body=body_of_all(views),
        )
    return Message(content=msgspec.json.encode(message), urgency=urgency_of([one.notice.kind for one in views]))


def _for_page(subscription: Subscription, member: Member, views: Sequence[NoticeView]) -> Message:
    language, view = member.language or subscription.language, views[0]
    with in_language(translations_for(language)):
        message = PageMessage(
            title=title_of_all(views),
            body=body_of_all(views),
            icon=face_of(view, ""),
            url=place_of(view) if is_one_thing(views) else "/notices",
            tag=TAG,
            lang=language,
            dir=direction_of(language),
        )
    urgency = urgency_of([one.notice.kind for one in views])
    return Message(content=msgspec.json.encode(message), urgency=urgency, topic=TAG)
