"""Who sees a pledge; what witnesses may do; reposts beside the record; and that nothing remains of who left."""

from datetime import date

import pytest
import pytest_asyncio

from kith.base.core.errors import NotFound, Refused, TooMany
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people import viewer_of
from kith.people.model import Account, Left
from kith.pledges import (
    answer_as_witness,
    ask_witness,
    change_pledge,
    let_witness_go,
    load_pledge,
    pledges_by_ids,
    pledges_for,
    raise_doubt,
    sort_post,
    witnessed,
)
from kith.pledges.actions.witnessing import ASKED
from kith.pledges.jobs import LISTENERS, NIGHTLY
from kith.pledges.model import Pledge, PledgeEdit, ServerSeen
from kith.pledges.tests.cast import POLITICS, entries, gather, own, posts, promises
from kith.posts.actions import repost
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, block, say
from kith.ties.model import CirclePlace
from tests.clock import TestClock

_SET_BORN_ON = Statement("UPDATE accounts SET born_on = %(on)s WHERE id = %(id)s")
_ROWS = Statement("""
    SELECT (SELECT count(*) FROM pledges) + (SELECT count(*) FROM pledge_entries)
         + (SELECT count(*) FROM pledge_periods) + (SELECT count(*) FROM pledge_witnesses)
         + (SELECT count(*) FROM pledge_doubts) + (SELECT count(*) FROM pledge_changes)
""")


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await gather(house, clock)


async def _sees(house: House, viewer: Id | None, pledge: Pledge) -> bool:
    async with house.reading(actor=viewer) as work:
        listed = pledge.id in [one.pledge.id for one in await pledges_for(work, pledge.author_id)]
        try:
            await load_pledge(work, pledge.id)
        except NotFound:
            assert not listed
            return False
        assert listed
        return True


async def _asks(house: House, pledge: Pledge, person: Id, *, yes: bool | None = True) -> None:
    async with house.work(actor=pledge.author_id) as work:
        await ask_witness(work, pledge.id, person)
    if yes is not None:
        async with house.work(actor=person) as work:
            await answer_as_witness(work, pledge.id, yes=yes)


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [("me", []), ("witnesses", []), ("circle", [BEN]), ("public", [BEN, CLEO, None])],
)
async def test_a_pledge_is_seen_by_whom_its_author_chose(
    house: House, clock: TestClock, visibility: str, seen_by: list[Id | None]
) -> None:
    """Ben stands in Ana's inner fifteen, Cleo in her hundred and fifty; a block hides it from both ends."""
    async with house.work() as work:
        for other, circle in ((BEN, 15), (CLEO, 150)):
            place = CirclePlace(
                owner_id=ANA, other_id=other, circle=circle, changed_on=None, above=(0, 0, 0, 0), below=(0, 0, 0, 0),
                challenged=0, challenged_on=None,
            )  # fmt: skip
            await work.db.insert(place)
    circle_asked = 15 if visibility == "circle" else None
    pledge = await promises(house, clock, ANA, visibility=visibility, circle=circle_asked)
    assert await _sees(house, ANA, pledge)
    assert [one for one in (BEN, CLEO, None) if await _sees(house, one, pledge)] == seen_by
    await block(house, ANA, BEN)
    assert not await _sees(house, BEN, pledge)


async def test_several_pledges_cost_no_more_than_one(house: House, clock: TestClock) -> None:
    """Each is as it is alone, and what one may not see is left out; a page about many asks as often as about one."""
    seen = [
        await promises(house, clock, author, topic=topic, visibility="public")
        for author in (ANA, BEN)
        for topic in ("sport", "food", "pets")
    ]
    hidden = await promises(house, clock, ANA, topic="work", visibility="me")
    asked, counts = [*(one.id for one in seen), hidden.id], []
    for ids in (asked[:1], asked):
        async with house.reading(actor=CLEO) as work:
            await viewer_of(work)
            before = house.database.statements
            found = await pledges_by_ids(work, ids)
            counts.append(house.database.statements - before)
            assert found == {one: await load_pledge(work, one) for one in ids if one != hidden.id}
    assert counts[0] == counts[1]


async def test_a_witness_is_asked_and_answers(house: House, clock: TestClock) -> None:
    """Who is asked sees it; who said no, or was let go, does not; a no is not asked again."""
    pledge = await promises(house, clock, ANA)
    await _asks(house, pledge, BEN, yes=None)
    async with house.reading(actor=BEN) as work:
        assert [one.mine for one in await witnessed(work)] == ["asked"]
    async with house.work(actor=BEN) as work:
        await answer_as_witness(work, pledge.id, yes=True)
    assert await _sees(house, BEN, pledge)
    async with house.work(actor=ANA) as work:
        await let_witness_go(work, pledge.id, BEN)
    assert not await _sees(house, BEN, pledge)
    await _asks(house, pledge, CLEO, yes=False)
    assert not await _sees(house, CLEO, pledge)
    with pytest.raises(Refused, match="rather not"):
        await _asks(house, pledge, CLEO)
    with pytest.raises(NotFound):
        async with house.work(actor=DAN) as work:
            await answer_as_witness(work, pledge.id, yes=True)


async def test_a_witness_asks_once_a_post_for_the_authors_ears(house: House, clock: TestClock) -> None:
    """The author's answer settles it; nobody else can ask."""
    before = await posts(house, ANA, POLITICS)
    pledge = await promises(house, clock, ANA)
    post = await posts(house, ANA, POLITICS, pledge, "no")
    assert before is not None
    assert post is not None
    await _asks(house, pledge, BEN)
    with pytest.raises(NotFound):  # said before anything was promised
        async with house.work(actor=BEN) as work:
            await raise_doubt(work, pledge.id, before.id)
    await _asks(house, pledge, DAN, yes=None)  # has not answered yet
    for _time in range(2):
        async with house.work(actor=BEN) as work:
            await raise_doubt(work, pledge.id, post.id)
    assert [one.id for one in (await own(house, pledge)).doubts[post.id]] == [BEN]
    for stranger in (CLEO, ANA, DAN):
        with pytest.raises(NotFound):
            async with house.work(actor=stranger) as work:
                await raise_doubt(work, pledge.id, post.id)
    async with house.work(actor=ANA) as work:
        await sort_post(work, pledge.id, post.id, about=True)
    assert (await own(house, pledge)).doubts == {}


async def test_a_promise_has_five_witnesses(house: House, clock: TestClock) -> None:
    """Whoever said no is none of them, and leaves room for another."""
    pledge, people = await promises(house, clock, ANA), [Id(number) for number in range(2_001, 2_007)]
    async with house.work() as work:
        for one in people:
            await work.db.insert(Account(id=one, handle=f"w{one}", name=f"W{one}", created_at=clock()))
    for one in people[:5]:
        await _asks(house, pledge, one)
    with pytest.raises(Refused, match="up to 5"):
        await _asks(house, pledge, people[5])
    async with house.work(actor=people[0]) as work:
        await answer_as_witness(work, pledge.id, yes=False)
    await _asks(house, pledge, people[5])


async def test_a_day_has_few_witnesses_to_ask(house: House, clock: TestClock) -> None:
    """Letting somebody go and asking again, or promising anew, rings with people only so often."""
    pledge = await promises(house, clock, ANA)
    await _asks(house, pledge, BEN, yes=None)
    for _time in range(ASKED.count):
        await house.limits.take(ASKED, str(ANA))
    await _asks(house, pledge, BEN, yes=None)  # who was asked already: nothing is new
    with pytest.raises(TooMany):
        await _asks(house, pledge, CLEO, yes=None)
    assert not await _sees(house, CLEO, pledge)


async def test_a_pledge_that_is_its_authors_alone_has_no_witness_who_asks(house: House, clock: TestClock) -> None:
    """To whom was one before, it is not there, by whatever way."""
    pledge = await promises(house, clock, ANA)
    first, second = [await posts(house, ANA, f"{POLITICS} {n}", pledge, "no") for n in range(2)]
    assert first is not None
    assert second is not None
    await _asks(house, pledge, BEN)
    async with house.work(actor=BEN) as work:
        await raise_doubt(work, pledge.id, first.id)
    async with house.work(actor=ANA) as work:
        await change_pledge(work, pledge.id, PledgeEdit(visibility="me"))
    assert not await _sees(house, BEN, pledge)
    with pytest.raises(NotFound):
        async with house.work(actor=BEN) as work:
            await raise_doubt(work, pledge.id, second.id)


async def test_reposts_stand_beside_the_record_or_count(house: House, clock: TestClock) -> None:
    """As the author promised; what is passed on about something else is neither, nor what they had said themselves."""
    pledge = await promises(house, clock, ANA, posts_max=0)
    theirs = await say(house, BEN, POLITICS)
    bread = await say(house, BEN, "I baked bread today")
    mine = await posts(house, ANA, POLITICS, pledge, "no")  # what one said oneself was asked about when it was said
    assert mine is not None
    for one in (theirs, bread, mine):
        async with house.work(actor=ANA) as work:
            await repost(work, one.id)
    seen = await own(house, pledge)
    assert (seen.view.record.reposts, seen.standing.used) == (1, 0)
    counting = await promises(house, clock, CLEO, counts_reposts=True)
    async with house.work(actor=CLEO) as work:
        await repost(work, theirs.id)
    assert (await own(house, counting)).standing.used == 1


async def test_who_is_under_age_shows_it_to_their_family_alone(house: House, clock: TestClock) -> None:
    """Neither to a circle nor to everybody, and no stranger is a witness."""
    async with house.work() as work:
        await work.db.run(_SET_BORN_ON, id=ANA, on=date(clock().year - 15, 1, 1))
    pledge = await promises(house, clock, ANA)
    for edit in (PledgeEdit(visibility="public"), PledgeEdit(visibility="circle", circle=5)):
        with pytest.raises(Refused, match="of your family"):
            async with house.work(actor=ANA) as work:
                await change_pledge(work, pledge.id, edit)
    with pytest.raises(Refused, match="of your family"):
        await _asks(house, pledge, BEN)


async def test_a_long_absence_of_the_server_voids_the_week(house: House, clock: TestClock) -> None:
    """It notices by itself, when it is there again."""
    pledge = await promises(house, clock, ANA)
    seen = next(one for one in LISTENERS if one.fact is ServerSeen)
    for hours in (1, 30):
        clock.tick(hours=hours)
        async with house.work() as work:
            await seen.run(work, ServerSeen())
    clock.tick(days=7)
    assert (await own(house, pledge)).periods[-1].verdict == "void"


async def test_at_night_the_periods_that_began_are_written_down(house: House, clock: TestClock) -> None:
    """Whether anybody looked or not."""
    await promises(house, clock, ANA)
    clock.tick(days=22)
    async with house.work() as work:
        await next(one for one in NIGHTLY if one.name == "pledges.write_periods").run(work)
    async with house.reading() as work:
        assert await work.db.value(Statement("SELECT count(*) FROM pledge_periods")) == 4


async def test_nothing_remains_of_who_left(house: House, clock: TestClock) -> None:
    """Neither of their own pledges, nor of what they were to others."""
    pledge = await promises(house, clock, ANA)
    post = await posts(house, ANA, POLITICS, pledge, "yes")
    await _asks(house, pledge, BEN)
    assert post is not None
    async with house.work(actor=BEN) as work:
        await raise_doubt(work, pledge.id, post.id)
    left = next(one for one in LISTENERS if one.fact is Left)
    async with house.work() as work:
        await left.run(work, Left(account_id=BEN))
    assert (await own(house, pledge)).witnesses == ()
    async with house.work() as work:
        await left.run(work, Left(account_id=ANA))
        assert await work.db.value(_ROWS) == 0
    assert await entries(house) == []


async def test_what_one_witnesses_is_read_in_as_many_statements_as_one_pledge(house: House, clock: TestClock) -> None:
    """However many there are, each with its own record, in the order of the asking."""
    seen: list[Id] = []
    counted: list[int] = []
    for author in (ANA, CLEO, DAN):
        pledge = await promises(house, clock, author, visibility="witnesses")
        await _asks(house, pledge, BEN)
        seen.insert(0, pledge.id)
        async with house.reading(actor=BEN) as work:
            assert [one.pledge.id for one in await witnessed(work)] == seen
            counted.append(work.db.statements)
    assert counted[1] == counted[2]
