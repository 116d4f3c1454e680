"""What talking gives to a tie: a letter a message, and a talk without a pause as one call.

| among | act |
|---|---|
| two | a letter, 1 |
| k ≤ 5 | a letter towards each, 1/(k−1) |
| more | nothing: it is said for none of them |

*Typing together* is a run of messages of two, each within 30 s of the one before, in which both write. Once it has
lasted two minutes it counts as one call, from both, however long it goes on.
"""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from kith.base.core.ids import Id
from kith.conversations.model import Message, Run
from kith.ties.model import Act

PAUSE_S = 30
CALL_S = 120


def gone_on(run: Run | None, message: Message) -> Run:
    """Give the run to which a message belongs: the one so far, or a new one after a pause."""
    if run is None or message.sent_at - run.at >= timedelta(seconds=PAUSE_S):
        return Run(since_id=message.id, since_at=message.sent_at, at=message.sent_at, writers=(message.author_id,))
    writers = tuple(sorted({*run.writers, message.author_id}))
    return msgspec.structs.replace(run, at=max(run.at, message.sent_at), writers=writers)


def is_call(run: Run) -> bool:
    """Answer whether a run is long enough, and of both, to count as a call."""
    return len(run.writers) > 1 and run.at - run.since_at >= timedelta(seconds=CALL_S)


def letters(message: Message, others: Iterable[Id]) -> list[Act]:
    """List what a message gives to each of the others in its conversation."""
    people = sorted(set(others))
    return [
        Act(giver_id=message.author_id, getter_id=one, kind="letter", subject_id=message.id, among=len(people))
        for one in people
    ]


def call(run: Run) -> list[Act]:
    """List what a talk gives: to both."""
    first, second = run.writers
    return [
        Act(giver_id=giver, getter_id=getter, kind="call", subject_id=run.since_id)
        for giver, getter in ((first, second), (second, first))
    ]
