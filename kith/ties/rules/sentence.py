"""A tie in words, from days and the last talk alone: so it is exact, and shows no score."""

from datetime import datetime, timedelta

from kith.base.core.words import _, ngettext
from kith.ties.model import Tie

DAYS_SAID_MAX = 92  # past three months nobody counts in days
YEARS_SAID_FROM_DAYS = 731


def sentence(tie: Tie, name: str, now: datetime, *, has_died: bool = False) -> str:
    """Say what is between the reader and somebody: days of writing in the last 30, and the last talk.

    Of who has died, no days are counted, and nothing is said to be missing.
    """
    if has_died:
        if tie.last_talk_at is None:
            return _("{name} is remembered here.").format(name=name)
        said = _("You and {name} wrote to each other").format(name=name)
        return _("{said}; last talk {ago}.").format(said=said, ago=ago(now - tie.last_talk_at))
    if tie.last_talk_at is None:
        return _("You and {name} have not written to each other yet.").format(name=name)
    if tie.wrote_days == 0 and tie.heard_days == 0:
        said = _("In the last 30 days you and {name} have not written to each other").format(name=name)
    elif tie.wrote_days and tie.heard_days:
        said = _("In the last 30 days {wrote} and {name} to you on {days}").format(
            wrote=_wrote(tie.wrote_days, name), name=name, days=tie.heard_days
        )
    else:
        said = _("In the last 30 days {wrote} and {heard}").format(
            wrote=_wrote(tie.wrote_days, name), heard=_heard(tie.heard_days, name)
        )
    return _("{said}; last talk {ago}.").format(said=said, ago=ago(now - tie.last_talk_at))


def _wrote(days: int, name: str) -> str:
    if days == 0:
        return _("you did not write to {name}").format(name=name)
    return ngettext("you wrote to {name} on {days} day", "you wrote to {name} on {days} days", days).format(
        name=name, days=days
    )


def _heard(days: int, name: str) -> str:
    if days == 0:
        return _("{name} did not write to you").format(name=name)
    return ngettext("{name} wrote to you on {days} day", "{name} wrote to you on {days} days", days).format(
        name=name, days=days
    )


def ago(gap: timedelta) -> str:
    """Say how long ago, rounded down: of two dates, both are said alike wherever they stand."""
    days = max(0, gap.days)
    if days == 0:
        return _("less than a day ago")
    if days < DAYS_SAID_MAX:
        return ngettext("{count} day ago", "{count} days ago", days).format(count=days)
    if days < YEARS_SAID_FROM_DAYS:
        months = days * 100 // 3044  # of 30.44 days
        return ngettext("{count} month ago", "{count} months ago", months).format(count=months)
    years = days * 100 // 36525  # of 365.25 days
    return ngettext("{count} year ago", "{count} years ago", years).format(count=years)
