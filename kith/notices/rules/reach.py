"""When and by whom somebody may be interrupted, and when their digest comes. Pure; clocks are given."""

from datetime import UTC, datetime, time, timedelta, tzinfo

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.notices.model import ABOUT_TALKS, DIGEST_HOUR, OWN_DEEDS, WHAT_OF, NoticeKind, NoticePolicy, Reach, Rhythm

DAY_MINUTES = 24 * 60
_LOOKED_AHEAD = 2 * DAY_MINUTES  # no night lasts that long, also where a clock goes back within it


def is_shown(policy: NoticePolicy, kind: NoticeKind) -> bool:
    """Answer whether a kind of notice stands among somebody's notices."""
    return kind not in WHAT_OF or WHAT_OF[kind] not in policy.hidden


def reaches_apps(policy: NoticePolicy, kind: NoticeKind) -> bool:
    """Answer whether apps find a kind of notice among the notices: what is shown; and what is said to somebody, which
    pages need not show there because Talk counts it.
    """
    return kind in ABOUT_TALKS or is_shown(policy, kind)


def is_pushed(policy: NoticePolicy, kind: NoticeKind) -> bool:
    """Answer whether a kind of notice is told in the browsers in which somebody is signed in."""
    return kind not in OWN_DEEDS and (kind not in WHAT_OF or WHAT_OF[kind] in policy.pushed)


def is_mailed(policy: NoticePolicy, kind: NoticeKind) -> bool:
    """Answer whether a kind of notice stands in somebody's digest, where they have one."""
    return (
        policy.digest != "never" and kind not in OWN_DEEDS and (kind not in WHAT_OF or WHAT_OF[kind] in policy.mailed)
    )


def is_of_use(policy: NoticePolicy, kind: NoticeKind) -> bool:
    """Answer whether a notice of this kind reaches somebody in any way: if not, none is written."""
    return reaches_apps(policy, kind) or is_pushed(policy, kind) or is_mailed(policy, kind)


def is_quiet(policy: NoticePolicy, at: datetime, zone: tzinfo) -> bool:
    """Answer whether an instant lies in somebody's quiet hours, by the clock on their wall; also over midnight."""
    if policy.quiet_from is None or policy.quiet_until is None:
        return False
    wall = at.astimezone(zone)
    minute = wall.hour * 60 + wall.minute
    if policy.quiet_from < policy.quiet_until:
        return policy.quiet_from <= minute < policy.quiet_until
    return minute >= policy.quiet_from or minute < policy.quiet_until


def loud_at(policy: NoticePolicy, at: datetime, zone: tzinfo) -> datetime:
    """Give the first moment from `at` on at which somebody may be interrupted: `at` itself, or the end of the quiet.

    Looked for minute by minute, because a clock may leave out an hour or have it twice.
    """
    if not is_quiet(policy, at, zone):
        return at
    start = at.astimezone(UTC).replace(second=0, microsecond=0)
    minutes = (start + timedelta(minutes=passed) for passed in range(1, _LOOKED_AHEAD))
    return next(minute for minute in minutes if not is_quiet(policy, minute, zone))


def may_interrupt(policy: NoticePolicy, kind: NoticeKind, *, circle: int, is_self: bool) -> bool:
    """Answer whether somebody who stands in this circle may interrupt; 0: in none.

    What concerns the account itself always may, and so does what comes from nobody but oneself.
    """
    if policy.inner_circle == 0 or is_self or kind not in WHAT_OF:
        return True
    return 0 < circle <= policy.inner_circle


def next_digest_at(rhythm: Rhythm, now: datetime, zone: tzinfo) -> datetime | None:
    """Tell when the next digest comes: in the morning by somebody's clock, each day or on Mondays. `None`: never."""
    if rhythm == "never":
        return None
    today = now.astimezone(zone).date()
    for days in range(8):
        day = today + timedelta(days=days)
        at = datetime.combine(day, time(DIGEST_HOUR), tzinfo=zone).astimezone(UTC)
        if at > now and (rhythm == "daily" or day.weekday() == 0):
            return at
    raise AssertionError("within eight days there is a Monday")


def check_reach(reach: Reach, *, has_mail: bool) -> None:
    """Raise `Invalid` unless these choices go together."""
    if (reach.quiet_from is None) != (reach.quiet_until is None):
        raise Invalid(_("Quiet hours need a beginning and an end."), field="quiet_from")
    if reach.quiet_from is not None and reach.quiet_from == reach.quiet_until:
        raise Invalid(_("Quiet hours end at another time than they begin."), field="quiet_until")
    if reach.digest != "never" and not has_mail:
        raise Invalid(_("Confirm your mail address first: then mail can reach you."), field="digest")


def minute_of(text: str, *, field: str) -> int:
    """Read a time of the day, as `22:30`. Raises `Invalid`."""
    try:
        at = datetime.strptime(text.strip()[:5], "%H:%M")  # noqa: DTZ007 - a time on a wall, on no day
    except ValueError as error:
        raise Invalid(_("Say the time as 22:30."), field=field) from error
    return at.hour * 60 + at.minute


def clock_text(minute: int) -> str:
    """Write a minute of the day as a time: `22:30`."""
    return f"{minute // 60:02}:{minute % 60:02}"
