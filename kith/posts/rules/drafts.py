"""When a post may be scheduled."""

from datetime import datetime, timedelta

from kith.base.core.errors import Invalid, Refused
from kith.base.core.words import _
from kith.posts.model import (
    DRAFTS_MAX,
    OPTIONS_MAX,
    SCHEDULE_MINUTES_MIN,
    SCHEDULED_MAX,
    TEXT_COLUMN_MAX,
    WARNING_MAX,
    Words,
)

SCHEDULE_DAYS_MAX = 366  # further ahead nobody remembers what they meant to say


def check_publish_at(publish_at: datetime, *, now: datetime) -> None:
    """Raise `Invalid` unless a post can be scheduled for this instant."""
    if publish_at < now + timedelta(minutes=SCHEDULE_MINUTES_MIN):
        raise Invalid(
            _("Choose a time at least {minutes} minutes from now.").format(minutes=SCHEDULE_MINUTES_MIN),
            field="publish_at",
        )
    if publish_at > now + timedelta(days=SCHEDULE_DAYS_MAX):
        raise Invalid(_("Choose a time within the next year."), field="publish_at")


def check_room_for_draft(*, kept: int, scheduled: bool) -> None:
    """Raise `Refused` when there is no room for another draft, or another scheduled post."""
    if scheduled and kept >= SCHEDULED_MAX:
        raise Refused(_("{most} posts wait to go out already. Send or delete one first.").format(most=SCHEDULED_MAX))
    if not scheduled and kept >= DRAFTS_MAX:
        raise Refused(_("You keep {most} drafts already. Send or delete one first.").format(most=DRAFTS_MAX))


def check_draft(words: Words) -> None:
    """Raise `Invalid` unless these words can be kept. A draft may be too long for a post: it is not finished."""
    if not words.text and not words.media_ids and words.poll is None:
        raise Invalid(_("There is nothing in it to keep yet."), field="text")
    if len(words.text) > TEXT_COLUMN_MAX or len(words.warning) > WARNING_MAX:
        raise Invalid(_("That is too long to be kept as one draft."), field="text")
    if words.poll is not None and len(words.poll.options) > OPTIONS_MAX:
        raise Invalid(_("A poll has at most {most} answers.").format(most=OPTIONS_MAX), field="poll")
