"""Hashtags that somebody reads."""

from datetime import datetime
from typing import Annotated

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

HASHTAG_COLUMN_MAX = 100
TAG_FOLLOWS_MAX = 100  # each is one more look into an index for every page of Home


class TagFollow(
    Record,
    frozen=True,
    kw_only=True,
    table="tag_follows",
    key=("person_id", "hashtag"),
    indexes=("(person_id, id)", "(hashtag, person_id)"),
):
    """Someone reads what is said publicly under a hashtag."""

    person_id: Id
    hashtag: Annotated[str, Length(HASHTAG_COLUMN_MAX)]
    id: Id
    created_at: datetime
