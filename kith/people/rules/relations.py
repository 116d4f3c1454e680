"""What is decided between two people."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.people.model import FOLLOWS_MAX, REMARK_MAX, Account, FollowState, Viewer

# A language tag as browsers and apps send it (BCP 47): "pt", "pt-BR", "zh-Hant".
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}")
LANGUAGES_MAX = 50  # more than anybody reads
MUTE_YEARS_MAX = 10  # longer ends are "until further notice", said without a date


def check_not_oneself(person_id: Id, other_id: Id) -> None:
    """Raise `Refused` when somebody means themselves."""
    if person_id == other_id:
        raise Refused(_("That is you. This can only be done with somebody else."))


def check_present(other: Account, *, apart: bool) -> None:
    """Raise `NotFound` for one who is gone, and in the same words for one whom a block keeps away, from either side."""
    if other.gone_at is not None or apart:
        raise NotFound


def check_room_to_follow(follows: int) -> None:
    """Raise `Refused` when somebody follows as many as one can."""
    if follows >= FOLLOWS_MAX:
        text = _("You follow {count} people, which is as many as Kith can show you. Stop following somebody first.")
        raise Refused(text.format(count=FOLLOWS_MAX))


def follow_state(followee: Account) -> FollowState:
    """Tell whether a follow holds at once, or waits. A locked person answers themselves; so does another server."""
    return "requested" if followee.locked or followee.domain is not None else "accepted"


def check_languages(languages: Iterable[str]) -> tuple[str, ...]:
    """Give languages as they are kept, each once. Raises `Invalid` for what is none, or too many of them."""
    wanted = tuple(dict.fromkeys(one.strip() for one in languages if one.strip()))
    if len(wanted) > LANGUAGES_MAX or not all(_LANGUAGE.fullmatch(one) for one in wanted):
        raise Invalid(_("This is not a language that can be noted."), field="languages")
    return wanted


def monday_after(now: datetime, zone: str) -> datetime:
    """Give the beginning of the next Monday by somebody's clock: when a break ends by itself."""
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today + timedelta(days=7 - today.weekday())
    return datetime.combine(monday, time(0), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def check_mute_end(until_at: datetime | None, now: datetime) -> None:
    """Raise `Invalid` for an end that is past, or so far off that it is none."""
    if until_at is None:
        return
    if until_at <= now:
        raise Invalid(_("Choose a time that lies ahead."), field="until_at")
    if until_at > now + timedelta(days=365 * MUTE_YEARS_MAX):
        raise Invalid(_("That end is too far away. Leave it open instead."), field="until_at")


def check_remark(text: str) -> None:
    """Raise `Invalid` for a note that is too long."""
    if len(text) > REMARK_MAX:
        raise Invalid(_("A note has room for {count} characters.").format(count=REMARK_MAX), field="text")


def may_see_ties(account: Account, viewer: Viewer) -> bool:
    """Answer whether the viewer may read whom somebody follows and who follows them: of a locked person only those
    whom they let in; of one who hides it nobody else."""
    if account.id == viewer.id:
        return True
    return not account.hides_ties and (not account.locked or account.id in viewer.following)
