"""How votes are counted, and who may see the count."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.posts.model import Poll, PollWish


def is_over(poll: Poll, now: datetime) -> bool:
    """Tell whether the time is up, whether or not the job that closes it has run."""
    return poll.ended_at is not None or poll.ends_at <= now


def check_choices(poll: Poll, choices: Sequence[int], *, person_id: Id, now: datetime) -> tuple[int, ...]:
    """Give the choices in order, each once. Raises `Refused` or `Invalid` unless this person may choose so."""
    if poll.author_id == person_id:
        raise Refused(_("This is your own question; the answers are up to the others."))
    if is_over(poll, now):
        raise Refused(_("This poll has ended."))
    chosen = tuple(sorted(set(choices)))
    if not chosen:
        raise Invalid(_("Choose an answer first."), field="choices")
    if chosen[0] < 0 or chosen[-1] >= len(poll.options):
        raise Invalid(_("That answer is not part of this poll; it may have been changed."), field="choices")
    if len(chosen) > 1 and not poll.multiple:
        raise Invalid(_("Only one answer can be chosen here."), field="choices")
    return chosen


def counted(poll: Poll, choices: Sequence[int]) -> Poll:
    """Count one person's vote."""
    votes = dict(poll.votes)
    for choice in choices:
        votes[str(choice)] = votes.get(str(choice), 0) + 1
    return msgspec.structs.replace(poll, votes=votes, voters=poll.voters + 1)


def may_see_results(poll: Poll, *, now: datetime) -> bool:
    """Answer whether the count may be shown: an author can keep it back until the end, from everyone alike."""
    return not poll.hide_totals or is_over(poll, now)


def asks_the_same(poll: Poll, wish: PollWish) -> bool:
    """Answer whether an edited poll is still the question people voted on."""
    return poll.options == wish.options and poll.multiple == wish.multiple
