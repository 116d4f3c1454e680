"""Tighter at once, looser from the next week on; a rest, an end, another clock; all of it stays readable."""

from datetime import timedelta

import pytest
import pytest_asyncio

from kith.base.core.errors import Invalid, KithError, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.pledges import change_pledge, delete_pledge, end_pledge, make_pledge, pause_pledge
from kith.pledges.model import Pledge, PledgeEdit, PledgeWish
from kith.pledges.tests.cast import POLITICS, entries, gather, own, posts, promises
from kith.posts.tests.cast import ANA, BEN
from kith.topics import topics_for
from tests.clock import TestClock


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await gather(house, clock)


async def _running(house: House, clock: TestClock, **otherwise: object) -> Pledge:
    """A pledge for which something was counted, and that is older than a day."""
    pledge = await promises(house, clock, ANA, **({"posts_max": 2} | otherwise))
    await posts(house, ANA, POLITICS, pledge, "yes")
    clock.tick(hours=25)
    return pledge


async def _edit(house: House, pledge: Pledge, **edit: object) -> Pledge:
    async with house.work(actor=ANA) as work:
        return await change_pledge(work, pledge.id, PledgeEdit(**edit))  # type: ignore[arg-type]


async def test_a_pledge_begins_with_the_next_week_unless_it_shall_now(house: House, clock: TestClock) -> None:
    """Until it has begun, it is a draft, and asks nothing."""
    pledge = await promises(house, clock, ANA, starts_now=False)
    assert pledge.starts_at.weekday() == 0
    assert pledge.starts_at > clock()
    assert (await own(house, pledge)).view.status == "draft"
    assert await posts(house, ANA, POLITICS) is not None
    clock.tick(days=8)
    assert (await own(house, pledge)).view.status == "active"


async def test_the_first_day_changes_freely(house: House, clock: TestClock) -> None:
    """As if it had been made so."""
    pledge = await promises(house, clock, ANA)
    await posts(house, ANA, POLITICS, pledge, "yes")
    await _edit(house, pledge, posts_max=3, label="Parties")
    seen = await own(house, pledge)
    assert (seen.standing.posts_max, seen.view.pledge.label, seen.view.pledge.pending) == (3, "Parties", None)


async def test_tighter_holds_at_once_and_looser_from_the_next_week_on(house: House, clock: TestClock) -> None:
    """P8: the running week never gets looser."""
    pledge = await _running(house, clock)
    await _edit(house, pledge, posts_max=1)
    assert (await own(house, pledge)).standing.is_full
    await _edit(house, pledge, posts_max=5)
    seen = await own(house, pledge)
    assert (seen.standing.posts_max, seen.standing.is_full) == (1, True)
    assert seen.standing.next_free_at == seen.periods[0].period.ends_at
    clock.tick(days=7)
    assert (await own(house, pledge)).standing.posts_max == 5
    assert [one.kind for one in (await own(house, pledge)).changes] == ["loosened", "tightened", "made"]


async def test_its_topic_stays_once_something_was_counted(house: House, clock: TestClock) -> None:
    """Its own words and who may see it can always change."""
    pledge = await _running(house, clock)
    with pytest.raises(Refused, match="stays what it is about"):
        await _edit(house, pledge, label="Bread")
    assert (
        await _edit(house, pledge, if_then="If I am angry, I call Ben.", visibility="public")
    ).visibility == "public"


async def test_a_rest_begins_with_the_next_week(house: House, clock: TestClock) -> None:
    """It is neither kept nor broken; then it holds again."""
    pledge = await _running(house, clock)
    async with house.work(actor=ANA) as work:
        await pause_pledge(work, pledge.id, periods=1)
    assert (await own(house, pledge)).view.status == "active"
    clock.tick(days=7)
    assert (await own(house, pledge)).view.status == "paused"
    assert await posts(house, ANA, POLITICS) is not None
    clock.tick(days=7)
    seen = await own(house, pledge)
    assert seen.view.status == "active"
    assert [one.verdict for one in seen.periods][:2] == ["running", "paused"]


async def test_a_rest_that_nobody_looked_at_was_one_all_the_same(house: House, clock: TestClock) -> None:
    """Neither kept nor broken, though no period was written meanwhile; and while it lasts it is not asked for anew."""
    pledge = await _running(house, clock)
    async with house.work(actor=ANA) as work:
        await pause_pledge(work, pledge.id, periods=1)
    clock.tick(days=14)
    assert [one.verdict for one in (await own(house, pledge)).periods][:2] == ["running", "paused"]
    async with house.work(actor=ANA) as work:
        await pause_pledge(work, pledge.id, periods=2)
    clock.tick(days=7)
    with pytest.raises(Refused, match="rests at the moment"):
        async with house.work(actor=ANA) as work:
            await pause_pledge(work, pledge.id, periods=1)


async def test_what_is_looser_holds_for_what_is_posted_when_it_begins(house: House, clock: TestClock) -> None:
    """From the first instant of the next week on, for whoever posts then."""
    pledge = await _running(house, clock, posts_max=1)
    await _edit(house, pledge, posts_max=2)
    clock.tick(days=7)
    assert [await posts(house, ANA, POLITICS, pledge, "yes") is not None for _time in range(3)] == [True, True, False]


async def test_an_end_lets_the_week_run_out(house: House, clock: TestClock) -> None:
    """Then it is over, and can be deleted with its record; nothing of it remains."""
    pledge = await _running(house, clock)
    async with house.work(actor=ANA) as work:
        await end_pledge(work, pledge.id)
    assert (await own(house, pledge)).view.status == "active"
    with pytest.raises(Refused, match="has a record"):
        async with house.work(actor=ANA) as work:
            await delete_pledge(work, pledge.id)
    clock.tick(days=7)
    assert (await own(house, pledge)).view.status == "ended"
    with pytest.raises(Refused, match="is over"):
        await _edit(house, pledge, posts_max=1)
    async with house.work(actor=ANA) as work:
        await delete_pledge(work, pledge.id)
    with pytest.raises(NotFound):
        await own(house, pledge)


async def test_another_clock_makes_no_place(house: House, clock: TestClock) -> None:
    """The running week only ever gets longer (P6)."""
    pledge = await _running(house, clock, timezone="Europe/Warsaw")
    before = (await own(house, pledge)).periods[0].period
    await _edit(house, pledge, timezone="America/New_York")
    after = (await own(house, pledge)).periods[0].period
    assert after.ends_at - before.ends_at in (timedelta(hours=5), timedelta(hours=6))
    await _edit(house, pledge, timezone="Asia/Tokyo")
    assert (await own(house, pledge)).periods[0].period.ends_at > after.ends_at


async def test_a_week_that_many_moves_have_lengthened_remembers_all_of_it(house: House, clock: TestClock) -> None:
    """However long ago its places were taken: they stay taken, and what goes out is in the ledger (P1, P4)."""
    pledge = await _running(house, clock, timezone="UTC", posts_max=1)
    for _trip in range(5):
        await _edit(house, pledge, timezone="America/New_York")
        await _edit(house, pledge, timezone="UTC")
    week = (await own(house, pledge)).periods[0].period
    clock.tick(days=36)
    seen = await own(house, pledge)
    assert (seen.periods[0].period, seen.standing.is_full) == (week, True)
    assert seen.standing.next_free_at == week.ends_at
    assert await posts(house, ANA, POLITICS, pledge, "yes") is None
    assert await posts(house, ANA, POLITICS, pledge, "yes", over=True) is not None
    assert [(one.slot, one.over) for one in await entries(house)] == [(1, False), (None, True)]


async def test_a_topic_of_ones_own_is_made_with_its_examples(house: House, clock: TestClock) -> None:
    """A second click makes nothing twice."""
    one = await promises(house, clock, ANA, topic="", label="My choir", examples_yes=("We sing on Friday",))
    other = await promises(house, clock, ANA, topic="", label="My choir", examples_yes=("We sing on Friday",))
    assert one.id == other.id
    async with house.reading() as work:
        own_topics = [topic for topic in await topics_for(work.db, ANA) if topic.own]
    assert [(topic.key, topic.own.yes) for topic in own_topics if topic.own] == [(one.topic, ("We sing on Friday",))]


@pytest.mark.parametrize(
    ("otherwise", "field"),
    [
        ({"posts_max": -1}, "posts_max"),
        ({"posts_max": 51}, "posts_max"),
        ({"topic": "", "label": ""}, "label"),
        ({"period": "rolling", "days": 0}, "days"),
        ({"period": "rolling", "days": 32}, "days"),
        ({"visibility": "circle"}, "circle"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"if_then": "x" * 301}, "if_then"),
        ({"days_ahead": -1}, "until_on"),
        ({"days_ahead": 367}, "until_on"),
        ({"days_ahead": 0, "starts_now": False}, "until_on"),
    ],
)
async def test_what_cannot_be_promised_is_named(
    house: House, clock: TestClock, otherwise: dict[str, object], field: str
) -> None:
    """Each by its field, beginning with a wish that is fine."""
    ahead = otherwise.pop("days_ahead", 30)
    assert isinstance(ahead, int)
    until = (clock() + timedelta(days=ahead)).date()
    wish: dict[str, object] = {"topic": "partisan", "starts_now": True, "until_on": until} | otherwise
    with pytest.raises(Invalid) as raised:
        async with house.work(actor=ANA) as work:
            await make_pledge(work, PledgeWish(**wish))  # type: ignore[arg-type]
    assert raised.value.field == field


async def test_anothers_pledge_is_not_there(house: House, clock: TestClock) -> None:
    """For every deed alike."""
    pledge = await promises(house, clock, ANA)

    async def refused(deed: object, **more: object) -> bool:
        try:
            async with house.work(actor=BEN) as work:
                await deed(work, pledge.id, **more)  # type: ignore[operator]
        except KithError as error:
            return isinstance(error, NotFound)
        return False

    assert await refused(end_pledge)
    assert await refused(delete_pledge)
    assert await refused(pause_pledge, periods=1)
    assert await refused(change_pledge, edit=PledgeEdit(posts_max=0))
    assert pledge.id != Id(0)
