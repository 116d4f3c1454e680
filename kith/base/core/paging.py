"""Keyset paging with ids, in the words of the Mastodon API. Never by offset: lists move while people read."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

from kith.base.core.errors import Invalid
from kith.base.core.ids import ID_MAX, Id, parse_id
from kith.base.core.words import _

Item = TypeVar("Item")


class Paging(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a list is wanted.

    Older than `max_id`; newer than `since_id` (the newest of them); just newer than `min_id` (the oldest of
    them, so that one can walk upwards). `limit` is the number of items at most.
    """

    max_id: Id | None = None
    since_id: Id | None = None
    min_id: Id | None = None
    limit: int = 20

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, limit_default: int = 20, limit_max: int = 40) -> "Paging":
        """Read the four parameters. A cursor that is no id raises `Invalid`; a limit is brought into bounds."""
        return cls(
            max_id=_cursor(query, "max_id"),
            since_id=_cursor(query, "since_id"),
            min_id=_cursor(query, "min_id"),
            limit=min(_limit(query.get("limit"), limit_default), limit_max),
        )

    @property
    def below(self) -> Id:
        """The id that every item must be smaller than."""
        return Id(ID_MAX) if self.max_id is None else self.max_id

    @property
    def above(self) -> Id:
        """The id that every item must be larger than."""
        return Id(max(self.since_id or 0, self.min_id or 0))

    @property
    def upwards(self) -> bool:
        """Whether the items nearest to the lower bound are wanted, not the newest."""
        return self.min_id is not None


class Slice(msgspec.Struct, Generic[Item], frozen=True, kw_only=True):
    """A part of a list, newest first, and whether there is more below it."""

    items: Sequence[Item]
    older_than: Id | None = None


def _cursor(query: Mapping[str, str], name: str) -> Id | None:
    text = query.get(name, "")
    if not text:
        return None
    if text == "0":
        return Id(0)  # some clients ask "since 0" for "from the beginning"
    cursor = parse_id(text)
    if cursor is None:
        raise Invalid(_("“{field}” must be an id from an earlier answer.").format(field=name), field=name)
    return cursor


def _limit(text: str | None, default: int) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise Invalid(_("“limit” must be a whole number from 1 on."), field="limit")
    return max(1, int(text))
