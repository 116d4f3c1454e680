"""Making collections, standing in them, and leaving them: against the real database."""

import asyncio

import pytest
import pytest_asyncio

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.collections import (
    COLLECTIONS_MAX,
    PLACES_MAX,
    Change,
    CollectionWish,
    change_collection,
    collections_of,
    collections_saying,
    collections_with_me,
    delete_collection,
    make_collection,
    put_in,
    say_yes,
    take_oneself_out,
    take_out,
)
from kith.collections.tests.scene import lets, makes, people, puts, seen
from kith.people import block, follow
from kith.people.model import Account, Left, Member
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, gather
from kith.worker import run_everything_due
from tests.clock import BEGINNING

ROWS = Statement("""
    SELECT (SELECT count(*) FROM collections) + (SELECT count(*) FROM collection_places)
         + (SELECT count(*) FROM collected_in) + (SELECT count(*) FROM collection_policies)
""")
# The places that both sides have alike, and those that they do not.
TWINS = Statement("""
    SELECT count(*) FILTER (WHERE one.state = twin.state AND one.id = twin.id)::text || ' of ' || count(*)
      FROM collection_places AS one
      FULL JOIN collected_in AS twin
        ON (twin.owner_id, twin.collection_id, twin.account_id) = (one.owner_id, one.collection_id, one.account_id)
""")


@pytest_asyncio.fixture(autouse=True)
async def _people(house: House) -> None:
    await gather(house)


async def test_who_may_be_put_in_stands_there_at_once(house: House) -> None:
    """Everybody sees them, in the order in which they came."""
    made = await makes(house, ANA, CLEO, BEN)
    for viewer in (None, ANA, BEN, DAN):
        assert people(await seen(house, viewer, made)) == [CLEO, BEN]
    async with house.reading() as work:
        assert await work.db.value(TWINS) == "2 of 2"


async def test_who_is_asked_stands_there_after_their_yes(house: House) -> None:
    """Before it, nobody knows of it but the two."""
    made = await makes(house, ANA)
    await lets(house, BEN, "asked")
    assert await puts(house, ANA, made, BEN) == "pending"
    assert await puts(house, ANA, made, BEN) == "pending"
    for viewer, asked in ((ANA, [BEN]), (BEN, [BEN]), (CLEO, []), (None, [])):
        view = await seen(house, viewer, made)
        assert view is not None
        assert people(view) == []
        assert [one.account.id for one in view.asked] == asked
    async with house.work(actor=BEN) as work:
        await say_yes(work, made.id)
        await say_yes(work, made.id)
    assert people(await seen(house, None, made)) == [BEN]


async def test_followers_may_and_others_ask(house: House) -> None:
    """As it is for whoever never chose."""
    made = await makes(house, ANA)
    assert await puts(house, ANA, made, BEN) == "pending"
    async with house.work(actor=ANA) as work:
        await follow(work, CLEO)
    assert await puts(house, ANA, made, CLEO) == "accepted"


async def test_nobody_is_put_in_who_does_not_want_it(house: House) -> None:
    """The one who does not mind is, in the same collection."""
    made = await makes(house, ANA, BEN)
    await lets(house, CLEO, "nobody")
    with pytest.raises(Refused, match="rather not stand in collections"):
        await puts(house, ANA, made, CLEO)
    with pytest.raises(Refused, match="names others"):
        await puts(house, ANA, made, ANA)
    with pytest.raises(NotFound):
        await puts(house, ANA, made, Id(999))
    assert people(await seen(house, ANA, made)) == [BEN]


@pytest.mark.parametrize("policy", ["everyone", "asked"])
async def test_who_took_themselves_out_is_not_put_in_again(house: House, policy: str) -> None:
    """Nor who said no; and the maker is not told which it was."""
    made = await makes(house, ANA)
    await lets(house, BEN, policy)  # type: ignore[arg-type]
    await puts(house, ANA, made, BEN)
    async with house.work(actor=BEN) as work:
        await take_oneself_out(work, made.id)
    view = await seen(house, ANA, made)
    assert view is not None
    assert view.places == ()
    with pytest.raises(Refused, match="rather not stand in this collection"):
        await puts(house, ANA, made, BEN)
    with pytest.raises(NotFound):
        async with house.work(actor=BEN) as work:
            await say_yes(work, made.id)


async def test_its_maker_takes_somebody_out(house: House) -> None:
    """By the place; whoever did not make it finds nothing to take from, and may be put in anew."""
    made = await makes(house, ANA, BEN, CLEO)
    view = await seen(house, ANA, made)
    assert view is not None
    place = view.people[0].place.id
    with pytest.raises(NotFound):
        async with house.work(actor=CLEO) as work:
            await take_out(work, made.id, place)
    async with house.work(actor=ANA) as work:
        await take_out(work, made.id, place)
    assert people(await seen(house, DAN, made)) == [CLEO]
    assert await puts(house, ANA, made, BEN) == "accepted"


async def test_a_block_takes_both_out_of_each_others(house: House) -> None:
    """At once for the two, and for everybody as soon as the worker has heard of it."""
    made, theirs = await makes(house, ANA, BEN, CLEO), await makes(house, BEN, ANA, DAN)
    async with house.work(actor=BEN) as work:
        await block(work, ANA)
    assert await seen(house, BEN, made) is None
    assert await seen(house, ANA, theirs) is None
    await run_everything_due(house)
    assert people(await seen(house, DAN, made)) == [CLEO]
    assert people(await seen(house, CLEO, theirs)) == [DAN]
    with pytest.raises(NotFound):
        await puts(house, ANA, made, BEN)


async def test_somebody_blocked_meanwhile_is_taken_out_by_the_job(house: House) -> None:
    """Neither transaction saw the other; the later job does."""
    made = await makes(house, ANA)
    await lets(house, BEN, "everyone")
    async with house.work(actor=ANA) as putting:
        await put_in(putting, made.id, BEN)
        async with house.work(actor=BEN) as blocking:
            await block(blocking, ANA)
    await run_everything_due(house)
    assert people(await seen(house, DAN, made)) == []


async def test_who_is_kept_away_is_not_shown(house: House) -> None:
    """A collection of others, with somebody in it whom the reader blocked."""
    made = await makes(house, ANA, BEN, CLEO)
    async with house.work(actor=DAN) as work:
        await block(work, BEN)
    assert people(await seen(house, DAN, made)) == [CLEO]
    assert people(await seen(house, BEN, made)) == [BEN, CLEO]


async def test_a_collection_that_is_not_to_be_found_is_not(house: House) -> None:
    """Those who know its address see it; its maker finds it among their own."""
    shown, kept = await makes(house, ANA, BEN), await makes(house, ANA, BEN, name="Quiet bakers", discoverable=False)
    assert people(await seen(house, DAN, kept)) == [BEN]
    for viewer, expected in ((DAN, [shown.id]), (ANA, [kept.id, shown.id])):
        async with house.reading(actor=viewer) as work:
            assert [one.collection.id for one in await collections_of(work, ANA)] == expected
            assert [one.collection.id for one in await collections_saying(work, "bread", limit=5)] == [shown.id]
    async with house.reading(actor=BEN) as work:
        assert [one.collection.id for one in await collections_with_me(work, limit=5)] == [kept.id, shown.id]


async def test_it_is_changed_and_deleted_by_its_maker_alone(house: House) -> None:
    """What is not given stays, and to others there is no such thing to change."""
    made = await makes(house, ANA, BEN)
    async with house.work(actor=ANA) as work:
        changed = await change_collection(work, made.id, Change(name="Bakers", tag=""))
    assert (changed.name, changed.description, changed.tag) == ("Bakers", "Bread for us all", None)
    with pytest.raises(NotFound):
        async with house.work(actor=BEN) as work:
            await change_collection(work, made.id, Change(name="Mine"))
    with pytest.raises(NotFound):
        async with house.work(actor=BEN) as work:
            await delete_collection(work, made.id)
    async with house.work(actor=ANA) as work:
        await delete_collection(work, made.id)
    async with house.reading() as work:
        assert await work.db.value(ROWS) == 1  # Ben's policy


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (CollectionWish(name=" "), "name"),
        (CollectionWish(name="x" * 41), "name"),
        (CollectionWish(name="x", description="x" * 101), "description"),
        (CollectionWish(name="x", tag="two words"), "tag_name"),
        (CollectionWish(name="x", language="not a language"), "language"),
    ],
)
async def test_what_does_not_fit_is_said(house: House, wish: CollectionWish, field: str) -> None:
    """With the field, as apps and pages call it."""
    with pytest.raises(Invalid) as raised:
        async with house.work(actor=ANA) as work:
            await make_collection(work, wish)
    assert raised.value.field == field


async def test_two_at_once_do_not_get_past_the_last_place(house: House) -> None:
    """The second waits for the first, and finds it full."""
    crowd = await _crowd(house, PLACES_MAX + 1)
    made = await makes(house, ANA, *crowd[: PLACES_MAX - 1])
    tries = await asyncio.gather(*(puts(house, ANA, made, one) for one in crowd[-2:]), return_exceptions=True)
    assert sorted(type(one).__name__ for one in tries) == ["Refused", "str"]
    view = await seen(house, ANA, made)
    assert view is not None
    assert len(view.places) == PLACES_MAX


async def test_two_at_once_do_not_make_one_too_many(house: House) -> None:
    """Of collections, too."""
    for number in range(COLLECTIONS_MAX - 1):
        await makes(house, ANA, name=f"Number {number}")
    tries = await asyncio.gather(makes(house, ANA), makes(house, ANA), return_exceptions=True)
    assert sorted(type(one).__name__ for one in tries) == ["Collection", "Refused"]


async def test_who_leaves_leaves_nothing_behind(house: House) -> None:
    """What they made, where they stood, and what they chose."""
    await makes(house, BEN, ANA)
    made = await makes(house, ANA, BEN, CLEO)
    await makes(house, CLEO, BEN)
    async with house.work() as work:
        work.tell(Left(account_id=BEN))
    await run_everything_due(house)
    assert people(await seen(house, DAN, made)) == [CLEO]
    async with house.reading() as work:
        assert await work.db.value(TWINS) == "1 of 1"
        assert await work.db.value(ROWS) == 2 + 1 + 1 + 2  # two collections, one place and its twin, two policies


async def _crowd(house: House, count: int) -> list[Id]:
    crowd = [Id(100 + number) for number in range(count)]
    async with house.work() as work:
        for one in crowd:
            await work.db.insert(Account(id=one, handle=f"p{one}", name=f"P {one}", created_at=BEGINNING))
            await work.db.insert(Member(account_id=one, password_hash="-", approved_at=BEGINNING, created_at=BEGINNING))
    return crowd
