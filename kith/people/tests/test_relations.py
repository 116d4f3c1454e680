"""Following, blocking, muting, remarking, on a real database."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people.actions.blocks import block, unblock
from kith.people.actions.follows import accept, decline, follow, remove_follower, unfollow
from kith.people.actions.mutes import mute, tidy_mutes, unmute
from kith.people.actions.parting import part_from_everybody
from kith.people.actions.profile import change_profile, load_profile, wish_of
from kith.people.actions.remarks import remark
from kith.people.model import Follow, Relation
from kith.people.store import (
    ASKED,
    BLOCKED,
    FOLLOWERS,
    FOLLOWING,
    MUTED,
    REQUESTS,
    ListOf,
    find_account,
    named_in,
    people_in,
    people_to_find,
    unwilling_to_hear,
    viewer_of,
    wishing_to_hear,
)
from kith.people.tests.cast_of_relations import ANA, BEN, CAST, CLEO, DAN, act, check_twins, gather, viewer
from tests.clock import TestClock

Deed = Callable[..., Awaitable[object]]


async def _twins(house: House) -> list[Follow]:
    async with house.reading() as work:
        return await check_twins(work.db)


async def _relation(house: House, person: int, other: int) -> Relation:
    async with house.reading(actor=person) as work:  # type: ignore[arg-type]
        return (await load_profile(work, CAST[other])).relation  # type: ignore[index]


async def _handles(house: House, person: int, kind: ListOf, owner: int | None = None) -> list[str]:
    async with house.reading(actor=person) as work:  # type: ignore[arg-type]
        found = await people_in(work.db, await viewer_of(work), kind, owner or person, Paging())  # type: ignore[arg-type]
        return [one.account.handle for one in found.items]


async def test_a_follow_stands_on_both_sides(house: House) -> None:
    """And a second click changes nothing."""
    await gather(house)
    for _click in range(2):
        await act(house, BEN, follow, ANA)

    assert [(f.follower_id, f.followee_id, f.state) for f in await _twins(house)] == [(BEN, ANA, "accepted")]
    assert (await viewer(house, BEN)).following == (ANA,)
    assert await _handles(house, BEN, FOLLOWING) == ["ana"]
    assert await _handles(house, ANA, FOLLOWERS) == ["ben"]


async def test_a_locked_person_answers_themselves(house: House) -> None:
    """A request opens nothing until they accept."""
    await gather(house, locked=(ANA,))
    await act(house, BEN, follow, ANA)
    assert (await viewer(house, BEN)).following == ()
    assert await _handles(house, ANA, REQUESTS) == ["ben"]
    assert await _handles(house, BEN, ASKED) == ["ana"]
    assert (await _relation(house, ANA, BEN)).requested_by

    for _click in range(2):
        await act(house, ANA, accept, BEN)

    assert (await viewer(house, BEN)).following == (ANA,)
    assert await _handles(house, ANA, REQUESTS) == []
    assert (await _relation(house, BEN, ANA)).following
    await _twins(house)


async def test_a_declined_request_is_gone_and_a_follow_is_not(house: House) -> None:
    """Declining answers a request; it does not take back a yes."""
    await gather(house, locked=(ANA,))
    await act(house, BEN, follow, ANA)
    await act(house, ANA, decline, BEN)
    assert await _twins(house) == []

    await act(house, BEN, follow, ANA)
    await act(house, ANA, accept, BEN)
    await act(house, ANA, decline, BEN)
    assert len(await _twins(house)) == 1


async def test_nobody_accepts_what_was_not_asked(house: House) -> None:
    """Or was taken back meanwhile."""
    await gather(house, locked=(ANA,))
    await act(house, BEN, follow, ANA)
    await act(house, BEN, unfollow, ANA)
    with pytest.raises(NotFound, match="took it back"):
        await act(house, ANA, accept, BEN)


async def test_unlocking_lets_in_all_who_wait(house: House) -> None:
    """A door that stands open has nobody in front of it."""
    await gather(house, locked=(ANA,))
    for person in (BEN, CLEO):
        await act(house, person, follow, ANA)
    async with house.work(actor=ANA) as work:
        me = await find_account(work.db, ANA)
        assert me is not None
        wish = wish_of(me)
        await change_profile(work, type(wish)(name=wish.name, locked=False))

    assert [f.state for f in await _twins(house)] == ["accepted", "accepted"]
    assert (await viewer(house, CLEO)).following == (ANA,)


async def test_a_follower_can_be_removed(house: House) -> None:
    """They may follow again: it is no block."""
    await gather(house)
    await act(house, BEN, follow, ANA)
    await act(house, ANA, remove_follower, BEN)
    assert await _twins(house) == []
    await act(house, BEN, follow, ANA)
    assert len(await _twins(house)) == 1


async def test_wishes_of_a_follow_change_alone(house: House) -> None:
    """What they pass on, and to hear of each post; each is kept when only the other is given."""
    await gather(house)
    await act(house, BEN, follow, ANA, reposts=False)
    await act(house, BEN, follow, ANA, notify=True)

    relation = await _relation(house, BEN, ANA)
    assert (relation.reposts, relation.notify) == (False, True)
    assert (await viewer(house, BEN)).without_reposts == (ANA,)
    await _twins(house)
    async with house.reading() as work:
        assert await wishing_to_hear(work.db, ANA, after=BEN - BEN, limit=10) == [BEN]  # type: ignore[arg-type]


async def test_a_block_parts_two_people_everywhere(house: House) -> None:
    """Follows end both ways; each is gone from the other's lists, and from others' lists as each of them reads them."""
    await gather(house)
    for one, other in ((ANA, BEN), (BEN, ANA), (CLEO, ANA), (CLEO, BEN)):
        await act(house, one, follow, other)
    await act(house, ANA, block, BEN)

    assert [(f.follower_id, f.followee_id) for f in await _twins(house)] == [(CLEO, ANA), (CLEO, BEN)]
    assert (await viewer(house, ANA)).hidden == (BEN,)
    assert (await viewer(house, BEN)).hidden == (ANA,)
    assert await _handles(house, BEN, FOLLOWING, CLEO) == ["ben"]
    assert await _handles(house, ANA, FOLLOWING, CLEO) == ["ana"]
    assert await _handles(house, DAN, FOLLOWING, CLEO) == ["ben", "ana"]
    assert await _handles(house, ANA, BLOCKED) == ["ben"]
    assert await _handles(house, BEN, BLOCKED) == []


@pytest.mark.parametrize("deed", [follow, unfollow, accept, decline, remove_follower, mute])
async def test_who_is_blocked_looks_as_if_not_there(house: House, deed: object) -> None:
    """In the words of somebody who does not exist, from both sides."""
    await gather(house)
    await act(house, ANA, block, BEN)
    for one, other in ((ANA, BEN), (BEN, ANA)):
        with pytest.raises(NotFound) as refused:
            await act(house, one, deed, other)  # type: ignore[arg-type]
        assert refused.value.text == NotFound().text
    with pytest.raises(NotFound):
        await _relation(house, BEN, ANA)


async def test_unblocking_leaves_the_other_ones_block(house: House) -> None:
    """Each takes back their own."""
    await gather(house)
    for one, other in ((ANA, BEN), (BEN, ANA)):
        for _click in range(2):
            await act(house, one, block, other)
    await act(house, ANA, unblock, BEN)
    assert (await viewer(house, ANA)).hidden == (BEN,)
    await act(house, BEN, unblock, ANA)
    assert (await viewer(house, ANA)).hidden == ()
    await _twins(house)


@pytest.mark.parametrize("deed", [follow, block, mute])
async def test_nobody_does_it_to_themselves(house: House, deed: object) -> None:
    """Not even by a form made by hand."""
    await gather(house)
    with pytest.raises(Refused, match="That is you"):
        await act(house, ANA, deed, ANA)  # type: ignore[arg-type]


async def test_a_mute_ends_by_itself(house: House, clock: TestClock) -> None:
    """From that moment on, whether or not anything tidied up."""
    await gather(house)
    await act(house, BEN, mute, ANA, until_at=clock() + timedelta(hours=1))
    assert (await viewer(house, BEN)).muted == (ANA,)
    assert (await _relation(house, BEN, ANA)).muting
    assert await _handles(house, BEN, MUTED) == ["ana"]

    clock.tick(hours=2)
    assert (await viewer(house, BEN)).muted == ()
    assert not (await _relation(house, BEN, ANA)).muting
    assert await _handles(house, BEN, MUTED) == []
    await act(house, ANA, tidy_mutes)
    await act(house, BEN, unmute, ANA)


async def test_a_second_mute_takes_the_new_end(house: House, clock: TestClock) -> None:
    """The last word counts."""
    await gather(house)
    await act(house, BEN, mute, ANA, until_at=clock() + timedelta(hours=1), notices=True)
    await act(house, BEN, mute, ANA, notices=False)
    relation = await _relation(house, BEN, ANA)
    assert (relation.muting, relation.muted_until, relation.muting_notices) == (True, None, False)
    async with house.reading() as work:
        assert await unwilling_to_hear(work.db, ANA, [BEN, CLEO], work.now) == set()
    await act(house, BEN, mute, ANA)
    await act(house, ANA, block, CLEO)
    async with house.reading() as work:
        assert await unwilling_to_hear(work.db, ANA, [BEN, CLEO, DAN], work.now) == {BEN, CLEO}


async def test_a_note_is_for_its_writer_alone(house: House) -> None:
    """An empty one takes it away."""
    await gather(house)
    await act(house, BEN, remark, ANA, " met at the choir ")
    assert (await _relation(house, BEN, ANA)).remark == "met at the choir"
    assert (await _relation(house, CLEO, ANA)).remark == ""
    assert (await _relation(house, ANA, BEN)).remark == ""
    await act(house, BEN, remark, ANA, "  ")
    assert (await _relation(house, BEN, ANA)).remark == ""


async def test_people_are_found_by_name_and_newcomers_by_themselves(house: House) -> None:
    """Searching one's own list goes by names; finding people leaves out whom one knows, and who is hidden."""
    await gather(house)
    for person in (BEN, CLEO, DAN):
        await act(house, ANA, follow, person)
    async with house.reading(actor=ANA) as work:
        me = await viewer_of(work)
        first = await named_in(work.db, me, FOLLOWING, "e", Paging(limit=1))
        rest = await named_in(work.db, me, FOLLOWING, "E", Paging(limit=5, max_id=first.older_than))
        wild = await named_in(work.db, me, FOLLOWING, "%", Paging())
        assert [one.account.handle for one in [*first.items, *rest.items]] == ["ben", "cleo"]
        assert wild.items == []

    await act(house, ANA, unfollow, CLEO)
    await act(house, DAN, block, BEN)
    async with house.reading(actor=BEN) as work:
        me = await viewer_of(work)
        found = await people_to_find(work.db, me, Paging(), not_these=me.following)
        assert [one.account.handle for one in found.items] == ["cleo", "ana"]


async def test_lists_go_on_by_keyset(house: House) -> None:
    """Each once, in order, piece by piece."""
    await gather(house)
    for person in (BEN, CLEO, DAN):
        await act(house, person, follow, ANA)
    async with house.reading(actor=ANA) as work:
        me = await viewer_of(work)
        seen: list[str] = []
        place = None
        while True:
            part = await people_in(work.db, me, FOLLOWERS, ANA, Paging(limit=1, max_id=place))
            seen += [one.account.handle for one in part.items]
            place = part.older_than
            if place is None:
                break
    assert seen == ["dan", "cleo", "ben"]


async def test_who_leaves_is_in_nobodys_list(house: House) -> None:
    """Both sides of every follow and block go; what others noted for themselves stays theirs."""
    await gather(house)
    for one, other in ((ANA, BEN), (BEN, ANA), (CLEO, ANA), (CLEO, BEN)):
        await act(house, one, follow, other)
    await act(house, DAN, block, ANA)
    await act(house, BEN, remark, ANA, "owes me a cake")
    for _again in range(2):
        async with house.work() as work:
            await part_from_everybody(work, ANA)
    assert [(f.follower_id, f.followee_id) for f in await _twins(house)] == [(CLEO, BEN)]
    assert (await viewer(house, DAN)).hidden == ()
    async with house.reading() as work:
        assert await work.db.values(Statement("SELECT account_id FROM follow_tallies ORDER BY 1")) == [BEN, CLEO]


async def test_acts_at_once_neither_deadlock_nor_part_the_twins(house: House) -> None:
    """Two people do everything to each other at the same moment, many times over; the two sides still agree."""
    await gather(house, locked=(BEN,))
    deeds = (follow, unfollow, block, unblock, accept, decline, remove_follower)
    random = Random(17)
    everything = [(deed, pair) for deed in deeds for pair in ((ANA, BEN), (BEN, ANA))] * 20
    random.shuffle(everything)

    async def try_it(deed: Deed, one: Id, other: Id) -> None:
        with suppress(NotFound, Refused):
            await act(house, one, deed, other)

    at_once = asyncio.gather(*(try_it(deed, *pair) for deed, pair in everything))
    await asyncio.wait_for(at_once, 60)
    await _twins(house)
