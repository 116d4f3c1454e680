"""A post is about to go out: does it count, is it over, or does its author have to say something first?

about it? ── no ────────────────────→ out, not counted
    ├ nobody has said ──────────────→ out, unsorted
    └ yes → a place free? ── yes ───→ out, in that place
              └ no → they choose    → later · as a comment · a draft · out all the same, recorded · not about it
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from kith.pledges.model import Pledge, Source
from kith.pledges.rules.slots import Ledger, next_free, used
from kith.pledges.rules.sorting import LIKELY, UNLIKELY
from kith.posts.model import SentBy

Fate = Literal["counted", "over", "unsorted", "not"]


_PLAIN: dict[str | None, Fate] = {"no": "not", "later": "unsorted"}


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a post before one pledge. `said` is the author's answer; `slot` the place it would take."""

    ledger: Ledger
    likelihood: float
    said: str | None
    slot: int | None

    @property
    def pledge(self) -> Pledge:
        """Give the pledge itself."""
        return self.ledger.pledge


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a post before one pledge."""

    weighed: Weighed
    fate: Fate

    @property
    def source(self) -> Source:
        """Say whose word it is."""
        if self.fate == "unsorted":
            return "unsorted"
        return "classifier+author" if self.weighed.likelihood > UNLIKELY else "author"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What its author has to say first: one piece a pledge, the strictest first."""

    pieces: tuple["Piece", ...]

    @property
    def next_free_at(self) -> datetime | None:
        """Give when all that are full have a place again; `None` where one of them never has."""
        free = [one.next_free_at for one in self.pieces if one.is_full]
        return None if None in free else max((one for one in free if one is not None), default=None)

    @property
    def is_full(self) -> bool:
        """Tell whether it is about what to do with the post, and not only about what it is about."""
        return any(one.is_full for one in self.pieces)


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One pledge that asks: is it about this, and what shall become of it where no place is free?"""

    pledge: Pledge
    likelihood: float
    said: str | None
    used: int
    posts_max: int
    is_full: bool
    next_free_at: datetime | None


def decide(weighed: Sequence[Weighed], *, sent_by: SentBy, over: bool) -> tuple[list[Decided], list[Weighed]]:
    """Decide about a post before each pledge; give what is decided, and those that have to be asked.

    `over`: its author has chosen to post it all the same. The clock never does that for them.
    """
    decided, open_ = [], []
    for one in weighed:
        fate = _fate(one, sent_by, over=over and sent_by != "clock")
        if fate is None:
            open_.append(one)
        else:
            decided.append(Decided(weighed=one, fate=fate))
    return decided, open_


def question(open_: Sequence[Weighed], now: datetime) -> Question:
    """Make one question of all that is open: what is full first, then the smaller number, then the longer wait."""
    pieces = [piece(one, now) for one in open_]
    never = datetime.max.replace(tzinfo=now.tzinfo)
    order = sorted(
        pieces,
        key=lambda one: (not one.is_full, one.posts_max, -(one.next_free_at or never).timestamp(), one.pledge.id),
    )
    return Question(pieces=tuple(order))


def piece(one: Weighed, now: datetime) -> Piece:
    """Say how a pledge stands before a post."""
    period = one.ledger.period
    return Piece(
        pledge=one.pledge,
        likelihood=one.likelihood,
        said=one.said,
        used=used(one.ledger, now),
        posts_max=period.posts_max if period else one.pledge.posts_max,
        is_full=one.slot is None,
        next_free_at=next_free(one.ledger, now),
    )


def _fate(one: Weighed, sent_by: SentBy, *, over: bool) -> Fate | None:
    if one.said in _PLAIN:
        return _PLAIN[one.said]
    if one.said == "yes":
        return "counted" if one.slot is not None else "over" if over else None
    if sent_by == "hand":
        if not over:
            return None
        return "over" if one.slot is None else "unsorted"
    if one.slot is None and one.likelihood >= LIKELY:
        return "over" if over else None
    return "unsorted"
