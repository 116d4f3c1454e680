"""Making a pledge, changing it, letting it rest, ending it."""

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.text import clean, clean_line
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import get_account
from kith.pledges import store
from kith.pledges.actions.keeping import acting, depends_on, kept_ledger
from kith.pledges.model import (
    IF_THEN_MAX,
    PLEDGES_MAX,
    ZONE_MAX,
    Pledge,
    PledgeChange,
    PledgeEdit,
    PledgeWish,
    Visibility,
)
from kith.pledges.rules.changing import Changed, changed, check_wish, ended, paused, status_of
from kith.pledges.rules.clocks import ends_at, week_begins_after
from kith.pledges.rules.slots import Ledger, counts
from kith.topics import find_topic, make_topic, ready_topic
from kith.topics.model import LABEL_MAX, TopicWish, in_a_sentence

ADULT_YEARS = 18
TWICE_S = 60  # the same pledge again so soon is a second click


async def make_pledge(work: Work, wish: PledgeWish) -> Pledge:
    """Make a pledge. It holds from the next week on, or at once; rolling days count at once.

    The same again within a minute gives the one that was made. Raises `Invalid`, `Refused`, `NotFound` for a topic
    that is not there.
    """
    author_id = acting(work)
    wish = await _ready(work, author_id, wish)
    await _check_visibility(work, author_id, wish.visibility)
    await store.lock_author(work.db, author_id)
    running = await store.running(work.db, author_id, work.now)
    made = _made(work, author_id, wish)
    for one in running:
        if _is_the_same(one, made) and (work.now - one.created_at).total_seconds() < TWICE_S:
            return one
    if len(running) >= PLEDGES_MAX:
        raise Refused(_("{most} pledges run already. End one first.").format(most=PLEDGES_MAX))
    if made.starts_at >= ends_at(made):
        raise Invalid(_("It would be over before its first week begins. Let it begin today."), field="until_on")
    if not made.topic:
        topic = await make_topic(work, TopicWish(label=wish.label, yes=wish.examples_yes, no=wish.examples_no))
        made = msgspec.structs.replace(made, topic=topic.key)
    await work.db.insert(made)
    work.forget(depends_on(author_id))
    await _note(work, Changed(pledge=made, period=None, kind="made", holds_from=made.starts_at))
    await kept_ledger(work, made)
    return made


async def change_pledge(work: Work, pledge_id: Id, edit: PledgeEdit) -> Pledge:
    """Change a pledge: tighter at once, looser from the next period on. Raises `Invalid`, `Refused`, `NotFound`."""
    author_id = acting(work)
    ledger = await _locked(work, pledge_id)
    edit = msgspec.structs.replace(
        edit,
        label=None if edit.label is None else clean_line(edit.label, length_max=LABEL_MAX, field="label"),
        if_then=None if edit.if_then is None else _if_then(edit.if_then),
        timezone=None if edit.timezone is None else _zone(edit.timezone),
    )
    if edit.visibility is not None:
        await _check_visibility(work, author_id, edit.visibility)
    found = changed(ledger.pledge, ledger.period, edit, work.now, has_entries=await _has_entries(work, ledger))
    return await _write(work, ledger, found)


async def pause_pledge(work: Work, pledge_id: Id, *, periods: int) -> Pledge:
    """Let a pledge rest for some whole periods, from the next on; they are neither kept nor broken."""
    ledger = await _locked(work, pledge_id)
    if ledger.period is None:
        raise Refused(_("It has not begun yet. Until then everything can be changed."))
    return await _write(work, ledger, paused(ledger.pledge, ledger.period, periods, work.now))


async def end_pledge(work: Work, pledge_id: Id) -> Pledge:
    """End a pledge before its day: after the running period, or at once while it is free to be changed."""
    ledger = await _locked(work, pledge_id)
    found = ended(ledger.pledge, ledger.period, work.now, has_entries=await _has_entries(work, ledger))
    return await _write(work, ledger, found)


async def delete_pledge(work: Work, pledge_id: Id) -> None:
    """Delete a pledge for which nothing was counted, or that is over, with its whole record."""
    ledger = await _locked(work, pledge_id, also_over=True)
    over = status_of(ledger.pledge, ledger.period, work.now) in ("ended", "completed")
    if not over and await _has_entries(work, ledger):
        raise Refused(_("It has a record already. End it; when it is over, you can delete it."))
    await store.delete_pledge(work.db, ledger.pledge.author_id, pledge_id)


def is_minor(born_on: date | None, today: date) -> bool:
    """Tell whether somebody says that they are under age."""
    if born_on is None:
        return False
    had_birthday = (today.month, today.day) >= (born_on.month, born_on.day)
    return today.year - born_on.year - (not had_birthday) < ADULT_YEARS


async def _locked(work: Work, pledge_id: Id, *, also_over: bool = False) -> Ledger:
    pledge = await store.lock_pledge(work.db, acting(work), pledge_id)
    ledger = await kept_ledger(work, pledge)
    if not also_over and status_of(ledger.pledge, ledger.period, work.now) in ("ended", "completed"):
        raise Refused(_("This pledge is over. You can make another."))
    return ledger


async def _ready(work: Work, author_id: Id, wish: PledgeWish) -> PledgeWish:
    label = clean_line(wish.label, length_max=LABEL_MAX, field="label")
    if wish.topic:
        topic = await find_topic(work.db, author_id, wish.topic)
        # A topic that everybody has is called in the language of each who reads.
        label = label or ("" if ready_topic(topic.key) else in_a_sentence(topic.label))
    ready = msgspec.structs.replace(
        wish,
        label=label,
        if_then=_if_then(wish.if_then),
        timezone=_zone(wish.timezone),
        days=wish.days if wish.period == "rolling" else 7,
        circle=wish.circle if wish.visibility == "circle" else None,
    )
    check_wish(ready, work.now)
    return ready


def _made(work: Work, author_id: Id, wish: PledgeWish) -> Pledge:
    now_on = wish.starts_now or wish.period == "rolling"
    return Pledge(
        author_id=author_id,
        id=work.new_id(),
        topic=wish.topic,
        label=wish.label,
        posts_max=wish.posts_max,
        period=wish.period,
        days=wish.days,
        timezone=wish.timezone,
        starts_at=work.now if now_on else week_begins_after(work.now, wish.timezone, 0),
        until_on=wish.until_on,
        if_then=wish.if_then,
        counts_reposts=wish.counts_reposts,
        visibility=wish.visibility,
        circle=wish.circle,
        created_at=work.now,
    )


def _is_the_same(one: Pledge, other: Pledge) -> bool:
    said = ("label", "posts_max", "period", "days", "until_on", "if_then", "counts_reposts", "visibility")
    same_topic = other.topic in ("", one.topic)  # one of their own is made only after this
    return same_topic and all(getattr(one, name) == getattr(other, name) for name in said)


async def _check_visibility(work: Work, author_id: Id, visibility: Visibility) -> None:
    """Raise `Refused` where somebody under age would show it further than to their family."""
    if visibility in ("circle", "public"):
        account = await get_account(work.db, author_id)
        if is_minor(account.born_on, work.now.date()):
            raise Refused(_("Until you are of age, a pledge is for you, or for witnesses of your family."))


async def _has_entries(work: Work, ledger: Ledger) -> bool:
    entries = await store.entries_of(work.db, ledger.pledge, since=ledger.pledge.created_at)
    return any(counts(one) for one in entries)


async def _write(work: Work, ledger: Ledger, found: Changed) -> Pledge:
    await store.change_pledge(work.db, found.pledge)
    if found.period is not None and found.period != ledger.period:
        await store.change_period(work.db, found.period)
    await _note(work, found)
    return found.pledge


async def _note(work: Work, found: Changed) -> None:
    pledge, pending = found.pledge, found.pledge.pending
    looser = found.kind == "loosened" and pending is not None
    await work.db.insert(
        PledgeChange(
            author_id=pledge.author_id,
            pledge_id=pledge.id,
            id=work.new_id(),
            kind=found.kind,
            posts_max=pending.posts_max if looser and pending and pending.posts_max is not None else pledge.posts_max,
            until_on=pending.until_on if looser and pending and pending.until_on else pledge.until_on,
            counts_reposts=pledge.counts_reposts,
            timezone=pledge.timezone,
            changed_at=work.now,
            holds_from=found.holds_from,
        )
    )


def _if_then(text: str) -> str:
    return clean(text, length_max=IF_THEN_MAX, field="if_then")


def _zone(name: str) -> str:
    try:
        if len(name) <= ZONE_MAX and name.isascii():
            ZoneInfo(name)
            return name
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise Invalid(_("There is no such clock. Choose a place, as Europe/Warsaw."), field="timezone")
