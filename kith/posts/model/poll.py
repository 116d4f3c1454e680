"""A question with options, and who chose what."""

from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Record

OPTIONS_MIN = 2
OPTIONS_MAX = 8
OPTION_MAX = 100  # characters
POLL_MINUTES_MIN = 5
POLL_DAYS_MAX = 31


class Poll(
    Record,
    frozen=True,
    kw_only=True,
    table="polls",
    key=("author_id", "post_id"),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """The question of a post. `votes` are jsonb counts in the order of `options`; `voters` is how many people."""

    author_id: Id
    post_id: Id
    options: tuple[str, ...]
    multiple: bool = False
    hide_totals: bool = False
    votes: dict[str, int]
    voters: int = 0
    ends_at: datetime
    ended_at: datetime | None = None


class Vote(
    Record,
    frozen=True,
    kw_only=True,
    table="votes",
    key=("author_id", "post_id", "person_id"),
    indexes=("(person_id)",),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """What somebody chose: the numbers of the options, from 0, as text."""

    author_id: Id
    post_id: Id
    person_id: Id
    choices: tuple[str, ...]
    created_at: datetime


class PollWish(msgspec.Struct, frozen=True, kw_only=True):
    """A poll as its author asks for it."""

    options: tuple[str, ...]
    lasts_s: int
    multiple: bool = False
    hide_totals: bool = False
