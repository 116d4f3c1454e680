"""P1 to P9 of pledges, truly at once: devices that race, while terms, the zone and the clock change."""

from datetime import datetime, timedelta

import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.pledges.model import Entry, Pledge, PledgePeriod
from kith.pledges.rules.clocks import terms_at
from kith.pledges.rules.record import judged
from kith.pledges.rules.slots import counts
from kith.pledges.tests.cast import entries, gather, own
from kith.pledges.tests.storm import Deed, Storm, begin
from tests.clock import TestClock

ZONES = ("UTC", "Europe/Warsaw", "America/New_York", "Pacific/Apia", "Asia/Kathmandu")
KINDS = (
    *("post", "post", "post", "chain", "twice", "app", "edit", "delete", "sort", "comment", "like"),
    *("say", "unsay", "pass on", "take back", "terms", "zone", "rest"),
)
CHOICES = ("schedule", "comment", "draft", "over", "no", "nothing")
WEEK_MIN = timedelta(hours=167)  # the shortest that the clocks make it

deeds = st.builds(
    Deed,
    kind=st.sampled_from(KINDS),
    number=st.integers(0, 5),
    choice=st.sampled_from(CHOICES),
    zone=st.sampled_from(ZONES),
)
waves = st.lists(st.tuples(st.integers(1, 200), st.lists(deeds, min_size=3, max_size=7)), min_size=2, max_size=5)

_PERIODS = Statement(f"SELECT {PledgePeriod.columns()} FROM pledge_periods ORDER BY number")
Periods = dict[int, PledgePeriod]


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await gather(house, clock)


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # what races comes out otherwise each time: nothing to shrink
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    waves=waves,
    period=st.sampled_from(["week", "rolling"]),
    places=st.integers(0, 3),
    weeks=st.integers(0, 30),
    reposts=st.booleans(),
)
async def test_whatever_races_a_promise_holds_as_it_was_made(  # noqa: PLR0917
    house: House,
    clock: TestClock,
    waves: list[tuple[int, list[Deed]]],
    period: str,
    places: int,
    weeks: int,
    *,
    reposts: bool,
) -> None:
    """After each wave: no place too many, no text lost, the ledger only longer, what runs never looser."""
    clock.tick(weeks=weeks)  # to where the clocks change, too
    storm = await begin(house, clock, period, places, reposts=reposts)
    known, before = await _periods(house), await entries(house)
    promised = dict.fromkeys(known, places)
    for hours, what in waves:
        pledge = await storm.promised()
        await storm.wave(hours, what)
        found, periods = await entries(house), await _periods(house)
        new = {number: terms_at(pledge, one.starts_at).posts_max for number, one in periods.items()}
        promised = new | promised  # what a period began with holds in it, or less
        _check_periods(known, periods)
        _check_places(pledge, periods, promised, found)
        _check_only_added(before, found)
        assert not storm.comments & {one.post_id for one in found}  # P5
        assert await storm.there() == storm.kept  # P3
        now, shown = clock(), (await own(house, pledge)).periods
        assert [one.verdict for one in shown] == [judged(pledge, one.period, found, [], now).verdict for one in shown]
        known, before = periods, found
    await _check_next_free(storm)


def _check_periods(before: Periods, after: Periods) -> None:
    """P6 and P8: a period that runs is never looser and never shorter, and no clock makes a week of less than one."""
    for number, one in before.items():
        assert after[number].posts_max <= one.posts_max
        assert after[number].ends_at >= one.ends_at
    for number, one in after.items():
        if number + 1 in after:
            assert after[number + 1].starts_at == one.ends_at
            assert number == 1 or one.ends_at - one.starts_at >= WEEK_MIN


def _check_places(pledge: Pledge, periods: Periods, promised: dict[int, int], found: list[Entry]) -> None:
    """P1 and P6: no more places than were promised, each once, and each entry in the period in which it went out."""
    placed = [one for one in found if counts(one) and not one.over]
    assert len({(one.period, one.slot) for one in placed}) == len(placed)
    for one in placed:
        period = periods[one.period]
        assert period.starts_at <= one.at < period.ends_at
        if pledge.period == "week":
            assert sum(other.period == one.period for other in placed) <= promised[one.period]
        else:
            since = one.at - timedelta(days=pledge.days)
            reach = [number for number, other in periods.items() if other.ends_at > since and other.starts_at <= one.at]
            assert sum(since < other.at <= one.at for other in placed) <= max(promised[number] for number in reach)


def _check_only_added(before: list[Entry], after: list[Entry]) -> None:
    """P9: no entry goes away, or is moved to another instant or period."""
    facts = {_facts(one) for one in after}
    assert {_facts(one) for one in before} <= facts


async def _check_next_free(storm: Storm) -> None:
    """P4: a second before the instant that is told there is no place, and then there is one."""
    at = await _next_free(storm)
    if at is None or at <= storm.clock():
        return
    storm.clock.tick(seconds=(at - storm.clock()).total_seconds() - 1)
    assert await storm.write() is None
    storm.clock.tick(seconds=1)
    assert await storm.write() is not None


async def _next_free(storm: Storm) -> datetime | None:
    return (await own(storm.house, storm.pledge)).standing.next_free_at


async def _periods(house: House) -> Periods:
    async with house.reading() as work:
        return {one.number: one for one in await work.db.all(_PERIODS, PledgePeriod)}


def _facts(one: Entry) -> tuple[object, ...]:
    return one.pledge_id, one.post_id, one.root_id, one.at, one.period, one.kind
