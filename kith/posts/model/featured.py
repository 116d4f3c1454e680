"""Hashtags that stand on somebody's page."""

from datetime import datetime
from typing import Annotated

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.people.model import HASHTAG_COLUMN_MAX

FEATURED_TAGS_MAX = 10  # what Mastodon allows; more would be an index, not a choice


class FeaturedTag(
    Record,
    frozen=True,
    kw_only=True,
    table="featured_tags",
    key=("person_id", "hashtag"),
    indexes=("(person_id, id)",),
):
    """A hashtag that somebody chose for their page: it leads to what they say under it."""

    person_id: Id
    hashtag: Annotated[str, Length(HASHTAG_COLUMN_MAX)]
    id: Id
    created_at: datetime


class FeaturedView(msgspec.Struct, frozen=True, kw_only=True):
    """The same, with how many public posts of theirs carry it, and when the latest was written."""

    id: Id
    hashtag: str
    posts: int
    last_post_at: datetime | None
