"""Who of a conversation hears that somebody writes: known in each process until that changes (docs/decisions/0059)."""

from collections.abc import Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.room import acting, enter, hearing_of
from kith.people.model import Account

CALLED_BYTES = 300


class Called(msgspec.Struct, frozen=True):
    """Somebody, by what is needed to call them."""

    id: Id
    name: str
    handle: str
    kind: str


class Hearing(msgspec.Struct, frozen=True):
    """A conversation's others who have it open, as one of its people may know them. Whoever has not accepted hears
    nobody, and is heard by nobody.
    """

    people: tuple[Called, ...]

    @property
    def ids(self) -> list[Id]:
        """Who they are."""
        return [one.id for one in self.people]


async def who_hears(work: Work, conversation_id: Id) -> Hearing:
    """Tell who hears whoever acts, and whom they hear. Raises `NotFound` where they are not in it.

    Whoever changes who is in a conversation, or has it open, forgets this; so does a block, and whoever leaves.
    """
    me, cache = acting(work), work.house.cache
    key = f"hears:{conversation_id}:{me}"
    known = cache.get_as(Hearing, key)
    if known is not None:
        return known
    room = await enter(work, conversation_id)
    seats = await store.seats_in(work.db, [me, *room.other_ids], [room.id])
    opened = {one.owner_id for one in seats if one.state == "open"}
    heard = [one for one in room.other_ids if me in opened and one in opened]
    found = Hearing(_called([room.accounts[one] for one in heard if one in room.accounts]))
    # As of the beginning of this work: whom a block hides from its viewer may have been read before all else here.
    depends = [hearing_of(room.id), f"viewer:{me}", *(f"author:{one}" for one in room.member_ids)]
    cache.put(key, found, depends=depends, since=work.epoch, size_bytes=CALLED_BYTES * (len(room.members) + 1))
    return found


def _called(accounts: Sequence[Account]) -> tuple[Called, ...]:
    return tuple(Called(one.id, one.name, one.handle, one.kind) for one in accounts)
