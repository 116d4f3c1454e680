"""Records and limits of lists."""

from datetime import datetime
from typing import Annotated, Literal

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

TITLE_MAX = 100
LISTS_MAX = 50
MEMBERS_MAX = 500

# Which answers stand in a list: to anybody one follows, to those on the list, or none.
RepliesPolicy = Literal["followed", "list", "none"]


class PersonList(Record, frozen=True, kw_only=True, table="person_lists", key=("owner_id", "id")):
    """A list of people, of its owner alone."""

    owner_id: Id
    id: Id
    title: Annotated[str, Length(TITLE_MAX)]
    replies_policy: RepliesPolicy = "list"
    exclusive: bool = False
    created_at: datetime


class ListPlace(
    Record,
    frozen=True,
    kw_only=True,
    table="list_places",
    key=("owner_id", "list_id", "account_id"),
    indexes=("(owner_id, list_id, id)", "(owner_id, account_id)", "(account_id)"),
    references=("(owner_id, list_id) REFERENCES person_lists (owner_id, id) ON DELETE CASCADE",),
):
    """Somebody on a list; `id` is the place in it."""

    owner_id: Id
    list_id: Id
    account_id: Id
    id: Id
