"""Records of talks."""

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Record
from kith.people.model import Account
from kith.posts.model import Card

BADGE_MAX = 100  # more unread talks than that are not counted


class Talk(
    Record,
    frozen=True,
    kw_only=True,
    table="talks",
    key=("owner_id", "root_id"),
    indexes=("(owner_id, last_id)",),
):
    """A talk as its owner has it. `last_id` is its newest message, 0 where none is left, and `people` whom that is of
    and for, without the owner. Up to `read_id` it is read; up to `left_out_id` it is kept out of the list.
    """

    owner_id: Id
    root_id: Id
    last_id: Id = Id(0)
    last_author_id: Id = Id(0)
    people: tuple[Id, ...] = ()
    read_id: Id = Id(0)
    left_out_id: Id = Id(0)


class TalkMessage(
    Record,
    frozen=True,
    kw_only=True,
    table="talk_messages",
    key=("owner_id", "id"),
    indexes=("(owner_id, root_id, id)", "(id)"),
):
    """A post that speaks to its owner among few, or that the owner wrote to few."""

    owner_id: Id
    id: Id
    root_id: Id
    author_id: Id


class Addressed(msgspec.Struct, frozen=True, kw_only=True):
    """A message, with everybody who has it, by ascending id."""

    author_id: Id
    id: Id
    people: tuple[Id, ...]


class TalkView(msgspec.Struct, frozen=True, kw_only=True):
    """A talk as it is shown: who takes part beside its owner, and the newest message that the owner may see.

    `id` is the place in the list; a talk is named by its `root_id`.
    """

    id: Id
    root_id: Id
    people: tuple[Account, ...]
    last: Card
    unread: bool
    alone: bool = False  # a note to oneself: nobody else was ever in it
