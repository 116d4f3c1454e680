"""Whatever people do to each other, in whatever order: both sides agree, and nobody sees whom a block hides."""

from dataclasses import dataclass, field

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.base.core.errors import KithError
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.database import Db
from kith.base.work import House, Work
from kith.people.actions.blocks import block, unblock
from kith.people.actions.follows import accept, decline, follow, remove_follower, unfollow
from kith.people.actions.mutes import mute, unmute
from kith.people.actions.profile import change_profile, find_present, wish_of
from kith.people.model import Viewer
from kith.people.store import (
    ASKED,
    FOLLOWERS,
    FOLLOWING,
    MUTED,
    REQUESTS,
    get_account,
    load_viewer,
    people_in,
    people_to_find,
    unwilling_to_hear,
)
from kith.people.tests.cast_of_relations import ANA, BEN, CAST, CLEO, DAN, check_twins, write_cast

PEOPLE = (ANA, BEN, CLEO, DAN)
Pair = tuple[Id, Id]


@dataclass
class Village:
    """The same relations as plain sets: what the database must come to, act by act."""

    follows: set[Pair] = field(default_factory=set)
    asked: set[Pair] = field(default_factory=set)
    blocks: set[Pair] = field(default_factory=set)
    mutes: set[Pair] = field(default_factory=set)
    locked: set[Id] = field(default_factory=set)

    def apart(self, one: Id, other: Id) -> bool:
        """Tell whether a block stands between them."""
        return (one, other) in self.blocks or (other, one) in self.blocks

    def act(self, deed: str, me: Id, other: Id) -> bool:
        """Do it; `False` where it must be refused."""
        if deed == "lock":
            self._lock(me)
            return True
        if me == other:
            return deed == "unmute"
        if deed not in ("block", "unblock", "unmute") and self.apart(me, other):
            return False
        allowed: bool = getattr(self, f"_{deed}")((me, other), (other, me)) is not False
        return allowed

    def _lock(self, me: Id) -> None:
        if me not in self.locked:
            self.locked.add(me)
            return
        self.locked.remove(me)
        waiting = {pair for pair in self.asked if pair[1] == me}
        self.asked -= waiting
        self.follows |= waiting

    def _follow(self, mine: Pair, _theirs: Pair) -> None:
        if mine not in self.follows | self.asked:
            (self.asked if mine[1] in self.locked else self.follows).add(mine)

    def _unfollow(self, mine: Pair, _theirs: Pair) -> None:
        self.follows.discard(mine)
        self.asked.discard(mine)

    def _accept(self, _mine: Pair, theirs: Pair) -> bool:
        if theirs in self.asked:
            self.asked.remove(theirs)
            self.follows.add(theirs)
        return theirs in self.follows

    def _decline(self, _mine: Pair, theirs: Pair) -> None:
        self.asked.discard(theirs)

    def _remove(self, _mine: Pair, theirs: Pair) -> None:
        self._unfollow(theirs, theirs)

    def _block(self, mine: Pair, theirs: Pair) -> None:
        self.blocks.add(mine)
        self._unfollow(mine, theirs)
        self._unfollow(theirs, mine)

    def _unblock(self, mine: Pair, _theirs: Pair) -> bool:
        allowed = mine in self.blocks or not self.apart(*mine)
        self.blocks.discard(mine)
        return allowed

    def _mute(self, mine: Pair, _theirs: Pair) -> None:
        self.mutes.add(mine)

    def _unmute(self, mine: Pair, _theirs: Pair) -> bool:
        if mine not in self.mutes:
            return not self.apart(*mine)
        self.mutes.discard(mine)
        return True

    def viewer(self, person: Id) -> Viewer:
        """Whoever looks."""
        return Viewer(
            id=person,
            following=tuple(sorted(b for a, b in self.follows if a == person)),
            hidden=tuple(sorted(other for other in PEOPLE if other != person and self.apart(person, other))),
            muted=tuple(sorted(b for a, b in self.mutes if a == person)),
        )


async def _lock(work: Work, _other: Id) -> None:
    assert work.actor is not None
    me = await get_account(work.db, work.actor)
    await change_profile(work, msgspec.structs.replace(wish_of(me), locked=not me.locked))


DEEDS = {
    "follow": follow,
    "unfollow": unfollow,
    "accept": accept,
    "decline": decline,
    "remove": remove_follower,
    "block": block,
    "unblock": unblock,
    "mute": mute,
    "unmute": unmute,
    "lock": _lock,
}
acts = st.lists(
    st.tuples(st.sampled_from(sorted(DEEDS)), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=24
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts)
async def test_the_database_comes_to_what_plain_sets_come_to(house: House, acts: list[tuple[str, Id, Id]]) -> None:
    """Follow, ask, accept, block, mute, lock, at random; after all of it, every list and every viewer is right."""
    village = Village()
    db = Db(house.database, writes=True)
    try:
        await write_cast(db)
        for deed, me, other in acts:
            work = Work(house=house, db=db, now=house.clock(), actor=me, hand=me)
            assert await _allowed(work, deed, other) is village.act(deed, me, other)
        await _check(db, house, village)
    finally:
        await db.release(commit=False)


async def _allowed(work: Work, deed: str, other: Id) -> bool:
    try:
        await DEEDS[deed](work, other)  # type: ignore[operator]
    except KithError:
        return False
    return True


async def _check(db: Db, house: House, village: Village) -> None:
    follows = await check_twins(db)
    assert {(f.follower_id, f.followee_id) for f in follows if f.state == "accepted"} == village.follows
    assert {(f.follower_id, f.followee_id) for f in follows if f.state == "requested"} == village.asked
    for person in PEOPLE:
        viewer = await load_viewer(db, person, house.clock())
        assert viewer == village.viewer(person)
        await _check_lists(db, viewer, village)
        await _check_pages(db, house, viewer)
        unwilling = await unwilling_to_hear(db, person, PEOPLE, house.clock())
        assert unwilling == {a for a, b in village.mutes if b == person} | set(viewer.hidden)


async def _check_lists(db: Db, viewer: Viewer, village: Village) -> None:
    """Nobody finds in any list somebody whom a block hides from them."""
    hidden = set(viewer.hidden)
    for owner in PEOPLE:
        for kind, wanted in (
            (FOLLOWING, {b for a, b in village.follows if a == owner}),
            (FOLLOWERS, {a for a, b in village.follows if b == owner}),
            (ASKED, {b for a, b in village.asked if a == owner}),
            (REQUESTS, {a for a, b in village.asked if b == owner}),
        ):
            found = await people_in(db, viewer, kind, owner, Paging())
            assert {one.account.id for one in found.items} == wanted - hidden
    found = await people_in(db, viewer, MUTED, viewer.id, Paging())
    assert {one.account.id for one in found.items} == set(viewer.muted) - hidden
    found = await people_to_find(db, viewer, Paging())
    assert {one.account.id for one in found.items} == set(PEOPLE) - hidden - {viewer.id}


async def _check_pages(db: Db, house: House, viewer: Viewer) -> None:
    """The page of somebody hidden answers as one that never was."""
    for other in PEOPLE:
        work = Work(house=house, db=db, now=house.clock(), actor=viewer.id, hand=viewer.id)
        try:
            found = (await find_present(work, CAST[other])).id
        except KithError:
            found = None
        assert (found is None) is (other in viewer.hidden)
