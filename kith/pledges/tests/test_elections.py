"""The next election: days by law or by decision, the nearest first, and none that is over."""

from calendar import FRIDAY, MONDAY, SATURDAY, SUNDAY, THURSDAY, TUESDAY
from datetime import date, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.work import House
from kith.pledges.model import UNTIL_DAYS_MAX
from kith.pledges.rules.elections import LOOKED_AT_ON, elections_ahead, known_elections
from kith.pledges.tests.cast import gather
from kith.posts.tests.cast import ANA, send, sign_in
from tests.clock import TestClock

_DAYS = {place: on for place, _where, on in known_elections()}
_LAST = max(_DAYS.values())


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    """Give the n-th such day of a month; below 0 from its end."""
    days = [date(year, month, 1) + timedelta(days=passed) for passed in range(31)]
    fitting = [one for one in days if one.month == month and one.weekday() == weekday]
    return fitting[n - 1 if n > 0 else n]


@pytest.mark.parametrize(
    ("place", "on"),
    [
        ("EE", _nth(2027, 3, SUNDAY, 1)),
        ("FI", _nth(2027, 4, SUNDAY, 3)),
        ("GB-ENG", _nth(2027, 5, THURSDAY, 1)),
        ("GB-NIR", _nth(2027, 5, THURSDAY, 1)),
        ("GB-SCT", _nth(2027, 5, THURSDAY, 1)),
        ("GB-WLS", _nth(2027, 5, THURSDAY, 1)),
        ("ES", _nth(2027, 5, SUNDAY, 4)),
        ("MX", _nth(2027, 6, SUNDAY, 1)),
        ("KE", _nth(2027, 8, TUESDAY, 2)),
        ("AR", _nth(2027, 10, SUNDAY, 4)),
        ("CH", _nth(2027, 10, SUNDAY, -2)),
        ("PH", _nth(2028, 5, MONDAY, 2)),
        ("BR", _nth(2028, 10, SUNDAY, 1)),
        ("US", _nth(2028, 11, MONDAY, 1) + timedelta(days=1)),
        ("GB-SEN", _nth(2030, 5, THURSDAY, 1)),
        ("SE", _nth(2030, 9, SUNDAY, 2)),
        ("US-MID", _nth(2030, 11, MONDAY, 1) + timedelta(days=1)),
        ("GB-SPA", _nth(2031, 5, THURSDAY, 1)),
    ],
)
def test_what_a_law_names_is_that_day(place: str, on: date) -> None:
    """As the sentences above the table have it."""
    assert _DAYS[place] == on


@pytest.mark.parametrize(
    ("place", "on"),
    [
        ("NG", date(2027, 1, 16)),
        ("AU-NSW", date(2027, 3, 13)),  # not the fourth Saturday: that one is between Good Friday and Easter
        ("DE-SL", date(2027, 4, 18)),
        ("FR", date(2027, 4, 18)),
        ("DE-NW", date(2027, 4, 25)),
        ("FR-2", date(2027, 5, 2)),
    ],
)
def test_what_was_decided_is_that_day(place: str, on: date) -> None:
    """No rule tells these: they were looked up."""
    assert _DAYS[place] == on
    assert on > LOOKED_AT_ON


def test_easter_is_why_a_law_alone_is_not_enough() -> None:
    """The day of the law lies a day after Good Friday of 2027, which is on 26 March."""
    assert _nth(2027, 3, SATURDAY, 4) - timedelta(days=1) == _nth(2027, 3, FRIDAY, 4) == date(2027, 3, 26)


def test_the_table_is_in_order_and_each_place_is_there_once() -> None:
    """A choice is sent back by its place."""
    days = [on for _place, _where, on in known_elections()]
    assert days == sorted(days)
    assert len(_DAYS) == len(days)


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2040, 1, 1)))
def test_none_is_over_and_none_is_out_of_reach(today: date) -> None:
    """From the day before until as far as a pledge can go; when the table is old, nothing is offered, and no error."""
    ahead = list(elections_ahead(today))
    assert all(today < one.on <= today + timedelta(days=UNTIL_DAYS_MAX) for one in ahead)
    assert [one.on for one in ahead] == sorted(one.on for one in ahead)
    assert len(ahead) == sum(today < on <= today + timedelta(days=UNTIL_DAYS_MAX) for on in _DAYS.values())
    if today >= _LAST:
        assert ahead == []


async def test_the_next_election_is_offered_while_it_is_ahead(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """The promise holds until that day; from the day itself on, a page that was open since asks for a day."""
    # Only ever forwards, as ids hold the time; the cast waits for a Monday. All of the table may be over by this clock.
    ahead = [one for one in known_elections() if (one[2] - clock().date()).days > 40]
    if not ahead:
        return
    await gather(house, clock)
    place, _where, on = ahead[0]
    clock.tick(days=(on - clock().date()).days - 30)
    await sign_in(house, client, ANA)
    page = (await client.get("/pledges/new")).text
    assert f'value="vote-{place}"' in page
    assert "Days of elections as they were known on" in page
    made = await send(client, "/pledges/new", "/pledges", topic="partisan", until=f"vote-{place}", starts="now")
    assert made.status_code == 303
    clock.tick(days=30)
    await sign_in(house, client, ANA)
    assert f'value="vote-{place}"' not in (await client.get("/pledges/new")).text
    late = await send(client, "/pledges/new", "/pledges", topic="sport", until=f"vote-{place}", starts="now")
    assert late.status_code == 422
    assert "Choose the last day it holds." in late.text
