"""The index: from what was counted to a number between 0 and 100, its word, and its largest reason.

    telling  b = (posts + 1) / (posts + talks + 2), from one half up        weight .35
    waiting  1 - (answered + 1) / (received + 1); absent below 3 replies           .25
    topic    log2(posts about it / pace) / 3: eight times the pace is all of it    .20
    less     ten times the share; absent where too few were reached                .20

    index = 100 * sum of weight * term / sum of weights present * min(1, posts / 12)

Below twelve posts in four weeks it fades out: the quiet are never horns. The number itself is never shown.
"""

from collections.abc import Mapping
from math import log2

from kith.mirror.model import Counts, MirrorWeek, Term, Word

POSTS_FULL = 12
RECEIVED_MIN = 3
RECEIVED_MAX = 280  # ten a day: nobody is asked to answer more
REACHED_MIN = 20

_WEIGHTS: Mapping[Term, float] = {"telling": 0.35, "waiting": 0.25, "topic": 0.20, "less": 0.20}
_WORDS: tuple[tuple[int, Word], ...] = ((75, "horn"), (50, "broadcasting"), (25, "telling"), (0, "conversation"))


def terms(counts: Counts) -> dict[Term, float]:
    """Give the terms that are present, each between 0 and 1."""
    found: dict[Term, float] = {
        "telling": _clip(((counts.posts + 1) / (counts.posts + counts.talks + 2) - 0.5) / 0.5),
        "topic": _beyond(counts.topic_posts, counts.topic_pace),
    }
    received = min(counts.received, RECEIVED_MAX)
    # What came lately counts here alone: else the answer that makes a third of two would bring the term with it.
    if received + counts.waiting >= RECEIVED_MIN:
        found["waiting"] = 1 - (min(counts.answered, received) + 1) / (received + 1)
    if counts.less is not None:
        found["less"] = _clip(10 * counts.less)
    return found


def index(counts: Counts) -> float:
    """Give the index: 0 to 100."""
    present = terms(counts)
    share = sum(_WEIGHTS[term] * value for term, value in present.items()) / sum(_WEIGHTS[term] for term in present)
    return _clip(share) * 100 * min(1.0, counts.posts / POSTS_FULL)


def word_of(counts: Counts) -> Word:
    """Give the word for it."""
    reached = round(index(counts))
    return next(word for least, word in _WORDS if reached >= least)


def largest(counts: Counts) -> Term | None:
    """Give the term that weighs most; `None` where none weighs anything."""
    weighed = {term: _WEIGHTS[term] * value for term, value in terms(counts).items()}
    term = max(weighed, key=lambda one: (weighed[one], _WEIGHTS[one]))
    return term if weighed[term] > 0 else None


def counts_of(week: MirrorWeek) -> Counts:
    """Take what the index is made of out of a week."""
    return Counts(
        posts=week.posts,
        talks=week.talks,
        received=week.received,
        answered=week.answered,
        waiting=week.waiting,
        topic_posts=week.topic_posts,
        topic_pace=week.topic_pace,
        less=None if week.less_percent is None else week.less_percent / 100,
    )


def _beyond(posts: int, pace: float) -> float:
    if posts <= pace:
        return 0.0
    return _clip(log2(posts / pace) / 3) if pace > 0 else 1.0


def _clip(value: float) -> float:
    return max(0.0, min(1.0, value))
