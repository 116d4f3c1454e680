"""What an author may decide, and from when on it holds: tighter at once, looser from the next period on."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.words import _
from kith.pledges.model import (
    DAYS_MAX,
    PAUSE_PERIODS_MAX,
    POSTS_MAX,
    UNTIL_DAYS_MAX,
    ChangeKind,
    Pending,
    Pledge,
    PledgeEdit,
    PledgePeriod,
    PledgeWish,
    Status,
)
from kith.pledges.rules.clocks import ends_at, moved, next_period, prolonged

FREE_HOURS = 24  # everything can be changed so long, as if it had been made so
CIRCLES = (5, 15, 50, 150)


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A pledge after a change: its running period, what kind of change it was, and from when on it holds."""

    pledge: Pledge
    period: PledgePeriod | None
    kind: ChangeKind
    holds_from: datetime


def status_of(pledge: Pledge, period: PledgePeriod | None, now: datetime) -> Status:
    """Tell how a pledge stands; `period` is the last that has begun."""
    if pledge.ended_at is not None and pledge.ended_at <= now:
        return "ended"
    if ends_at(pledge) <= now:
        return "completed"
    if now < pledge.starts_at:
        return "draft"
    return "paused" if period is not None and period.paused and now < period.ends_at else "active"


def check_wish(wish: PledgeWish, now: datetime) -> None:
    """Raise `Invalid` for a pledge that cannot be made."""
    if not wish.label and not wish.topic:
        raise Invalid(_("Say in a word or two what it is about."), field="label")
    _check_number(wish.posts_max)
    if wish.period == "rolling" and not 1 <= wish.days <= DAYS_MAX:
        raise Invalid(_("Rolling days are from 1 to {most}.").format(most=DAYS_MAX), field="days")
    _check_circle(wish.visibility, wish.circle)
    check_until(wish.until_on.toordinal(), wish.timezone, now)


def check_until(ordinal: int, timezone: str, now: datetime) -> None:
    """Raise `Invalid` unless a pledge can hold until this day, given as its ordinal."""
    today = now.astimezone(ZoneInfo(timezone)).date().toordinal()
    if not today <= ordinal <= today + UNTIL_DAYS_MAX:
        raise Invalid(_("Choose a last day from today to a year from now."), field="until_on")


def is_free(pledge: Pledge, now: datetime, *, has_entries: bool) -> bool:
    """Tell whether a pledge may still be changed as one likes: on its first day, or before it first counted a post."""
    return not has_entries or now < pledge.created_at + timedelta(hours=FREE_HOURS)


def changed(
    pledge: Pledge, period: PledgePeriod | None, edit: PledgeEdit, now: datetime, *, has_entries: bool
) -> Changed:
    """Change a pledge. Raises `Invalid`, and `Refused` for its topic once posts were counted for it."""
    free = is_free(pledge, now, has_entries=has_entries)
    _check_edit(pledge, edit, now, free=free)
    plain = _plainly(pledge, edit)
    if free or period is None:
        return _freely(pledge, plain, period, edit, now)
    after, looser = _sorted_apart(plain, edit)
    after = msgspec.structs.replace(after, pending=_pending(pledge, edit, looser, period.ends_at))
    running = msgspec.structs.replace(period, posts_max=min(period.posts_max, after.posts_max))
    running = prolonged(pledge, after, running)
    if edit.timezone is not None and edit.timezone != pledge.timezone:
        after, running_or_none = moved(after, running, edit.timezone)
        assert running_or_none is not None
        running = running_or_none
    if after.pending is not None and after.pending.at == period.ends_at:
        after = msgspec.structs.replace(after, pending=msgspec.structs.replace(after.pending, at=running.ends_at))
    return Changed(
        pledge=after,
        period=running,
        kind=_kind(pledge, after, looser=bool(looser)),
        holds_from=running.ends_at if looser else now,
    )


def paused(pledge: Pledge, period: PledgePeriod, periods: int, now: datetime) -> Changed:
    """Let a pledge rest for some whole periods, from the next one on."""
    if not 1 <= periods <= PAUSE_PERIODS_MAX:
        raise Invalid(_("It can rest for 1 to {most} at a time.").format(most=PAUSE_PERIODS_MAX), field="periods")
    _check_at_rest(pledge, now)
    pending = msgspec.structs.replace(_or_empty(pledge, period.ends_at), paused_periods=periods)
    after = msgspec.structs.replace(pledge, pending=pending)
    return Changed(pledge=after, period=period, kind="paused", holds_from=period.ends_at)


def ended(pledge: Pledge, period: PledgePeriod | None, now: datetime, *, has_entries: bool) -> Changed:
    """End a pledge: from the next period on, or at once while it is free."""
    if period is None or is_free(pledge, now, has_entries=has_entries):
        after = msgspec.structs.replace(pledge, ended_at=now, pending=None)
        cut = None if period is None else msgspec.structs.replace(period, ends_at=now)
        return Changed(pledge=after, period=cut, kind="ended", holds_from=now)
    after = msgspec.structs.replace(pledge, ended_at=period.ends_at, pending=None)
    return Changed(pledge=after, period=period, kind="ended", holds_from=period.ends_at)


def settled(pledge: Pledge, now: datetime, last: PledgePeriod | None) -> Pledge:
    """Take what was pending into the pledge, once its time has come and every period of a rest has begun."""
    pending = pledge.pending
    if pending is None or now < pending.at:
        return pledge
    resting = last is not None and last.paused and now < last.ends_at
    taken = msgspec.structs.replace(
        pledge,
        posts_max=pledge.posts_max if pending.posts_max is None else pending.posts_max,
        until_on=pending.until_on or pledge.until_on,
        counts_reposts=pledge.counts_reposts if pending.counts_reposts is None else pending.counts_reposts,
    )
    rest = Pending(at=pending.at, paused_periods=pending.paused_periods) if resting else None
    return msgspec.structs.replace(taken, pending=rest)


def caught_up(pledge: Pledge, last: PledgePeriod | None, now: datetime) -> tuple[Pledge, list[PledgePeriod]]:
    """Give the pledge as it holds now, and the periods that have begun since `last`, the oldest first."""
    fresh: list[PledgePeriod] = []
    coming = next_period(pledge, last)
    while coming is not None and coming.starts_at <= now:
        fresh.append(coming)
        coming = next_period(pledge, coming)
    return settled(pledge, now, fresh[-1] if fresh else last), fresh


def _check_edit(pledge: Pledge, edit: PledgeEdit, now: datetime, *, free: bool) -> None:
    if edit.posts_max is not None:
        _check_number(edit.posts_max)
    if edit.until_on is not None and edit.until_on != pledge.until_on:
        check_until(edit.until_on.toordinal(), edit.timezone or pledge.timezone, now)
    if edit.visibility is not None:
        _check_circle(edit.visibility, edit.circle)
    if edit.label == "":
        raise Invalid(_("Say in a word or two what it is about."), field="label")
    if not free and edit.label is not None and edit.label not in (pledge.label, pledge.about):
        raise Refused(
            _("Posts were counted for this topic, so it stays what it is about. You can end this one and make another.")
        )


def _check_number(posts_max: int) -> None:
    if not 0 <= posts_max <= POSTS_MAX:
        raise Invalid(_("Choose a number from 0 to {most}.").format(most=POSTS_MAX), field="posts_max")


def _check_circle(visibility: str, circle: int | None) -> None:
    if visibility == "circle" and circle not in CIRCLES:
        raise Invalid(_("Choose which circle may see it."), field="circle")


def _check_at_rest(pledge: Pledge, now: datetime) -> None:
    if pledge.pending is not None and pledge.pending.paused_periods and pledge.pending.at <= now:
        raise Refused(_("It rests at the moment. When it holds again, you can loosen it or let it rest anew."))


def _plainly(pledge: Pledge, edit: PledgeEdit) -> Pledge:
    """Take over what is neither tighter nor looser."""
    visibility = edit.visibility or pledge.visibility
    return msgspec.structs.replace(
        pledge,
        label=pledge.label if edit.label is None else edit.label,
        if_then=pledge.if_then if edit.if_then is None else edit.if_then,
        visibility=visibility,
        circle=(edit.circle or pledge.circle) if visibility == "circle" else None,
        version=pledge.version + 1,
    )


def _freely(pledge: Pledge, plain: Pledge, period: PledgePeriod | None, edit: PledgeEdit, now: datetime) -> Changed:
    after = msgspec.structs.replace(
        plain,
        posts_max=plain.posts_max if edit.posts_max is None else edit.posts_max,
        until_on=edit.until_on or plain.until_on,
        counts_reposts=plain.counts_reposts if edit.counts_reposts is None else edit.counts_reposts,
        pending=None,
    )
    running = None if period is None else msgspec.structs.replace(period, posts_max=after.posts_max)
    if running is not None:
        running = prolonged(pledge, after, running)
        running = msgspec.structs.replace(running, ends_at=max(now, min(running.ends_at, ends_at(after))))
    if edit.timezone is not None and edit.timezone != pledge.timezone:
        after, running = moved(after, running, edit.timezone)
    return Changed(pledge=after, period=running, kind="changed", holds_from=now)


def _sorted_apart(plain: Pledge, edit: PledgeEdit) -> tuple[Pledge, frozenset[str]]:
    """Take over what is tighter; give with it the names of what is looser."""
    after, looser = plain, set()
    if edit.posts_max is not None and edit.posts_max > plain.posts_max:
        looser.add("posts_max")
    elif edit.posts_max is not None:
        after = msgspec.structs.replace(after, posts_max=edit.posts_max)
    if edit.until_on is not None and edit.until_on < plain.until_on:
        looser.add("until_on")
    elif edit.until_on is not None:
        after = msgspec.structs.replace(after, until_on=edit.until_on)
    if edit.counts_reposts is False and plain.counts_reposts:
        looser.add("counts_reposts")
    elif edit.counts_reposts:
        after = msgspec.structs.replace(after, counts_reposts=True)
    return after, frozenset(looser)


def _pending(pledge: Pledge, edit: PledgeEdit, looser: frozenset[str], at: datetime) -> Pending | None:
    """What is said anew takes the place of what was pending, be it tighter or looser."""
    before = pledge.pending
    if looser and before is not None and before.paused_periods and before.at < at:
        raise Refused(_("It rests at the moment. When it holds again, you can loosen it or let it rest anew."))
    said = {name for name in ("posts_max", "until_on", "counts_reposts") if getattr(edit, name) is not None}
    pending = _or_empty(pledge, at)
    pending = msgspec.structs.replace(pending, **dict.fromkeys(said))
    pending = msgspec.structs.replace(pending, **{name: getattr(edit, name) for name in looser})
    return None if pending == Pending(at=pending.at) else pending


def _or_empty(pledge: Pledge, at: datetime) -> Pending:
    return pledge.pending or Pending(at=at)


def _kind(before: Pledge, after: Pledge, *, looser: bool) -> ChangeKind:
    if looser:
        return "loosened"
    if after.timezone != before.timezone:
        return "moved"
    tight = (before.posts_max, before.until_on, before.counts_reposts)
    return "changed" if tight == (after.posts_max, after.until_on, after.counts_reposts) else "tightened"
